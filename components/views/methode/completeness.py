"""How much of what was published the inventory holds, programme by programme: the picture, the totals, the régions."""

from typing import Any, Final

import pandas as pd

from components.charts import bar_charts
from components.drawn import chart
from components.figures import figure, held_totals, links
from components.figures.figure import Figure
from components.figures.table import Column
from components.text import formats
from components.text.formats import when
from components.visit import page_environment
from components.visit.visit import Visit
from data.editions.edition import Edition
from data.published import completeness
from data.published.series import FRANCE

# The official list whose rows are the projects of a programme of the inventory.
_LIST, _PROGRAMME = "france_relance", "France Relance"
_MISSING: Final = "Les autres programmes, régions et années n'ont pas de total parmi les chiffres relevés"
_TOTALS: Final = (
    Column("programme", "Programme", view=links.programme()),
    Column("serie", "Ce qui est compté"),
    Column("perimetre", "Périmètre"),
    Column("date", "Date", when),
    Column("publies", "Publiés", formats.number, numeric=True),
    Column("tenus", "Dans l'inventaire", formats.number, numeric=True),
    Column("dite", "Part tenue", numeric=True),
    Column("raison", "Pourquoi"),
    Column("source_editeur", "Source", link="source_url"),
)
_REGIONS: Final = (
    Column("nom", "Région", view=links.situation("nom")),
    Column("publies", "Publiés", formats.number, numeric=True),
    Column("tenus", "Dans l'inventaire", formats.number, numeric=True),
    Column("part", "Part tenue", lambda share: formats.percent(100 * share), numeric=True),
)


def draw(edition: Edition) -> None:
    """Draw the shares that mean something, every total in a table, and the régions of an official list."""
    found = held_totals.rows(Visit.current())
    told = found.assign(dite=[held_totals.share(row) for _, row in found.iterrows()])
    compared = told[told["part"].notna()]
    described = Figure(
        key="completude",
        title="Ce que l'inventaire tient de ce qui a été publié",
        source=f"Source : totaux publiés, cités à chaque ligne, et inventaire des projets. Édition {edition.id}.",
        coverage=f"{formats.counted(len(told), 'total publié', 'totaux publiés')}, dont "
        f"{formats.number(len(compared))} se comparent à l'inventaire ; les autres comptent autre chose "
        f"et n'ont pas de part. {_MISSING}",
        rows=told,
        columns=_TOTALS,
        export=lambda: found,
        filters=(),
        edition_id=edition.id,
    )
    with figure.around(described):
        _picture(compared, described.title)
    _regions(edition)


def _picture(compared: pd.DataFrame, title: str) -> None:
    rows = pd.DataFrame(
        {
            "nom": [_name(row) for _, row in compared.iterrows()],
            "valeur": compared["part"].to_numpy(),
            "texte": [_read(row) for _, row in compared.iterrows()],
            "fragile": False,
            "propre": False,
        }
    )
    chart.draw(
        rows,
        bar_charts.bars(rows, noun="Total publié", narrow=page_environment.narrow()),
        alt=f"{title} : barres horizontales. {' ; '.join(rows['nom'] + ', ' + rows['texte'])}.",
    )


def _name(row: "pd.Series[Any]") -> str:
    """« Choose France, 2024 », « Première Usine »."""
    place = "" if row["perimetre"] == FRANCE else f", {row['perimetre']}"
    return row["programme"] + place + ("" if pd.isna(row["annee"]) else f", {row['annee']}")


def _read(row: "pd.Series[Any]") -> str:
    return f"{row['dite']} ({formats.number(row['tenus'])} sur {formats.number(row['publies'])})"


def _regions(edition: Edition) -> None:
    """The régions of the official list, when the edition was made of it."""
    official = edition.table("projets_officiels", ["source_id", "code_region"])
    listed = official[official["source_id"] == _LIST]
    if listed.empty:
        return
    projets = edition.table("projets", ["programme", "code_region"])
    names = edition.table("regions").set_index("code_region")["nom"]
    found = completeness.by_region(listed, projets[projets["programme"] == _PROGRAMME], names)
    placed = int(found["publies"].sum())
    figure.tabular(
        Figure(
            key="completude-regions",
            title=f"{_PROGRAMME} : ce que l'inventaire tient, par région",
            source=f"Source : DGE, liste de {_PROGRAMME}, et inventaire des projets. Édition {edition.id}.",
            coverage=f"lignes de la liste placées dans une région : {formats.number(placed)} sur "
            f"{formats.number(len(listed))}",
            rows=found,
            columns=_REGIONS,
            export=lambda: found,
            filters=(),
            edition_id=edition.id,
        )
    )
