"""The page of leverage: both ratios with what they cover, by each dimension, and the projects behind each row."""

import html
import re

import pytest
from streamlit.testing.v1 import AppTest

from data.paths import PROJECT
from data.query.address import encode
from data.query.selection import Selection
from data.spread.leverage import DIMENSIONS
from tests.app.test_sheets import ENGLISH, UNREADABLE, spaced, texts
from tests.inventory import everything, live_projects

PUBLISHED = live_projects()
AIDED = [
    row
    for row in PUBLISHED
    if row["aide_publique_eur"]
    and (row["investissement_eur"] or row["emplois"])
    and row["nature_aide"] in {"subvention", "avance remboursable", "non précisée"}
]


def open_page(selection: Selection | None = None) -> AppTest:
    at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    for name, values in encode(selection or Selection()).items():
        at.query_params[name] = values
    return checked(at.switch_page("pages/leviers.py").run())


def checked(at: AppTest) -> AppTest:
    assert not at.exception and not at.error
    shown = texts(at)
    assert not UNREADABLE.search(shown)
    assert not ENGLISH.search(shown)
    return at


def by(at: AppTest, dimension: str) -> AppTest:
    at.session_state["leverage-by"] = dimension
    return checked(at.run())


def listed(at: AppTest) -> list[tuple[str, str]]:
    """Name and address of the source of each project of the list."""
    body = next(b.proto.body for b in at.get("html") if "<caption>Projets comptés" in spaced(b.proto.body))
    rows = re.findall(r"<th scope=\"?row\"?[^>]*><a[^>]+>(.*?)</a>.*?href=\"(https?:[^\"]+)\"", body)
    return [(" ".join(spaced(html.unescape(name)).split()), html.unescape(address)) for name, address in rows]


def test_both_ratios_say_what_they_cover(app_home: object) -> None:
    shown = texts(open_page())
    both = [row for row in AIDED if row["investissement_eur"]]
    lever = sum(float(row["investissement_eur"]) for row in both) / sum(float(row["aide_publique_eur"]) for row in both)
    assert f"Euros investis par euro d'aide : {lever:.1f} € investis".replace(".", ",") in shown
    assert f"{len(both)} des {everything()} projets ont un investissement et une aide connus" in shown
    assert (
        f"{sum(bool(row['emplois']) for row in AIDED)} des {everything()} projets ont des emplois et une aide connus"
        in shown
    )
    assert "fragile" in shown


def test_each_project_behind_the_ratios_is_listed_with_its_source(app_home: object) -> None:
    expected = sorted((" ".join(spaced(row["projet"]).split()), row["source_url"]) for row in AIDED)
    assert sorted(listed(open_page())) == expected


# A hundred territories are 10 s: what is behind each of them is counted in tests/store/test_leverage.py.
@pytest.mark.parametrize("dimension", [each for each in DIMENSIONS if each != "territoires"])
def test_each_row_of_each_dimension_lists_its_projects(app_home: object, dimension: str) -> None:
    at = by(open_page(), dimension)
    box = next(box for box in at.selectbox if box.label.endswith("dont voir les projets"))
    found = []
    for option in range(1, len(box.options)):
        box = next(box for box in at.selectbox if box.label.endswith("dont voir les projets"))
        at = checked(box.select_index(option).run())
        found += listed(at)
    assert sorted(found) == sorted((" ".join(spaced(row["projet"]).split()), row["source_url"]) for row in AIDED)


def test_the_filter_bar_is_followed(app_home: object) -> None:
    name = "Agroalimentaire"
    rows = [row for row in AIDED if row["filiere"] == name]
    assert len(listed(open_page(Selection(filieres=(name,))))) == len(rows)


def test_a_row_that_a_filter_takes_away_gives_way_to_all(app_home: object) -> None:
    at = by(open_page(), "filieres")
    box = next(box for box in at.selectbox if box.label.endswith("dont voir les projets"))
    at = checked(box.select_index(len(box.options) - 1).run())
    kept = next(box for box in at.sidebar.multiselect if box.label == "Filière")
    name = "Agroalimentaire"
    at = checked(kept.set_value([name]).run())
    assert len(listed(at)) == sum(row["filiere"] == name for row in AIDED)


@pytest.mark.parametrize(
    "selection",
    [
        Selection(regions=("94",)),
        Selection(years=(2013, 2013), programmes=("Fonds vert",)),
        Selection(perimeter="hors", phase=1),
        Selection(text="gigafactory"),
        Selection(measure="emplois_par_million", level="communes", zone="2A"),
    ],
)
@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_narrow_selections_stay_readable(app_home: object, selection: Selection, dimension: str) -> None:
    by(open_page(selection), dimension)
