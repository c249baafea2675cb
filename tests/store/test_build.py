"""A build on bad facts says what is wrong, and publishes nothing."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from data.build import pipeline
from data.editions import registry
from data.paths import FACTS
from geo.errors import DataError
from tests.inventory import facts

pytestmark = pytest.mark.usefixtures("read_once")

Damage = Callable[[str], str]


def line(number: int, old: str, new: str) -> Damage:
    """Replace text in one line of the file, the header being line 1."""

    def damaged(text: str) -> str:
        lines = text.split("\n")
        assert old in lines[number - 1], lines[number - 1]
        lines[number - 1] = lines[number - 1].replace(old, new, 1)
        return "\n".join(lines)

    return damaged


def again(number: int) -> Damage:
    """Repeat one line at the end of the file."""
    return lambda text: text + text.split("\n")[number - 1] + "\n"


def line_named_nowhere_else(text: str) -> str:
    """A project that no other file of facts speaks of: without it, only the number of rows is wrong."""
    others = "".join(path.read_text("utf-8") for path in FACTS.glob("*.csv") if path.name != "projets.csv")
    return next(each for each in text.splitlines()[1:] if each.partition(",")[0] not in others)


BAD_FACTS = {
    "an unknown commune": (line(2, ",63019,", ",63999,"), "projets.csv, ligne 2, colonne code_insee"),
    "a negative amount": (line(2, ",12000000,", ",-12000000,"), "projets.csv, ligne 2, colonne investissement_eur"),
    "a malformed number": (line(2, ",12000000,", ",12 M€,"), "projets.csv, ligne 2, colonne investissement_eur"),
    "a duplicate id": (again(2), f"projets.csv, ligne {len(facts('projets')) + 2}, colonne id_projet"),
    "a missing column": (line(1, "filiere,", ""), "projets.csv, ligne 1, colonne filiere"),
    "a removed line": (
        lambda text: text.replace(f"{line_named_nowhere_else(text)}\n", ""),
        "projets.csv : Lignes de projets.csv",
    ),
    "a truncated file": (lambda text: text[: len(text) // 2], "projets.csv, ligne"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FACTS, tmp_path / "facts"))


@pytest.mark.parametrize("name", BAD_FACTS)
def test_bad_facts_are_named_and_nothing_is_published(name: str, folder: Path, tmp_path: Path) -> None:
    damage, place = BAD_FACTS[name]
    path = folder / "projets.csv"
    path.write_text(damage(path.read_text("utf-8")), "utf-8")
    with pytest.raises(DataError) as caught:
        pipeline.build(lambda _: None, facts_folder=folder, root=tmp_path / "home", static_dir=tmp_path / "static")
    message = str(caught.value)
    assert message.startswith(place)
    assert "Remède : " in message
    assert registry.history(tmp_path / "home") == ()


def test_a_wrong_encoding_is_named_and_nothing_is_published(folder: Path, tmp_path: Path) -> None:
    path = folder / "programmes.csv"
    path.write_bytes(path.read_text("utf-8").encode("cp1252", "replace"))
    with pytest.raises(DataError, match=r"^programmes\.csv, ligne \d+.*Remède : .*UTF-8"):
        pipeline.build(lambda _: None, facts_folder=folder, root=tmp_path / "home", static_dir=tmp_path / "static")
    assert registry.history(tmp_path / "home") == ()


def test_a_member_that_resolves_to_nothing_stops_the_build(folder: Path, tmp_path: Path) -> None:
    path = folder / "membres_phase1.csv"
    path.write_text(path.read_text("utf-8").replace(",200018653,", ",732829320,"), "utf-8")
    with pytest.raises(DataError, match="588 membres attendus, 587 résolus : 732829320"):
        pipeline.build(lambda _: None, facts_folder=folder, root=tmp_path / "home", static_dir=tmp_path / "static")
    assert registry.history(tmp_path / "home") == ()
