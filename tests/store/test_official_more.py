"""More real official files, on the real communes: sums to the cent, each row at the level that its own columns say."""

import csv
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from data.editions.edition import Edition
from data.official import readers
from data.official.ground import Ground
from data.official.readers import Officials
from data.paths import FACTS
from data.sources import catalogue, facts, raw_files
from data.sources.raw_files import RawSet
from data.words.levels import ADMINISTRATIVE
from tests.conftest import PublicFile

# Source -> its real file, where it is not called as the catalogue calls it.
FILES = {
    "dotations_investissement_2019": "dotations_invest_2019.xlsx",
    "fonds_vert_2024": "fondsvert2024_paca_reconstruit.csv",
    "ademe_aides": "ademe_extrait_dataetat.csv",
}
CENT = Decimal("0.01")
Rows = Callable[[str], pd.DataFrame]


@pytest.fixture(scope="module")
def found(edition: Edition, tmp_path_factory: pytest.TempPathFactory, public_file: PublicFile) -> Officials:
    root = tmp_path_factory.mktemp("home")
    # Two of these files are a part of what is published.
    known = {key: replace(source, min_rows=1) for key, source in catalogue.read().items()}
    kept = {
        key: raw_files.adopt(public_file(f"publics/{name}"), root, key, catalogue.MAX_BYTES)
        for key, name in FILES.items()
    }
    successions = edition.table("successions").set_index("code_ancien")["code_insee"]
    above = {level.kind: edition.table(level.table).set_index(level.code)["nom"] for level in ADMINISTRATIVE}
    ground = Ground(
        edition.table("communes"), successions, facts.read_facts(FACTS), above, edition.table("successions")
    )
    return readers.load(RawSet(root, kept), ground, known)


@pytest.fixture(scope="module")
def projects(found: Officials) -> Callable[[str], pd.DataFrame]:
    table = found.tables["projets_officiels"]
    return lambda key: table[table["source_id"] == key].set_index("ligne")


@pytest.fixture(scope="module")
def published(public_file: PublicFile) -> Callable[[str], dict[int, dict[str, Any]]]:
    """The rows of a file by line, read without any code of the project."""

    def read(key: str) -> dict[int, dict[str, Any]]:
        path: Path = public_file(f"publics/{FILES[key]}")
        if path.suffix == ".xlsx":
            book = CalamineWorkbook.from_path(str(path))
            head, *rows = book.get_sheet_by_name(book.sheet_names[1]).to_python()
            return {line: dict(zip(head, row, strict=True)) for line, row in enumerate(rows, start=2)}
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return dict(enumerate(csv.DictReader(lines), start=2))

    return read


def cents(value: Any) -> int:
    return int(Decimal(str(value)).quantize(CENT, ROUND_HALF_EVEN) * 100)


def test_every_grant_of_2019_is_at_the_place_and_the_level_of_its_row(
    projects: Callable[[str], pd.DataFrame], published: Callable[[str], dict[int, dict[str, Any]]], edition: Edition
) -> None:
    rows, table = published("dotations_investissement_2019"), projects("dotations_investissement_2019")
    assert (set(rows), len(rows)) == (set(table.index), 24_811)  # eleven have a category for all description
    present = edition.table("successions").set_index("code_ancien")["code_insee"].to_dict()
    epci = set(edition.table("epci")["code_epci"])
    communes = set(edition.table("communes")["code_insee"])
    levels: Counter[tuple[str, str]] = Counter()
    for line, project in table.iterrows():
        row = rows[line]
        level, place = project["localisation"], row["id_terr"]
        levels[row["echelon"], level] += 1
        if level == "commune":
            assert row["echelon"] == "commune"
            assert project["code_insee"] == present.get(place, place)
        elif level == "intercommunalité":
            assert (row["echelon"], project["code_epci"]) == ("epci", place)
        elif level == "département":
            assert project["code_departement"] == row["id_dep"]
            assert place not in epci
            assert present.get(place, place) not in communes
        if level != "commune":
            assert pd.isna(project["code_insee"])
    assert levels["conseil_departemental", "département"] == 356
    # Corsica, « 20A », is no département.
    assert levels["conseil_departemental", "non localisé"] == 1
    placed = sum(count for (_, level), count in levels.items() if level != "non localisé")
    assert placed >= 0.99 * len(table)
    assert levels["commune", "commune"] >= 0.99 * sum(row["echelon"] == "commune" for row in rows.values())


def test_the_sums_of_the_grants_of_2019_are_those_of_a_plain_reading(
    projects: Callable[[str], pd.DataFrame], published: Callable[[str], dict[int, dict[str, Any]]]
) -> None:
    rows, table = published("dotations_investissement_2019"), projects("dotations_investissement_2019")
    assert int(table["aide_centimes"].sum()) == sum(cents(row["montant_sub"]) for row in rows.values())
    assert int(table["cout_total_centimes"].sum()) == sum(cents(row["cout_total"]) for row in rows.values())
    assert table["investissement_centimes"].isna().all()


def test_the_grants_of_a_region_are_in_the_communes_of_their_codes(
    projects: Callable[[str], pd.DataFrame], published: Callable[[str], dict[int, dict[str, Any]]]
) -> None:
    rows, table = published("fonds_vert_2024"), projects("fonds_vert_2024")
    assert len(table) == len(rows) == 568
    assert int(table["aide_centimes"].sum()) == sum(cents(row["montant_engage"]) for row in rows.values())
    assert int(table["aide_centimes"].sum()) == 13_808_343_303
    located = table["code_insee"].dropna()
    assert {line: rows[line]["code_commune"] for line in located.index} == located.to_dict()
    elsewhere = table[table["code_insee"].isna()]
    assert set(elsewhere["localisation"]) <= {"département", "région"}
    assert not [line for line in elsewhere.index if rows[line]["code_commune"].isdigit()]


def test_the_aids_of_the_ademe_have_their_number_period_and_instrument(
    projects: Callable[[str], pd.DataFrame],
) -> None:
    table = projects("ademe_aides")
    assert table["aide_centimes"].to_list() == [500_000] * 3
    assert table["siret"].to_list() == ["82815371800014", "49972556200023", "50537107000036"]
    assert table[["numero_decision", "periode_versement", "instrument"]].iloc[0].to_list() == [
        *("21BRD0090", "2021-05-11_2023-01-05", "aide en numéraire")
    ]
    assert set(table["localisation"]) == {"non localisé"}
