"""Where questions are asked, seen from the server: one process that answers, its answers kept for a while."""

import hashlib
import json
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Final

import brotli

from data.editions import registry
from data.plain import resources, worker
from data.plain.resources import Resource
from data.workers.bounds import Bounds
from data.workers.servant import Servant

_KEPT_BYTES: Final = 32_000_000  # six of the largest answers, contours of all EPCI, as they are before brotli
_MOST_KEPT: Final = 2_000  # the smallest are of some hundred bytes
# An edition is held by then, which is kept for some minutes as it takes 2 s to read; the largest answer takes 0.7 s.
_BOUNDS: Final = Bounds(memory=1_500_000_000, cpu_s=20, wall_s=30.0, idle_s=300.0, grown=900_000_000)


@dataclass(frozen=True)
class Answer:
    """body: in brotli when it is a text. following: the address of the rows that come next; total: of all rows."""

    body: bytes
    mime: str
    is_text: bool
    following: str | None
    total: int

    def plain(self) -> bytes:
        """The body as it reads."""
        return bytes(brotli.decompress(self.body)) if self.is_text else self.body


class Counter:
    """Answers of the process that makes them, or of before."""

    def __init__(self, allowed: Bounds = _BOUNDS) -> None:
        home = str(registry.home())
        self._servant = Servant(worker.__name__, allowed, work="plain data", arguments=[home])
        self._lock = Lock()
        self._kept: OrderedDict[str, Answer] = OrderedDict()

    def ask(self, edition: str, resource: Resource, kind: str, query: str, site: str) -> Answer:
        """The answer to a question. site: the origin of addresses. Raises `DataError` when it is not understood,
        `StoppedError` beyond the bounds.
        """
        told = {"edition": edition, "resource": resource.name, "kind": kind, "query": query, "site": site}
        asked = json.dumps(told).encode()
        name = hashlib.sha256(asked).hexdigest()  # an address may be of 60 kB, for an answer of one line
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
                return self._kept[name]
        head, _, body = self._servant.ask(asked).partition(worker.END)
        said, form = json.loads(head), resources.FORMATS[kind]
        answer = Answer(body, form.mime, form.is_text, said["next"], said["total"])
        with self._lock:
            self._kept[name] = answer
            while len(self._kept) > _MOST_KEPT or sum(len(each.body) for each in self._kept.values()) > _KEPT_BYTES:
                self._kept.popitem(last=False)
        return answer

    def close(self) -> None:
        """End the process, if there is one."""
        self._servant.close()


@cache
def counter() -> Counter:
    """That of the server."""
    return Counter()
