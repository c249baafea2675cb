"""Figures that are looked for while their page is drawn: what would stay folded is drawn too, and they are kept."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from data.documents.plates import Plate

_FIGURE: Final[ContextVar[str | None]] = ContextVar("figure that is looked for", default=None)
_EVERY: Final[ContextVar[dict[str, Plate] | None]] = ContextVar("figures that are collected", default=None)


class Caught(Exception):  # noqa: N818 (no error: what was looked for)
    """The figure was drawn: nothing more of its page is needed."""

    def __init__(self, plate: Plate) -> None:
        super().__init__(plate.title)
        self.plate = plate


@contextmanager
def figure(key: str) -> Iterator[None]:
    """Look for a figure in what is drawn inside; `Caught` comes out once it is there."""
    token = _FIGURE.set(key)
    try:
        yield
    finally:
        _FIGURE.reset(token)


@contextmanager
def every() -> Iterator[dict[str, Plate]]:
    """Collect every figure that is drawn inside, by its key."""
    found: dict[str, Plate] = {}
    token = _EVERY.set(found)
    try:
        yield found
    finally:
        _EVERY.reset(token)


def any_figure() -> bool:
    """Whether one is looked for: everything that is folded must be drawn."""
    return _FIGURE.get() is not None or _EVERY.get() is not None


def is_wanted(key: str) -> bool:
    """Whether a figure is the one that is looked for."""
    return _FIGURE.get() == key


def tell(key: str, made: Callable[[], Plate]) -> None:
    """Say that a figure is there. Raises `Caught` when it is the one that is looked for."""
    if is_wanted(key):
        raise Caught(made())
    collected = _EVERY.get()
    if collected is not None:
        collected[key] = made()
