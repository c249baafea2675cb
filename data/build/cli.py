"""The command line: `territoires build`, `refresh`, `rollback`, `status`, `verify`."""

import sys
from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

import click

from data.build import pipeline as builder
from data.editions import registry
from data.editions.edition import Edition
from data.refresh import refresh
from data.sources import catalogue, raw_files
from data.sources.raw_files import RawSet
from data.words.text import grouped
from geo.errors import DataError

BAR_WIDTH = 30
INTERRUPTED = 130  # what a shell expects
MEGABYTE = 1_000_000
Result = TypeVar("Result")
french_help = click.help_option("--help", help="Afficher cette aide.")


@click.group(help="Construire et contrôler les éditions des données de l'atlas.")
@french_help
def main() -> None:
    """The group of commands."""


@main.command(help="Construire une édition et la publier. L'édition en service reste en place en cas d'échec.")
@french_help
def build() -> None:
    """Build and publish an edition, with a progress bar."""
    edition = _or_exit(lambda: refresh.rebuild(_built, registry.home(), registry.STATIC_FOLDER))
    click.echo(f"Édition {edition.id} publiée.")


@main.command(
    name="refresh",
    help="Apporter les fichiers officiels, et publier l'édition qu'ils font. Sans SOURCE : tous ceux que l'édition "
    "utilise et qui ont une adresse. L'édition en service reste en place en cas d'échec.",
)
@french_help
@click.argument("source_ids", metavar="[SOURCE]...", nargs=-1)
@click.option(
    "--from",
    "folder",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    help="Prendre les fichiers dans ce dossier, non sur le réseau.",
)
@click.option("--dry-run", is_flag=True, help="Tout lire et tout contrôler, ne rien publier.")
@click.option(
    "--accept",
    "accepted",
    metavar="SOURCE",
    multiple=True,
    help="Publier malgré l'écart de cette source avec l'édition en service, une fois son fichier regardé.",
)
def refresh_command(source_ids: tuple[str, ...], folder: Path | None, dry_run: bool, accepted: tuple[str, ...]) -> None:
    """Refresh the official files, and report the rows of each."""
    report = _or_exit(lambda: _refreshed(source_ids, folder, dry_run, accepted))
    _say(report)
    if not source_ids:
        _say_lacking(report)
    click.echo(
        f"Essai sans publication : l'édition serait {report.edition.id}."
        if dry_run
        else f"Édition {report.edition.id} publiée."
    )


@main.command(help="Remettre en service l'édition précédente, ou celle qui est nommée, et ses fichiers officiels.")
@french_help
@click.argument("edition_id", metavar="[ÉDITION]", required=False)
def rollback(edition_id: str | None) -> None:
    """Make an older edition the current one; the official files in use are those that it was made of."""
    edition = _or_exit(lambda: refresh.rollback(edition_id, registry.home(), registry.STATIC_FOLDER))
    click.echo(f"Édition {edition.id} remise en service, construite le {_moment(edition.manifest.built_at)}.")


@main.command(help="Dire quelles éditions sont gardées, laquelle est en service, de quels fichiers officiels.")
@french_help
def status() -> None:
    """Show the editions that are kept, then the current one and the official files that it was made of."""
    click.echo("Éditions gardées :")
    for kept in registry.history():
        rows = ", ".join(f"{name} {grouped(kept.rows(name))}" for name in ("projets", "territoires", "communes"))
        click.echo(f"  {kept.id}, construite le {_moment(kept.manifest.built_at)} ({rows})")
    edition = _or_exit(registry.current)
    click.echo(f"Édition en service : {edition.id}, construite le {_moment(edition.manifest.built_at)}")
    for file in _or_exit(lambda: raw_files.in_use(registry.home())).files.values():
        click.echo(f"  {file.source_id} : fichier obtenu le {_moment(file.retrieved_at)}")


