"""The columns of a project: those of the inventory, and those of the official files, which leave more of them empty."""

from data.tables.fields import (
    ANNEE,
    CODE_INSEE,
    COMMUNE,
    DENSITE,
    FILIERE,
    INSEE,
    LAT,
    LON,
    PLACE_CODES,
    PROGRAMME,
    SIREN,
    SIRET,
    SOURCE_DATE,
    SOURCE_EDITEUR,
    SOURCE_ID,
    SOURCE_URL,
    TAILLE,
    TYPE_EPCI,
    Field,
    Table,
    choice,
    count,
    count_if_known,
    optional,
    text,
)
from data.words.quantities import QUANTITIES, Quantity
from data.words.vocabulary import ETIQUETTES_CHOIX, NATURES_AIDE, PRECISIONS, STATUTS, YES_NO

LOCATED, NOT_LOCATED = "commune", "non localisé"
# Where a project of an official file is, by kind of place.
LOCALISATIONS = {
    "commune": LOCATED,
    "epci": "intercommunalité",
    "departement": "département",
    "region": "région",
    "": NOT_LOCATED,
}

LIGNE = count("ligne", "Ligne", "ligne du fichier publié (rang de l'objet pour un GeoJSON)", low=1)
CONTENU = text("contenu", "Contenu", "la ligne publiée, en JSON")


def _quantity(quantity: Quantity) -> Field:
    if quantity.kind == "cents":
        label, description = f"{quantity.label} (centimes)", f"{quantity.description}, en centimes d'euro"
        return count_if_known(quantity.column, label, description)
    return count_if_known(quantity.column, quantity.label, quantity.description)


PROJECT: tuple[Field, ...] = (
    text("id_projet", "Identifiant", "identifiant du projet"),
    text("projet", "Projet", "intitulé du projet"),
    text("entreprise", "Entreprise", "entreprise qui porte le projet"),
    CODE_INSEE.of("communes"),
    text("code_insee_publie", "Code INSEE publié", "code de la source, avant passage à la commune actuelle", INSEE),
    COMMUNE,
    FILIERE,
    PROGRAMME,
    ANNEE,
    Field("annee_fin", "Int16", "Dernière année", "dernière année d'un programme de plusieurs années", nullable=True),
    *map(_quantity, QUANTITIES.values()),
    choice("nature_aide", "Nature de l'aide", "ce qu'est l'aide publiée ; vide sans montant", NATURES_AIDE).maybe(),
    choice("statut", "Statut", "état du projet après le dernier événement connu", STATUTS),
    text("statut_date", "Date du statut", "dernière date à laquelle une source montre ce statut").maybe(),
    choice("precision", "Précision", "site, site principal d'un projet sur plusieurs, ou agglomération", PRECISIONS),
    text("communes_du_site", "Communes du site", "codes des communes actuelles où se trouve l'usine").maybe(),
    choice(
        "site_verifie", "Site vérifié", "lu dans une source qui nomme la commune ; vide : non cherché", YES_NO
    ).maybe(),
    text("resume", "Résumé", "le projet en une phrase"),
    choice("etiquette", "Étiquette", "gigafactory ou relocalisation, quand le projet le dit", ETIQUETTES_CHOIX),
    SOURCE_EDITEUR,
    text("nature_source", "Nature de la source", "officielle, presse ou reprise"),
    SOURCE_DATE,
    SOURCE_URL,
    SOURCE_ID.of("sources"),
    *optional(LON, LAT),
    *PLACE_CODES,
    TAILLE.said("de t1 à t5 ; vide si le site est sur des communes de classes différentes").maybe(),
    TYPE_EPCI,
    DENSITE,
)
# What an official file may not say, or not of every row; the rest of a project it always has.
_ALWAYS = ("id_projet", "projet", "source_editeur", "nature_source", "source_url", "source_id")
_SAID = {
    "id_projet": "source et ligne du fichier : fonds_vert_2023-000123",
    "entreprise": "entreprise, ou bénéficiaire de l'aide",
    "filiere": "filière industrielle, par la table de correspondance ; sinon telle que publiée",
    "programme": "programme, par la table de correspondance ; sinon tel que publié",
    "precision": "ce qu'est la commune, le même pour toutes les lignes d'une source ; vide sans commune",
}


def _of_official(field: Field) -> Field:
    said = field.said(_SAID.get(field.name, field.description))
    if field.name == "annee":
        return Field("annee", "Int16", said.label, said.description, low=said.low, high=said.high).maybe()
    return said if field.name in _ALWAYS else said.maybe()


OFFICIAL_PROJECTS = Table(
    "projets_officiels",
    "Projets des fichiers officiels, dans les colonnes de l'inventaire",
    ("id_projet",),
    (
        *map(_of_official, PROJECT),
        text("siren", "SIREN", "SIREN de l'entreprise ou du bénéficiaire ; vide s'il est illisible", SIREN).maybe(),
        text("siret", "SIRET", "SIRET entier, quand le fichier le donne ; vide s'il est illisible", SIRET).maybe(),
        text("demarche", "Démarche", "mesure du programme, telle que publiée").maybe(),
        choice("industriel", "Industriel", "oui : ligne d'un fichier ou d'une mesure de l'industrie", YES_NO),
        text("instrument", "Instrument", "forme de l'aide, telle que publiée : subvention, avance, prêt").maybe(),
        count_if_known("cout_total_centimes", "Coût total (centimes)", "coût total du projet aidé, en centimes d'euro"),
        text("operateur", "Opérateur", "qui instruit ou verse l'aide, tel que publié").maybe(),
        text(
            "numero_decision", "Numéro de décision", "numéro de la décision ou de l'engagement, tel que publié"
        ).maybe(),
        text("periode_versement", "Période de versement", "dates de versement, telles que publiées").maybe(),
        choice(
            "localisation",
            "Niveau du lieu",
            "commune, intercommunalité, département ou région publiés ; « non localisé » : national seulement",
            LOCALISATIONS.values(),
        ),
        LIGNE,
        CONTENU,
    ),
)

# What pages show of them. A published row is as long as all of them together: files alone have it, read for them.
SHOWN = tuple(field.name for field in OFFICIAL_PROJECTS.fields if field != CONTENU)

# Of 100: two titles are alike from there, when they share most of their words. In the Fonds vert of 2023, of two grants
# of one beneficiary in one commune, so are a half of those of one file number and a tenth of the others.
LIKENESS = 80

DUPLICATES = Table(
    "doublons",
    "Projets que deux sources semblent compter, côte à côte et jamais fusionnés",
    ("id_projet",),
    (
        count("groupe", "Groupe", "numéro du groupe, propre à une édition", low=1),
        text("id_projet", "Identifiant", "identifiant du projet, dans l'inventaire ou dans les projets officiels"),
        SOURCE_ID.of("sources"),
        text("raison", "Raison", "ce que le projet partage avec le plus ressemblant d'une autre source"),
        Field("similarite", "int8", "Titres (%)", "ressemblance des deux intitulés, sur 100", low=0, high=100),
    ),
)
