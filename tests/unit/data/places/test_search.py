"""The search box on a few made places: what is typed roughly is found, and the most exact name comes first."""

import time

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.places.levels import COLUMNS, Places
from data.places.search import SearchIndex

Row = tuple[str, str, str, int]  # code, nom, precision_nom, population

COMMUNES: list[Row] = [
    ("69123", "Lyon", "Rhône", 500),
    ("27377", "Lyons-la-Forêt", "Eure", 7),
    ("69202", "Sainte-Foy-lès-Lyon", "Rhône", 220),
    ("27378", "Lyonnais", "Eure", 1),
    ("27380", "Lyonnois", "Eure", 1),
    ("27379", "Bois-Lyon-Foy", "Eure", 1),
    ("42218", "Saint-Étienne", "Loire", 170),
    ("76575", "Saint-Étienne-du-Rouvray", "Seine-Maritime", 28),
    ("71153", "Le Creusot", "Saône-et-Loire", 21),
    ("71154", "Creusot", "Saône-et-Loire", 2),
    ("38193", "L'Isle-d'Abeau", "Isère", 16),
    ("63113", "Clermont-Ferrand", "Puy-de-Dôme", 140),
    ("01283", "Oyonnax", "Ain", 22),
    ("76255", "Eu", "Seine-Maritime", 6),
    ("2A004", "Ajaccio", "Corse-du-Sud", 70),
    ("75056", "Paris", "Paris", 2000),
    ("03218", "Saint-Aubin", "Allier", 3),
    ("39476", "Saint-Aubin", "Jura", 18),
]
TERRITOIRES_1: list[Row] = [("1-ti-0101", "Oyonnax - Bugey", "Auvergne-Rhône-Alpes", 290)]
TERRITOIRES_2: list[Row] = [("2-ti-0101", "Plastics Vallée – Oyonnax", "Auvergne-Rhône-Alpes", 63)]
EPCI: list[Row] = [
    ("200046977", "Métropole de Lyon", "Rhône", 1300),
    ("246200729", "Communauté d'agglomération du Boulonnais", "Pas-de-Calais", 110),
]
DEPARTEMENTS: list[Row] = [
    ("75", "Paris", "Île-de-France", 2000),
    ("2A", "Corse-du-Sud", "Corse", 150),
    ("03", "Allier", "Auvergne-Rhône-Alpes", 330),
]
REGIONS: list[Row] = [("03", "Guyane", "", 260)]


def frame(rows: list[Row]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["code", "nom", "precision_nom", "population"]).set_index("code")
    return table.assign(population_millesime="2023", superficie_km2=1.0, code_region="84", ordre=range(len(rows)))[
        COLUMNS
    ]


def made_places() -> Places:
    communes = frame(COMMUNES)
    communes["code_departement"] = [code[:2] for code in communes.index]
    levels = {
        "territoires-1": TERRITOIRES_1,
        "territoires-2": TERRITOIRES_2,
        "epci": EPCI,
        "departements": DEPARTEMENTS,
        "regions": REGIONS,
    }
    return Places({level: frame(rows) for level, rows in levels.items()}, communes)


# The last one leads to a commune that is not there: a build would say so, a search has nothing to show.
FORMER = pd.DataFrame(
    [
        ("69381", "Lyon 1er Arrondissement", "arrondissement", "69123"),
        ("69387", "Lyon 7e Arrondissement", "arrondissement", "69123"),
        ("42222", "Terrenoire", "commune associée", "42218"),
        ("42218", "Saint-Étienne", "commune associée", "42218"),
        ("01001", "Nulle-Part", "commune déléguée", "99999"),
    ],
    columns=["code_ancien", "nom", "nature", "code_insee"],
)
POSTCODES = pd.DataFrame(
    [("42000", "42218"), ("69001", "69123"), ("27380", "27377"), ("27380", "27378"), ("39410", "39476")],
    columns=["code_postal", "code_insee"],
)
INDEX = SearchIndex.from_places(made_places(), FORMER, POSTCODES)


