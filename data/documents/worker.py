"""The process that draws files: `python -m data.documents.worker FOLDER`, one request after another, within bounds.

A request is a kind of file and the plates that it holds; the answer is the file, or what went wrong.
"""

import base64
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from data.documents import paper, plates, screen, sheets, web
from data.documents.plates import Plate
from data.documents.slides import opendocument, powerpoint
from data.workers import service
from data.workers.bounds import Bounds

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
    "screen": lambda shown, _, folder: sheets.png(screen.drawn(shown[0], folder)),
    "png": lambda shown, _, folder: sheets.png(sheets.drawn(shown[0], folder)),
}


def made(asked: dict[str, Any], content: bytes, folder: Path) -> bytes:
    """The file that is asked for. content: its plates; folder: of the contour files."""
    return MAKERS[asked["kind"]](plates.read(content), plates.printed(asked), folder)


def main() -> int:
    """Answer requests until there is no more. Returns the exit status."""
    allowed, folder = Bounds(**json.loads(sys.argv[1])), Path(sys.argv[2])
    return service.serve(lambda asked, content: made(asked, content, folder), allowed)


if __name__ == "__main__":
    sys.exit(main())
