"""Who draws a chart or a map says so here; the figure around it then knows what a picture of it must show."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from data.documents.plates import Picture

Recorded = Sequence[Callable[[], Picture]]
"""Pictures in the order of the page, each made when it is asked for: most never are."""

_OPEN: Final[ContextVar[list[Callable[[], Picture]] | None]] = ContextVar("pictures of the figure", default=None)


@contextmanager
def recording() -> Iterator[Recorded]:
    """Collect the pictures that are drawn inside."""
    found: list[Callable[[], Picture]] = []
    token = _OPEN.set(found)
    try:
        yield found
    finally:
        _OPEN.reset(token)


def add(picture: Callable[[], Picture]) -> None:
    """One more picture of the figure around, if there is one."""
    found = _OPEN.get()
    if found is not None:
        found.append(picture)
