"""The documents say what the code says: each table and each link of theirs is compared with it."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from components.visit import navigation
from data.official import readers
from data.paths import CATALOGUE, PROJECT
from data.sources import catalogue, mapping
from data.sources.records import OFFICIAL

DOCUMENTS = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md"), PROJECT / "data" / "facts" / "README.md"])
README, CONTRIBUTING, CHANGELOG = (PROJECT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"))
RECORDS, ARCHITECTURE, GLOSSARY = (PROJECT / "docs" / name for name in ("fiches.md", "architecture.md", "glossaire.md"))
DECISIONS = PROJECT / "docs" / "decisions"
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
IN_CODE = re.compile(r"`([^`]+)`")


def named(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def table(path: Path, header: str) -> Iterator[list[str]]:
    """The rows of the tables whose header starts so."""
    inside = False
    for line in path.read_text("utf-8").splitlines():
        if line.startswith(f"| {header} |"):
            inside = True
        elif inside and line.startswith("|"):
            if not line.startswith("|---"):
                yield [cell.strip() for cell in line.strip("|").split("|")]
        else:
            inside = False


def first_words(path: Path, header: str) -> list[str]:
    return [IN_CODE.findall(row[0])[0] for row in table(path, header)]


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_every_link_leads_to_a_file(path: Path) -> None:
    links = LINK.findall(path.read_text("utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_pages_of_the_readme_are_those_of_the_menu() -> None:
    said = [row[0] for row in table(README, "page")]
    found = [(text.partition(" `")[0], IN_CODE.findall(text)[0].partition("?")[0]) for text in said]
    menu = [(entry.title, f"/{entry.slug}" if entry is not navigation.PAGES[0] else "/") for entry in navigation.PAGES]
    assert sorted(found) == sorted(menu)


def test_the_official_files_of_the_readme_are_those_of_the_catalogue_but_the_many_of_projects() -> None:
    said = {name: row[1] for row in table(README, "fichier officiel") for name in IN_CODE.findall(row[0])}
    known = {key: source for key, source in catalogue.read().items() if source.projects is None}
    assert said.keys() - {"data/sources.toml", "officiel.projets"} == known.keys()
    assert {name for name in known if said[name].startswith("`")} == set(readers.usable(known))


def test_every_key_of_the_catalogue_is_described() -> None:
    source, file = set(first_words(RECORDS, "clé")), {*catalogue.TEXTS, "fichiers", "lignes", OFFICIAL}
    described = {*catalogue.FILE_KEYS, *catalogue.OPTIONAL_KEYS, *mapping.KEYS}
    assert source == file | described
    assert first_words(RECORDS, "rôle") == list(mapping.ROLES)
    written = tomllib.loads(CATALOGUE.read_text("utf-8")).values()
    official = [record[OFFICIAL] for record in written if OFFICIAL in record]
    projects = [record["projets"] for record in official if "projets" in record]
    assert {key for record in (*written, *official, *projects) for key in record} <= source


def test_every_room_is_in_the_architecture() -> None:
    for package in ("data", "components"):
        said = [word for row in table(ARCHITECTURE, f"`{package}/`") for word in IN_CODE.findall(row[0])]
        assert sorted(said) == sorted(path.parent.name for path in (PROJECT / package).glob("*/__init__.py"))


def test_the_ways_of_the_architecture_enter_each_room_once() -> None:
    rooms = [IN_CODE.findall(row[1])[0] for row in table(ARCHITECTURE, "| pièce")]
    ways = "\n".join(rooms).split("components/views")
    for way in ways:
        assert len(set(way.split())) == len(way.split())
    assert [room for room in rooms if not (PROJECT / room).exists()] == []


def test_every_word_of_the_glossary_is_in_the_code() -> None:
    code = "\n".join(
        path.read_text("utf-8") for room in ("components", "data") for path in (PROJECT / room).rglob("*.py")
    )
    words = [word for row in table(GLOSSARY, "mot") for word in IN_CODE.findall(row[1])]
    assert len(words) > 25
    for word in words:
        path = PROJECT / word.replace(".", "/")
        assert path.exists() or path.with_suffix(".py").exists() or re.search(rf"\b{word}\b", code), word


def test_every_decision_is_listed() -> None:
    listed = [LINK.findall(row[0])[0] for row in table(DECISIONS / "README.md", "n°")]
    assert listed == sorted(path.name for path in DECISIONS.glob("[0-9]*.md"))
    for path in DECISIONS.glob("[0-9]*.md"):
        headings = re.findall(
            r"^\*\*(Contexte|Décision|Conséquences|À revoir si)", path.read_text("utf-8"), re.MULTILINE
        )
        assert headings == ["Contexte", "Décision", "Conséquences", "À revoir si"]


def test_what_documents_say_to_run_is_there() -> None:
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    texts = [path.read_text("utf-8") for path in (README, CONTRIBUTING)]
    asked = {target for text in texts for target in re.findall(r"\bmake ([a-z]+)\b", text)}
    assert {"run", "test", "check", "fix"} <= asked
    assert [target for target in asked if not re.search(rf"^{target}:", makefile, re.MULTILINE)] == []


def test_the_last_version_of_the_changelog_is_the_present_one() -> None:
    versions = re.findall(r"^## (.*)$", CHANGELOG.read_text("utf-8"), re.MULTILINE)
    assert all(
        re.fullmatch(r"20[0-9]{2}\.(?:0[1-9]|1[0-2])\.(?:0[1-9]|[12][0-9]|3[01])", version) for version in versions
    )
    assert versions == sorted(versions, reverse=True)
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    assert versions[0] == project["version"]
