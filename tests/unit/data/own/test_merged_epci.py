"""Rows of an intercommunalité that has merged since: in the present one, and said."""

from dataclasses import replace
from itertools import product

import pandas as pd
import pytest

from data.own import fits
from data.own.findings import ACCEPTED, REJECTED, REPAIRED
from data.own.join import join
from data.places.wider import Wider
from geo import perimeters
from tests.unit.data.own.ground import GROUND, table

PAST = pd.DataFrame({"siren_ancien": ["246300701"], "nom": ["CC du Pays de Courpière"], "code_epci": ["200070712"]})
MERGED = replace(GROUND, wider=Wider(GROUND.wider.names, GROUND.wider.communes, PAST))


def placed(text: str, **roles: str) -> list[tuple[str, str | None, str]]:
    rows = join(table(text), roles, MERGED).rows
    return [(row.statut, None if pd.isna(row.lieu) else row.lieu, row.motif) for row in rows.itertuples(index=False)]


@pytest.mark.parametrize(
    ("cell", "heading"),
    [
        *product(("246300701", "246 300 701", "24630070100014", "CC du Pays de Courpière"), ("epci", "code_insee")),
        ("Communauté de communes du pays de Courpière", "commune"),
    ],
)
def test_the_old_siren_or_name_leads_to_the_present_one_and_says_so(cell: str, heading: str) -> None:
    ((status, lieu, motif),) = placed(f"a;b\n{cell};x\n", **{heading: "a"})
    assert (status, lieu) == (REPAIRED, "epci-200070712")
    assert "aujourd'hui : Intercommunalité CC Thiers Dore et Montagne (200070712)" in motif
    assert "fusionnée depuis" in motif


def test_the_present_one_is_accepted_and_an_unknown_one_is_not() -> None:
    assert placed("a\n200070712\n", epci="a") == [(ACCEPTED, "epci-200070712", "")]
    assert placed("a\n246300702\n", epci="a")[0][0] == REJECTED


def test_the_siren_of_one_that_merged_names_no_company() -> None:
    cells = pd.Series(["246300701", "200070712"])
    assert fits.FITS["siret"](cells, MERGED) == 0
    assert fits.FITS["siret"](cells, GROUND) == 0.5


def test_only_those_whose_communes_are_all_in_a_present_one_are_known() -> None:
    communes = pd.DataFrame({"code_insee": ["1", "2", "3", "4"], "code_epci": ["A", "A", "B", None]})
    compositions = pd.DataFrame(
        [
            ("old", "EPCI", "1", "Pays d'avant"),
            ("old", "EPCI", "2", "Pays d'avant"),
            ("split", "EPCI", "2", "Partagé"),
            ("split", "EPCI", "3", "Partagé"),
            ("A", "EPCI", "1", "Encore là"),
            ("ept", "EPT", "1", "Établissement"),
        ],
        columns=["code_membre", "type_membre", "code_insee", "nom_membre"],
    )
    found = perimeters.merged(compositions, communes)
    assert found.to_numpy().tolist() == [["old", "Pays d'avant", "A"]]
