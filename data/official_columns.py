"""The tables that official files fill. They are in every edition, empty until `territoires refresh` brings the file."""

from data.fields import (
    ANNEE,
    CODE_DEPARTEMENT,
    CODE_EPCI,
    CODE_INSEE,
    CODE_REGION,
    COMMUNE,
    IN_TERRITORIES,
    INSEE,
    LAT,
    LON,
    PHASE,
    PROGRAMME,
    SIREN,
    SOURCE_ID,
    TAILLE,
    TYPE_EPCI,
    Field,
    Table,
    choice,
    count,
    known,
    optional,
    text,
)
from data.vocabulary import DENSITES

LOCATED, NOT_LOCATED = "commune", "non localisé"
# What becomes of a row that is listed as set aside.
COUNTED, REJECTED = "comptée dans les totaux nationaux, non localisée", "écartée"
MISSING_TERRITORY = "territoire absent de l'atlas"
EXTRA_TERRITORY = "territoire absent du fichier officiel"
OTHER_NAME = "nom différent"
MISSING_MEMBER = "membre absent de l'atlas"
EXTRA_MEMBER = "membre absent du fichier officiel"

LIGNE = count("ligne", "Ligne", "ligne du fichier publié (rang de l'objet pour un GeoJSON)", low=1)

OFFICIAL = (
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
        "fonds_vert",
        "Projets du Fonds vert",
        ("source_id", "ligne"),
        (
            SOURCE_ID.of("sources"),
            LIGNE,
            text("numero_dossier", "Dossier", "numéro du dossier ; plusieurs lignes peuvent en porter un même"),
            text("projet", "Projet", "intitulé du projet"),
            *optional(
                text("beneficiaire", "Bénéficiaire", "bénéficiaire principal"),
                text("siren_beneficiaire", "SIREN du bénéficiaire", "numéro SIREN ; vide s'il est illisible", SIREN),
                CODE_INSEE.of("communes"),
                text(
                    "code_insee_publie",
                    "Code INSEE publié",
                    "code de la source, avant passage à la commune actuelle",
                    INSEE,
                ),
                COMMUNE,
            ),
            choice(
                "localisation",
                "Localisation",
                "« non localisé » : compté au seul niveau national",
                (LOCATED, NOT_LOCATED),
            ),
            PROGRAMME,
            text("demarche", "Démarche", "mesure du programme"),
            text("numero_axe", "Axe", "axe du Fonds vert"),
            ANNEE,
            known("aide_centimes", "Aide publique (centimes)", "subventions et avances publiées, en centimes d'euro"),
            *optional(
                LON,
                LAT,
                CODE_EPCI.of("epci"),
                CODE_DEPARTEMENT.of("departements"),
                CODE_REGION.of("regions"),
                *IN_TERRITORIES,
                TAILLE,
                TYPE_EPCI,
            ),
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
            choice("effet", "Effet", "ce que la ligne devient", (COUNTED, REJECTED)),
            text("motif", "Motif", "pourquoi des lignes sont écartées"),
            text("contenu", "Contenu", "la ligne publiée, en JSON"),
        ),
    ),
)
