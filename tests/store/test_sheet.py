"""The sheet of every place, to the euro, and the comparison of a few, on the real data."""

import pandas as pd
import pytest

from components.maps import locator_map
from data.editions.edition import Edition
from data.places import comparison, likeness, sheet
from data.places.levels import Places
from data.places.place import Place, around, place_of
from data.query import aggregation
from data.query.projects import Projects
from data.query.selection import Selection
from data.words.levels import LEVELS
from data.words.place_keys import place_key
from tests.conftest import Count
from tests.inventory import euros, live_projects

NATIONAL = Selection()
THIERS = "commune-63430"


@pytest.fixture(scope="module")
def table(edition: Edition) -> pd.DataFrame:
    return edition.table("projets")


@pytest.mark.parametrize("level", [level for level in LEVELS if level != "communes"])
def test_totals_are_those_of_the_published_rows_to_the_euro(
    projects: Projects, places: Places, table: pd.DataFrame, counts: dict[str, Count], level: str
) -> None:
    rows = aggregation.matching(projects, NATIONAL)
    codes = places.levels[level].index
    first = place_of(places, place_key(LEVELS[level].kind, str(codes[0])))
    sums = sheet.kin_of(projects, places, NATIONAL, sheet.kin_class(places, first), rows).sums
    for code in codes:
        key = place_key(LEVELS[level].kind, str(code))
        expected = counts.get(key, Count())
        assert sums.at[code, "projets"] == expected.projects, key
        assert sums.at[code, "investissement_centimes"] == 100 * expected.euros, key
    for code in codes[::7]:
        place = place_of(places, place_key(LEVELS[level].kind, str(code)))
        own = sheet.rows_in(table.iloc[rows], place)
        assert own["investissement_centimes"].sum() == sums.at[code, "investissement_centimes"]
        assert set(own["code_insee"]) <= set(place.communes)
        assert sheet.over_time(own, "filiere")["projets"].sum() == len(own)


def test_thiers_is_in_its_territories_of_both_phases_under_their_names(places: Places) -> None:
    names = [place_of(places, key).nom for key in around(places, place_of(places, "commune-63430"))]
    assert names[0] == "Lezoux – Thiers – Ambert – Montbrison"
    assert names[1] == "Lezoux - Thiers - Ambert - Montbrison"
    assert names[2:] == ["Communauté de communes Thiers Dore et Montagne", "Puy-de-Dôme", "Auvergne-Rhône-Alpes"]


def test_paris_is_in_no_territory(places: Places) -> None:
    assert not [key for key in around(places, place_of(places, "commune-75056")) if key.startswith("territoire")]


def test_a_comparison_has_the_country_and_the_differences(projects: Projects, places: Places) -> None:
    compared = [place_of(places, key) for key in ("region-84", "departement-59", THIERS)]
    found = comparison.compare(projects, places, NATIONAL, compared)
    assert len(found) == 3 * len(sheet.COMPARED)
    counts = found[(found["mesure"] == "projets") & (found["denominateur"] == "aucun")].set_index("lieu")
    assert counts.at["region-84", "france"] == len(live_projects())
    difference = counts.at["departement-59", "valeur"] - counts.at["region-84", "valeur"]
    assert counts.at["departement-59", "ecart"] == difference
    assert pd.isna(counts.at["region-84", "ecart"])
    invested = found[(found["mesure"] == "investissement") & (found["denominateur"] == "aucun")].set_index("lieu")
    assert invested.at["region-84", "france"] == euros(live_projects())
    assert pd.isna(invested.at[THIERS, "valeur"]) and pd.isna(invested.at[THIERS, "ecart"])


