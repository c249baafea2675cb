"""The sections of the Méthode page: definitions, sources, checks, limits, accessibility."""

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from components.figures import table
from components.figures.table import Column
from components.levels import filter_bar
from components.text import formats, verdict_rule
from components.text.formats import typeset
from components.text.plain import said
from components.visit import provenance
from data.editions.edition import Edition
from data.query import coverage
from data.query.measures import DENOMINATORS, MEASURES
from data.spread.leverage import DRAWN_ONE_BY_ONE
from data.tables.declarations import dictionary
from data.words import glossary
from data.words.vocabulary import TAILLES, TYPES_EPCI

_WORD_WIDTH: Final = 560  # px
_DRAWN: Final = formats.number(DRAWN_ONE_BY_ONE)
_RULE: Final = verdict_rule.RULE[0].lower() + verdict_rule.RULE[1:]
_LIMITS: Final = (
    "L'inventaire des projets n'est pas un recensement. Il réunit des projets que des publications nomment, avec leur "
    "commune ; il est mince en Corse, outre-mer et dans quelques départements.",
    "Un montant, une aide ou un nombre d'emplois non publié reste vide : il n'est ni estimé, ni compté comme zéro. "
    "Chaque somme dit sur combien de projets elle porte.",
    "Un statut est le dernier qu'une source trouvée montre, à sa date ; les suites données depuis ne sont pas "
    "connues. Les totaux sont ceux des projets en cours ; suspendus, abandonnés et liquidés sont à part.",
    "L'année est celle de l'annonce ou du soutien. Elle est parfois celle de la page ou de l'ouverture : sur 52 lignes "
    "relues au hasard, 11 étaient dans ce cas.",
    "Une usine sur plusieurs communes compte une fois, dans la première ; elle n'a de taille de commune que si toutes "
    "ont la même.",
    "Les projets répartis sur plusieurs sites sont placés, avec tout leur montant, dans la commune du site principal "
    "(précision « site principal de plusieurs »).",
    "Dans quelques lignes, la filière a été déduite de l'activité de l'entreprise.",
    "Un taux calculé sur un ou deux projets en dit plus sur eux que sur le lieu : la carte le signale.",
    "Les montants annoncés ne sont pas des montants dépensés.",
    "La géographie de référence laisse des vides là où des communes ont fusionné. Un vide bordé d'une seule commune "
    "nouvelle incomplète lui a été rendu (voir les contrôles) ; les quelques autres se voient sur les cartes, et des "
    "superficies peuvent y être sous-estimées.",
)
_SOURCE_COLUMNS: Final = (
    Column("titre", "Source"),
    Column("editeur", "Éditeur"),
    Column("millesime", "Millésime"),
    Column("licence", "Licence"),
    Column("compte", "Ce qui est compté"),
    Column("non_compte", "Ce qui n'est pas compté"),
    Column("lus", "Lignes lues", formats.number, numeric=True),
    Column("gardes", "Gardées", formats.number, numeric=True),
    Column("ecartes", "Écartées", formats.number, numeric=True),
)


