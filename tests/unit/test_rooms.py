"""The house: folders small enough to read, and doors that say what other rooms may use."""

import ast
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from data.paths import PROJECT

PACKAGES = ("geo", "data", "components", "pages")
FOLDERS = sorted({path.parent for package in PACKAGES for path in (PROJECT / package).rglob("*.py")})
ROOMS = [folder for folder in FOLDERS if len(folder.relative_to(PROJECT).parts) > 1]
MOST_MODULES = 20
VIEWS = PROJECT / "components" / "views"


def name(folder: Path) -> str:
    return ".".join(folder.relative_to(PROJECT).parts)


@cache
def imports() -> list[tuple[Path, str, str]]:
    """(file, module, name) for each name that a file of the project imports from a module."""
    files = (
        PROJECT / "app.py",
        PROJECT / "serve.py",
        PROJECT / "commands.py",
        *(path for package in PACKAGES for path in (PROJECT / package).rglob("*.py")),
    )
    return [
        (path, node.module, alias.name)
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    ]


def modules_used(room: Path) -> set[str]:
    """The modules of `room` that files outside of it import; a room inside it has a door of its own."""
    found = set()
    for path, module, imported in imports():
        if not path.is_relative_to(room) and (module == name(room) or module.startswith(f"{name(room)}.")):
            first = f"{module}.{imported}".removeprefix(f"{name(room)}.").partition(".")[0]
            found |= {first} - {inner.name for inner in ROOMS if inner.parent == room}
    return found


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_no_folder_holds_more_modules_than_one_reads(folder: Path) -> None:
    assert len([path for path in folder.glob("*.py") if path.name != "__init__.py"]) <= MOST_MODULES


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_each_door_is_one_sentence(folder: Path) -> None:
    said = import_module(name(folder)).__doc__
    assert said and "\n" not in said.strip() and said.endswith(".") and len(said) > len("Tables.")


@pytest.mark.parametrize("folder", ROOMS, ids=name)
def test_other_rooms_use_what_the_door_shows_and_the_door_shows_nothing_else(folder: Path) -> None:
    # A module of the views is a page: the folder is its own list.
    pages = {path.stem for path in folder.glob("*.py")} - {"__init__"} if folder == VIEWS else set()
    assert modules_used(folder) == set(getattr(import_module(name(folder)), "__all__", pages))
