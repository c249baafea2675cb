"""The command that makes a folder of a visitor's table of any size: `territoires table`."""

import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

import click

from data.build.said import french_help, or_exit
from data.editions import registry
from data.files.rows import shown
from data.own.ground import Ground
from data.own.large import folder as large
from data.own.large.folder import GIGABYTE, MAX_DISK, PROJECTS, REVIEW, Made, Understood
from data.own.learnt import MAX_BYTES, Learnt
from data.own.roles import ROLES
from data.places.levels import Places
from data.words.quantities import QUANTITIES
from data.words.text import grouped
from geo.errors import telling_disk_faults

_PATH: Final = click.Path(path_type=Path)
_SHOWN: Final = 20  # columns without a role that are named: the others are in the file


@click.command(
    help="Faire d'un tableau de toute taille, texte délimité ou Parquet, un dossier : ses projets en parties, que "
    "« sums --table » interroge, et les lignes à relire avec leur motif. Il est lu par parties, comme la page « Mes "
    "données » le lit entier ; une question qui changerait les chiffres est posée, et rien n'est écrit."
)
@french_help
@click.argument("file", metavar="FICHIER", type=_PATH)
@click.argument("folder", metavar="DOSSIER", type=_PATH)
@click.option("--reglages", "settings", metavar="FICHIER", type=_PATH, help="Ceux que la page « Mes données » garde.")
@click.option(
    "--disque",
    "most",
    metavar="GO",
    type=click.FloatRange(min=0, min_open=True),
    default=MAX_DISK / GIGABYTE,
    help="Ce que le dossier peut prendre du disque, en gigaoctets.",
    show_default=f"{MAX_DISK // GIGABYTE}",
)
def table(file: Path, folder: Path, settings: Path | None, most: float) -> None:
    """Make the folder, and say what was understood and what became of the rows."""
    with _stoppable():
        made = or_exit(lambda: _made(file, folder, settings, most))
    _say(made, folder)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Whoever ends the command by a signal has what is half written removed, as by the keyboard."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _made(file: Path, folder: Path, settings: Path | None, most: float) -> Made:
    learnt = None if settings is None else _learnt(settings)
    edition = registry.current()
    ground = Ground.of_edition(edition, Places.from_edition(edition))
    make = partial(large.make, file, folder, ground, edition.id)
    return make(learnt=learnt, most=int(most * GIGABYTE), understood=_say_understood)


def _learnt(path: Path) -> Learnt:
    remedy = "vérifier le chemin des réglages"
    with telling_disk_faults("fichier illisible", remedy, place=path), path.open("rb") as file:
        return Learnt.of(file.read(MAX_BYTES + 1), path.name)


def _say_understood(found: Understood) -> None:
    click.echo(f"{_counted(found.lines)} de table.")
    for note in found.notes:
        click.echo(f"  {note}")
    click.echo("Colonnes comprises :")
    for role in found.choices.roles:
        named = " + ".join(f"« {shown(column)} »" for column in found.choices.columns(role))
        click.echo(f"  {ROLES[role].label} : {named}")
    if found.other:
        more = len(found.other) - _SHOWN
        tail = f" et {more} autres" if more > 0 else ""
        click.echo(f"Sans rôle : {', '.join(map(shown, found.other[:_SHOWN]))}{tail}")


def _say(made: Made, folder: Path) -> None:
    for status in made.statuses:
        click.echo(f"{status['statut']} : {_counted(status['lignes'])}{_sums(status)}")
    if made.damaged:
        click.echo(f"abîmée : {_counted(made.damaged)} hors de la table")
    if questions := len(made.outcome.questions):
        click.echo(f"Communes à confirmer, sur la page « Mes données » : {grouped(questions)}")
    click.echo(f"Projets : {folder / PROJECTS} ; lignes à relire, avec leur motif : {folder / REVIEW}")


def _counted(rows: int) -> str:
    return f"{grouped(rows)} ligne{'s' if rows > 1 else ''}"


def _sums(status: Mapping[str, Any]) -> str:
    """« , aide publique 2 500,50 € (2 connues) », to the centime."""
    told = ""
    for quantity in QUANTITIES.values():
        if status.get(quantity.known):
            whole, _, cents = status[quantity.exported].partition(".")
            amount = f"{grouped(int(whole))},{cents} €" if cents else grouped(int(whole))
            told += f" ; {quantity.label.lower()} {amount} (sur {_counted(status[quantity.known])})"
    return told
