"""The genealogy of the real territories against sets of communes and the csv file of projects."""

from collections import Counter, defaultdict

import pandas as pd
import pytest

from data.editions.edition import Edition
from data.places import genealogy
from data.places.levels import Places
from tests.inventory import every_project


@pytest.fixture(scope="module")
def linked(edition: Edition, places: Places) -> pd.DataFrame:
    return genealogy.links(genealogy.Pairs.of(places.communes), edition.table("projets"))


@pytest.fixture(scope="module")
def members(edition: Edition) -> dict[str, set[str]]:
    """The communes of each territory of both phases."""
    table = edition.table("appartenances")
    found: dict[str, set[str]] = defaultdict(set)
    for territory, commune in zip(table["id_territoire"], table["code_insee"], strict=True):
        found[territory].add(commune)
    return found


def test_links_add_up_to_every_territory(edition: Edition, linked: pd.DataFrame, members: dict[str, set[str]]) -> None:
    successions = edition.table("successions").set_index("code_ancien")["code_insee"].to_dict()
    located: dict[str, Counter[str]] = defaultdict(Counter)
    for row in every_project():
        sums = located[successions.get(row["code_insee"], row["code_insee"])]
        sums["projets"] += 1
        for amount, column in (("investissement", "investissement_eur"), ("aide", "aide_publique_eur")):
            if row[column]:
                sums[f"{amount}_centimes"] += 100 * int(row[column])
                sums[f"{amount}_connus"] += 1
    population = edition.table("territoires").set_index("id_territoire")["population"]
    for side, phase in zip(genealogy.SIDES, "12", strict=True):
        totals = linked.groupby(side)[genealogy.SUMS].sum()
        assert set(totals.index) == {territory for territory in members if territory.startswith(phase)}
        for territory, found in totals.iterrows():
            communes = members[str(territory)]
            expected = sum((located[commune] for commune in communes), Counter())
            assert found["nb_communes"] == len(communes)
            assert found["population"] == population[territory]
            assert [found[column] for column in genealogy.MONEY] == [expected[c] for c in genealogy.MONEY]


def outcome(own: set[str], others: list[set[str]], names: tuple[str, ...]) -> str:
    """What becomes of a territory when every shared commune counts."""
    met = [other for other in others if own & other]
    return names[0] if met == [own] else names[3] if not met else names[min(len(met), 2)]


def test_every_outcome_is_that_of_the_sets_of_communes(
    places: Places, linked: pd.DataFrame, members: dict[str, set[str]]
) -> None:
    """No link of this edition is a strip, so the threshold decides nothing here."""
    found = genealogy.outcomes(places, linked)["devenir"].to_dict()
    of_phase = {phase: [own for code, own in members.items() if code.startswith(str(phase))] for phase in (1, 2)}
    assert found == {
        code: outcome(own, of_phase[3 - int(code[0])], genealogy.OUTCOMES[int(code[0])])
        for code, own in members.items()
    }


def test_the_country_in_figures(places: Places, linked: pd.DataFrame) -> None:
    found = genealogy.situations(genealogy.Pairs.of(places.communes), linked)
    territories = genealogy.counted_outcomes(genealogy.outcomes(places, linked))["territoires"]
    assert territories[1].to_dict() == {"inchangé": 74, "modifié": 49, "partagé": 19, "disparu": 7}
    assert territories[2].to_dict() == {"inchangé": 74, "modifié": 71, "réunion": 9, "nouveau": 29}
    assert found["nb_communes"].to_dict() == {"reste": 14_332, "entre": 4_308, "sort": 1_820}
    inhabitants = found["population"]
    for phase, gone in ((1, "entre"), (2, "sort")):
        assert inhabitants.sum() - inhabitants[gone] == places.levels[f"territoires-{phase}"]["population"].sum()


def test_the_same_official_id_is_not_the_same_territory(places: Places, linked: pd.DataFrame) -> None:
    found = genealogy.lineage(places, linked, "1-ti-0101")
    assert found.nom == "Communauté d'agglomération Cap Excellence"
    assert found.correspondants["nom"].tolist() == ["Cap Excellence"]
    assert found.correspondants["id_territoire"].tolist() == ["2-ti-0102"]
    assert (found.devenir, found.renomme) == ("inchangé", True)
    assert genealogy.lineage(places, linked, "2-ti-0101").devenir == "nouveau"


def test_carros_became_a_fiftieth_of_nice(places: Places, linked: pd.DataFrame) -> None:
    found = genealogy.lineage(places, linked, "2-ti-9305")
    origin = found.correspondants.iloc[0]
    assert (found.devenir, origin["nom"], origin["retenu"]) == ("modifié", "Carros", True)
    assert origin["part_population"] == pytest.approx(2.14, abs=0.01)
    metropole = found.epci[found.epci["nom"] == "Métropole Nice Côte d'Azur"]
    assert metropole["situation"].tolist() == ["reste", "entre"]
    assert metropole["nb_communes"].tolist() == [1, 50]


def test_the_epci_of_mergers_and_splits_add_up_to_them(
    places: Places, linked: pd.DataFrame, members: dict[str, set[str]]
) -> None:
    outcomes = genealogy.outcomes(places, linked)
    several = outcomes.index[outcomes["devenir"].isin(["réunion", "partagé"])]
    assert len(several) == 9 + 19
    for territory in several:
        found = genealogy.lineage(places, linked, territory).epci
        within = found["situation"].isin(["reste", "entre" if territory.startswith("2") else "sort"])
        assert found.loc[within, "nb_communes"].sum() == len(members[territory])
        assert (
            found.loc[within, "population"].sum() == places.communes.loc[list(members[territory])]["population"].sum()
        )
        assert not found.duplicated(["situation", "code_epci", "id_territoire"]).any()