def found(text: str, limit: int = 10) -> list[str]:
    return [suggestion.key for suggestion in INDEX.find(text, limit)]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("SAINT-ETIENNE-DU-ROUVRAY", "commune-76575"),
        ("st etienne du rouvray", "commune-76575"),
        ("st etienne rouv", "commune-76575"),
        ("Ste Foy les Lyon", "commune-69202"),
        ("l’isle d’abeau", "commune-38193"),
        ("isle d abeau", "commune-38193"),
        ("lisle dabeau", "commune-38193"),
        ("abeau", "commune-38193"),
        ("clermontferrand", "commune-63113"),
        ("clermont_ferrand!", "commune-63113"),
        ("oyonax", "commune-01283"),
        ("oyonanx", "commune-01283"),
        ("clremont ferand", "commune-63113"),
        ("cler", "commune-63113"),
        ("clarmo", "commune-63113"),
        ("boulonnais", "epci-246200729"),
        ("boulonais", "epci-246200729"),
        ("communauté d'agglomération du Boulonnais", "epci-246200729"),
        ("lyon metropole", "epci-200046977"),
        ("eu", "commune-76255"),
    ],
)
def test_what_is_typed_roughly_finds_its_place_first(text: str, key: str) -> None:
    assert found(text)[0] == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2a004", "commune-2A004"),
        ("2A", "departement-2A"),
        ("69381", "commune-69123"),
        ("200 046 977", "epci-200046977"),
    ],
)
def test_a_code_finds_its_place_alone(text: str, key: str) -> None:
    assert found(text) == [key]


def test_a_code_of_several_places_finds_them_all() -> None:
    assert found("03") == ["departement-03", "region-03"]
    assert found("27380") == ["commune-27377", "commune-27378", "commune-27380"]  # of the post, then of INSEE


@pytest.mark.parametrize("text", ["01001", "99999", "1-ti-0101"])
def test_an_unknown_code_finds_nothing(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("42000", ("commune-42218", "Saint-Étienne", "Commune")),
        ("terrenoire", ("commune-42218", "Terrenoire", "Commune associée")),
        ("Lyon 7ème", ("commune-69123", "Lyon 7e Arrondissement", "Arrondissement")),
        ("lyon 7", ("commune-69123", "Lyon 7e Arrondissement", "Arrondissement")),
        ("saint aubin jura", ("commune-39476", "Saint-Aubin", "Commune")),
        ("39410 saint aubin", ("commune-39476", "Saint-Aubin", "Commune")),
        ("Saint-Aubin (03)", ("commune-03218", "Saint-Aubin", "Commune")),
        ("Lyon Intercommunalité · Rhône", ("epci-200046977", "Métropole de Lyon", "Intercommunalité")),
        ("ca du boulonnais", ("epci-246200729", "Communauté d'agglomération du Boulonnais", "Intercommunalité")),
        ("nouméa", ("", "Nouméa", "Collectivité d'outre-mer, hors de l'atlas")),
        ("97150", ("", "Saint-Martin", "Collectivité d'outre-mer, hors de l'atlas")),
        ("98818", ("", "Nouméa", "Collectivité d'outre-mer, hors de l'atlas")),
        ("98800", ("", "Nouvelle-Calédonie", "Collectivité d'outre-mer, hors de l'atlas")),
    ],
)
def test_other_names_and_what_stands_beside_a_name_find_it(text: str, first: tuple[str, str, str]) -> None:
    answer = INDEX.find(text)[0]
    assert (answer.key, answer.nom, answer.genre) == first


def test_a_former_commune_that_kept_its_name_is_no_other_answer() -> None:
    assert [(each.key, each.genre) for each in INDEX.find("saint etienne")][:1] == [("commune-42218", "Commune")]
    assert found("saint etienne").count("commune-42218") == 1


def test_the_whole_name_comes_before_its_beginning_then_its_words() -> None:
    assert found("lyon") == [
        "commune-69123",  # less populated than its métropole
        "epci-200046977",
        "commune-27377",
        "commune-27378",
        "commune-27380",
        "commune-69202",  # more populated than these three, but « Lyon » is its last word
        "commune-27379",
    ]


