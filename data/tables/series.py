"""The files that put published rows in order, each a table as it is: series and units, targets, disagreements, axes,
other names, needs.
"""

from typing import Final

from data.cells import kinds
from data.tables.fact_records import Column, Facts
from data.tables.fields import DATE, FLOAT, PERIMETRE, PHASE, PROGRAMME, UNITE, Field, choice, text
from data.words.vocabulary import COMPARAISONS, FAMILLES, NATURES, THEMES, YES_NO

SERIE: Final = text("serie", "Série", "nom de la série, d'une seule définition et d'une seule unité")
_PROGRAMME_OF_PROJECTS: Final = Column.of(
    text("programme", "Programme", "programme des projets de l'inventaire"), kinds.TEXT
)
_DESACCORD: Final = text("desaccord", "Désaccord", "identifiant du désaccord", r"[a-z0-9-]+")

SERIES_FACTS: Final = (
    Facts(
        "unites",
        key=("unite",),
        columns=(
            Column.of(UNITE, kinds.TEXT),
            Column.of(text("unite_commune", "Unité commune", "unité de la série"), kinds.TEXT),
            Column.of(
                Field("facteur", FLOAT, "Facteur", "unités communes dans une unité publiée", low=1),
                kinds.DECIMAL_NUMBER,
            ),
        ),
        description="Unités publiées et unité dans laquelle une série se lit",
    ),
    Facts(
        "series",
        key=("serie",),
        columns=(
            Column.of(SERIE, kinds.TEXT),
            Column.of(choice("theme", "Thème", "rubrique de la page Programmes", THEMES), kinds.one_of(THEMES)),
            Column.of(
                text("figure", "Figure", "graphique qui montre la série ; vide si elle n'est qu'en tableau").maybe(),
                kinds.TEXT,
            ),
            Column.of(
                choice("nature", "Nature", "promis, engagé, réalisé, objectif ou mesure", NATURES),
                kinds.one_of(NATURES),
            ),
            Column.of(choice("famille", "Qui compte", "qui établit le chiffre", FAMILLES), kinds.one_of(FAMILLES)),
            Column.of(
                text("definition", "Définition", "ce que la série compte, quand son nom ne suffit pas").maybe(),
                kinds.TEXT,
            ),
            Column.of(
                text("total_de", "Total de", "programme dont la série compte les projets").of("programmes").maybe(),
                kinds.TEXT,
            ),
        ),
        description="Séries d'indicateurs, chacune d'une seule définition et d'une seule unité",
    ),
    Facts(
        "objectifs",
        key=("serie",),
        columns=(
            Column.of(SERIE.of("series"), kinds.TEXT),
            Column.of(
                text("repere", "Repère", "série dont le dernier point est mis en regard").of("series").maybe(),
                kinds.TEXT,
            ),
            Column.of(
                choice("meme_definition", "Même définition", "oui si un écart a un sens", YES_NO), kinds.one_of(YES_NO)
            ),
            Column.of(text("raison", "Raison", "pourquoi un écart a un sens, ou n'en a pas"), kinds.TEXT),
        ),
        parent=("serie", "series"),
        description="Objectifs et annonces, chacun avec la série qui en approche le plus",
    ),
    Facts(
        "totaux",
        key=("programme", "serie", "perimetre", "date"),
        columns=(
            _PROGRAMME_OF_PROJECTS,
            Column.of(SERIE.of("series"), kinds.TEXT),
            Column.of(PERIMETRE, kinds.TEXT),
            Column.of(DATE, kinds.PERIOD_TEXT),
            Column.of(
                Field("annee", "Int16", "Année", "seule année que le total compte ; vide : un cumul").maybe(),
                kinds.year(),
            ),
            Column.of(
                choice("comparaison", "Comparaison", "si une part du total a un sens", COMPARAISONS),
                kinds.one_of(COMPARAISONS),
            ),
            Column.of(text("raison", "Raison", "pourquoi une part a un sens, ou n'en a pas"), kinds.TEXT),
        ),
        parent=("serie", "series"),
        description="Nombres publiés de projets d'un programme, mis en regard de ceux que l'inventaire tient",
    ),
    Facts(
        "desaccords",
        key=("desaccord",),
        columns=(
            Column.of(_DESACCORD, kinds.matching(r"[a-z0-9]+(-[a-z0-9]+)*", "ouvertures-2024")),
            Column.of(text("titre", "Titre", "ce qui diffère"), kinds.TEXT),
            Column.of(text("phrase", "Pourquoi", "ce que disent les publications de leur écart"), kinds.TEXT),
        ),
        description="Désaccords connus entre publications",
    ),
    Facts(
        "points_desaccords",
        key=("desaccord", "serie", "perimetre", "date"),
        columns=(
            Column.of(_DESACCORD.of("desaccords"), kinds.TEXT),
            Column.of(SERIE.of("series"), kinds.TEXT),
            Column.of(PERIMETRE, kinds.TEXT),
            Column.of(DATE, kinds.PERIOD_TEXT),
        ),
        parent=("desaccord", "desaccords"),
        description="Points que chaque désaccord met côte à côte",
    ),
    Facts(
        "axes",
        key=("phase", "axe", "programme", "serie"),
        columns=(
            Column.of(PHASE, kinds.one_of(("1", "2"))),
            Column.of(text("axe", "Axe", "axe de la phase"), kinds.TEXT),
            Column.of(PROGRAMME.of("programmes").maybe(), kinds.TEXT),
            Column.of(SERIE.of("series").maybe(), kinds.TEXT),
        ),
        description="Axes des deux phases des Territoires d'industrie, et ce qui en est publié",
    ),
    Facts(
        "noms_programmes",
        key=("nom_cite",),
        columns=(
            Column.of(text("nom_cite", "Nom cité", "nom dans une autre table"), kinds.TEXT),
            Column.of(PROGRAMME.of("programmes"), kinds.TEXT),
        ),
        parent=("programme", "programmes"),
        description="Noms sous lesquels d'autres tables citent un programme",
    ),
    Facts(
        "besoins",
        key=("besoin", "programme"),
        columns=(
            Column.of(
                text("besoin", "Besoin", "identifiant du besoin", r"[a-z_]+"),
                kinds.matching(r"[a-z]+(_[a-z]+)*", "premiere_usine"),
            ),
            Column.of(text("intitule", "Intitulé", "le besoin en quelques mots"), kinds.TEXT),
            Column.of(PROGRAMME.of("programmes"), kinds.TEXT),
            Column.of(text("raison", "Raison", "ce que dit la description du programme"), kinds.TEXT),
        ),
        parent=("programme", "programmes"),
        description="Besoins d'un porteur de projet, et les programmes dont la description y répond",
    ),
)
