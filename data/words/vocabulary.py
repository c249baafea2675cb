"""The words the atlas knows: fixed enumerations with their French labels, and the values of one edition.

Keys are what tables and addresses hold; labels are what a reader sees. Mappings keep the order of display.
"""

from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Self

import pandas as pd

from data.words.text import french_order

INVENTORY = "inventaire"  # the project's own table of projects, among the data sets that a page can show

TAILLES: Mapping[str, str] = {
    "t1": "moins de 2 000",
    "t2": "2 000 à 5 000",
    "t3": "5 000 à 20 000",
    "t4": "20 000 à 100 000",
    "t5": "plus de 100 000",
}
TAILLES_BORNES = (
    0,
    2_000,
    5_000,
    20_000,
    100_000,
)  # lower bounds, included: a commune of exactly 2 000 is t2
PETITES_TAILLES = ("t1", "t2", "t3")  # « petites communes »: under 20 000 inhabitants

TYPES_EPCI: Mapping[str, str] = {
    "ME": "Métropole",
    "CU": "Communauté urbaine",
    "CA": "Communauté d'agglomération",
    "CC": "Communauté de communes",
    "SE": "Sans intercommunalité",
}
# What a commune of before is now, as the reference geography says it.
NATURES_ANCIENNES: Mapping[str, str] = {n: n for n in ("commune déléguée", "commune associée", "arrondissement")}
# The life of a project: it goes up these steps, or stops. Totals count the live ones unless the stopped are asked for.
VIVANTS = ("Annoncé", "En construction", "En service")
ARRETES = ("Suspendu", "Abandonné", "Liquidé")
STATUTS: Mapping[str, str] = {s: s for s in (*VIVANTS, *ARRETES)}
# What an amount of aid is: kinds that are never added up as if they were one.
NATURES_AIDE: Mapping[str, str] = {
    n: n
    for n in (
        "subvention",
        "avance remboursable",
        "prêt",
        "garantie",
        "plafond autorisé",
        "mixte",
        "non précisée",
    )
}
NATURE_INCONNUE = "non précisée"
# Kinds that no ratio adds to grants and advances: they are repaid, not paid out, or of several kinds at once.
NATURES_A_PART = ("prêt", "garantie", "plafond autorisé", "mixte")
# What a project says that it is, where its title or summary says so in these words (folded, as words begin).
ETIQUETTES: Mapping[str, tuple[str, ...]] = {
    "gigafactory": ("gigafactor", "giga factor", "gigausine", "giga usine", "mega usine", "megausine"),
    "relocalisation": ("relocalis",),
}
SANS_ETIQUETTE = "aucune"
ETIQUETTES_CHOIX: Mapping[str, str] = {
    "gigafactory": "Gigafactory",
    "relocalisation": "Relocalisation",
    SANS_ETIQUETTE: "Ni l'une ni l'autre",
}
# The stakes that a local ecosystem may answer to.
ENJEUX = ("transition", "relocalisation", "circularité", "compétences")
ENJEUX_SEPARES = " ; "
ARRETS: Mapping[str, str] = {"sans": "non comptés", "avec": "comptés"}
YES_NO = ("oui", "non")
# What the commune of a project is. The inventory knows the site; an official file may say less.
PRECISIONS_INVENTAIRE = ("site", "multi-sites", "agglomération")
PRECISIONS: Mapping[str, str] = {
    "site": "Site du projet",
    "multi-sites": "Site principal de plusieurs",
    "agglomération": "Agglomération, commune non connue",
    "publiee": "Commune du projet ou du bénéficiaire",
    "siege": "Siège du bénéficiaire",
}

PHASES: Mapping[int, str] = {1: "Phase 1 (2018-2022)", 2: "Phase 2 (2023-2027)"}
# An address says no phase when it is this one: another number here changes what links that were shared open.
PRESENT_PHASE = 2
# Population classes of places larger than communes, for rankings; lower bounds included.
POPULATIONS: Mapping[str, str] = {
    "p1": "moins de 20 000 habitants",
    "p2": "20 000 à 50 000 habitants",
    "p3": "50 000 à 100 000 habitants",
    "p4": "100 000 à 300 000 habitants",
    "p5": "plus de 300 000 habitants",
}
POPULATIONS_BORNES = (0, 20_000, 50_000, 100_000, 300_000)
PARTITIONS: Mapping[str, str] = {
    "tailles": "Taille de commune",
    "types_epci": "Intercommunalité",
    "label": "Territoires d'industrie",
    "densites": "Densité",
}
# INSEE publishes the level by its name; this is its number.
DENSITES: Mapping[str, int] = {
    "Grands centres urbains": 1,
    "Centres urbains intermédiaires": 2,
    "Ceintures urbaines": 3,
    "Petites villes": 4,
    "Bourgs ruraux": 5,
    "Rural à habitat dispersé": 6,
    "Rural à habitat très dispersé": 7,
}
HIDDEN_MARKS, WITH_OFFICIAL = "non", "officiels"
MARKS: Mapping[str, str] = {
    HIDDEN_MARKS: "Masqués",
    "oui": "Visibles",
    WITH_OFFICIAL: "Avec les fichiers officiels",
}
FLAT, GAP, RELIEF = "plat", "ecart", "relief"
VARIED: Mapping[str, str] = {"annees": "Par année", "filieres": "Par filière", "statuts": "Par statut"}
"""By which dimension the map of a level is drawn once per value."""
FORMS: Mapping[str, str] = {FLAT: "Une carte", GAP: "Écart à la France", RELIEF: "En relief", **VARIED}
"""How the map of a level is drawn."""
PERIMETER_CLASSES: Mapping[str, str] = {
    "dans": "dans un territoire d'industrie",
    "hors": "hors territoire d'industrie",
}
PERIMETERS: Mapping[str, str] = {
    "tous": "Dans et hors territoires d'industrie",
    "dans": "Dans un territoire d'industrie",
    "hors": "Hors territoire d'industrie",
}
SCOPES: Mapping[str, str] = {
    "tout": "Tout",
    "projet": "Projet",
    "entreprise": "Entreprise",
    "commune": "Commune",
}

