"""The command line: `territoires build`, `refresh`, `rollback`, `status`, `verify`, `facts`."""

import sys
from collections.abc import Collection
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NoReturn

import click

from data.build import display
from data.build import pipeline as builder
from data.build.facts_commands import facts
from data.build.said import french_help, or_exit, patient
from data.editions import registry
from data.editions.edition import Edition
from data.refresh import refresh
from data.sources import catalogue, raw_files
from data.sources.catalogue import Official
from data.sources.raw_files import RawSet
from data.words.text import grouped
from geo.errors import Problem


@click.group(help="Construire et contrôler les éditions des données de l'atlas.")
@french_help
def main() -> None:
    """The group of commands."""


main.add_command(facts)


@main.command(help="Construire une édition et la publier. L'édition en service reste en place en cas d'échec.")
@french_help
@patient
def build() -> None:
    """Build and publish an edition, with a progress bar."""
    edition = or_exit(_rebuilt)
    click.echo(f"Édition {edition.id} publiée.")


@main.command(
    name="refresh",
    help="Apporter les fichiers officiels, et publier l'édition qu'ils font. Sans SOURCE : tous ceux que l'édition "
    "utilise et qui ont une adresse. L'édition en service reste en place en cas d'échec.",
)
@french_help
@click.argument("source_ids", metavar="[SOURCE]...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="De même, mais un fichier qui échoue n'arrête pas les autres.")
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
@click.option(
    "--licence",
    "licences",
    metavar="SOURCE",
    multiple=True,
    help="Télécharger cette source, dont la licence est à confirmer, une fois ses conditions lues sur sa page.",
)
@patient
def refresh_command(
    source_ids: tuple[str, ...],
    every: bool,
    folder: Path | None,
    dry_run: bool,
    accepted: tuple[str, ...],
    licences: tuple[str, ...],
) -> None:
    """Refresh the official files, and report the rows of each; exit 1 when one of them was left out."""
    if every and source_ids:
        _fail("commande", "--all et des sources nommées à la fois", "garder l'un ou les autres")
    report = or_exit(
        lambda: _refreshed(refresh.wanted(source_ids, folder, licences), folder, accepted, dry_run=dry_run, go_on=every)
    )
    _say(report)
    if not source_ids:
        _say_lacking(report)
    click.echo(
        f"Essai sans publication : l'édition serait {report.edition.id}."
        if dry_run
        else f"Édition {report.edition.id} publiée."
    )
    if report.failed:
        _say_failed(report)
        sys.exit(1)


@main.command(help="Remettre en service l'édition précédente, ou celle qui est nommée, et ses fichiers officiels.")
@french_help
@click.argument("edition_id", metavar="[ÉDITION]", required=False)
@patient
def rollback(edition_id: str | None) -> None:
    """Make an older edition the current one; the official files in use are those that it was made of."""
    edition = or_exit(lambda: refresh.rollback(edition_id, registry.home(), registry.STATIC_FOLDER))
    click.echo(f"Édition {edition.id} remise en service, construite le {_moment(edition.manifest.built_at)}.")


@main.command(help="Dire quelles éditions sont gardées, laquelle est en service, de quels fichiers officiels.")
@french_help
def status() -> None:
    """Show the editions that are kept, then the current one and the official files that it was made of."""
    click.echo("Éditions gardées :")
    for kept in registry.history():
        rows = ", ".join(f"{name} {grouped(kept.rows(name))}" for name in ("projets", "territoires", "communes"))
        click.echo(f"  {kept.id}, construite le {_moment(kept.manifest.built_at)} ({rows})")
    edition = or_exit(registry.current)
    click.echo(f"Édition en service : {edition.id}, construite le {_moment(edition.manifest.built_at)}")
    for file in or_exit(lambda: raw_files.in_use(registry.home())).files.values():
        click.echo(f"  {file.source_id} : fichier obtenu le {_moment(file.retrieved_at)}")


@main.command(
    help="Comparer à son empreinte chaque fichier de l'édition en service, et chaque fichier officiel. Échoue quand "
    "l'un est absent, en trop ou altéré, et dit quoi faire."
)
@french_help
@click.option("--repair", is_flag=True, help="Refaire l'édition abîmée, des fichiers officiels dont elle est faite.")
@patient
def verify(repair: bool) -> None:
    """Verify the current edition and what it was made of; exit 1 when something is wrong, and stays so."""
    edition = or_exit(lambda: registry.edition_of(registry.current_id()))
    damage = registry.verify(edition)
    for problem in damage:
        click.echo(str(problem), err=True)
    if damage and repair:
        click.echo(f"Édition {or_exit(_repaired).id} réparée.")
        damage = ()
    elif damage:
        click.echo("Pour la refaire à l'identique, si elle peut l'être : « territoires verify --repair ».", err=True)
    raw = or_exit(lambda: raw_files.in_use(registry.home()))
    problems = raw_files.verify(raw)
    for problem in problems:
        click.echo(str(problem), err=True)
    if damage or problems:
        sys.exit(1)
    official = f", {len(raw.files)} fichiers officiels intacts" if raw.files else ""
    click.echo(f"Édition {edition.id} : {grouped(len(edition.manifest.files))} fichiers intacts{official}.")


def _repaired() -> Edition:
    with display.progress("Réparation", 0, builder.STEPS) as bar:
        build = partial(_built, accepted=(), progress=bar.step)
        return refresh.repair(build, registry.home(), registry.STATIC_FOLDER)


def _rebuilt() -> Edition:
    with display.progress("Construction", 0, builder.STEPS) as bar:
        build = partial(_built, accepted=(), progress=bar.step)
        return refresh.rebuild(build, registry.home(), registry.STATIC_FOLDER)


def _fail(subject: str, message: str, remedy: str) -> NoReturn:
    """Say what is wrong with a command, in French, and exit 1."""
    click.echo(str(Problem(subject, message, remedy)), err=True)
    sys.exit(1)


def _refreshed(
    wanted: list[Official], folder: Path | None, accepted: tuple[str, ...], *, dry_run: bool, go_on: bool
) -> refresh.Report:
    root = registry.home()
    known = [each.source_id for each in catalogue.chosen(accepted, catalogue.read())]
    with display.progress("Fichiers officiels", len(wanted), builder.STEPS) as bar:
        fetch = refresh.from_folder(folder, root) if folder else refresh.from_network(root, bar.received, _say_again)

        def build(raw: RawSet, home: Path, static_dir: Path) -> Edition:
            bar.begin_steps()
            return _built(raw, home, static_dir, known, bar.step)

        static = registry.STATIC_FOLDER
        return refresh.refresh(wanted, bar.fetching(fetch), build, root, static, trial=dry_run, go_on=go_on)


def _built(raw: RawSet, root: Path, static_dir: Path, accepted: Collection[str], progress: builder.Progress) -> Edition:
    return builder.build(progress, root=root, static_dir=static_dir, raw=raw, accepted=accepted)


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
    absent = [source for source in report.lacking if source.source_id not in report.failed]
    for source in (source for source in absent if source.address):
        asked = f"(absent de l'édition) : lancer « territoires refresh {source.source_id} »"
        unread = f"(licence à confirmer) : {refresh.licence_remedy(source)}"
        click.echo(f"  {source.source_id} {asked if source.is_licensed else unread}")
    to_drop = [source for source in absent if not source.address]
    if to_drop:
        click.echo(
            "Sans adresse connue : à déposer dans un dossier, puis lancer « territoires refresh --from DOSSIER »"
        )
    for source in to_drop:
        click.echo(f"  {source.source_id} : {source.file}, depuis {source.texts['adresse']}")


def _say_failed(report: refresh.Report) -> None:
    """What is wrong with each file that was left out, and what it costs."""
    kept = [key for key in report.failed if key in report.readings]
    click.echo("Laissés de côté :", err=True)
    for key, error in report.failed.items():
        state = "le fichier d'avant reste en service" if key in kept else "absent de l'édition"
        for problem in error.problems:
            click.echo(f"  {key} ({state}) : {problem}", err=True)
