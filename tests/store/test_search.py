"""The search box on all the places of the edition: each one is found by its name and by its code."""

import random
from collections import Counter

import pandas as pd
import pytest

from data.editions.edition import Edition
from data.places.levels import Places
from data.places.search import SearchIndex
from data.words.place_keys import place_key

SAMPLE = 1_000


@pytest.fixture(scope="module")
def successions(edition: Edition) -> dict[str, str]:
    table = edition.table("successions")
    return dict(zip(table["code_ancien"], table["code_insee"], strict=True))


@pytest.fixture(scope="module")
def index(places: Places, successions: dict[str, str]) -> SearchIndex:
    return SearchIndex.from_places(places, successions)


def sampled(names: pd.Series) -> list[tuple[str, str]]:
    """Codes and names of a fixed thousand of communes, without Y, too short for a search by name."""
    return random.Random(20_260_101).sample([(str(code), nom) for code, nom in names.items() if nom != "Y"], SAMPLE)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("thiers", "commune-63430"),
        ("ST ETIENNE DU ROUVRAY", "commune-76575"),
        ("l'isle d'abeau", "commune-38193"),
        ("saint jean de maurienne", "commune-73248"),
        ("oyonax", "commune-01283"),
        ("le creusot", "commune-71153"),
        ("creusot", "commune-71153"),
        ("2a004", "commune-2A004"),
        ("63430", "commune-63430"),
        ("paris", "commune-75056"),
        ("75101", "commune-75056"),
        ("marseile", "commune-13055"),
        ("clermontferrand", "commune-63113"),
        ("63", "departement-63"),
        ("2a", "departement-2A"),
        ("200046977", "epci-200046977"),
        ("haute savoie", "departement-74"),
    ],
)
def test_the_place_meant_comes_first(index: SearchIndex, text: str, key: str) -> None:
    assert index.find(text)[0].key == key


def test_a_town_does_not_hide_the_territories_of_its_name(index: SearchIndex) -> None:
    found = index.find("thiers")
    assert {s.genre for s in found if "Thiers" in s.nom} == {
        "Commune",
        "Intercommunalité",
        "Territoire d'industrie, phase 1",
        "Territoire d'industrie, phase 2",
    }
    assert [s.key for s in index.find("lyon")][:2] == ["commune-69123", "epci-200046977"]


def test_homonyms_are_told_apart(index: SearchIndex) -> None:
    found = index.find("saint aubin")
    assert {s.nom for s in found} == {"Saint-Aubin"}
    assert len({s.situation for s in found}) == len(found) == 10
    assert "Jura (39)" in {s.situation for s in found}


def test_two_letters_are_enough(index: SearchIndex) -> None:
    found = index.find("ep")
    assert len(found) == 10
    assert {"Épinal", "Épernay"} <= {s.nom for s in found}


def test_each_commune_is_found_by_its_name_unless_ten_bear_it(index: SearchIndex, places: Places) -> None:
    bearers = Counter(places.communes["nom"])
    for code, nom in sampled(places.communes["nom"]):
        found = index.find(nom)
        assert place_key("commune", code) in {s.key for s in found} or (
            bearers[nom] > 10 and [s.nom for s in found] == [nom] * 10
        ), nom


def test_the_commune_of_one_letter_is_found_by_its_code(index: SearchIndex) -> None:
    assert index.find("Y") == []
    assert [s.nom for s in index.find("80829")] == ["Y"]


def test_each_commune_is_found_by_its_code(index: SearchIndex, places: Places) -> None:
    for code, _ in sampled(places.communes["nom"]):
        assert index.find(code)[0].key == place_key("commune", code)


def test_each_former_code_finds_the_present_commune(index: SearchIndex, successions: dict[str, str]) -> None:
    assert len(successions) > 2_000
    for old, present in successions.items():
        assert index.find(old, 1)[0].key == place_key("commune", present)


@pytest.mark.parametrize(
    ("level", "kind"), [("territoires-1", "territoire"), ("territoires-2", "territoire"), ("epci", "epci")]
)
def test_each_larger_place_is_found_by_its_name(index: SearchIndex, places: Places, level: str, kind: str) -> None:
    for code, nom in places.table(level)["nom"].items():
        assert place_key(kind, str(code)) in {s.key for s in index.find(nom)}, nom


@pytest.mark.parametrize("limit", [1, 10, 25])
def test_a_short_text_gives_at_most_limit_distinct_places(index: SearchIndex, limit: int) -> None:
    for text in ("sa", "la", "st", "saint", "de", "l a", "communaute", "oyonax", "xqzt"):
        keys = [s.key for s in index.find(text, limit)]
        assert len(keys) == len(set(keys)) <= limit
