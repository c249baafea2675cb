"""How far from the country places are: on the map, in the table, in files and slides; not where it means nothing."""

import io
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pptx import Presentation

from components.look import palette
from components.text import measure_labels
from data.documents import sheets
from data.documents.plates import Areas, Map
from data.documents.slides import powerpoint
from data.editions.registry import STATIC_FOLDER
from data.places import country
from data.places.levels import Places, View
from data.query import outputs
from data.query.projects import Projects
from data.query.selection import Selection
from data.words.vocabulary import GAP
from tests import inventory
from tests.app.test_pages import MAX_MAP_BYTES, open_page, texts
from tests.app.test_pictures import Shown, plain, shown  # noqa: F401
from tests.shown_maps import shown_maps

CHOSEN = Selection(measure="investissement", denominator="habitants", form=GAP)


def test_the_gap_of_a_place_is_its_value_less_that_of_the_country(places: Places, projects: Projects) -> None:
    table = country.beside(View.of(projects, places, CHOSEN), places)
    invested = inventory.euros(inventory.live_projects())
    people = places.levels["regions"]["population"].sum()
    assert table["france"].unique() == pytest.approx([10_000 * invested / people])
    assert (table["ecart"] + table["france"] - table["valeur"]).abs().max() == pytest.approx(0, abs=1e-6)


def test_page_table_file_picture_and_slide_say_one_gap(
    app_home: Path,
    shown: Shown,  # noqa: F811
    places: Places,
    projects: Projects,
) -> None:
    at = open_page("carte", CHOSEN)
    table = country.beside(View.of(projects, places, CHOSEN), places)
    (drawn,) = shown_maps(at)
    assert len(at.get("bidi_component")[0].proto.bytes) <= MAX_MAP_BYTES
    assert set(drawn["areas"][0]["fills"]) >= set(palette.DIVERGING)
    short, exact = measure_labels.gap_short(CHOSEN), measure_labels.gap_exact(CHOSEN)
    rows = drawn["hover"]["values"].split("|")
    told = rows[:: len(drawn["hover"]["labels"])]
    assert [said[:1] for said in told] == [short(gap)[:1] if not np.isnan(gap) else "" for gap in table["ecart"]]
    plate = shown["carte"]
    column = plate.table.headings.index(plain_label(plate.table.headings))
    by_name = {row[plate.table.headings.index("Nom")]: row[column] for row in plate.table.rows}
    for _, row in table[table["ecart"].notna()].iterrows():
        if list(table["nom"]).count(row["nom"]) == 1 and row["nom"] in by_name:
            assert plain(by_name[row["nom"]]) == plain(exact(row["ecart"]))
    assert plate.numbers[0].label == "France" and plate.numbers[0].note.startswith("pour")
    assert plate.numbers[0].value == measure_labels.short(CHOSEN)(table["france"].iloc[0])
    (picture,) = plate.pictures
    assert isinstance(picture, Map)
    assert [plain(said) for said in picture.values] == [plain(short(gap)) for gap in table["ecart"]]
    assert any(isinstance(layer, Areas) and set(layer.colours) >= set(palette.DIVERGING) for layer in picture.layers)
    said = plain(measure_labels.of_country(CHOSEN, table["france"].iloc[0]))
    assert said in plain(picture.legend.method) and said in plain(re.sub("<[^>]+>", "", "".join(htmls(at))))
    drawing = sheets.drawn(plate, STATIC_FOLDER)
    written = plain(" ".join(re.findall(r">([^<]+)</", drawing.decode())))  # line by line
    assert "par rapport à la France" in written and said in written
    (slide,) = Presentation(io.BytesIO(powerpoint.deck([plate], STATIC_FOLDER))).slides
    assert "écart à la France" in slide.shapes.title.text
    exported = outputs.level_output(table, CHOSEN)
    pd.testing.assert_series_equal(
        exported["valeur_ecart"], (exported["valeur"] - exported["valeur_france"]), check_names=False
    )


def plain_label(headings: tuple[str, ...]) -> str:
    return next(heading for heading in headings if heading.startswith("Écart à la France"))


def htmls(at: object) -> list[str]:
    return [element.proto.body for element in at.get("html")]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (Selection(form=GAP), "se lit sur un rapport"),
        (Selection(form=GAP, denominator="part"), "se lit sur un rapport"),
        (Selection(form=GAP, denominator="habitants", regions=("11",)), "retirer les filtres de lieu"),
    ],
)
def test_what_is_no_mean_of_the_country_is_refused_in_words(app_home: Path, asked: Selection, why: str) -> None:
    at = open_page("carte", asked)
    assert why in texts(at)
    assert not set(palette.DIVERGING) & set(shown_maps(at)[0]["areas"][0]["fills"])


def test_a_place_that_has_all_that_is_known_is_not_held_against_it(places: Places, projects: Projects) -> None:
    view = View.of(projects, places, CHOSEN)
    best = view.table["connus"].idxmax()
    alone = view.table.loc[[best]]
    total = view.total.copy()
    total["investissement_connus"] = alone["connus"].iloc[0]
    assert country.beside(View(CHOSEN, alone, total), places)["ecart"].isna().all()