def test_the_neighbours_of_a_commune_share_a_border_with_it(places: Places, edition: Edition) -> None:
    borders = likeness.borders(places, edition.table("voisinages"))
    names = {
        key: {place_of(places, each).nom for each in likeness.neighbours(places, borders, place_of(places, key))}
        for key in ("commune-63430", "departement-63", "region-94", "commune-97411")
    }
    assert {"Escoutoux", "Dorat", "Saint-Rémy-sur-Durolle"} <= names["commune-63430"]
    assert names["departement-63"] == {"Allier", "Loire", "Haute-Loire", "Cantal", "Corrèze", "Creuse"}
    assert names["region-94"] == set()
    assert "La Possession" in names["commune-97411"]


def test_a_territory_without_a_project_says_where_it_was_sought(
    table: pd.DataFrame, places: Places, edition: Edition
) -> None:
    without = set(places.levels["territoires-2"].index) - set(table["id_territoire_2"].dropna())
    assert without == set(edition.table("recherches")["id_territoire"])


@pytest.mark.parametrize("key", ["commune-00000", "region-99", "territoire-2-ti-0000"])
def test_a_place_that_the_edition_does_not_have_is_no_other(places: Places, key: str) -> None:
    with pytest.raises(KeyError):
        place_of(places, key)


def test_borders_are_mutual_and_of_six_neighbours(edition: Edition) -> None:
    borders = edition.table("voisinages")
    pairs = set(borders.itertuples(index=False, name=None))
    assert all((other, one) in pairs for one, other in pairs)
    assert 5 < len(pairs) / edition.table("communes", ["code_insee"])["code_insee"].nunique() < 6.5


def alike(table: pd.DataFrame, places: Places, key: str) -> list[Place]:
    place = place_of(places, key)
    held = likeness.sectors(table, places, place.level)
    return [place_of(places, each) for each in likeness.alike(places, held, place)]


def test_peers_are_of_the_same_kind_and_alike(table: pd.DataFrame, places: Places) -> None:
    place = place_of(places, THIERS)
    found = alike(table, places, THIERS)
    assert len(found) == likeness.LIKE and place.key not in {each.key for each in found}
    own = place.population / place.superficie_km2
    for each in found:
        assert 0.6 < each.population / place.population < 1.6
        assert 0.4 < (each.population / each.superficie_km2) / own < 2.5
        assert places.communes.at[each.code, "type_epci"] == places.communes.at[place.code, "type_epci"]


@pytest.mark.parametrize("key", ["commune-75056", "region-94", "territoire-2-ti-8408", "commune-15031"])
def test_every_kind_of_place_has_some_like_it(table: pd.DataFrame, places: Places, key: str) -> None:
    assert len(alike(table, places, key)) == likeness.LIKE


def test_a_place_is_like_those_of_its_filieres(table: pd.DataFrame, places: Places) -> None:
    """Of two communes as large, as dense and of the same type of EPCI, the one with a filière in common comes first."""
    held = likeness.sectors(table, places, "communes")
    nearest = likeness.alike(places, held * 0, place_of(places, THIERS))[-1]
    code = THIERS.removeprefix("commune-")
    own = held * 0
    own.loc[[code, nearest.removeprefix("commune-")], own.columns[0]] = 1
    assert likeness.alike(places, own, place_of(places, THIERS))[0] == nearest


def test_the_filieres_of_a_level_are_counted(table: pd.DataFrame, places: Places) -> None:
    held = likeness.sectors(table, places, "regions")
    assert int(held.to_numpy().sum()) == len(table.dropna(subset=["code_region", "filiere"]))
    assert list(held.index) == list(places.levels["regions"].index)


def test_a_locator_map_shows_each_commune_of_the_place_once(places: Places) -> None:
    for key in ("territoire-2-ti-8408", "epci-200070712", "departement-971", THIERS, "commune-15031"):
        place = place_of(places, key)
        parts = locator_map.parts(places, place)
        shown = [code for part in parts for code, inside in zip(part.codes, part.inside, strict=True) if inside]
        assert sorted(shown) == sorted(place.communes)
        west, south, east, north = locator_map.bounds(places, place)
        assert west < east and south < north
    (part,) = locator_map.parts(places, place_of(places, "region-84"))
    assert part.level == "departements" and part.inside.sum() == 12
