"""How much of visitors' tables is in memory, of all visits: what one keeps is let go with its last reference."""

import weakref
from threading import RLock
from typing import Final

from geo.errors import DataError

MOST_BYTES: Final = 3_000_000_000  # six visits that each show half a million rows on all pages, hundreds of usual ones


class Stock:
    """The bytes that are held. most: of all visits."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most, self.held = most, 0
        self._changing = RLock()  # memory may be collected, and let go of, inside of `keep`

    def keep(self, what: object, size: int, name: str) -> None:
        """Count an object as long as it lives. name: of the visitor's file. Raises `DataError` without room for it."""
        with self._changing:
            if self.held + size > self._most:
                message = "le serveur tient autant de tableaux qu'il le peut"
                raise DataError.single(name, message, "réessayer dans un quart d'heure")
            self.held += size
        weakref.finalize(what, self._let_go, size).atexit = False

    def _let_go(self, size: int) -> None:
        with self._changing:
            self.held -= size
