"""The words of an edition, and the places and tables that an address names with them."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from data.query.address import dataset_asked, decode, encode
from data.query.selection import Selection
from data.words.vocabulary import (
    Vocabulary,
    taille,
)
from tests.unit.data.query.test_selection import VOCABULARY


@pytest.mark.parametrize(
    ("population", "key"),
    [
        (0, "t1"),
        (1_999, "t1"),
        (2_000, "t2"),
        (4_999, "t2"),
        (5_000, "t3"),
        (19_999, "t3"),
        (20_000, "t4"),
        (100_000, "t5"),
    ],
)
def test_a_commune_on_a_bound_is_in_the_upper_class(population: int, key: str) -> None:
    assert taille(population) == key


def test_the_vocabulary_of_an_edition() -> None:
    vocabulary = Vocabulary.from_tables(
        projets=pd.DataFrame(
            {"programme": ["B", None, "A"], "filiere": ["Santé", "Énergies", "Santé"], "annee": [2021, 2019, 2026]}
        ),
        regions=pd.DataFrame({"code_region": ["11", "84"], "nom": ["Île-de-France", "Auvergne-Rhône-Alpes"]}),
        territoires=pd.DataFrame({"id_territoire": ["2-ti-0101"]}),
        departements=pd.DataFrame({"code_departement": ["2A", "01"]}),
    )
    assert vocabulary == Vocabulary(
        programmes=("A", "B"),
        filieres=("Énergies", "Santé"),
        years=(2019, 2026),
        regions={"84": "Auvergne-Rhône-Alpes", "11": "Île-de-France"},
        zones=frozenset({"2-ti-0101", "2A", "01"}),
    )
    assert list(vocabulary.regions) == ["84", "11"]


def test_a_link_to_a_former_commune_opens_the_present_one() -> None:
    known = replace(VOCABULARY, places=frozenset({"commune-74010"}), former={"commune-74011": "commune-74010"})
    selection, notices = decode({"lieu": ["commune-74011", "commune-74010"]}, known)
    assert (selection.places, notices) == (("commune-74010",), ())


def test_places_keep_their_order_and_only_known_ones_are_read() -> None:
    known = replace(VOCABULARY, places=frozenset({"commune-63430", "region-84", "departement-84"}))
    asked = {"lieu": ["region-84", "commune-63430", "commune-99999", "region-84"]}
    selection, notices = decode(asked, known)
    assert selection.places == ("region-84", "commune-63430")
    assert encode(selection) == {"lieu": ["region-84", "commune-63430"]}
    assert len(notices) == 1 and "99999" in notices[0]


def test_a_fifth_place_is_refused() -> None:
    keys = [f"commune-0100{n}" for n in range(5)]
    selection, notices = decode({"lieu": keys}, replace(VOCABULARY, places=frozenset(keys)))
    assert selection.places == tuple(keys[:4])
    assert len(notices) == 1
    with pytest.raises(ValueError, match="at most 4"):
        Selection(places=tuple(keys))


@pytest.mark.parametrize(
    ("params", "asked"),
    [
        ({}, "inventaire"),
        ({"donnees": "vous"}, "vous"),
        ({"donnees": ["fonds_vert_2023", "vous"]}, "fonds_vert_2023"),
        ({"donnees": []}, "inventaire"),
    ],
)
def test_the_table_of_projects_is_known_before_the_words_it_is_read_with(params: dict[str, Any], asked: str) -> None:
    assert dataset_asked(params) == asked
