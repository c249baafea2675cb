"""The commands on the facts that the project embeds: `territoires facts check`."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

import click
import pandas as pd

from data.build import facts_check
from data.build.said import french_help, or_exit
from data.paths import FACTS
from data.query import coverage
from data.review import holes
from data.review.holes import Hole
from data.words.quantities import QUANTITIES
from data.words.text import grouped
from geo.errors import Problem

_WEAK: Final = "*"


@click.group(name="facts", help="Contrôler les faits sourcés de data/facts.")
@french_help
def facts() -> None:
    """The group of commands."""


@facts.command(
    help="Contrôler les faits : ce qui est faux, ce qui est à vérifier, ce qui est connu et où rien ne l'est. "
    "Échoue seulement pour ce qui est faux."
)
@french_help
@click.option(
    "--from",
    "folder",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    default=FACTS,
    help="Lire les faits de ce dossier, non ceux du projet.",
)
def check(folder: Path) -> None:
    """Say what a review found; exit 1 when something is wrong."""
    found = or_exit(lambda: facts_check.review(folder, date.today()))
    for key, title in holes.BY.items():
        _say_known(title, found.known[key])
    click.echo(f"\n{_WEAK} moins de {_share(coverage.WEAK).strip()} des projets : une somme en dit peu.")
    click.echo("\nSans aucun projet")
    for hole in found.empty:
        _say_empty(hole)
    for kind, problems in found.asked.items():
        _say_asked(kind, problems)
    for problem in found.faults:
        click.echo(str(problem), err=True)
    asked = sum(map(len, found.asked.values()))
    click.echo(
        f"\n{grouped(found.projects)} projets : erreurs, {grouped(len(found.faults))} ; à vérifier, {grouped(asked)}."
    )
    if found.faults:
        sys.exit(1)


def _say_known(title: str, rows: pd.DataFrame) -> None:
    """A table: projects of each value, and of what share of them each quantity is known."""
    width = max(map(len, (title, *rows.index.astype(str))))
    heads = "".join(f"{quantity.label:>18}" for quantity in QUANTITIES.values())
    click.echo(f"\n{title:<{width}}{'Projets':>9}{heads}")
    for name, row in rows.iterrows():
        shares = "".join(f"{_share(row[key]):>18}" for key in QUANTITIES)
        click.echo(f"{name!s:<{width}}{grouped(int(row['projets'])):>9}{shares}".rstrip())


def _share(known: float) -> str:
    return f"{round(100 * known)} %{_WEAK if known < coverage.WEAK else ' '}"


def _say_asked(kind: str, problems: Sequence[Problem]) -> None:
    """The remedies of a kind once, then what is asked, row by row."""
    click.echo(f"\nÀ vérifier : {kind} ({grouped(len(problems))})")
    for remedy in dict.fromkeys(problem.remedy for problem in problems):
        click.echo(f"  Remède : {remedy}.")
    for problem in problems:
        click.echo(f"  {problem.place} : {problem.message}")


def _say_empty(hole: Hole) -> None:
    click.echo(f"  {hole.kind} : {len(hole.names)} sur {grouped(hole.among)}")
    for name in hole.names:
        click.echo(f"    {name}")