DEFINITIONS: Final = f"""
- **Territoire d'industrie** : groupe d'intercommunalités (ou de communes) labellisé par l'État. La phase 1
  (2018-2022) en compte 149, la phase 2 (2023-2027) 183. Leurs numéros se recouvrent sans désigner les mêmes lieux :
  les deux phases ne sont jamais mélangées.
- **De la phase 1 à la phase 2** : le lien se fait commune par commune, jamais par numéro ni par nom. Deux territoires
  se correspondent quand ils partagent au moins 5 % de la population de l'un des deux. Les montants suivent les
  communes.
- **Rang** : les lieux de même valeur ont le même rang, le meilleur ; le suivant les compte tous. Une commune est
  comparée aux communes de sa classe de taille. Un lieu sans valeur connue n'a pas de rang.
- **Couverture** : part des projets d'un groupe dont la valeur est connue. Elle est à côté de chaque valeur comparée :
  tableaux, infobulles, phrases. Sous {formats.percent(100 * coverage.WEAK, 0)}, la valeur est en tirets dans les
  graphiques, hachurée ou pâle sur les cartes. Quand les couvertures de groupes comparés s'écartent de plus de
  {formats.number(100 * coverage.FAR)} points, la page nomme les deux groupes.
- **Écart à la France** : la valeur d'un lieu moins celle de la France, qui est la somme des projets rapportée à tous
  ses habitants, à toute sa superficie ou à tous ses emplois industriels, hors territoires et outre-mer compris. Il
  n'est montré ni pour un total, ni sous un filtre de lieu, ni là où rien n'est connu des projets du reste du pays.
- **Euros courants** : chaque montant est celui de sa publication. Ceux de plusieurs années s'additionnent tels quels,
  sans correction de la hausse des prix.
- **Sommes côte à côte** : investissement, aide et emplois ne sont pas connus des mêmes projets. Sous les chiffres clés,
  la page dit combien de projets ont les deux ; un rapport se lit à « Euros investis par euro d'aide ».
- **Aide publique** : un total additionne des aides de plusieurs natures ; sa légende dit les parts de chacune.
- **Bornes** : ce que vaudraient les parts si chaque montant inconnu valait 0 (les parts montrées) ou la médiane des
  montants connus de la sélection. Ce ne sont pas des estimations.
- **Concentration** : indices de Gini et de Theil par habitant, entre lieux ; ils ne disent rien des écarts à
  l'intérieur d'un lieu. Un lieu sans projet connu y compte pour 0 dans une lecture et n'y entre pas dans l'autre ; un
  lieu dont aucun montant n'est connu n'entre dans aucune. Entre communes, l'indice de Theil se partage exactement
  entre ce qui sépare des groupes (tailles, types d'intercommunalité, régions) et ce qui sépare leurs communes. La
  légende dit pour quelle part des projets des lieux comptés la valeur est connue.
- **Taille dominante** : la taille de commune qui réunit le plus de la mesure dans un lieu ; à égalité, aucune.
- **Intercommunalités comparables** : même type, même classe de population, même classe de densité (appariement exact
  par classes). Celles hors du label pèsent pour que chaque classe compte comme au sein du label. L'intervalle vient de
  tirages avec remise des intercommunalités. Une grandeur dont les dix plus gros projets font la moitié ou plus n'est
  pas comparée. Une différence n'est pas un effet du label.
- **Chiffre daté** : un chiffre qu'une publication donne, à sa date, dans ses mots. Compté : dans une seule série,
  avec les autres chiffres de même définition et de même unité (les montants sont ramenés à l'euro). Non compté : ce que
  deux publications définissent autrement reste dans deux séries ; un semestre n'est jamais relié à une année ; l'écart
  à un objectif n'est donné que pour la même unité, la même définition et le même périmètre.
- **Désaccord** : deux chiffres publiés qui semblent dire la même chose et diffèrent sont montrés côte à côte, avec ce
  que les publications disent de l'écart ; quand elles n'en disent rien, la page l'écrit.
- **Nature d'un chiffre** : promis, engagé, réalisé, objectif ou mesure. C'est une lecture de la rédaction, faite sur le
  libellé publié, qui reste affiché.
- **Accélérateurs et structures** : compté, ce que des publications citent, une ligne par promotion. Non compté : les
  structures qu'aucune publication relevée ne cite. Les familles de types sont un choix de la rédaction ; fonds,
  marques, concours et rencontres n'entrent pas dans les distances, sauf si l'on choisit ces types.
- **Euros investis par euro d'aide, emplois par million d'aide** (« ROI territorial », « effet de levier ») :
  rapports de sommes sur les seuls projets dont les deux montants sont connus. L'aide comptée est faite de subventions,
  d'avances remboursables et d'aides de nature non précisée ; prêts, garanties, plafonds autorisés et aides mixtes ne
  s'y ajoutent jamais, et se lisent par nature. La sensibilité vient de tirages de projets avec remise ; au-delà de
  {_DRAWN} projets, les {_DRAWN} qui pèsent le plus sont tirés un par un, et la somme des autres suit leur loi normale.
  Aucun rapport ne dit ce que l'aide a causé.
- **Du besoin au dispositif** : un dispositif répond à un besoin quand sa description publiée le dit. « Clos » compare
  la fin publiée à la date du jour ; sans fin connue, un dispositif n'est pas dit ouvert et porte la date de sa source.
- **Chiffres d'un lieu** : ceux dont le périmètre est le nom d'un seul lieu de l'atlas, ou réunit quelques lieux qu'une
  table nomme avec la raison ; les autres périmètres sont dans les contrôles ci-dessous.
- **Étiquettes** : un projet n'est dit gigafactory ou relocalisation que si son intitulé ou son résumé le dit. C'est un
  plancher : un autre peut en être une sans que sa source emploie le mot.
- **Enjeux d'une structure** : ceux que son nom ou sa description dit, parmi transition, relocalisation, circularité et
  compétences ; vide sinon, ce qui n'est pas dire qu'elle n'y répond pas.
- **Acteurs** : ceux que nomment les publications fondatrices, avec leur rôle à la date de la source.
- **Verdicts des affirmations** : {_RULE} Une part n'est pas calculée quand le reste a des projets sans
  aucune valeur connue ; ce qui n'est ni rien ni tout ne s'écrit jamais 0,0 % ni 100,0 %.
- **Distance** : à vol d'oiseau, entre points des communes ; celle d'un lieu part de sa commune la plus proche.
- **Petite commune** : moins de 20 000 habitants (population municipale). Classes de taille, en habitants :
  {" ; ".join(TAILLES.values())}. Une commune de 2 000 habitants est dans la deuxième classe.
- **Type d'intercommunalité** : {", ".join(name.lower() for name in TYPES_EPCI.values())}.
- **Projets affichés** : l'inventaire, sauf si le visiteur choisit un fichier officiel ou son propre tableau ; la page
  le dit alors en tête, et chaque figure dans sa source. Une ligne sans commune connue ne compte que dans les totaux
  nationaux. Les affirmations, les programmes et les structures restent sur les données de l'atlas.
- **Fichiers officiels, industrie** : les lignes de la liste de France Relance, et celles des autres fichiers dont la
  mesure a un mot qui commence par « industri ». Leurs communes sont des points violets à côté de l'inventaire ; rien
  n'en est additionné, et la fiche dit combien semblent dans les deux.
- **Sans les plus gros projets** : les projets de la sélection les plus gros par la grandeur affichée (investissement,
  aide ou emplois ; pour un rapport, ce qu'il divise ; l'investissement quand ce sont des projets) sont retirés de tous
  les calculs.
"""


