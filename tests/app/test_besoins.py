"""The guided path: each need leads to its schemes, and a place to the structures around it."""

import csv
import html
import re
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from components.views import besoins
from data.paths import FACTS, PROJECT
from data.query.address import encode
from data.query.selection import Selection
from tests.app.test_sheets import ENGLISH, UNREADABLE, spaced, texts


def rows(name: str) -> list[dict[str, str]]:
    with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


NEEDS, PROGRAMMES = rows("besoins"), {row["programme"]: row for row in rows("programmes")}
DAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _on_a_known_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(besoins, "today", lambda: DAY)


def open_page(need: str | None = None, places: tuple[str, ...] = ()) -> AppTest:
    at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    for name, values in encode(Selection(places=places)).items():
        at.query_params[name] = values
    checked(at.switch_page("pages/besoins.py").run())
    if need:
        at.session_state["need"] = need
        checked(at.run())
    return at


def checked(at: AppTest) -> AppTest:
    assert not at.exception and not at.error
    shown = texts(at)
    assert not UNREADABLE.search(shown)
    assert not ENGLISH.search(shown)
    return at


def shown_schemes(at: AppTest) -> dict[str, tuple[str | None, str]]:
    """The address and the text of each scheme, by name."""
    cards = [block.proto.body for block in at.get("html") if "<article" in block.proto.body]
    names = [re.search(r"<h3[^>]*>(.*?)</h3>", card) for card in cards]
    return {plain(name[1]): (address(card), plain(card)) for name, card in zip(names, cards, strict=True) if name}


def plain(cell: str) -> str:
    return " ".join(spaced(html.unescape(re.sub(r"<[^>]+>", " ", cell))).split())


def address(cell: str) -> str | None:
    found = re.search(r'href="(http[^"]+)"', cell)
    return html.unescape(found[1]) if found else None


def test_the_path_begins_with_a_question(app_home: object) -> None:
    at = open_page()
    assert "Choisir un besoin" in texts(at)
    assert not [block for block in at.get("html") if "<table" in block.proto.body]


@pytest.mark.parametrize("need", dict.fromkeys(row["besoin"] for row in NEEDS))
def test_each_need_leads_to_its_schemes_with_their_sources_and_their_end(app_home: object, need: str) -> None:
    at = open_page(need)
    found = shown_schemes(at)
    links = [link.proto for link in at.get("page_link") if link.proto.label.startswith("Sa fiche")]
    assert len(links) == len(found) and all("dispositif=" in link.query_string for link in links)
    expected = {row["programme"]: row["raison"] for row in NEEDS if row["besoin"] == need}
    assert set(found) == {plain(name) for name in expected}
    for name, reason in expected.items():
        link, text = found[plain(name)]
        published = PROGRAMMES[name]
        assert link == (published["source_url"] or None)
        assert plain(reason) in text and plain(published["description"]) in text
        # Ends are written from the year down, so the beginning of a day compares as text.
        over = bool(published["fin"]) and published["fin"] < DAY.isoformat()[: len(published["fin"])]
        assert ("clos depuis" in text) == over
        assert ("fin inconnue" in text) == (not published["fin"])


def test_the_five_needs_are_those_of_a_project(app_home: object) -> None:
    assert list(dict.fromkeys(row["besoin"] for row in NEEDS)) == [
        "demonstrateur",
        "premiere_usine",
        "relocalisation",
        "foncier",
        "competences",
    ]
    assert all(
        len({row["intitule"] for row in NEEDS if row["besoin"] == need}) == 1 for need in {r["besoin"] for r in NEEDS}
    )


def test_france_relance_reads_as_closed_and_premiere_usine_as_open_until_its_end(app_home: object) -> None:
    _, relance = shown_schemes(open_page("relocalisation"))["France Relance industrie"]
    assert "clos depuis décembre 2022" in relance
    _, usine = shown_schemes(open_page("premiere_usine"))["Première Usine"]
    assert "en cours, fin publiée : 15 décembre 2026" in usine


def test_a_territory_of_the_list_shows_the_structures_around_it(app_home: object) -> None:
    at = open_page("foncier")
    assert "Choisir un territoire" in texts(at)
    box = next(box for box in at.selectbox if box.label == "Lieu")
    assert len(box.options) == 183
    position = next(rank for rank, option in enumerate(box.options) if "Thiers" in option)
    checked(box.select_index(position).run())
    assert "Village by CA Centre France" in texts(at)


def test_the_place_of_the_selection_is_taken_first(app_home: object) -> None:
    at = open_page("competences", places=("commune-71153",))
    box = next(box for box in at.selectbox if box.label == "Lieu")
    assert box.options[0] == "Le Creusot – Commune"
    assert "Lieu Repère de l'Industrie" in texts(at)


def test_the_name_of_a_scheme_leads_to_its_sheet(app_home: object) -> None:
    at = open_page(NEEDS[0]["besoin"])
    cards = " ".join(block.proto.body for block in at.get("html") if "<article" in block.proto.body)
    titles = re.findall(r"<h3[^>]*>(.*?)</h3>", cards)
    assert titles and all('href="programmes?dispositif=' in title and "data-view" in title for title in titles)
