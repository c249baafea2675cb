"""The process that draws files: `python -m data.documents.worker FOLDER`, one request after another, within bounds.

A request is a kind of file and the plates that it holds; the answer is the file, or what went wrong.
"""

import base64
import json
import os
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from data.documents import bounds, paper, plates, sheets, web
from data.documents.bounds import Bounds
from data.documents.plates import Plate
from data.documents.slides import opendocument, powerpoint
from geo.errors import DataError

MADE, FAILED, REFUSED, ENOUGH = b"+", b"-", b"!", b"."
_NICENESS: Final = 5  # pages are served first
Maker = Callable[[Sequence[Plate], dict[str, Any], Path], bytes]


def _template(asked: dict[str, Any]) -> bytes | None:
    given = asked.get("template")
    return base64.b64decode(given) if given else None


MAKERS: Final[dict[str, Maker]] = {
    "svg": lambda shown, _, folder: sheets.drawn(shown[0], folder),
    "pptx": lambda shown, asked, folder: powerpoint.deck(shown, folder, _template(asked)),
    "odp": lambda shown, _, folder: opendocument.deck(shown, folder),
    "pdf": lambda shown, asked, folder: paper.dossier(shown, folder, asked["title"]),
    "fiche": lambda shown, asked, folder: paper.sheet(
        shown, folder, title=asked["title"], lead=asked["lead"], turn=asked["turn"]
    ),
    "html": lambda shown, asked, folder: web.page(shown, folder, title=asked["title"], lead=asked.get("lead", "")),
    "screen": lambda shown, _, folder: sheets.png(sheets.screen(shown[0], folder)),
    "png": lambda shown, _, folder: sheets.png(sheets.drawn(shown[0], folder)),
}


def main() -> int:
    """Answer requests until there is no more. Returns the exit status."""
    allowed, folder = Bounds(**json.loads(sys.argv[1])), Path(sys.argv[2])
    bounds.bound_memory(allowed)
    os.nice(_NICENESS)
    # What a library prints must not be taken for an answer.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while (asked := bounds.receive(sys.stdin.buffer)) is not None:
        content = bounds.receive(sys.stdin.buffer)
        if content is None:
            return 0
        bounds.bound_time(allowed, time.process_time())
        try:
            request = json.loads(asked)
            made = MAKERS[request["kind"]](plates.read(content), request, folder)
        except DataError as error:
            bounds.send(answers, REFUSED, json.dumps([asdict(problem) for problem in error.problems]).encode())
        except Exception:  # noqa: BLE001 (said to the server, which logs it)
            bounds.send(answers, FAILED, traceback.format_exc().encode())
        else:
            bounds.send(answers, MADE, made)
        # Last: the server has its file, and knows that this process makes way.
        bounds.send(answers, ENOUGH if bounds.has_grown(allowed) else b"")
    return 0


if __name__ == "__main__":
    sys.exit(main())
