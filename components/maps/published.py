"""Files that maps add to those of the edition, named by their content: a browser reads each once."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from data.editions import static_files
from data.editions.registry import STATIC_FOLDER


def as_json(kind: str, told: Any, folder: Path = STATIC_FOLDER) -> str:
    """The name of the file of what is told (anything that JSON says), written in the static folder if it is not there.

    kind: the first word of its name, which is not the form of a contour file: the publication of an edition removes
    those that it does not know.
    """
    content = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    name = f"{kind}.{hashlib.sha256(content).hexdigest()[:12]}.json"
    static_files.put(folder, name, content)
    return name


def lasting(name: str, make: Callable[[], str], folder: Path = STATIC_FOLDER) -> str:
    """The name of a file that was written before, which `make` writes again if it went to make room for others."""
    return name if static_files.used(folder, name) else make()
