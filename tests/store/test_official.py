"""The real official files, on the real communes: every row is accounted for, every sum is that of a plain reading."""

import csv
import json
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from components.levels import filter_bar
from data.editions.edition import Edition
from data.official import published_rows, readers
from data.official.ground import Ground
from data.official.readers import Officials
from data.paths import FACTS
from data.query import aggregation, duplicates
from data.query.projects import NONE, Projects
from data.query.selection import Selection
from data.sources import catalogue, facts, raw_files
from data.sources.raw_files import RawSet
from data.tables import contracts
from data.tables.declarations import TABLES
from data.tables.official import ABOVE, COUNTED, OFFICIAL, REJECTED
from data.tables.projects import LOCATED
from data.words.levels import ADMINISTRATIVE
from data.words.vocabulary import PRECISIONS
from tests.conftest import PublicFile

# Of the files that an edition can use, those whose real content is at hand.
AT_HAND = ("densite", "anct_phase1", "anct_phase2", "fonds_vert_2023")
Rows = Callable[[str], list[dict[str, str]]]


@pytest.fixture(scope="module")
def found(edition: Edition, tmp_path_factory: pytest.TempPathFactory, public_file: PublicFile) -> Officials:
    root = tmp_path_factory.mktemp("home")
    known = catalogue.read()
    files = {key: public_file(known[key].file) for key in AT_HAND}
    kept = {key: raw_files.adopt(file, root, key, catalogue.MAX_BYTES) for key, file in files.items()}
    successions = edition.table("successions").set_index("code_ancien")["code_insee"]
    above = {level.kind: edition.table(level.table).set_index(level.code)["nom"] for level in ADMINISTRATIVE}
    ground = Ground(edition.table("communes"), successions, facts.read_facts(FACTS), above)
    return readers.load(RawSet(root, kept), ground)


@pytest.fixture(scope="module")
def rows(public_file: PublicFile) -> Rows:
    def read(name: str) -> list[dict[str, str]]:
        with public_file(name).open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.DictReader(lines))

    return read


def aside(found: Officials, source_id: str) -> pd.DataFrame:
    table = found.tables["mises_de_cote"]
    return table[table["source_id"] == source_id]


def test_every_row_of_the_fonds_vert_is_accepted_or_listed(found: Officials, rows: Rows) -> None:
    published = rows("fonds_vert_2023.csv")
    source = next(each for each in found.sources if each["source_id"] == "fonds_vert_2023")
    assert (source["lus"], len(published)) == (10_782, 10_782)
    assert (source["gardes"], source["ecartes"]) == (10_782, 0)
    listed = aside(found, "fonds_vert_2023")
    located = found.tables["projets_officiels"]["localisation"] == LOCATED
    assert int(located.sum()) + len(listed) == 10_782
    without = {line for line, row in enumerate(published, start=2) if row["code_commune"] == "NULL"}
    said = listed[listed["motif"].str.startswith(("aucun code de commune", "collectivité d'outre-mer"))]
    # No text of this file holds a line break: a row is a line.
    assert (set(said["ligne"]), len(said)) == (without, 827)
    assert listed["effet"].value_counts().to_dict() == {ABOVE: 755, COUNTED: 73}  # these are overseas


def test_the_sums_of_the_fonds_vert_are_those_of_a_plain_reading(found: Officials, rows: Rows) -> None:
    published = rows("fonds_vert_2023.csv")
    table = found.tables["projets_officiels"]
    assert len(table) == len(published)
    total = sum(Decimal(row["montant_engage"]) for row in published)
    assert Decimal(int(table["aide_centimes"].sum())) / 100 == round(total, 2)
    unplaced = table[table["localisation"] != LOCATED]
    assert unplaced["code_insee"].isna().all()
    assert set(unplaced["localisation"]) == {"département", "non localisé"}
    nowhere = sum(Decimal(row["montant_engage"]) for row in published if row["code_commune"] in ("NULL", "67496"))
    assert Decimal(int(unplaced["aide_centimes"].sum())) / 100 == round(nowhere, 2)
    by_measure: Counter[str] = Counter()
    for row in published:
        by_measure[row["nom_demarche_ds"]] += round(Decimal(row["montant_engage"]) * 100)
    assert table.groupby("demarche")["aide_centimes"].sum().to_dict() == by_measure


def test_the_fonds_vert_is_a_table_of_projects_like_the_inventory(
    found: Officials, edition: Edition, rows: Rows
) -> None:
    published = rows("fonds_vert_2023.csv")
    levels = {name: edition.table(name) for name in ("territoires", "epci", "departements", "regions")}
    projects = Projects.from_tables(found.tables["projets_officiels"], **levels)
    by_departement = aggregation.aggregate(projects, Selection(), by="departements")
    assert by_departement["projets"].sum() == 10_782
    assert by_departement["aide_centimes"].sum() == sum(
        round(Decimal(row["montant_engage"]) * 100) for row in published
    )
    assert by_departement.at[NONE, "projets"] == 73
    # The code of a commune begins with that of its département, which three rows contradict.
    told = ("code_commune", "code_departement")
    ain = [row for row in published if row[told[row["code_commune"] == "NULL"]].startswith("01")]
    assert by_departement.at["01", "projets"] == len(ain)
    assert by_departement.at["01", "aide_centimes"] == sum(round(Decimal(row["montant_engage"]) * 100) for row in ain)
    whole = aggregation.aggregate(projects, Selection()).iloc[0]
    assert (whole["aide_connus"], whole["investissement_connus"], whole["emplois_connus"]) == (10_782, 0, 0)


