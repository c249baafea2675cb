"""What every command says in the same way: its help, that it waits, and what is wrong with the data, in French."""

import math
import sys
from collections.abc import Callable
from functools import partial
from typing import Final, TypeVar

import click

from data.editions.durable import PATIENCE, Patience
from geo.errors import DataError

INTERRUPTED: Final = 130  # what a shell expects
Result = TypeVar("Result")
french_help = click.help_option("--help", help="Afficher cette aide.")


def _be_patient(context: click.Context, _option: click.Parameter, seconds: float | None) -> None:
    wait = Patience(_say_waiting, math.inf if seconds is None else seconds)
    context.call_on_close(partial(PATIENCE.reset, PATIENCE.set(wait)))


def _say_waiting() -> None:
    click.echo("\nUne autre commande écrit dans ce dossier : celle-ci attend qu'elle finisse.", err=True)


# For the commands that hold a lock; it tells them nothing.
patient = click.option(
    "--wait",
    metavar="SECONDES",
    type=click.FloatRange(min=0),
    callback=_be_patient,
    expose_value=False,
    help="N'attendre une autre commande que ce temps ; sinon, jusqu'à ce qu'elle finisse.",
)


def or_exit(action: Callable[[], Result]) -> Result:
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
