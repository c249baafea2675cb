"""What every command says in the same way: its help, and what is wrong with the data, in French."""

import sys
from collections.abc import Callable
from typing import Final, TypeVar

import click

from geo.errors import DataError

INTERRUPTED: Final = 130  # what a shell expects
Result = TypeVar("Result")
french_help = click.help_option("--help", help="Afficher cette aide.")


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
