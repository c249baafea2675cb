"""Members of territories to communes: EPCI, EPT, single communes, merged EPCI, and what must be refused."""

import pandas as pd
import pytest

from geo import perimeters
from geo.errors import DataError

COMMUNES = pd.DataFrame(
    {
        "code_insee": ["01001", "01002", "57306", "92004", "23019"],
        "code_epci": ["200000001", "200000001", "992367730", "200054781", None],
    }
)
COMPOSITIONS = pd.DataFrame(
    {
        "code_membre": ["245701222", "200057990", "212301907"],
        "code_insee": ["57306", "92004", "23019"],
    }
)


def members(*rows: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["id_ti", "code_membre"])


EPCI, MERGED_EPCI, EPT, SINGLE_COMMUNE = "200000001", "245701222", "200057990", "212301907"


@pytest.fixture(autouse=True)
def two_territories(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(perimeters, "EXPECTED_TERRITORIES", {1: 2, 2: 2})


def test_every_kind_of_member_resolves_to_its_communes() -> None:
    rows = perimeters.resolve(
        members(("ti-1", EPCI), ("ti-1", MERGED_EPCI), ("ti-2", EPT), ("ti-2", SINGLE_COMMUNE)),
        2,
        COMMUNES,
        COMPOSITIONS,
    )
    found = rows.groupby("id_territoire")["code_insee"].agg(list).to_dict()
    assert found == {"2-ti-1": ["01001", "01002", "57306"], "2-ti-2": ["23019", "92004"]}


def test_ids_of_the_two_phases_never_meet() -> None:
    rows = members(("ti-1", EPCI), ("ti-2", EPT))
    first, second = (perimeters.resolve(rows, phase, COMMUNES, COMPOSITIONS) for phase in (1, 2))
    assert not set(first["id_territoire"]) & set(second["id_territoire"])


def test_an_unresolved_member_is_counted_and_named() -> None:
    with pytest.raises(DataError, match="2 membres attendus, 1 résolus : 999999999"):
        perimeters.resolve(members(("ti-1", EPCI), ("ti-2", "999999999")), 1, COMMUNES, COMPOSITIONS)


def test_a_commune_in_two_territories_is_refused() -> None:
    overlapping = pd.concat([COMPOSITIONS, pd.DataFrame({"code_membre": ["210100011"], "code_insee": ["01001"]})])
    with pytest.raises(DataError, match=r"1 communes sont dans deux territoires.*01001"):
        perimeters.resolve(members(("ti-1", EPCI), ("ti-2", "210100011")), 1, COMMUNES, overlapping)


def test_a_missing_territory_is_refused() -> None:
    with pytest.raises(DataError, match="2 territoires attendus, 1 trouvés"):
        perimeters.resolve(members(("ti-1", EPCI)), 1, COMMUNES, COMPOSITIONS)
