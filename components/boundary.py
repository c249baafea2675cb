"""The only place that catches everything: what went wrong, in French, without its details."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex
from typing import Final

import streamlit as st

from components.plain import plain
from geo.errors import DataError

_LOGGER: Final = logging.getLogger("territoires")


@contextmanager
def in_french() -> Iterator[None]:
    """Turn an error of what is drawn inside into a message: its own for data; for a bug, an identifier, also logged."""
    try:
        yield
    except DataError as error:
        _LOGGER.error("data: %s", error)
        st.error(plain(str(error)), icon=":material/database_off:")
    except Exception:
        error_id = token_hex(4)
        _LOGGER.exception("error %s", error_id)
        st.error(
            "Cette page n'a pas pu être affichée. Le reste du tableau de bord fonctionne. "
            f"Référence à communiquer : {error_id}.",
            icon=":material/error:",
        )
