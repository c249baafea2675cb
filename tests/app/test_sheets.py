"""The sheet of every place opens, says something, and its totals are those of a plain count of the published rows."""

import html
import re
from pathlib import Path
from random import Random

import pytest
from streamlit.testing.v1 import AppTest

from components.figures import table
from components.places import place_sentences
from components.text import formats
from components.views.territoire import page as sheets
from data.paths import PROJECT
from data.places import sheet as standing
from data.places.levels import Places
from data.query.selection import Selection
from data.words.levels import LEVELS
from data.words.place_keys import place_key
from tests.conftest import Count

COMMUNES_DRAWN = 30
# Of the levels where most sheets read alike: half with projects, half without where there are some.
DRAWN = {"epci": 30, "territoires-1": 20, "departements": 20}
# Parts of each level, so that they run side by side.
PARTS = 4
UNREADABLE = re.compile(r"\b(nan|None|NaT|inf)\b")
ENGLISH = re.compile(r"\b(Search|Select|Download|Error|Loading|Table of|Show|Close)\b")


@pytest.fixture
def sheet(app_home: Path) -> AppTest:
    """The application on the page of sheets, with no place yet."""
    at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    return at.switch_page("pages/territoire.py").run()


def opened(at: AppTest, key: str) -> AppTest:
    """The sheet of a place, in the visit of `at`, as a link opens it."""
    at.query_params.clear()
    at.query_params["lieu"] = key
    known = "selection_epoch" in at.session_state
    at.query_params["lien"] = str(at.session_state["selection_epoch"] if known else 0)
    return at.run()


def texts(at: AppTest) -> str:
    """Everything that the page says, with plain spaces."""
    shown = [
        e.value for kind in (at.markdown, at.caption, at.title, at.header, at.info, at.warning, at.error) for e in kind
    ]
    shown += [f"{metric.label} {metric.value}" for metric in at.metric]
    shown += [html.unescape(re.sub(r"<[^>]+>", " ", block.proto.body)) for block in at.get("html")]
    return spaced(" ".join(shown))


def spaced(text: str) -> str:
    """Text with plain spaces and without the escapes of Markdown."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2060", "").replace("\\", "").replace("’", "'")


def check(at: AppTest, key: str, name: str, counts: dict[str, Count]) -> None:
    assert not at.exception, key
    assert not at.error, key
    assert spaced(at.title[0].value) == spaced(formats.typeset(name)), key
    expected = counts.get(key, Count())
    _, _, projects, invested, *_ = own_line(at)
    assert projects == formats.number(expected.projects), key
    known = f" ({formats.number(expected.known)} sur {formats.number(expected.projects)})"
    assert spaced(invested) == spaced(formats.short_euros(expected.euros) + known if expected.known else table.EMPTY), (
        key
    )
    shown = texts(at)
    assert shown.count(formats.NO_DATA) < 2, key
    assert not UNREADABLE.search(shown), (key, UNREADABLE.search(shown))
    assert not ENGLISH.search(shown), (key, ENGLISH.search(shown))
    assert ("Aucun projet relevé" in shown) == (expected.projects == 0), key


def own_line(at: AppTest) -> list[str]:
    """The key figures of the place, first line of the table that has those of the places that hold it."""
    body = next(block.proto.body for block in at.get("html") if "et ce qui l" in block.proto.body)
    first = re.split(r"<tr>", body)[2]
    return [html.unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.findall(r"<t[hd][^>]*>.*?</t[hd]>", first)]


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("level", ["territoires-1", "territoires-2", "epci", "departements", "regions"])
def test_the_sheet_of_every_place_opens_with_its_totals(
    sheet: AppTest, places: Places, counts: dict[str, Count], level: str, part: int
) -> None:
    kind = LEVELS[level].kind
    keys = {place_key(kind, str(code)): name for code, name in places.levels[level]["nom"].items()}
    for key in opened_by_a_browser(level, list(keys), counts)[part::PARTS]:
        check(opened(sheet, key), key, keys[key], counts)


def opened_by_a_browser(level: str, keys: list[str], counts: dict[str, Count]) -> list[str]:
    """All the territories of the present phase and all régions; of the other levels, some with and without projects."""
    if level not in DRAWN:
        return keys
    drawn = Random(2026)
    having, empty = ([key for key in keys if (key in counts) == known] for known in (True, False))
    without = min(len(empty), DRAWN[level] // 2)
    return [*drawn.sample(having, DRAWN[level] - without), *drawn.sample(empty, without)]


def test_the_sheets_of_epci_drawn_at_random_read_and_has_its_totals(
    app_home: Path, places: Places, counts: dict[str, Count]
) -> None:
    for code, name in places.levels["epci"]["nom"].sample(200, random_state=2026).items():
        key = place_key("epci", str(code))
        shown = sheets.sheet_of(key, Selection())
        expected = counts.get(key, Count())
        assert (shown.place.nom, shown.totals.projects) == (name, expected.projects), key
        assert shown.totals.amounts["investissement"].total == (expected.euros if expected.known else None), key
        said = [
            place_sentences.identity(shown.place),
            *place_sentences.facts(
                shown.place, shown.totals, standing.by_projects(shown.kin, shown.place.code), shown.projects
            ),
        ]
        assert not UNREADABLE.search(" ".join(said)), (key, said)


def test_the_sheets_of_communes_drawn_at_random_open_with_their_totals(
    sheet: AppTest, places: Places, counts: dict[str, Count]
) -> None:
    drawn = Random(2026).sample(sorted(places.communes.index), COMMUNES_DRAWN)
    for code in [*drawn, "75056", "63430", "97411", "15031", "97601"]:
        key = place_key("commune", code)
        check(opened(sheet, key), key, places.communes.at[code, "nom"], counts)


def test_paris_says_that_it_is_in_no_territory_and_names_the_nearest_three(sheet: AppTest) -> None:
    shown = texts(opened(sheet, "commune-75056"))
    assert "Paris n'est dans aucun Territoire d'industrie de la phase 2" in shown
    assert len(re.findall(r"\(\d+ km\)", shown)) >= 3


def test_thiers_leads_to_its_territories_of_both_phases(sheet: AppTest) -> None:
    at = opened(sheet, "commune-63430")
    held = next(block.proto.body for block in at.get("html") if "et ce qui l" in block.proto.body)
    for key in ("territoire-2-ti-8408", "territoire-1-ti-"):
        assert f'<a href="territoire?lieu={key}' in held
    assert "data-view" in held
    assert "n'est dans aucun" not in texts(at)


def test_what_holds_a_commune_is_linked_from_the_largest_and_what_is_like_it_is_told(sheet: AppTest) -> None:
    at = opened(sheet, "commune-63430")
    held = next(block.proto.body for block in at.get("html") if 'class="breadcrumb"' in block.proto.body)
    kinds = re.findall(r'href="territoire\?lieu=(\w+)-', held)
    assert kinds == ["region", "departement", "epci"]
    assert "Commune – " in held
    (tabs,) = at.get("tab_container")
    label = next(tab.label for tab in tabs.children.values() if "semblables" in tab.label)
    at.session_state["sheet-commune-63430"] = label
    shown = texts(at.run())
    assert "Voisin ou semblable" in shown and "voisin et semblable" not in shown.split("Voisin ou semblable")[0]
    assert len(re.findall(r"\bsemblable\b", shown.split("Filières", 1)[1])) >= 5
