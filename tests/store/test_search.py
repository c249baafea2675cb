"""The search box on all the places of the edition: each one is found by its name and by its code."""

import random
from collections import Counter

import pandas as pd
import pytest

from components.frame import search_box
from data.editions.edition import Edition
from data.places.levels import Places
from data.places.search import SearchIndex
from data.words import outside
from data.words.levels import LEVELS
from data.words.place_keys import place_key
from data.words.text import name_words

SAMPLE = 300
DRAWN = 50  # examples of each other kind
SEED = 20_260_101


@pytest.fixture(scope="module")
def former(edition: Edition) -> pd.DataFrame:
    return edition.table("successions")


@pytest.fixture(scope="module")
def postcodes(edition: Edition) -> pd.DataFrame:
    return edition.table("codes_postaux")


@pytest.fixture(scope="module")
def index(places: Places, former: pd.DataFrame, postcodes: pd.DataFrame) -> SearchIndex:
    return SearchIndex.from_places(places, former, postcodes)


def sampled(names: pd.Series) -> list[tuple[str, str]]:
    """Codes and names of a fixed draw of communes."""
    return random.Random(SEED).sample([(str(code), nom) for code, nom in names.items()], SAMPLE)


def drawn(rows: pd.DataFrame, count: int = DRAWN) -> list[dict[str, str]]:
    """A fixed draw of the rows of a table."""
    return rows.sample(count, random_state=SEED).reset_index().to_dict("records")


def keys(index: SearchIndex, text: str) -> list[str]:
    return [each.key for each in index.find(text)]


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
        ("38193", "commune-38193"),  # and no postcode
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


@pytest.mark.parametrize("text", ["Y", "y", "Y (80)", "80 Y", "Y Somme", "80829", "80190 Y"])
def test_the_commune_of_one_letter_is_found(index: SearchIndex, text: str) -> None:
    assert keys(index, text)[0] == "commune-80829"


def test_each_commune_is_found_by_its_code(index: SearchIndex, places: Places) -> None:
    for code, _ in sampled(places.communes["nom"]):
        assert place_key("commune", code) in keys(index, code)


def test_six_hundred_postcodes_give_all_of_their_communes_first(index: SearchIndex, postcodes: pd.DataFrame) -> None:
    of_each = postcodes.groupby("code_postal")["code_insee"].agg(set)
    for postcode, codes in of_each.sample(600, random_state=SEED).items():
        assert {*keys(index, postcode)[: len(codes)]} == {place_key("commune", code) for code in codes}, postcode


def test_a_name_is_found_first_with_its_departement_or_its_postcode(
    index: SearchIndex, places: Places, postcodes: pd.DataFrame
) -> None:
    held = places.communes.join(postcodes.set_index("code_insee")["code_postal"], how="inner")
    for row in drawn(held[["nom", "precision_nom", "code_departement", "code_postal"]]):
        key = place_key("commune", row["code_insee"])
        for beside in (
            row["code_departement"],
            f"({row['code_departement']})",
            row["precision_nom"],
            row["code_postal"],
        ):
            assert key in keys(index, f"{row['nom']} {beside}")[:2], (row["nom"], beside)
        assert key in keys(index, f"{row['code_postal']} {row['nom'].upper()}")[:2]


def test_what_the_box_shows_finds_the_place_that_it_shows(index: SearchIndex, places: Places) -> None:
    for level in LEVELS:
        for row in drawn(places.table(level)[["nom"]], min(DRAWN, len(places.table(level)))):
            code = next(value for name, value in row.items() if name != "nom")
            key = place_key(LEVELS[level].kind, code)
            shown = next((each for each in index.find(row["nom"], 100) if each.key == key), None)
            assert shown is not None, row["nom"]
            assert key in keys(index, search_box.label(shown).replace("*", "").replace("\\", ""))[:3], row["nom"]


