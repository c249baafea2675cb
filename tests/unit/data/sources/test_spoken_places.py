"""The place that a published figure speaks of: one name, one place, else none."""

import pandas as pd
import pytest

from data.sources import spoken_places
from geo.errors import DataError

NAMES = {
    "region": pd.Series({"11": "Île-de-France", "44": "Grand Est"}),
    "commune": pd.Series({"76540": "Rouen", "01001": "Homonyme", "02001": "Homonyme", "03001": "Deux genres"}),
    "epci": pd.Series({"2": "Deux genres"}),
    "territoire": pd.Series({"2-ti-09": "Lacq"}),
}


def test_a_perimeter_is_the_only_place_of_its_name() -> None:
    spoken = ["France", "ile de france", "Rouen", "Homonyme", "Deux genres", "Lacq", "industrie verte"]
    found = spoken_places.keys(pd.Series(spoken), NAMES)
    assert found.fillna("").tolist() == [
        "",
        "region-11",
        "commune-76540",
        "",
        "",
        "territoire-2-ti-09",
        "",
    ]


def test_what_has_no_place_is_listed_without_france() -> None:
    table = pd.DataFrame({"perimetre": ["France", "Chine", "Chine", "Rouen"], "lieu": [None, None, None, "commune-1"]})
    assert spoken_places.unplaced(table, PERIMETERS) == "Chine (2)"


PERIMETERS = pd.DataFrame(
    {"perimetre": ["Rouen et Lacq", "Rouen et Lacq"], "lieu": ["commune-76540", "territoire-2-ti-09"]}, index=[2, 3]
)
FIGURES = pd.DataFrame(
    {"perimetre": ["Rouen", "Rouen et Lacq", "Chine"], "lieu": ["commune-76540", None, None], "valeur": [1, 2, 3]}
)


def test_a_figure_of_several_places_is_on_the_sheet_of_each() -> None:
    for key, values in (("commune-76540", [1, 2]), ("territoire-2-ti-09", [2]), ("region-11", [])):
        assert spoken_places.of_place(FIGURES, PERIMETERS, key)["valeur"].tolist() == values
    assert spoken_places.unplaced(FIGURES, PERIMETERS) == "Chine (1)"
    assert spoken_places.places(FIGURES, PERIMETERS) == {"commune-76540", "territoire-2-ti-09"}
    assert spoken_places.places(FIGURES.iloc[:1], PERIMETERS) == {"commune-76540"}


def test_a_perimeter_that_no_figure_needs_or_a_place_that_is_none_is_refused() -> None:
    known = {"commune-76540", "territoire-2-ti-09"}
    spoken_places.check(PERIMETERS, FIGURES, known)
    for wrong, words in (
        (PERIMETERS.assign(perimetre="Rouen"), "n'est celui d'aucun chiffre sans lieu"),
        (PERIMETERS.assign(lieu="epci-1"), "n'existe pas dans l'atlas"),
    ):
        with pytest.raises(DataError, match=words):
            spoken_places.check(wrong, FIGURES, known)
