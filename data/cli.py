"""The command line: `territoires build`, `refresh`, `rollback`, `status`, `verify`."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from data import build as builder
from data import editions, refresh
from data.download import Progress
from data.edition import Edition
from data.raw_files import RawSet
from geo.errors import DataError

BAR_WIDTH = 30
MEGABYTE = 1_000_000
Result = TypeVar("Result")


@click.group(help="Construire et contrôler les éditions des données de l'atlas.")
def main() -> None:
    """The group of commands."""


@main.command(help="Construire une édition et la publier. L'édition en service reste en place en cas d'échec.")
def build() -> None:
    """Build and publish an edition, with a progress bar."""
    edition = _or_exit(lambda: _built(None, editions.home(), editions.STATIC_FOLDER))
    click.echo(f"Édition {edition.id} publiée.")


@main.command(
    name="refresh",
    help="Apporter les fichiers officiels, et publier l'édition qu'ils font. Sans SOURCE : tous ceux que l'édition "
    "utilise. L'édition en service reste en place en cas d'échec.",
)
@click.argument("source_ids", metavar="[SOURCE]...", nargs=-1)
@click.option(
    "--from",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Prendre les fichiers dans ce dossier, non sur le réseau.",
)
@click.option("--dry-run", is_flag=True, help="Tout lire et tout contrôler, ne rien publier.")
def refresh_command(source_ids: tuple[str, ...], folder: Path | None, dry_run: bool) -> None:
    """Refresh the official files, and report the rows of each."""
    root = editions.home()
    fetch = refresh.from_folder(folder, root) if folder else refresh.from_network(root, _received())
    report = _or_exit(
        lambda: refresh.refresh(
            refresh.wanted(source_ids, folder), fetch, _built, root, editions.STATIC_FOLDER, trial=dry_run
        )
    )
    _say(report)
    click.echo(
        f"Essai sans publication : l'édition serait {report.edition.id}."
        if dry_run
        else f"Édition {report.edition.id} publiée."
    )


@main.command(help="Remettre en service l'édition précédente, ou celle qui est nommée.")
@click.argument("edition_id", metavar="[ÉDITION]", required=False)
def rollback(edition_id: str | None) -> None:
    """Make an older edition the current one; official files are left as they are."""
    edition = _or_exit(lambda: editions.switch(edition_id or refresh.previous(editions.home()).id))
    _or_exit(lambda: editions.publish_static(edition, editions.STATIC_FOLDER))
    click.echo(f"Édition {edition.id} remise en service, construite le {edition.manifest.built_at}.")


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


def _built(raw: RawSet | None, root: Path, static_dir: Path) -> Edition:
    """Build an edition under a progress bar."""
    with click.progressbar(
        length=builder.STEPS, label="Construction", width=BAR_WIDTH, item_show_func=lambda step: step or ""
    ) as bar:
        return builder.build(lambda step: bar.update(1, step), root=root, static_dir=static_dir, raw=raw)


def _received() -> Progress:
    """Say on one line how much of a download came; nothing where the output is not a terminal."""

    def say(received: int, expected: int | None) -> None:
        if sys.stderr.isatty():
            whole = f" sur {expected / MEGABYTE:.1f}" if expected else ""
            end = received == expected
            click.echo(f"\rTéléchargement : {received / MEGABYTE:.1f}{whole} Mo", err=True, nl=end)

    return say


def _say(report: refresh.Report) -> None:
    """One line per official file: what it is, and what became of its rows."""
    for each in report.brought:
        state = "nouveau" if each.is_new else "inchangé"
        if each.is_used:
            found = report.readings[each.source.source_id]
            counts = f"{found.lus} lignes lues, {found.gardes} gardées, {found.ecartes} mises de côté"
            counts += f" ({found.motif})" if found.motif else ""
        else:
            counts = "gardé tel que publié ; l'édition ne l'utilise pas encore"
        click.echo(f"  {each.source.source_id} ({state}) : {counts}")


def _or_exit(action: Callable[[], Result]) -> Result:
    """The result of the action; on DataError, every finding in French and exit 1."""
    try:
        return action()
    except DataError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        sys.exit(1)
