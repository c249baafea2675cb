"""Tables drawn at random on the real geography: no row is placed in another place than its own, none is lost."""

from random import Random

import pandas as pd
import pytest

from data.editions.edition import Edition
from data.own import proposals, report
from data.own.findings import AMBIGUOUS, REJECTED, STATUSES
from data.own.ground import Ground
from data.own.report import Choices
from data.places.levels import Places

ROWS = 60


@pytest.fixture(scope="module")
def ground(edition: Edition, places: Places) -> Ground:
    return Ground.of_edition(edition, places)


@pytest.fixture(scope="module")
def postcodes(edition: Edition) -> pd.DataFrame:
    return edition.table("codes_postaux")


@pytest.fixture(scope="module")
def former(edition: Edition) -> pd.DataFrame:
    table = edition.table("successions")
    return table[table["nom"].fillna("") != ""] if "nom" in table else table.head(0)


def noise(drawn: Random) -> dict[str, list[str]]:
    """Columns of numbers that are no place, under headers of every kind, in any order."""
    kinds = {
        "Année": lambda: str(drawn.randint(2001, 2026)),
        "Mise en service": lambda: str(drawn.randint(2001, 2026)),
        "Effectif": lambda: str(drawn.randint(1_000, 9_999)),
        "Population": lambda: str(drawn.randint(1_000, 95_000)),
        "Dossier": lambda: str(16_000 + drawn.randint(1, 400)),
        "Référence": lambda: str(drawn.randint(10_000, 95_999)),
        "Aide": lambda: f"{drawn.randint(1, 10**6)},50",
        "Montant de la garantie": lambda: str(drawn.randint(1, 10**7)),
        "Type": lambda: drawn.choice(["PAU", "PAU", "BRIE"]),
    }
    chosen = drawn.sample(sorted(kinds), drawn.randint(1, len(kinds)))
    return {name: [kinds[name]() for _ in range(ROWS)] for name in chosen}


def with_place(
    drawn: Random, ground: Ground, postcodes: pd.DataFrame, former: pd.DataFrame
) -> tuple[dict[str, list[str]], list[str]]:
    """Columns that say where rows are, in one of the usual ways, and the communes of the rows."""
    codes = drawn.choices(ground.communes.index.tolist(), k=ROWS)
    names = ground.communes["nom"]
    departements = [ground.communes.at[code, "code_departement"] for code in codes]
    spelled = [drawn.choice([str.upper, str.lower, str])(str(names[code])) for code in codes]
    way = drawn.choice(["code", "lost zero", "name", "homonym", "postcode", "former"])
    if way == "code":
        return {drawn.choice(["code_insee", "Code commune", "CODGEO", "comm_insee"]): codes, "Ville": spelled}, codes
    if way == "lost zero":
        return {"Code INSEE": [code.lstrip("0") for code in codes]}, codes
    if way == "name":
        return {"Commune": spelled, "Département": departements}, codes
    if way == "homonym":
        held = drawn.choices(names.index[names.duplicated(keep=False)].tolist(), k=ROWS)
        places = [str(ground.communes.at[code, "code_departement"]) for code in held]
        return {"Commune": [str(names[code]) for code in held], "Dép.": places}, held
    if way == "former" and len(former):
        rows = former.sample(ROWS, random_state=drawn.randint(0, 10**6))
        held = rows["code_insee"].tolist()
        places = [str(ground.communes.at[code, "code_departement"]) for code in held]
        return {"Commune": rows["nom"].tolist(), "Département": places}, held
    rows = postcodes.sample(ROWS, random_state=drawn.randint(0, 10**6))
    held = rows["code_insee"].map(ground.present).fillna("").tolist()
    return {"CP": rows["code_postal"].tolist(), "Commune": [str(names.get(code, "")) for code in held]}, held


@pytest.mark.parametrize("seed", range(60))
def test_a_row_is_in_its_own_place_or_asked_or_refused(
    seed: int, ground: Ground, postcodes: pd.DataFrame, former: pd.DataFrame
) -> None:
    drawn = Random(seed)
    placing, truth = with_place(drawn, ground, postcodes, former)
    columns = list((placing | noise(drawn)).items())
    drawn.shuffle(columns)
    frame = pd.DataFrame(dict(columns), dtype="str")
    rows = report.check(frame, Choices.proposed(proposals.propose(frame, ground)), ground).rows
    settled = rows["code_insee"].notna()
    wrong = [(row, truth[row]) for row in rows.index[settled] if rows.at[row, "code_insee"] != truth[row]]
    assert not wrong, (list(frame.columns), wrong[:3], frame.iloc[wrong[0][0]].to_dict())
    assert len(rows) == ROWS and rows["statut"].isin(STATUSES).all()
    assert set(rows.loc[~report.is_placed(rows), "statut"]) <= {AMBIGUOUS, REJECTED}
    assert settled.mean() > 0.8


@pytest.mark.parametrize("seed", range(40))
def test_numbers_alone_place_nothing(seed: int, ground: Ground) -> None:
    frame = pd.DataFrame(noise(Random(seed)), dtype="str")
    rows = report.check(frame, Choices.proposed(proposals.propose(frame, ground)), ground).rows
    assert not report.is_placed(rows).any(), frame.head(2).to_dict()


@pytest.mark.parametrize("seed", range(20))
def test_names_of_several_communes_and_postcodes_alone_are_asked(
    seed: int, ground: Ground, postcodes: pd.DataFrame
) -> None:
    """Without a département or a name beside them, nothing says which commune is meant."""
    drawn = Random(seed)
    names = ground.communes["nom"]
    homonyms = names[names.duplicated(keep=False)].sample(ROWS, random_state=seed).tolist()
    digits = postcodes["code_postal"].sample(ROWS, random_state=seed).tolist()
    for placing in ({"Commune": homonyms}, {"Code postal": digits}):
        columns = list((placing | noise(drawn)).items())
        drawn.shuffle(columns)
        frame = pd.DataFrame(dict(columns), dtype="str")
        rows = report.check(frame, Choices.proposed(proposals.propose(frame, ground)), ground).rows
        assert set(rows["statut"]) == {AMBIGUOUS}


@pytest.mark.parametrize("seed", range(10))
def test_a_code_beside_the_name_of_another_commune_is_asked(seed: int, ground: Ground) -> None:
    codes = Random(seed).sample(ground.communes.index.tolist(), 2 * ROWS)
    names = [str(ground.communes.at[code, "nom"]) for code in codes[ROWS:]]
    frame = pd.DataFrame({"Code INSEE": codes[:ROWS], "Ville": names}, dtype="str")
    roles = {"code_insee": "Code INSEE", "commune": "Ville"}
    rows = report.check(frame, Choices(roles), ground).rows
    assert (rows["statut"] == AMBIGUOUS).mean() > 0.95  # but for names that both bear, or that one begins with
    agreed = rows["code_insee"].notna()
    assert (rows.loc[agreed, "code_insee"] == frame.loc[agreed, "Code INSEE"]).all()
