"""The audit by the RGAA 4.1.2 grid: the result of each criterion with what shows it, and the state that follows."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from geo.errors import DataError, Problem

GRID: Final = Path(__file__).with_name("rgaa.csv")
DAY: Final = "2026-12-01"
"""When the audit was made."""
MET, FAILED, OUT_OF_SCOPE = "conforme", "non conforme", "non applicable"
RESULTS: Final = (MET, FAILED, OUT_OF_SCOPE)
# Criteria of each theme of the grid, from the first: 106 in all.
THEMES: Final = (
    ("Images", 9),
    ("Cadres", 2),
    ("Couleurs", 3),
    ("Multimédia", 13),
    ("Tableaux", 8),
    ("Liens", 2),
    ("Scripts", 5),
    ("Éléments obligatoires", 10),
    ("Structuration de l'information", 4),
    ("Présentation de l'information", 14),
    ("Formulaires", 13),
    ("Navigation", 11),
    ("Consultation", 12),
)
_COLUMNS: Final = ("critere", "sujet", "resultat", "echantillon", "preuve")
_HALF: Final = 0.5  # of the criteria that apply, which the RGAA sets: below, a site is « non conforme »


@dataclass(frozen=True)
class Criterion:
    """number: « 10.7 ». sample: where it was looked at. proof: what was seen there, or why it fails."""

    number: str
    subject: str
    result: str
    sample: str
    proof: str

    @property
    def theme(self) -> str:
        """« Présentation de l'information »."""
        return THEMES[int(self.number.partition(".")[0]) - 1][0]


@cache
def grid() -> Sequence[Criterion]:
    """The criteria in their order."""
    return read(GRID)


def read(path: Path) -> Sequence[Criterion]:
    """The criteria of a file. Raises `DataError` unless each of the grid is there once, with a result and a proof."""
    with path.open(encoding="utf-8", newline="") as stream:
        lines = csv.DictReader(stream)
        if tuple(lines.fieldnames or ()) != _COLUMNS:
            raise DataError.single(path.name, "les colonnes ne sont pas celles de la grille", ", ".join(_COLUMNS))
        found = [Criterion(*(line[name] or "" for name in _COLUMNS)) for line in lines]
    problems = [
        Problem(path.name, message, remedy, row=row)
        for row, criterion in enumerate(found, 2)
        for message, remedy in _faults(criterion)
    ]
    wanted = [f"{theme}.{rank}" for theme, (_, count) in enumerate(THEMES, 1) for rank in range(1, count + 1)]
    if [criterion.number for criterion in found] != wanted:
        problems.append(
            Problem(path.name, "les critères ne sont pas les 106 de la grille, dans l'ordre", "les y mettre")
        )
    if problems:
        raise DataError(problems)
    return tuple(found)


def _faults(criterion: Criterion) -> list[tuple[str, str]]:
    found = []
    if criterion.result not in RESULTS:
        found.append((f"résultat inconnu : « {criterion.result} »", f"écrire {', '.join(RESULTS)}"))
    if not (criterion.subject and criterion.sample and criterion.proof):
        found.append(("sujet, échantillon ou preuve vide", "dire où et ce qui a été vu"))
    return found


def share(criteria: Sequence[Criterion]) -> float:
    """Of the criteria that apply, the part that is met, 0 to 1."""
    met, failed = (sum(each.result == result for each in criteria) for result in (MET, FAILED))
    return met / (met + failed)


def state(criteria: Sequence[Criterion]) -> str:
    """« partiellement conforme », as the decree counts it."""
    part = share(criteria)
    if part == 1:
        return "totalement conforme"
    return "partiellement conforme" if part >= _HALF else "non conforme"
