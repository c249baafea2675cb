"""The process that answers: `python -m data.plain.worker BOUNDS HOME`, one question after another.

A sum costs milliseconds, a file of contours a second: neither is taken from the pages.
"""

import json
import sys
from collections.abc import Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final

import brotli

from data.editions import registry
from data.plain import answers, question, resources, written
from data.plain.ground import Ground
from data.workers import service
from data.workers.bounds import Bounds

_KEPT: Final = 2  # editions: the one in service, and the one before while visitors are told of it
_QUALITY: Final = 5  # as of what the front compresses: 9 takes five times as long for 3 % less
END: Final = b"\n"  # of what is told of a body


def answer(home: Path, asked: Mapping[str, Any], _: bytes) -> bytes:
    """What is told of a body, as JSON on a line, then the body, in brotli when it is a text. Raises `DataError`."""
    resource = resources.RESOURCES[asked["resource"]]
    ground = _ground(home, asked["edition"])
    found = question.read(ground, resource, asked["kind"], asked["query"], asked["site"])
    rows = answers.rows(found)
    body = written.written(found, rows)
    told = {"next": found.following(rows.total), "total": rows.total}
    is_text = resources.FORMATS[found.kind].is_text
    return json.dumps(told).encode() + END + (brotli.compress(body, quality=_QUALITY) if is_text else body)


@lru_cache(maxsize=_KEPT)
def _ground(home: Path, edition: str) -> Ground:
    return Ground(registry.edition_of(edition, home))


def main() -> int:
    """Answer until there is no more question. Returns the exit status."""
    return service.serve(partial(answer, Path(sys.argv[2])), Bounds(**json.loads(sys.argv[1])))


if __name__ == "__main__":
    sys.exit(main())