def opening() -> None:
    """What the inventory is not, and the meaning of the word that the visitor or the address asks for."""
    st.title("Sources et méthode", anchor=False)
    st.markdown(said(" ".join(_LIMITS[:2])))
    with st.container(width=_WORD_WIDTH, key="word-control"):
        word = filter_bar.choose("word", {word: word for word in glossary.WORDS}, "Que veut dire…")
    if word is not None:
        st.markdown(meaning(word))


def meaning(word: str) -> str:
    """The definition of a word, in Markdown: the entry that it names, or else the one that says it."""
    entries = [typeset(" ".join(entry.split())) for entry in DEFINITIONS.strip().removeprefix("- ").split("\n- ")]
    asked = typeset(word)
    return next(
        (entry for entry in entries if entry.startswith(f"**{asked}**")),
        next((entry for entry in entries if asked in entry), ""),
    )


def definitions() -> None:
    """What each measure and each word means."""
    st.header("Définitions", anchor=False)
    measures: list[tuple[str, ...]] = [(m.label, m.definition, m.unit) for m in MEASURES.values()]
    measures += [(d.label, d.definition, d.unit) for d in DENOMINATORS.values()]
    _table(measures, ("Mesure ou dénominateur", "Définition", "Unité"), "Mesures et dénominateurs")
    st.markdown(typeset(DEFINITIONS))


def sources(edition: Edition) -> None:
    """Where each table comes from, what it counts and does not, how many rows were kept."""
    st.header("Sources", anchor=False)
    table.draw(edition.table("sources"), _SOURCE_COLUMNS, caption="Sources de cette édition")
    st.markdown(
        typeset(
            "Chaque projet porte le nom, la date et l'adresse de sa publication : voir la page Projets. "
            "Les contours, les noms et les populations viennent de la géographie de référence, lue sans modification, "
            "sauf ce que disent les contrôles ci-dessous."
        )
    )