# What a published figure is: said in advance, granted, done, aimed at, or observed.
NATURES = ("promis", "engagé", "réalisé", "objectif", "mesure")
# Whether the projects that the inventory holds are a share of a published total, at most one, or something else.
MEME_DEFINITION, AU_PLUS = "même définition", "au plus"
COMPARAISONS = (MEME_DEFINITION, AU_PLUS, "autre définition")
# Who counts: those who run the programme, an observatory, official statistics, an evaluation, or anyone else.
FAMILLES = ("programme", "observatoire", "statistique publique", "évaluation", "autre publication")

# What the series of published figures are about, as the page of programmes sorts them.
THEMES = (
    "Territoires d'industrie",
    "France 2030",
    "Première Usine",
    "Ouvertures et fermetures de sites",
    "Start-up industrielles",
    "Industrie dans l'économie",
    "Investissements étrangers",
    "France Relance",
    "Foncier, relocalisation, mutations",
    "Accompagnement et formation",
)
EVERY_THEME = "tous"

# Which of the measures of a public claim have its definition.
SAME_DEFINITION = ("aucune", "proche", "les deux")
# What follows of it, by the rule of the page of claims; the reason is beside it.
VERDICTS = ("confirmé", "infirmé", "dépend du périmètre", "non vérifiable ici")


def taille(population: int) -> str:
    """Key of the size class of a commune of `population` inhabitants (0 or more)."""
    return list(TAILLES)[bisect_right(TAILLES_BORNES, population) - 1]


@dataclass(frozen=True)
class Vocabulary:
    """The values that one edition holds; `decode` accepts nothing else.

    `programmes` and `filieres` are in French order, `years` is (first, last), `regions` maps code to name,
    `zones` holds every id_territoire (with its phase) and every code_departement; `places` every key of a place,
    `former` the key of the present commune by that of one that it took over; `schemes` the name of every sheet of a
    programme; `datasets` the keys of the tables of projects that can be shown; `denominators` what a total can be
    divided by, None for anything that is known; `perimeters` the keys of those of a file that the visit has opened, by
    what addresses tell of them.
    """

    programmes: tuple[str, ...]
    filieres: tuple[str, ...]
    years: tuple[int, int]
    regions: Mapping[str, str]
    zones: frozenset[str]
    places: frozenset[str] = frozenset()
    former: Mapping[str, str] = field(default_factory=dict)
    schemes: tuple[str, ...] = ()
    datasets: tuple[str, ...] = (INVENTORY,)
    denominators: tuple[str, ...] | None = None
    perimeters: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_tables(
        cls,
        projets: pd.DataFrame,
        regions: pd.DataFrame,
        territoires: pd.DataFrame,
        departements: pd.DataFrame,
        places: Collection[str] = (),
        former: Mapping[str, str] | None = None,
        schemes: Collection[str] = (),
        years: tuple[int, int] | None = None,
    ) -> Self:
        """Read the values from an edition's tables. years: for projects of which none has a known year."""
        known = projets["annee"].dropna()
        named = regions.sort_values("nom", key=lambda names: names.map(french_order))
        return cls(
            programmes=_distinct(projets["programme"]),
            filieres=_distinct(projets["filiere"]),
            years=years if known.empty and years else (int(known.min()), int(known.max())),
            regions=dict(zip(named["code_region"].tolist(), named["nom"].tolist(), strict=True)),
            zones=frozenset(territoires["id_territoire"]) | frozenset(departements["code_departement"]),
            places=frozenset(places),
            former=former or {},
            schemes=tuple(schemes),
        )


def _distinct(column: pd.Series) -> tuple[str, ...]:
    return tuple(sorted(column.dropna().unique().tolist(), key=french_order))
