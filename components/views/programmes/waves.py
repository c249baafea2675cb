"""The waves of a call for projects side by side: projects, aid, investment, and how much one goes with the other."""

import re
from typing import Final

import pandas as pd

from components.figures import figure
from components.figures.figure import Figure
from components.figures.table import Column
from components.text import formats
from components.text.formats import when
from components.views.programmes.sentences import amount, editors, published
from components.visit.visit import Visit
from data.published import series
from data.published.series import WAVE_AID, WAVE_INVESTMENT, WAVE_JOBS, WAVE_PROJECTS, WAVE_SHARE

_NAME: Final = re.compile(r"\d+(?:re|e) (?:relève|vague)")


def has_waves(points: pd.DataFrame) -> bool:
    """Whether these points tell waves apart."""
    return bool((points["serie"] == WAVE_AID).any())


def draw(points: pd.DataFrame) -> None:
    """Draw the table of the waves."""
    visit = Visit.current()
    found = series.waves(points)
    known = int(found["effet_levier"].notna().sum())
    figure.tabular(
        Figure(
            key="vagues",
            title="Première Usine, vague par vague",
            source=f"{editors(points[points['date'].isin(found['date'])])}. Édition {visit.edition_id}.",
            coverage="Vagues dont un chiffre est publié ; l'effet de levier, investissement pour un euro d'aide, est "
            f"calculé ici pour {formats.counted(known, 'vague')} sur {len(found)}, celles dont les deux sont publiés",
            rows=found.assign(vague=found["date"].map(lambda date: _name(points, date))),
            columns=_COLUMNS,
            export=lambda: found,
            filters=(),
            edition_id=visit.edition_id,
        )
    )


def _name(points: pd.DataFrame, date: str) -> str | None:
    """« 2e vague », as a note of this date says it."""
    notes = points.loc[points["date"] == date, "note"].dropna()
    return next((match[0] for match in map(_NAME.search, notes) if match), None)


_COLUMNS: Final = (
    Column("date", "Date", when),
    Column("vague", "Vague"),
    Column(WAVE_PROJECTS, "Projets lauréats", formats.number, numeric=True),
    Column(WAVE_AID, "Aide", lambda value: amount(value, "€"), numeric=True),
    Column(WAVE_INVESTMENT, "Investissements", lambda value: amount(value, "€"), numeric=True),
    Column("effet_levier", "Effet de levier (calculé)", lambda value: formats.number(value, 1), numeric=True),
    Column(WAVE_JOBS, "Emplois attendus", formats.number, numeric=True),
    Column(WAVE_SHARE, "Hors Île-de-France", lambda value: published(value, "%"), numeric=True),
)
