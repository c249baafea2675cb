"""What each table of an edition holds, declared once.

The contracts (`data/tables/contracts.py`), the data dictionary and the column labels of tables all come from here.
The import is light: a page may ask for a label.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from data.tables.corrections import CORRECTIONS
from data.tables.fact_files import FILES
from data.tables.fields import (
    ANNEE,
    CODE_EPCI,
    CODE_INSEE,
    CODE_MEMBRE,
    CODE_REGION,
    COMMUNE,
    CONTOUR,
    CONTOUR_NAME,
    DATE,
    DENSITE,
    DESCRIPTION,
    FILIERE,
    FLOAT,
    FRENCH_TYPES,
    ID_TERRITOIRE,
    INSEE,
    LAT,
    LON,
    MAP_BOX,
    MILLESIME,
    NB_COMMUNES,
    NOM,
    PERIMETRE,
    PHASE,
    PLACE_CODES,
    POPULATION,
    PROGRAMME,
    SIREN,
    SOURCE_DATE,
    SOURCE_EDITEUR,
    SOURCE_ID,
    SOURCE_URL,
    SUPERFICIE,
    TAILLE,
    TYPE_EPCI,
    UNITE,
    VALEUR,
    Field,
    Table,
    choice,
    count,
    count_if_known,
    optional,
    text,
)
from data.tables.official import OFFICIAL
from data.tables.projects import DUPLICATES, PROJECT
from data.tables.series import SERIE
from data.words.levels import ADMINISTRATIVE, Level
from data.words.quantities import QUANTITIES
from data.words.vocabulary import NATURES_ANCIENNES, SAME_DEFINITION, VERDICTS

# Columns that pages and exports derive: amounts leave the edition in euros.
DERIVED_LABELS: Mapping[str, str] = {
    **{each.exported: each.heading for each in QUANTITIES.values() if each.kind == "cents"},
    "enveloppe_eur": "Enveloppe (€)",
    "cout_total_eur": "Coût total (€)",
}


def label(column: str) -> str:
    """The French label of a column, the same in every table. An undeclared column is a KeyError."""
    return _LABELS[column]


def dictionary() -> pd.DataFrame:
    """The data dictionary: one row per column of each table (table, colonne, type, description)."""
    rows = [
        (table.name, field.name, _french_type(field), field.description)
        for table in TABLES.values()
        for field in table.fields
    ]
    return pd.DataFrame(rows, columns=["table", "colonne", "type", "description"])


def fingerprint() -> str:
    """Sixty-four hexadecimal digits drawn from all that a reader relies on: names, keys, types, limits, references.

    They are the same whatever the labels and the descriptions say: no reader depends on words.
    """
    relied_on = [
        (table.name, table.key, [replace(field, label="", description="") for field in table.fields])
        for table in TABLES.values()
    ]
    return hashlib.sha256(repr(relied_on).encode()).hexdigest()


def _french_type(field: Field) -> str:
    return FRENCH_TYPES[field.dtype] + (", peut être vide" if field.nullable else "")


# What is said of the places of a level beside their name.
_OF_LEVEL: Mapping[str, tuple[Field, ...]] = {"epci": (TYPE_EPCI,), "departements": (CODE_REGION,)}


def _level(level: Level) -> Table:
    code = text(level.code, level.code_label, level.code_description, level.code_pattern)
    measured = (POPULATION, MILLESIME, SUPERFICIE, NB_COMMUNES, CONTOUR)
    return Table(level.table, level.described, (level.code,), (code, NOM, *_OF_LEVEL.get(level.key, ()), *measured))


_PLACES = (
    Table(
        "communes",
        "Communes actuelles, avec tout ce qui permet de les regrouper",
        ("code_insee",),
        (
            CODE_INSEE,
            NOM,
            text("nom_sans_article", "Nom sans article", "nom qui sert au tri"),
            POPULATION,
            MILLESIME,
            *PLACE_CODES,
            TAILLE,
            TYPE_EPCI,
            DENSITE,
            *optional(
                SUPERFICIE,
                LON,
                LAT,
                *(
                    Field(name, FLOAT, name.replace("_", ", ").capitalize(), "bord sur les cartes", low=-180, high=180)
                    for name in MAP_BOX
                ),
                CONTOUR,
            ),
        ),
    ),
    *map(_level, ADMINISTRATIVE),
    Table(
        "territoires",
        "Territoires d'industrie des deux phases",
        ("id_territoire",),
        (
            PHASE,
            ID_TERRITOIRE,
            text("id_officiel", "Identifiant officiel", "identifiant publié, propre à une phase", r"ti-[0-9]{4}"),
            NOM.said("nom publié"),
            POPULATION,
            MILLESIME,
            SUPERFICIE,
            NB_COMMUNES,
            count("nb_membres", "Membres", "nombre de membres : EPCI, EPT et communes seules", low=1),
            CODE_REGION.said("région où vit la plus grande part de la population"),
            CONTOUR,
        ),
    ),
    Table(
        "appartenances",
        "Communes de chaque territoire d'industrie",
        ("phase", "code_insee"),
        (PHASE, ID_TERRITOIRE.of("territoires"), CODE_MEMBRE, CODE_INSEE.of("communes")),
    ),
    Table(
        "successions",
        "Communes déléguées et associées, arrondissements, et leur commune actuelle",
        ("code_ancien",),
        (
            text("code_ancien", "Ancien code", "code d'une commune déléguée, associée ou d'un arrondissement", INSEE),
            NOM.said("nom d'avant"),
            choice("nature", "Nature", "ce que la commune d'avant est devenue", NATURES_ANCIENNES),
            CODE_INSEE.of("communes"),
        ),
    ),
    Table(
        "epci_anciens",
        "Intercommunalités fusionnées depuis, et celle d'aujourd'hui",
        ("siren_ancien",),
        (
            text("siren_ancien", "Ancien SIREN", "numéro SIREN d'une intercommunalité fusionnée depuis", SIREN),
            NOM.said("nom d'avant"),
            CODE_EPCI,
        ),
    ),
    Table(
        "codes_postaux",
        "Communes actuelles de chaque code postal",
        ("code_postal", "code_insee"),
        (
            text("code_postal", "Code postal", "code postal, sans ceux des CEDEX", r"[0-9]{5}"),
            CODE_INSEE.of("communes"),
        ),
    ),
    Table(
        "voisinages",
        "Communes qui ont une limite commune",
        ("code_insee", "code_voisin"),
        (
            CODE_INSEE.of("communes"),
            text("code_voisin", "Commune voisine", "code INSEE de celle qui la touche", INSEE).of("communes"),
        ),
    ),
    Table(
        "contours",
        "Fichiers de contours de chaque niveau",
        ("cle",),
        (
            text("cle", "Niveau", "niveau, et zone s'il y a lieu"),
            *optional(
                text("polygones", "Polygones", "fichier des polygones", CONTOUR_NAME),
                text("points", "Points", "fichier des points", CONTOUR_NAME),
                text("lignes", "Lignes", "fichier des limites", CONTOUR_NAME),
                *(
                    Field(name, FLOAT, name.capitalize(), f"limite {name} de l'emprise, en degrés", low=-180, high=180)
                    for name in ("ouest", "sud", "est", "nord")
                ),
            ),
        ),
    ),
)

_FACTS = (
    Table(
        "projets",
        "Inventaire des projets industriels",
        ("id_projet",),
        PROJECT,
    ),
    Table(
        "programmes",
        "Programmes et dispositifs",
        ("programme",),
        (
            PROGRAMME,
            text("porteur", "Porteur", "qui conduit"),
            *optional(
                text("debut", "Début", "date de début telle que publiée"),
                text("fin", "Fin", "date de fin telle que publiée"),
            ),
            PERIMETRE,
            count_if_known("enveloppe_centimes", "Enveloppe (centimes)", "enveloppe publiée, en centimes d'euro"),
            DESCRIPTION,
            SOURCE_EDITEUR,
            SOURCE_URL.maybe(),
            SOURCE_DATE,
        ),
    ),
    Table(
        "indicateurs",
        "Chiffres publiés, chacun à sa date",
        ("indicateur", "programme", "date", "perimetre", "unite", "source_url"),
        (
            text("indicateur", "Indicateur", "ce qui est mesuré, dans les mots de la source"),
            PROGRAMME.maybe(),
            DATE,
            PERIMETRE,
            VALEUR,
            UNITE,
            SOURCE_URL.maybe(),
            SOURCE_EDITEUR,
            text("note", "Note", "précision de la source").maybe(),
            SERIE.of("series"),
            text("lieu", "Lieu", "clé du lieu que nomme le périmètre ; vide pour la France").maybe(),
        ),
    ),
    Table(
        "accelerateurs",
        "Accélérateurs, campus et événements, un par promotion",
        ("nom",),
        (
            NOM,
            text("porteur", "Porteur", "qui conduit"),
            text("type", "Type", "nature de la structure, dans les mots de la source"),
            text("region", "Région", "région, ou France"),
            *optional(CODE_INSEE.of("communes"), COMMUNE),
            Field(
                "annee_debut", "Int16", "Année de début", "année de la promotion", nullable=True, low=1900, high=2100
            ),
            text("promotion", "Promotion", "promotion ou vague").maybe(),
            count_if_known("nb_projets", "Projets accompagnés", "projets ou entreprises accompagnés"),
            count_if_known("duree_mois", "Durée (mois)", "durée de l'accompagnement, en mois"),
            DESCRIPTION,
            text("enjeux", "Enjeux", "ce à quoi la structure répond, quand sa description le dit").maybe(),
            SOURCE_EDITEUR,
            SOURCE_URL.maybe(),
            SOURCE_DATE,
        ),
    ),
    Table(
        "accompagnes",
        "Entreprises et projets accompagnés",
        ("entreprise", "projet", "accelerateur"),
        (
            text("entreprise", "Entreprise", "entreprise accompagnée"),
            text("projet", "Projet", "projet accompagné"),
            *optional(CODE_INSEE.of("communes"), COMMUNE),
            FILIERE,
            text("accelerateur", "Accélérateur", "qui accompagne"),
            ANNEE.said("année de l'accompagnement"),
            DESCRIPTION,
            SOURCE_EDITEUR,
            SOURCE_URL.maybe(),
        ),
    ),
    Table(
        "affirmations",
        "Affirmations publiques comparées aux données",
        ("id_affirmation",),
        (
            text("id_affirmation", "Identifiant", "identifiant de l'affirmation"),
            text("theme", "Thème", "rubrique de la page Affirmations"),
            text("affirmation", "Affirmation", "ce qui est affirmé, chiffre compris"),
            text("auteur", "Auteur", "qui l'affirme, ou la publication qui la porte"),
            DATE,
            text("definition", "Définition", "ce que l'affirmation compte, pour autant qu'elle le dise"),
            PERIMETRE,
            VALEUR,
            UNITE,
            SOURCE_EDITEUR,
            SOURCE_URL.maybe(),
            *optional(
                text("mesure_proche", "Mesure la plus proche", "calcul le plus proche sur les données de l'édition"),
                text("mesure_autre", "Autre mesure", "second calcul, sous une autre définition"),
            ),
            choice(
                "meme_definition",
                "Même définition",
                "mesures qui ont la définition de l'affirmation",
                SAME_DEFINITION,
            ),
            text("definition_necessaire", "Ce qu'il faudrait", "ce qu'il faudrait connaître pour vérifier"),
            choice("verdict", "Verdict", "jugement de la rédaction", VERDICTS),
            text("explication", "Explication", "raison du verdict"),
        ),
    ),
    Table(
        "sources",
        "Sources de l'édition",
        ("source_id",),
        (
            SOURCE_ID,
            text("titre", "Titre", "ce que la source contient"),
            text("editeur", "Éditeur", "qui publie"),
            text("licence", "Licence", "conditions de réutilisation"),
            text("adresse", "Adresse", "page de la source").maybe(),
            text("millesime", "Millésime", "période ou date de validité"),
            text("compte", "Ce qui est compté", "ce que la source fait entrer dans les chiffres"),
            text("non_compte", "Ce qui n'est pas compté", "ce qu'elle laisse de côté"),
            text("fichiers", "Fichiers", "fichiers lus").maybe(),
            text("sha256", "Empreinte", "SHA-256 des fichiers lus", r"[0-9a-f]{64}").maybe(),
            count("lus", "Lignes lues", "lignes lues", "int64"),
            count("gardes", "Lignes gardées", "lignes gardées", "int64"),
            count("ecartes", "Lignes écartées", "lignes écartées", "int64"),
            text("motif", "Motif", "pourquoi des lignes sont écartées").maybe(),
        ),
    ),
)

# The files of facts that are tables as they are.
_AS_READ = [facts.table for facts in FILES.values() if facts.description]
TABLES: Mapping[str, Table] = {
    table.name: table for table in (*_PLACES, *_FACTS, CORRECTIONS, *OFFICIAL, DUPLICATES, *_AS_READ)
}
_LABELS = {field.name: field.label for table in TABLES.values() for field in table.fields} | dict(DERIVED_LABELS)
