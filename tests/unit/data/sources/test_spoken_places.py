"""The place that a published figure speaks of: one name, one place, else none."""

import pandas as pd

from data.sources import spoken_places

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
    assert spoken_places.unplaced(table) == "Chine (2)"
