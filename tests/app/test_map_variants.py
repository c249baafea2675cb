"""The map of a level once per year, filière or status: their values add up to the whole, coverage beside each."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np

from components.maps.drawing import SIZES
from data.places.levels import Places, View
from data.query.projects import Projects
from data.query.selection import Selection
from data.words.vocabulary import FLAT
from tests import inventory
from tests.app.test_pages import open_page, texts
from tests.shown_maps import shown_maps


def test_the_maps_of_years_add_up_to_the_whole(app_home: Path, places: Places, projects: Projects) -> None:
    at = open_page("carte", Selection(form="annees"))
    (drawn,) = shown_maps(at)
    found = drawn["variants"]
    assert found["labels"] == sorted(found["labels"]) and len(found["labels"]) > 10
    values = np.array([[float(value) for value in each.split("|")] for each in found["values"]])
    assert values.sum(axis=0).tolist() == View.of(projects, places, Selection()).table["projets"].tolist()
    counted = [int(re.sub(r"\D", "", said)) for said in found["told"]]
    assert sum(counted) == len(inventory.live_projects()) and found["first"] == int(np.argmax(values.sum(axis=1)))
    sizes = np.array([[SIZES.index(size) for size in each] for each in found["sizes"]])
    assert sizes.shape == values.shape and sizes.max() == 63  # one scale: that of the greatest of all
    assert ((sizes > 0) == (values > 0)).all() and np.argmax(sizes) == np.argmax(values)
    assert len(at.get("bidi_component")[0].proto.bytes) < 16_000
    assert "Une carte par année, toutes à la même échelle" in texts(at)


def test_the_rates_of_each_filiere_are_in_the_same_classes(app_home: Path, places: Places, projects: Projects) -> None:
    chosen = Selection(level="regions", form="filieres", denominator="habitants")
    at = open_page("carte", chosen)
    (drawn,) = shown_maps(at)
    found, (area,) = drawn["variants"], drawn["areas"]
    assert drawn["greatest"] == [] and "circles" not in drawn and len(found["labels"]) == len(found["areas"]) > 10
    classes = range(area["dotted"])
    values: dict[int, list[float]] = {code: [] for code in classes}
    for rank, label in enumerate(found["labels"]):
        one = replace(chosen, form=FLAT, filieres=(label,)) if label != "Sans filière" else None
        table = View.of(projects, places, one).table if one else None
        codes, said = found["areas"][rank]["codes"], found["values"][rank].split("|")
        assert len(codes) == len(said) == 18
        for place in range(18) if table is not None else ():
            value, code = table["valeur"].iloc[place], int(codes[place])
            assert (said[place] == "") == bool(np.isnan(value)) and (code == area["dotted"]) == bool(np.isnan(value))
            assert (code > area["dotted"]) == bool(table["fragile"].iloc[place])
            if code in values:
                values[code].append(value)
    assert all(values.values())
    assert all(max(values[code]) < min(values[code + 1]) for code in classes[:-1])  # one scale for all
    assert "Une carte par filière, toutes dans les mêmes classes" in texts(at)
    assert "toutes cartes confondues" in texts(at)


def test_rates_that_rest_on_too_few_projects_are_one_map_and_the_page_says_so(app_home: Path) -> None:
    at = open_page("carte", Selection(form="filieres", denominator="habitants"))
    (drawn,) = shown_maps(at)
    assert "variants" not in drawn
    said = re.search(r"Par filière, ([\d ]+) des ([\d ]+) valeurs de ces cartes reposent", plain(texts(at)))
    assert said is not None
    kept, held = (int(each.replace(" ", "")) for each in said.groups())
    assert 0 < 2 * kept < held


def plain(said: str) -> str:
    return said.replace("\u00a0", " ").replace("\u202f", " ")