def test_the_filter_of_precisions_offers_those_that_the_shown_projects_have(
    found: Officials, projects: Projects
) -> None:
    official_projects = Projects.from_tables(found.tables["projets_officiels"])
    assert list(filter_bar.occurring(official_projects, "precisions", PRECISIONS, ())) == ["publiee"]
    assert list(filter_bar.occurring(projects, "precisions", PRECISIONS, ())) == ["site", "multi-sites"]
    # An address may come from another table of projects: what it holds stays among the options.
    assert list(filter_bar.occurring(projects, "precisions", PRECISIONS, ("siege",))) == [
        "site",
        "multi-sites",
        "siege",
    ]


def test_each_project_keeps_the_whole_published_row(found: Officials, rows: Rows) -> None:
    published = rows("fonds_vert_2023.csv")
    table = found.tables["projets_officiels"]
    assert table["id_projet"].is_unique
    kept = {line: json.loads(content) for line, content in zip(table["ligne"], table["contenu"], strict=True)}
    assert kept == {
        line: {name: cell.strip() for name, cell in row.items()} for line, row in enumerate(published, start=2)
    }


def test_the_inventory_and_the_fonds_vert_of_2023_share_no_project_unless_one_is_planted(
    found: Officials, edition: Edition
) -> None:
    inventory, fund = edition.table("projets"), found.tables["projets_officiels"]
    assert duplicates.groups(pd.concat([inventory, fund], ignore_index=True)).empty
    planted = fund.iloc[[7]].assign(id_projet="p00000000", source_id="inventaire", siren=None, annee=pd.NA)
    groups = duplicates.groups(pd.concat([inventory, planted, fund], ignore_index=True))
    assert set(groups["id_projet"]) == {"p00000000", fund["id_projet"].iloc[7]}
    assert set(groups["raison"]) == {"entreprise, commune (une année n'est pas publiée)"}


def test_grants_of_former_communes_go_to_the_present_one(found: Officials, edition: Edition) -> None:
    table = found.tables["projets_officiels"]
    former = dict(edition.table("successions")[["code_ancien", "code_insee"]].itertuples(index=False))
    moved = table[table["code_insee"].notna() & (table["code_insee"] != table["code_insee_publie"])]
    assert len(moved) == 61
    assert (moved["code_insee"] == moved["code_insee_publie"].map(former)).all()


def test_every_commune_has_the_density_that_insee_publishes(found: Officials, edition: Edition, rows: Rows) -> None:
    published = rows("insee_grille_densite_2025.csv")
    table = found.tables["densites"].set_index("code_insee")
    assert table["libelle"].to_dict() == {row["insee_com"]: row["niveau_densite"] for row in published}
    assert set(table.index) == set(edition.table("communes", ["code_insee"])["code_insee"])
    assert table.groupby("niveau_densite")["libelle"].nunique().to_dict() == dict.fromkeys(range(1, 8), 1)


def test_the_lists_of_183_and_149_territories_agree_with_the_embedded_ones(found: Officials) -> None:
    assert found.tables["ecarts_perimetres"].empty
    read = {each["source_id"]: each["lus"] for each in found.sources}
    assert (read["anct_phase1"], read["anct_phase2"]) == (149, 183)
    assert not aside(found, "anct_phase1").size and not aside(found, "anct_phase2").size


@pytest.mark.parametrize(
    ("source_id", "count", "column"), [("insee_ept", 130, "CODGEO"), ("dgcl_epci", 34_931, "insee")]
)
def test_the_workbooks_load_with_whole_codes(source_id: str, count: int, column: str, public_file: PublicFile) -> None:
    record = catalogue.read()[source_id]
    table = published_rows.read(public_file(record.file), record).rows
    assert len(table) == count
    assert table[column].str.fullmatch("[0-9][0-9AB][0-9]{3}").all()


def test_a_perimeter_that_would_differ_is_found(edition: Edition, tmp_path: Path, public_file: PublicFile) -> None:
    content = json.loads(public_file("anct_territoires_industrie_183.geojson").read_text("utf-8"))
    properties = content["features"][0]["properties"]
    properties["liste_geo"] = properties["liste_geo"].partition(";")[0]
    path = tmp_path / "changed.geojson"
    path.write_text(json.dumps(content), "utf-8")
    kept = {"anct_phase2": raw_files.adopt(path, tmp_path, "anct_phase2", catalogue.MAX_BYTES)}
    ground = Ground(edition.table("communes", ["code_insee"]), pd.Series(dtype="str"), facts.read_facts(FACTS))
    table = readers.load(RawSet(tmp_path, kept), ground).tables["ecarts_perimetres"]
    assert set(table["id_officiel"]) == {properties["id_territoire"]}
    assert set(table["nature_ecart"]) == {"membre absent du fichier officiel"}


def test_the_tables_meet_their_contracts_on_the_real_edition(found: Officials, edition: Edition) -> None:
    for declared in OFFICIAL:
        frame, problems = contracts._typed(declared, found.tables[declared.name])
        assert problems == []
        contracts.contract(declared).validate(frame)
    assert REJECTED not in set(found.tables["mises_de_cote"]["effet"])


def test_without_official_files_there_are_no_projects_to_compare_but_their_columns(edition: Edition) -> None:
    for name in ("projets_officiels", "doublons"):
        table = edition.table(name)
        assert list(table.columns) == [field.name for field in TABLES[name].fields]
        assert table.empty


def test_without_official_files_an_edition_holds_their_tables_empty(edition: Edition) -> None:
    assert {declared.name: edition.rows(declared.name) for declared in OFFICIAL} == dict.fromkeys(
        (declared.name for declared in OFFICIAL), 0
    )
