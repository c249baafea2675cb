"""The command line: `territoires build`, `status`, `verify`."""

import sys
from collections.abc import Callable
from typing import TypeVar

import click

from data import build as builder
from data import editions
from geo.errors import DataError

BAR_WIDTH = 30
Result = TypeVar("Result")


@click.group(help="Construire et contrôler les éditions des données de l'atlas.")
def main() -> None:
    """The group of commands."""


@main.command(help="Construire une édition et la publier. L'édition en service reste en place en cas d'échec.")
def build() -> None:
    """Build and publish an edition, with a progress bar."""
    with click.progressbar(
        length=builder.STEPS, label="Construction", width=BAR_WIDTH, item_show_func=lambda step: step or ""
    ) as bar:
        edition = _or_exit(lambda: builder.build(lambda step: bar.update(1, step)))
    click.echo(f"Édition {edition.id} publiée.")


@main.command(help="Dire quelle édition est en service.")
def status() -> None:
    """Show the current edition and those that are kept."""
    edition = _or_exit(editions.current)
    click.echo(f"Édition en service : {edition.id}, construite le {edition.manifest.built_at}")
    for kept in editions.history():
        rows = ", ".join(f"{name} {kept.rows(name)}" for name in ("projets", "territoires", "communes"))
        click.echo(f"  {kept.id}  {kept.manifest.built_at}  ({rows})")


@main.command(help="Comparer chaque fichier de l'édition en service à son empreinte.")
def verify() -> None:
    """Verify the current edition; exit 1 when a file is missing, extra or changed."""
    edition = _or_exit(editions.current)
    problems = editions.verify(edition)
    for problem in problems:
        click.echo(str(problem), err=True)
    if problems:
        sys.exit(1)
    click.echo(f"Édition {edition.id} : {len(edition.manifest.files)} fichiers intacts.")


def _or_exit(action: Callable[[], Result]) -> Result:
    """The result of the action; on DataError, every finding in French and exit 1."""
    try:
        return action()
    except DataError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        sys.exit(1)