@main.command(help="Comparer à son empreinte chaque fichier de l'édition en service, et chaque fichier officiel.")
@french_help
def verify() -> None:
    """Verify the current edition and what it was made of; exit 1 when a file is missing, extra or changed."""
    edition = _or_exit(registry.current)
    raw = _or_exit(lambda: raw_files.in_use(registry.home()))
    problems = (*registry.verify(edition), *raw_files.verify(raw))
    for problem in problems:
        click.echo(str(problem), err=True)
    if problems:
        sys.exit(1)
    official = f", {len(raw.files)} fichiers officiels intacts" if raw.files else ""
    click.echo(f"Édition {edition.id} : {grouped(len(edition.manifest.files))} fichiers intacts{official}.")


def _refreshed(
    source_ids: tuple[str, ...], folder: Path | None, dry_run: bool, accepted: tuple[str, ...]
) -> refresh.Report:
    root = registry.home()
    fetch = refresh.from_folder(folder, root) if folder else refresh.from_network(root, _say_received, _say_again)
    build = partial(_built, accepted=[each.source_id for each in catalogue.chosen(accepted, catalogue.read())])
    wanted = refresh.wanted(source_ids, folder)
    return refresh.refresh(wanted, fetch, build, root, registry.STATIC_FOLDER, trial=dry_run)


def _built(raw: RawSet, root: Path, static_dir: Path, accepted: Collection[str] = ()) -> Edition:
    """Build an edition under a progress bar."""
    with click.progressbar(
        length=builder.STEPS, label="Construction", width=BAR_WIDTH, item_show_func=lambda step: step or ""
    ) as bar:
        return builder.build(
            lambda step: bar.update(1, step), root=root, static_dir=static_dir, raw=raw, accepted=accepted
        )


def _say_received(name: str, received: int, expected: int | None) -> None:
    """Say on one line how much of a file came; nothing where the output is not a terminal."""
    if sys.stderr.isatty():
        whole = f" sur {expected / MEGABYTE:.1f}" if expected else ""
        text = f"{received / MEGABYTE:.1f}{whole} Mo".replace(".", ",")
        click.echo(f"\r{name} : {text}", err=True, nl=received == expected)


def _say_again(text: str) -> None:
    """Say why a download is tried again, on a line of its own."""
    click.echo(f"\n{text}" if sys.stderr.isatty() else text, err=True)


def _say(report: refresh.Report) -> None:
    """One line per official file: what it is, and what became of its rows."""
    for each in report.brought:
        state = "nouveau" if each.is_new else "inchangé"
        if each.is_used:
            found = report.readings[each.source.source_id]
            lus, gardes, ecartes = (grouped(each) for each in (found.lus, found.gardes, found.ecartes))
            counts = f"{lus} lignes lues, {gardes} gardées, {ecartes} écartées"
            counts += f" ({found.motif})" if found.motif else ""
        else:
            counts = "gardé tel que publié ; l'édition ne l'utilise pas encore"
        click.echo(f"  {each.source.source_id} ({state}) : {counts}")


def _moment(iso: str) -> str:
    return f"{datetime.fromisoformat(iso):%d/%m/%Y à %H:%M} UTC"


def _say_lacking(report: refresh.Report) -> None:
    """One line per official file that the edition could use and does not have: how to have it."""
    for source in report.lacking:
        asked = f"« territoires refresh {source.source_id}"
        found = f"télécharger {source.file} depuis {source.texts['adresse']}, puis lancer {asked} --from DOSSIER »"
        remedy = f"lancer {asked} »" if source.address else found
        click.echo(f"  {source.source_id} (absent de l'édition) : {remedy}")


def _or_exit(action: Callable[[], Result]) -> Result:
    """The result of the action; on DataError, every finding in French and exit 1. An interruption says what remains."""
    try:
        return action()
    except KeyboardInterrupt:
        click.echo("\nInterrompu : l'édition en service reste en place.", err=True)
        sys.exit(INTERRUPTED)
    except DataError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        sys.exit(1)