def test_a_name_with_the_typed_article_comes_before_one_without() -> None:
    assert found("le creusot") == ["commune-71153", "commune-71154"]
    assert found("creusot") == ["commune-71154", "commune-71153"]


def test_a_typed_article_keeps_other_beginnings_behind() -> None:
    known = [key for key in found("le c") if key]
    assert known == ["commune-71153", "commune-63113", "commune-71154", "epci-246200729", "departement-2A"]


def test_communes_come_first_when_only_the_beginning_is_typed() -> None:
    assert found("lyo")[:2] == ["commune-69123", "commune-27377"]


def test_a_commune_comes_before_the_departement_of_its_name_and_population() -> None:
    assert found("paris") == ["commune-75056", "departement-75"]
    assert found("pari")[:2] == ["commune-75056", "departement-75"]


def test_a_slip_finds_the_whole_name_before_more_populated_names_that_hold_the_word() -> None:
    assert found("oyonax") == ["commune-01283", "territoire-2-ti-0101", "territoire-1-ti-0101"]


def test_no_slip_is_looked_for_when_a_name_is_equal() -> None:
    assert found("lyonnaas") == ["commune-27378", "commune-27380"]
    assert found("lyonnais") == ["commune-27378"]


def test_short_words_are_taken_as_they_are() -> None:
    assert found("eus") == []
    assert found("lio") == []
    assert found("lion")[0] == "commune-69123"


def test_words_in_order_come_before_words_in_another_order() -> None:
    assert found("foy lyon") == ["commune-69202", "commune-27379"]
    assert found("lyon foy") == ["commune-27379", "commune-69202"]


def test_words_of_different_places_find_neither() -> None:
    assert found("rouvray foy") == []


def test_homonyms_are_told_apart_and_the_most_populated_comes_first() -> None:
    assert [(s.nom, s.situation) for s in INDEX.find("saint aubin")] == [
        ("Saint-Aubin", "Jura (39)"),
        ("Saint-Aubin", "Allier (03)"),
    ]


@pytest.mark.parametrize(
    ("text", "genre", "situation", "population"),
    [
        ("lyon", "Commune", "Rhône (69)", 500),
        ("boulonnais", "Intercommunalité", "Pas-de-Calais", 110),
        ("oyonnax - bugey", "Territoire d'industrie, phase 1", "Auvergne-Rhône-Alpes", 290),
        ("plastics vallee - oyonnax", "Territoire d'industrie, phase 2", "Auvergne-Rhône-Alpes", 63),
        ("corse du sud", "Département", "Corse", 150),
        ("guyane", "Région", "", 260),
    ],
)
def test_each_kind_says_what_and_where_it_is(text: str, genre: str, situation: str, population: int) -> None:
    first = INDEX.find(text)[0]
    assert (first.genre, first.situation, first.population) == (genre, situation, population)
    assert type(first.population) is int


@pytest.mark.parametrize("text", ["", " ", "l", "L'", "É", "--'", "...", "\x00\u202e\ud800", "🏭🏭🏭"])
def test_fewer_than_two_letters_find_nothing(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("limit", [-1, 0, 1, 3])
def test_the_limit_holds(limit: int) -> None:
    assert len(found("lyon", limit)) == max(limit, 0)


@pytest.mark.parametrize(
    "text", ["a" * 200_000, "saint " * 40_000, "." * 200_000, "\u0301" * 200_000, "ﷺ" * 200_000, "lyon\x00" * 40_000]
)
def test_a_hostile_text_is_answered_at_once(text: str) -> None:
    begin = time.process_time()
    assert len(found(text)) <= 10
    assert time.process_time() - begin < 1  # of processor: other work of the machine proves nothing


@given(st.text(max_size=300) | st.text("lyonsaitedu -'", max_size=40), st.integers(0, 12))
def test_any_text_gives_at_most_limit_distinct_places(text: str, limit: int) -> None:
    keys = [(each.key, each.nom) for each in INDEX.find(text, limit)]
    assert len(keys) == len(set(keys)) <= limit