def test_an_epci_is_found_by_its_name_its_short_name_and_its_code(index: SearchIndex, places: Places) -> None:
    short = {"Communauté de communes": "CC", "Communauté d'agglomération": "CA", "Communauté urbaine": "CU"}
    for row in drawn(places.levels["epci"][["nom"]]):
        key = place_key("epci", row["code_epci"])
        assert keys(index, row["code_epci"]) == [key]
        for name in (row["nom"], *(row["nom"].replace(long, abbreviated) for long, abbreviated in short.items())):
            assert key in keys(index, name)[:3], name


@pytest.mark.parametrize(
    ("text", "code"),
    {
        "PACA": "93",
        "aura": "84",
        "IDF": "11",
        "hdf": "32",
        "BFC": "27",
        "Grand Est": "44",
        "Alsace": "44",
        "52": "52",
        "93": "93",
        "ile de france": "11",
        "Pays de la Loire": "52",
        "Midi-Pyrénées": "76",
    }.items(),
)
def test_a_region_is_found_by_its_name_its_short_name_and_its_code(index: SearchIndex, text: str, code: str) -> None:
    assert place_key("region", code) in keys(index, text)[:3]


def test_a_former_commune_gives_the_present_one(index: SearchIndex, former: pd.DataFrame) -> None:
    merged = former[former["nature"] != "arrondissement"]
    for row in drawn(merged):
        assert place_key("commune", row["code_insee"]) in keys(index, row["nom"]), row["nom"]


@pytest.mark.parametrize("code", ["75056", "69123", "13055"])
def test_each_arrondissement_gives_its_city(index: SearchIndex, former: pd.DataFrame, code: str) -> None:
    for row in former[(former["nature"] == "arrondissement") & (former["code_insee"] == code)].to_dict("records"):
        city, rank, *_ = row["nom"].split(" ")
        figure = rank.removesuffix("er").removesuffix("e")
        for text in (row["nom"], f"{city} {rank}", f"{city} {figure}", f"{city} {figure}ème arrondissement"):
            assert keys(index, text)[0] == place_key("commune", code), text
        assert place_key("commune", code) in keys(index, row["code_ancien"])  # which may be a postcode


def test_an_overseas_collectivity_is_answered_as_outside_the_atlas(index: SearchIndex) -> None:
    communes = list(outside.communes().items())
    for code, (nom, _) in random.Random(SEED).sample(communes, DRAWN):
        for text in (code, nom):
            assert any(not each.key and "hors de l'atlas" in each.genre for each in index.find(text, 25)), text
    assert [each.nom for each in index.find("miquelon")] == ["Miquelon-Langlade", "Saint-Pierre-et-Miquelon"]


def test_no_slip_is_forgiven_while_a_name_begins_so(index: SearchIndex, places: Places) -> None:
    for _, nom in sampled(places.communes["nom"])[:DRAWN]:
        begun = name_words(nom)[: max(3, len(nom) // 2)].strip()
        assert index.find(begun) == index.find(begun, slips=False) != []


def test_each_former_code_finds_the_present_commune(index: SearchIndex, former: pd.DataFrame) -> None:
    assert len(former) > 2_000
    for old, present in former[["code_ancien", "code_insee"]].itertuples(index=False):
        assert place_key("commune", present) in keys(index, old)


@pytest.mark.parametrize(
    ("level", "kind"), [("territoires-1", "territoire"), ("territoires-2", "territoire"), ("epci", "epci")]
)
def test_each_larger_place_is_found_by_its_name(index: SearchIndex, places: Places, level: str, kind: str) -> None:
    names = places.table(level)["nom"]
    for code, nom in names.sample(DRAWN, random_state=SEED).items():
        assert place_key(kind, str(code)) in {s.key for s in index.find(nom)}, nom


@pytest.mark.parametrize("limit", [1, 10, 25])
def test_a_short_text_gives_at_most_limit_distinct_places(index: SearchIndex, limit: int) -> None:
    for text in ("sa", "la", "st", "saint", "de", "l a", "communaute", "oyonax", "xqzt"):
        names = [(s.key, s.nom) for s in index.find(text, limit)]
        assert len(names) == len(set(names)) <= limit
