"""The only place that catches everything: what went wrong, in French, without its details."""

import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from secrets import token_hex
from typing import Final

import streamlit as st

from components.text.plain import said
from components.visit import private
from geo.errors import DataError

_LOGGER: Final = logging.getLogger("territoires")


def _show(message: str, icon: str) -> None:
    st.error(said(message), icon=icon)


@contextmanager
def in_french(say: Callable[[str, str], None] = _show, what: str = "Cette page") -> Iterator[None]:
    """Turn an error of what is drawn inside into a message: its own for data; for a bug, an identifier, also logged.

    say: what is done with the message and its icon. what: what could not be shown, in the feminine.
    """
    try:
        yield
    except DataError as error:
        _LOGGER.error("data: %s", error)
        say(str(error), ":material/database_off:")
    except Exception as error:  # noqa: BLE001 (logged by `_log`, without what a visitor brought)
        error_id = token_hex(4)
        _log(error_id, error)
        say(
            f"{what} n'a pas pu être affichée. Le reste de l'atlas fonctionne. Référence à communiquer : {error_id}.",
            ":material/error:",
        )


def _log(error_id: str, error: Exception) -> None:
    """Where the bug is; not its message when it may quote what a visitor brought."""
    if private.held() is None:
        _LOGGER.error("error %s", error_id, exc_info=error)
    else:
        frames = "".join(traceback.format_tb(error.__traceback__))
        _LOGGER.error("error %s: %s\n%s", error_id, type(error).__name__, frames)
