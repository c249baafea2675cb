"""The tables that put published rows in order: series and units, targets, disagreements, axes, other names, needs."""

from typing import Final

from data.tables.fields import DATE, FLOAT, PERIMETRE, PHASE, PROGRAMME, UNITE, Field, Table, choice, text
from data.words.vocabulary import FAMILLES, NATURES, THEMES

SERIE: Final = text("serie", "Série", "nom de la série, d'une seule définition et d'une seule unité")
_DESACCORD: Final = text("desaccord", "Désaccord", "identifiant du désaccord", r"[a-z0-9-]+")

SERIES_TABLES: Final = (
    Table(
        "unites",
        "Unités publiées et unité dans laquelle une série se lit",
        ("unite",),
        (
            UNITE,
            text("unite_commune", "Unité commune", "unité de la série"),
            Field("facteur", FLOAT, "Facteur", "unités communes dans une unité publiée", low=1),
        ),
    ),
    Table(
        "series",
        "Séries d'indicateurs, chacune d'une seule définition et d'une seule unité",
        ("serie",),
        (
            SERIE,
            choice("theme", "Thème", "rubrique de la page Programmes", THEMES),
            text("figure", "Figure", "graphique qui montre la série ; vide si elle n'est qu'en tableau").maybe(),
            choice("nature", "Nature", "promis, engagé, réalisé, objectif ou mesure", NATURES),
            choice("famille", "Qui compte", "qui établit le chiffre", FAMILLES),
            text("definition", "Définition", "ce que la série compte, quand son nom ne suffit pas").maybe(),
            text("total_de", "Total de", "programme dont la série compte les projets").of("programmes").maybe(),
        ),
    ),
    Table(
        "objectifs",
        "Objectifs et annonces, chacun avec la série qui en approche le plus",
        ("serie",),
        (
            SERIE.of("series"),
            text("repere", "Repère", "série dont le dernier point est mis en regard").of("series").maybe(),
            choice("meme_definition", "Même définition", "oui si un écart a un sens", ("oui", "non")),
            text("raison", "Raison", "pourquoi un écart a un sens, ou n'en a pas"),
        ),
    ),
    Table(
        "desaccords",
        "Désaccords connus entre publications",
        ("desaccord",),
        (
            _DESACCORD,
            text("titre", "Titre", "ce qui diffère"),
            text("phrase", "Pourquoi", "ce que disent les publications de leur écart"),
        ),
    ),
    Table(
        "points_desaccords",
        "Points que chaque désaccord met côte à côte",
        ("desaccord", "serie", "perimetre", "date"),
        (_DESACCORD.of("desaccords"), SERIE.of("series"), PERIMETRE, DATE),
    ),
    Table(
        "axes",
        "Axes des deux phases des Territoires d'industrie, et ce qui en est publié",
        ("phase", "axe", "programme", "serie"),
        (
            PHASE,
            text("axe", "Axe", "axe de la phase"),
            PROGRAMME.of("programmes").maybe(),
            SERIE.of("series").maybe(),
        ),
    ),
    Table(
        "noms_programmes",
        "Noms sous lesquels d'autres tables citent un programme",
        ("nom_cite",),
        (text("nom_cite", "Nom cité", "nom dans une autre table"), PROGRAMME.of("programmes")),
    ),
    Table(
        "besoins",
        "Besoins d'un porteur de projet, et les programmes dont la description y répond",
        ("besoin", "programme"),
        (
            text("besoin", "Besoin", "identifiant du besoin", r"[a-z_]+"),
            text("intitule", "Intitulé", "le besoin en quelques mots"),
            PROGRAMME.of("programmes"),
            text("raison", "Raison", "ce que dit la description du programme"),
        ),
    ),
)
