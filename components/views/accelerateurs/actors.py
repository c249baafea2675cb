"""Who the founding documents name: people, bodies, schools and partners, each with its role and its source."""

from typing import Final

from components.figures import figure, folded, links
from components.figures.figure import Figure
from components.figures.table import Column
from components.text import formats
from components.visit.visit import Visit
from data.editions.edition import Edition
from data.words.text import french_order

_COLUMNS: Final = (
    Column("nom", "Acteur"),
    Column("type", "Type"),
    Column("role", "Rôle"),
    Column("programme", "Programme", view=links.programme()),
    Column("region", "Région", view=links.situation("region")),
    Column("source_editeur", "Source"),
    Column("source_date", "Date de la source", formats.when),
)


def draw() -> None:
    """Draw the way to the actors."""
    edition = Visit.current().edition()
    count = formats.counted(edition.rows("acteurs"), "acteur")
    folded.fold("acteurs", formats.typeset(f"Qui les porte : {count}"), lambda: _table(edition))


def _table(edition: Edition) -> None:
    """All the actors, in the order of their names."""
    actors = edition.table("acteurs")
    rows = actors.sort_values("nom", key=lambda names: names.map(french_order), ignore_index=True)
    figure.tabular(
        Figure(
            key="acteurs",
            title="Acteurs que nomment les publications fondatrices",
            source=f"Sources : acteurs cités (publications nommées à chaque ligne). Édition {edition.id}.",
            coverage=f"{formats.counted(len(rows), 'acteur')} ; rôles tels que publiés à la date de la source, qui ont "
            "pu changer depuis",
            rows=rows,
            columns=_COLUMNS,
            export=lambda: rows,
            filters=(),
            edition_id=edition.id,
        )
    )
