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
MOST_MEANINGS = 3
# What each public name of functions means that more than three modules have: one thing, or three at most.
MEANINGS = {
    "answer": ("what is found for a question", "sends what is found"),
    "asked": ("questions on the facts", "a question in words", "pages to print"),
    "check": ("finds what is wrong",),
    "columns": ("the columns of a table of the page", "the columns of sums that a measure needs"),
    "covered": ("how much is known, in words", "the same as a line of a tooltip"),
    "current": ("what is in service, or of the visit",),
    "described": ("a table as a figure", "what is known of a kept file"),
    "draw": ("puts it on the page", "puts it on a slide"),
    "drawn": ("the picture of it", "the points of a chart"),
    "finding": ("the main fact in a sentence",),
    "keep": ("has it kept",),
    "known": ("whether a section has something to say",),
    "load": ("reads an official file into a table",),
    "main": ("what a command runs",),
    "neighbours": ("the places beside a place",),
    "note": ("says how to read what is above", "the window of who presents"),
    "of": ("what the module is named after, made of its argument", "whether it is so"),
    "points": ("published figures in time", "places on the plane"),
    "read": ("what a file or a text holds",),
    "sentence": ("what is shown in a sentence",),
    "share": ("the part of a whole",),
    "summary": ("what was found in a sentence", "the same in counts"),
    "table": ("rows of the page, made", "rows drawn", "rows that fit"),
    "unplaced": ("what no place has",),
    "written": ("the text or the file of it",),
}
VIEWS = PROJECT / "components" / "views"


def name(folder: Path) -> str:
    return ".".join(folder.relative_to(PROJECT).parts)


@cache
def imports() -> dict[tuple[str, str], set[str]]:
    """The packages whose files import each name of each module, as (module, name)."""
    files = (
        PROJECT / "app.py",
        PROJECT / "serve.py",
        PROJECT / "commands.py",
        *(path for package in PACKAGES for path in (PROJECT / package).rglob("*.py")),
    )
    found: dict[tuple[str, str], set[str]] = {}
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    found.setdefault((node.module, alias.name), set()).add(f"{name(path.parent)}.")
    return found


@cache
def public_functions() -> dict[str, set[Path]]:
    """The modules that have a public function of each name."""
    found: dict[str, set[Path]] = {}
    for package in PACKAGES:
        for path in (PROJECT / package).rglob("*.py"):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
                    found.setdefault(node.name, set()).add(path)
    return found


def modules_used(room: Path) -> set[str]:
    """The modules of `room` that files outside of it import; a room inside it has a door of its own."""
    found = set()
    inside = f"{name(room)}."
    for (module, imported), folders in imports().items():
        if f"{module}.".startswith(inside) and not all(folder.startswith(inside) for folder in folders):
            found.add(f"{module}.{imported}".removeprefix(inside).partition(".")[0])
    return found - {inner.name for inner in ROOMS if inner.parent == room}


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


def test_a_name_that_many_modules_have_means_three_things_at_most() -> None:
    common = {name for name, modules in public_functions().items() if len(modules) > MOST_MEANINGS}
    assert common == set(MEANINGS)
    assert {name for name, meanings in MEANINGS.items() if len(meanings) > MOST_MEANINGS} == set()
