"""Structures on a small made country along one meridian: families, years, and how far territories are."""

import numpy as np
import pandas as pd
import pytest

from components.views.accelerateurs import reach
from components.views.accelerateurs import structures as structures_view
from data.places import proximity
from data.places.levels import Places
from data.published import structures
from data.tables.fields import MAP_BOX

KM = 1 / proximity.KM_PER_DEGREE
# code, nom, km to the north, territory of phase 2.
COMMUNES = [
    ("01", "Bourg", 0.0, "2-A"),
    ("02", "Voisin", 30.0, "2-B"),
    ("03", "Loin", 400.0, "2-C"),
    ("04", "Hors territoire", 45.0, None),
    ("05", "Sans contour", float("nan"), "2-D"),
]


def country() -> Places:
    communes = pd.DataFrame(COMMUNES, columns=["code_insee", "nom", "km", "id_territoire_2"]).set_index("code_insee")
    lat = communes["km"] * KM
    boxes = dict(zip(MAP_BOX, (lat * 0 - 1, lat, lat * 0 + 2, lat + 1), strict=True))
    communes = communes.assign(lon=lat * 0, lat=lat, **boxes)
    names = pd.DataFrame(
        {"nom": ["Avant", "Bocage", "Caps", "Dunes"], "precision_nom": ["Nord", "Nord", "Sud", "Sud"]},
        index=["2-A", "2-B", "2-C", "2-D"],
    )
    return Places({"territoires-2": names.assign(population=[10, 20, 30, 40])}, communes)


def table(*rows: tuple[str, str, str | None, int | None]) -> pd.DataFrame:
    """nom, type, code_insee, annee_debut; all of « Nord »."""
    found = pd.DataFrame(rows, columns=["nom", "type", "code_insee", "annee_debut"]).assign(region="Nord")
    return found.astype({"code_insee": "str", "annee_debut": "Int16"})


INCUBATOR = ("Incubateur", "incubateur", "01", 2017)
SCHOOL = ("École", "école de production", "04", 2020)
LOST = ("Perdu", "concours", None, None)


def test_a_structure_of_the_territory_is_at_no_distance_and_a_near_one_is_measured() -> None:
    found = structures.reach(country(), table(INCUBATOR, SCHOOL, LOST), 2, 20)
    assert found.index.tolist() == ["2-A", "2-B", "2-C", "2-D"]
    assert found["distance_km"].tolist()[:3] == pytest.approx([0, 15, 355], abs=0.01)
    assert np.isnan(found["distance_km"].iloc[3])
    assert found["structures"].tolist()[:3] == ["Incubateur", "École", "École"]
    assert found["communes"].iloc[1] == "Hors territoire"
    assert found["structures"].isna().tolist() == [False, False, False, True]
    assert found["sur_place"].tolist() == [1, 0, 0, 0]
    assert found["a_portee"].tolist() == [1, 1, 0, 0]
    assert found["non_situees"].tolist() == [1, 1, 0, 0]


def test_a_structure_in_a_commune_without_contour_is_still_in_its_territory() -> None:
    found = structures.reach(country(), table(("Ici", "incubateur", "05", None)), 2, 50)
    assert found["distance_km"].tolist()[3] == 0
    assert found["distance_km"].isna().tolist() == [True, True, True, False]


def test_without_any_placed_structure_nothing_is_near() -> None:
    found = structures.reach(country(), table(LOST), 2, 50)
    assert found["distance_km"].isna().all() and found["structures"].isna().all()
    assert not found["a_portee"].any()
    assert "aucune structure de ces types n'a de commune connue" in reach.sentence(found, 2, 50)


def test_the_sentence_names_the_territories_beyond_the_radius_farthest_first() -> None:
    found = structures.reach(country(), table(INCUBATOR, LOST), 2, 25).iloc[:3]
    told = reach.sentence(found, 2, 25)
    assert "1 des 3" in told and "phase 2" in told
    assert told.index("Caps (400") < told.index("Bocage (30")
    assert "2 (50 habitants) n'en ont aucune à moins de 25 km" in told.replace("\u00a0", " ")
    assert "1 d'entre eux est dans une région dont une structure au moins" in told
    assert "tous en ont une" in reach.sentence(found.iloc[:1], 2, 25)


def test_types_follow_their_families_and_a_new_one_comes_last() -> None:
    found = table(("a", "hackathon", None, None), ("b", "nouveauté", None, None), INCUBATOR, SCHOOL)
    assert structures.families(found).tolist() == [
        structures.ELSEWHERE,
        structures.OTHER,
        "Incubateurs, plateformes et lieux",
        "Campus et écoles",
    ]
    assert structures.types(found).index.tolist() == ["école de production", "incubateur", "hackathon", "nouveauté"]


def test_years_count_what_is_dated_by_family() -> None:
    rows = table(INCUBATOR, ("Deux", "pépinière", None, 2017), SCHOOL, LOST)
    found = structures_view.by_year(rows)
    assert found.values.tolist() == [
        ["Campus et écoles", 2020, 1, "École"],
        ["Incubateurs, plateformes et lieux", 2017, 2, "Incubateur ; Deux"],
    ]


def test_structures_are_kept_by_a_stake_that_they_say_they_answer_to() -> None:
    table = pd.DataFrame({"nom": ["a", "b", "c"], "enjeux": ["transition ; compétences", None, "compétences"]})
    assert structures.stakes(table).to_dict() == {"transition": 1, "compétences": 2}
    assert structures.answering(table, ["compétences"])["nom"].tolist() == ["a", "c"]
    assert structures.answering(table, ["transition", "compétences"])["nom"].tolist() == ["a", "c"]
    assert structures.answering(table, [])["nom"].tolist() == ["a", "b", "c"]
