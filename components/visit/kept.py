"""A cache for what is made of the projects: shared by all visitors, but for what comes from a table of one of them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any, Final, ParamSpec, TypeVar, cast

from components.visit import private
from data.editions import registry
from data.words.vocabulary import INVENTORY

OWN: Final = "vous"
BOTH: Final = "inventaire_et_vous"
KEPT_EDITIONS: Final = registry.KEPT_EDITIONS
TABLES: Final = 8  # of projects: the inventory and the official ones, of the editions that visits still show
# The answers to the last filters, to which visitors come back: the sums of all communes, the largest, take 0.3 MB each.
SELECTIONS: Final = 64
# A page asks six at most, of some kilobytes each: a crowd that comes to the same views finds all of them.
ANSWERS: Final = 6 * SELECTIONS
SECTIONS: Final = 32  # figures ready to be sent, of each kind: some 30 kB each
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Key:
    """What is made of the projects is kept by this: the edition, and which table of projects was read."""

    edition_id: str
    dataset: str = INVENTORY

    @property
    def private(self) -> bool:
        """Whether the rows of a visitor are among the projects."""
        return self.dataset in {OWN, BOTH}


def kept(most: int = KEPT_EDITIONS) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep the last `most` results of a function of a `Key` and of hashable arguments, all given by position.

    Those of a private key are kept in the visit, and go with it.
    """

    def decorate(make: Callable[P, T]) -> Callable[P, T]:
        shared = lru_cache(maxsize=most)(make)

        @wraps(make)
        def call(*args: Any) -> T:
            key: Key = args[0]
            return private.remembered(make, *args) if key.private else shared(*args)

        return cast("Callable[P, T]", call)

    return decorate
