"""The sheets of a level on paper: those of their page, whole files or none, made once per edition, in French."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from click.testing import CliRunner, Result

from commands import main
from components.press import sheets as press
from components.views.territoire import on_paper
from data.editions import durable, registry
from data.places.levels import Places
from data.words.place_keys import place_key
from tests.app.test_sheets import spaced
from tests.inventory import live_projects
from tests.unit.data.documents.test_paper import pages

MADE = ("2-ti-8408", "2-ti-0101")
Command = Callable[..., Result]


@pytest.fixture
def command(app_home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Command]:
    """`territoires sheets`, of a level of two places, from a folder of its own."""
    monkeypatch.setattr(press, "_quiet", lambda: None)
    monkeypatch.setattr(press, "_keys", lambda _: tuple(place_key("territoire", code) for code in MADE))
    monkeypatch.chdir(tmp_path)
    yield lambda *arguments: CliRunner().invoke(main, ["sheets", *arguments], catch_exceptions=False)
    for key in list(st.session_state):
        del st.session_state[key]


def made() -> dict[str, Path]:
    """The sheets that are there, by the code of their place."""
    return {path.name[: len(MADE[0])]: path for path in Path("fiches", registry.current_id()).iterdir()}


def test_each_place_has_its_two_pages_which_are_not_made_again(command: Command) -> None:
    done = command("--level", "territoires", "--phase", "2")
    assert (done.exit_code, done.stdout) == (0, f"2 fiches faites : fiches/{registry.current_id()}\n")
    first = {code: path.stat().st_mtime_ns for code, path in made().items()}
    assert set(first) == set(MADE)
    assert all(pages(path.read_bytes()) == 2 for path in made().values())
    made()[MADE[0]].unlink()
    again = command()
    assert again.stdout.startswith("1 fiches faites, 1 déjà là : ")
    assert {code: path.stat().st_mtime_ns for code, path in made().items()}[MADE[1]] == first[MADE[1]]


def test_a_sheet_says_what_its_page_says(command: Command, places: Places) -> None:
    asked = press._asked(f"territoire-{MADE[0]}")
    inside = places.communes.index[places.communes["id_territoire_2"] == MADE[0]]
    here = [row for row in live_projects() if row["code_insee"] in set(inside)]
    tables = {plate.title: plate.table for plate in asked.plates}
    assert f"Projets – {asked.options['title']}" in {spaced(title) for title in tables}
    assert any(table.total == len(here) for table in tables.values())
    assert asked.options["lead"] and asked.options["turn"] == len(on_paper._FIRST)


def test_a_sheet_that_fails_is_named_and_the_others_are_made(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = on_paper.asked

    def broken(key: str, *rest: object) -> on_paper.Asked:
        if key.endswith(MADE[0]):
            raise RuntimeError("secret")
        return whole(key, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(on_paper, "asked", broken)
    done = command()
    assert done.exit_code == 1 and done.stdout.startswith("1 fiches faites")
    assert "Cette fiche n'a pas pu être affichée" in done.stderr and "secret" not in done.stderr
    assert set(made()) == {MADE[1]}


def test_a_full_disk_leaves_no_part_of_a_file(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, content: bytes) -> None:
        path.write_bytes(content[:100])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable, "write_file", full)
    done = command()
    assert done.exit_code == 1 and "ne peut pas être écrit" in done.stderr and made() == {}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--level", "pays"), "le niveau « pays »"),
        (("--phase", "3"), "phase « 3 »"),
        (("--to", "/dev/null/fiches"), "ce dossier ne peut pas être fait"),
    ],
    ids=["level", "phase", "folder"],
)
def test_what_cannot_be_printed_is_refused_in_french(
    command: Command, arguments: tuple[str, ...], message: str
) -> None:
    done = command(*arguments)
    assert done.exit_code == 1 and message in done.stderr and "Remède : " in done.stderr and done.stdout == ""
