"""The tables that official files fill. They are in every edition, empty until `territoires refresh` brings the file."""

from data.tables.fields import (
    ANNEE,
    CODE_INSEE,
    COMMUNE,
    MILLESIME,
    PHASE,
    POPULATION,
    SIRET,
    SOURCE_ID,
    Field,
    Table,
    choice,
    count_if_known,
    text,
)
from data.tables.projects import CONTENU, LIGNE, OFFICIAL_PROJECTS
from data.words.vocabulary import DENSITES

# What becomes of a row that is listed as set aside.
COUNTED, REJECTED = "comptée dans les totaux nationaux, non localisée", "écartée"
ABOVE = "comptée au niveau qu'elle nomme"
MISSING_TERRITORY = "territoire absent de l'atlas"
EXTRA_TERRITORY = "territoire absent du fichier officiel"
OTHER_NAME = "nom différent"
MISSING_MEMBER = "membre absent de l'atlas"
EXTRA_MEMBER = "membre absent du fichier officiel"

OFFICIAL = (
    Table(
        "populations",
        "Population de chaque commune, telle que le fichier de l'INSEE la donne",
        ("code_insee",),
        (CODE_INSEE.of("communes"), POPULATION, MILLESIME),
    ),
    Table(
        "densites",
        "Densité de chaque commune (grille communale de l'INSEE)",
        ("code_insee",),
        (
            CODE_INSEE.of("communes"),
            Field(
                "niveau_densite",
                "int8",
                "Niveau de densité",
                "de 1 (le plus dense) à 7 (le moins dense)",
                low=1,
                high=7,
            ),
            choice("libelle", "Densité", "nom du niveau de densité", DENSITES),
        ),
    ),
    Table(
        "emplois_industriels",
        "Emplois salariés et établissements employeurs de l'industrie, par commune du lieu de travail (INSEE, FLORES)",
        ("code_insee",),
        (
            CODE_INSEE.of("communes"),
            count_if_known(
                "emplois_industriels",
                "Emplois industriels",
                "postes salariés de l'industrie au 31 décembre, secret statistique jamais mis à zéro",
            ),
            count_if_known(
                "etablissements_industriels",
                "Établissements industriels",
                "établissements employeurs de l'industrie, de même",
            ),
            ANNEE,
        ),
    ),
    Table(
        "sites_cles_en_main",
        "Sites clés en main France 2030, par commune : des terrains, non des projets",
        ("id_site", "code_insee"),
        (
            text("id_site", "Site", "identifiant publié du site"),
            CODE_INSEE.of("communes"),
            COMMUNE,
            text("maturite", "Maturité", "avancement du site, tel que publié").maybe(),
        ),
    ),
    OFFICIAL_PROJECTS,
    Table(
        "etablissements",
        "Commune des établissements qu'un fichier officiel situe par leur SIRET",
        ("siret",),
        (
            text("siret", "SIRET", "SIRET de l'établissement", SIRET),
            CODE_INSEE.of("communes"),
            SOURCE_ID.of("sources"),
        ),
    ),
    Table(
        "ecarts_perimetres",
        "Ce qui distingue les périmètres officiels de ceux de l'atlas",
        ("phase", "id_officiel", "nature_ecart", "valeur_ecart"),
        (
            PHASE,
            text("id_officiel", "Identifiant officiel", "identifiant publié, propre à une phase", r"ti-[0-9]{4}"),
            choice(
                "nature_ecart",
                "Écart",
                "ce qui diffère",
                (MISSING_TERRITORY, EXTRA_TERRITORY, OTHER_NAME, MISSING_MEMBER, EXTRA_MEMBER),
            ),
            text("valeur_ecart", "Valeur", "nom du territoire, SIREN du membre, ou les deux noms"),
        ),
    ),
    Table(
        "mises_de_cote",
        "Lignes des fichiers officiels qui n'ont pas trouvé leur place",
        ("source_id", "ligne"),
        (
            SOURCE_ID.of("sources"),
            LIGNE,
            choice("effet", "Effet", "ce que la ligne devient", (ABOVE, COUNTED, REJECTED)),
            text("motif", "Motif", "pourquoi des lignes sont écartées"),
            CONTENU,
        ),
    ),
)