def checks(edition: Edition) -> None:
    """The checks that the build passed, and the identity of the edition."""
    st.header("Contrôles passés", anchor=False)
    manifest = edition.manifest
    rows = [(str(check["controle"]), str(check["resultat"])) for check in manifest.checks]
    _table(rows, ("Contrôle", "Résultat"), "Contrôles de la construction")
    versions = ", ".join(f"{name} {version}" for name, version in sorted(manifest.packages.items()))
    st.markdown(
        said(
            f"Édition {edition.id}, construite le {formats.day(manifest.built_at)} avec {versions}. "
            f"Elle tient en {formats.counted(len(manifest.files), 'fichier')}, chacun comparé à son empreinte."
        )
    )
    with st.expander("Dictionnaire des données", key="dictionary", on_change="rerun") as opened:
        if opened.open:
            words = dictionary()
            table.draw(
                words,
                [Column(str(name), str(name).capitalize()) for name in words],
                caption="Colonnes de chaque table",
                height=480,
            )


def limits(edition: Edition) -> None:
    """What the figures cannot say."""
    st.header("Limites connues", anchor=False)
    communes = edition.table("communes", ["code_insee", "nom", "lon"])
    without = ", ".join(communes.loc[communes["lon"].isna(), "nom"])
    lines = (
        *_LIMITS,
        f"Les habitants sont ceux des populations municipales ({provenance.populations()}) : ils donnent la classe de "
        "taille de chaque commune et tous les taux par habitant.",
        "Les communes sont les 34 875 du code officiel géographique de 2025, inchangées en 2026. Les intercommunalités "
        "sont celles de 2026, après les fusions qui ont créé Thionville Fensch Agglomération et la communauté de "
        "communes du Lévézou.",
        f"Communes créées récemment, sans contour ni superficie : {without}. Le contour de leur ancienne commune, "
        "Neussargues-Moissac, les comprend encore.",
        "Les cartes simplifient les contours et déplacent l'outre-mer à côté de la métropole, à des échelles "
        "différentes ; aucune mesure n'est faite sur ces dessins.",
    )
    st.markdown("\n".join(f"- {said(line)}" for line in lines))


def plain_data() -> None:
    """How programs take the data."""
    st.header("Données à reprendre", anchor=False)
    st.markdown(
        typeset("""
Les projets, les territoires et les sommes de chaque niveau sont aussi à des adresses pour les programmes, avec les
filtres des pages, dans les mêmes mots, et les mêmes chiffres à l'euro près : JSON, CSV, GeoJSON, GeoParquet, et
l'édition entière en un fichier. Il n'y a ni clé, ni inscription. Un paramètre qui n'est pas compris y est refusé,
jamais écarté en silence.

- [Mode d'emploi](./api/), et sa [description OpenAPI](./api/openapi.json)
- [Les projets en CSV](./api/projets.csv), [les sommes par région](./api/sommes.csv?niveau=regions),
  [l'édition entière](./api/edition.tar)
""")
    )


def accessibility() -> None:
    """What works without a mouse or without sight, and what does not."""
    st.header("Accessibilité", anchor=False)
    st.markdown(
        typeset("""
- Chaque figure est suivie du tableau des mêmes valeurs, lisible par un lecteur d'écran et au clavier, et de fichiers à
  télécharger.
- Les cartes se lisent aussi au clavier : flèches d'un lieu à l'autre, valeurs annoncées, Entrée pour ouvrir la fiche.
  Le tableau donne les mêmes valeurs, celles aussi de la carte en relief, qui ne se
  tourne qu'à la souris : les flèches y disent chaque lieu et ses valeurs, au pied de la carte.
- Les PDF sont balisés (contrôle PDF/UA-1 de l'outil qui les fait). Images, graphiques et cartes des diapositives ont un
  texte de remplacement, et le tableau de leurs valeurs en notes. La présentation se conduit au clavier ;
  rien n'y est écrit sous 24 pixels.
- Les classes des cartes restent distinctes pour les principales formes de daltonisme ; la légende les chiffre. « Pas de
  donnée » est en points, les taux fragiles en lignes : aucune classe n'a de motif.
- L'état de conformité, ses motifs et les voies de recours sont à la page Accessibilité, au pied de chaque page.
""")
    )


def _table(rows: Sequence[tuple[str, ...]], labels: tuple[str, ...], caption: str) -> None:
    frame = pd.DataFrame(rows, columns=[f"c{rank}" for rank in range(len(labels))])
    table.draw(frame, [Column(f"c{rank}", label) for rank, label in enumerate(labels)], caption=caption)
