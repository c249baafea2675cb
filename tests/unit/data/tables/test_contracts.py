"""Contracts: what is declared is checked, and a breach is a French sentence with its table, column, count, example."""

import subprocess
import sys

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

from data.paths import PROJECT
from data.tables import contracts, declarations
from data.tables.fields import FRENCH_TYPES, GEOMETRY, TEXT, Field
from geo.errors import DataError

SQUARE = box(2, 45, 3, 46)
BOW_TIE = Polygon([(2, 45), (3, 46), (3, 45), (2, 46), (2, 45)])
SHOWN = ("appartenances", "epci", "indicateurs", "projets")
# What a text column holds in the tiny tables; the others are derived from their declaration.
TEXTS = {
    "code_insee": "01004",
    "code_insee_publie": "01004",
    "code_ancien": "01002",
    "code_postal": "01500",
    "code_voisin": "01004",
    "code_epci": "200018653",
    "code_membre": "200018653",
    "code_departement": "01",
    "code_region": "84",
    "id_territoire": "2-ti-0101",
    "id_territoire_1": None,
    "id_territoire_2": "2-ti-0101",
    "id_officiel": "ti-0101",
    "population_millesime": "2023",
    "source_url": "https://example.org/a",
    "preuve_url": "https://example.org/b",
    "seconde_source_url": "https://example.org/c",
    "sha256": "0" * 64,
    "polygones": "epci-abcdef.json",
    "points": None,
    "lignes": None,
    "source_id": "inventaire",
    "siren": "200018653",
    "siren_ancien": "245701222",
    "siret": "20001865300016",
}


def value(field: Field) -> object:
    if field.dtype == GEOMETRY:
        return SQUARE
    if field.dtype == TEXT:
        return field.values[0] if field.values else TEXTS.get(field.name, "texte")
    return max(field.low or 0, 2)


def table(name: str) -> pd.DataFrame:
    """A table of one row that meets its contract."""
    row = {field.name: value(field) for field in declarations.TABLES[name].fields}
    if GEOMETRY in row:
        return gpd.GeoDataFrame([row], geometry=GEOMETRY, crs="EPSG:4326")
    return pd.DataFrame([row])


@pytest.fixture
def tables(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> dict[str, pd.DataFrame]:
    """The tables that breaches are shown on, or the one of a case, and those they refer to: all of them take four times
    as long to check.
    """
    case = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    kept = {case["name"]} if "name" in case else set(SHOWN)
    while missing := {field.references for name in kept for field in declarations.TABLES[name].fields} - kept - {None}:
        kept |= missing
    declared = {name: declarations.TABLES[name] for name in declarations.TABLES if name in kept}
    monkeypatch.setattr(contracts, "TABLES", declared)
    return {name: table(name) for name in declared}


def breaches(tables: dict[str, pd.DataFrame]) -> list[str]:
    with pytest.raises(DataError) as caught:
        contracts.validate(tables)
    return [str(problem).split(". Remède")[0] for problem in caught.value.problems]


def test_tables_that_meet_their_contract_come_back_typed() -> None:
    checked = contracts.validate({name: table(name) for name in declarations.TABLES})
    assert list(checked) == list(declarations.TABLES)
    for name, frame in checked.items():
        declared = {field.name: field.dtype for field in declarations.TABLES[name].fields}
        assert {column: str(dtype) for column, dtype in frame.dtypes.items()} == declared


def test_columns_take_the_declared_order(tables: dict[str, pd.DataFrame]) -> None:
    tables["projets"] = tables["projets"][tables["projets"].columns[::-1]]
    assert list(contracts.validate(tables)["projets"].columns[:2]) == ["id_projet", "projet"]


def test_an_absent_table_and_an_unknown_one_are_named(tables: dict[str, pd.DataFrame]) -> None:
    del tables["indicateurs"]
    tables["brouillon"] = pd.DataFrame()
    assert breaches(tables) == ["table brouillon : table inconnue", "table indicateurs : table absente"]


def test_an_absent_column_and_an_unknown_one_are_named(tables: dict[str, pd.DataFrame]) -> None:
    tables["programmes"] = tables["programmes"].rename(columns={"porteur": "pilote"})
    assert breaches(tables) == [
        "table programmes, colonne pilote : colonne inconnue",
        "table programmes, colonne porteur : colonne absente",
    ]


@pytest.mark.parametrize(
    ("name", "column", "wrong", "message"),
    [
        ("communes", "code_insee", 1004, "valeur qui n'est pas du texte : 1 ligne, par exemple « 1004 »"),
        ("communes", "code_insee", "1004", "texte qui n'a pas la forme [0-9][0-9AB][0-9]{3} : 1 ligne, par exemple"),
        ("communes", "population", -1, "valeur inférieure à 0 : 1 ligne, par exemple « 01004 »"),
        ("communes", "population", 2**31, "nombre que le type int32 ne peut pas tenir"),
        ("communes", "population", 1.5, "nombre que le type int32 ne peut pas tenir"),
        ("communes", "population", np.nan, "valeur absente : 1 ligne"),
        ("communes", "population", "2 000", "type str, int32 attendu"),
        ("communes", "taille", "t6", "valeur hors de la liste t1, t2, t3, t4, t5 : 1 ligne, par exemple « 01004 »"),
        ("communes", "nom", None, "valeur absente : 1 ligne, par exemple « 01004 »"),
        ("communes", "lon", np.inf, "valeur supérieure à 180 : 1 ligne"),
        ("communes", "code_region", "11", "valeur absente de la table regions : 1 ligne, par exemple « 11 »"),
        ("communes", "id_territoire_2", "1-ti-0101", "texte qui n'a pas la forme 2-ti-[0-9]{4} : 1 ligne"),
        ("epci", "superficie_km2", np.inf, "nombre infini : 1 ligne, par exemple « 200018653 »"),
        ("projets", "investissement_centimes", -100, "valeur inférieure à 0 : 1 ligne, par exemple « texte »"),
        ("projets", "annee", 3000, "valeur supérieure à 2100 : 1 ligne"),
        ("projets", "statut", "Promis", "valeur hors de la liste Annoncé, En construction"),
        ("projets", "source_url", "ftp://x", "texte qui n'a pas la forme https?://\\S+ : 1 ligne"),
        ("projets", "source_id", "autre", "valeur absente de la table sources : 1 ligne, par exemple « autre »"),
    ],
)
def test_a_breach_is_said_with_its_count_and_an_example(
    tables: dict[str, pd.DataFrame], name: str, column: str, wrong: object, message: str
) -> None:
    tables[name] = tables[name].assign(**{column: [wrong]})
    assert any(found.startswith(f"table {name}, colonne {column} : {message}") for found in breaches(tables))


@pytest.mark.parametrize(
    ("contour", "message"),
    [
        (BOW_TIE, "contour vide ou invalide : 1 ligne, par exemple « 01004 »"),
        (Polygon(), "contour vide ou invalide : 1 ligne, par exemple « 01004 »"),
        (SQUARE.exterior, "contour qui n'est pas fait de polygones : 1 ligne, par exemple « 01004 »"),
        (box(45, 2, 46, 3), "contour hors des limites de la France en EPSG:4326 : 1 ligne"),
        (box(700_000, 6_600_000, 710_000, 6_610_000), "contour hors des limites de la France en EPSG:4326 : 1 ligne"),
    ],
    ids=["bow-tie", "empty", "line", "swapped", "lambert-93"],
)
def test_a_wrong_contour_is_found(tables: dict[str, pd.DataFrame], contour: BaseGeometry, message: str) -> None:
    tables["communes"] = tables["communes"].set_geometry([contour], crs="EPSG:4326")
    assert any(found.startswith(f"table communes, colonne geometry : {message}") for found in breaches(tables))


def test_only_communes_may_lack_a_contour(tables: dict[str, pd.DataFrame]) -> None:
    tables["communes"] = tables["communes"].set_geometry([None], crs="EPSG:4326")
    assert contracts.validate(tables)["communes"]["geometry"].isna().all()
    tables["regions"] = tables["regions"].set_geometry([None], crs="EPSG:4326")
    assert breaches(tables) == ["table regions, colonne geometry : valeur absente : 1 ligne, par exemple « 84 »"]


def test_contours_in_another_reference_system_are_refused(tables: dict[str, pd.DataFrame]) -> None:
    tables["regions"] = tables["regions"].to_crs("EPSG:2154")
    assert breaches(tables)[0].startswith("table regions, colonne geometry : contours dans le système EPSG:2154")


def test_a_place_overseas_is_in_france(tables: dict[str, pd.DataFrame]) -> None:
    for place in (box(55.3, -21.2, 55.6, -21), box(45.1, -12.9, 45.2, -12.8), box(-61.7, 16, -61.5, 16.2)):
        tables["communes"] = tables["communes"].set_geometry([place], crs="EPSG:4326")
        contracts.validate(tables)


def test_a_row_that_mixes_the_phases_is_refused(tables: dict[str, pd.DataFrame]) -> None:
    tables["appartenances"]["phase"] = 1
    assert breaches(tables) == [
        "table appartenances, colonne phase + id_territoire : phase qui n'est pas celle de l'identifiant du "
        "territoire : 1 ligne, par exemple « 1 + 01004 »"
    ]


def test_a_duplicate_key_is_one_finding(tables: dict[str, pd.DataFrame]) -> None:
    tables["appartenances"] = pd.concat([tables["appartenances"]] * 2)
    assert breaches(tables) == [
        "table appartenances, colonne phase + code_insee : clé en double : 2 lignes, par exemple « 2 + 01004 »"
    ]


def test_the_breaches_of_all_the_tables_are_gathered(tables: dict[str, pd.DataFrame]) -> None:
    tables["projets"]["annee"] = 1900
    tables["regions"]["population"] = -1
    assert [found.split(",")[0] for found in breaches(tables)] == ["table projets", "table regions"]


def test_the_dictionary_describes_every_column_of_every_table() -> None:
    described = contracts.dictionary()
    assert list(described.columns) == ["table", "colonne", "type", "description"]
    assert len(described) == sum(len(declared.fields) for declared in declarations.TABLES.values())
    assert (described["description"].str.len() > 3).all()
    assert not described.duplicated(["table", "colonne"]).any()


def test_a_column_has_one_label_and_one_type_whatever_the_table() -> None:
    fields = [field for declared in declarations.TABLES.values() for field in declared.fields]
    # « Int16 » is the « int16 » of a table where the value may be absent.
    kinds = {(field.name, field.label, field.dtype.casefold()) for field in fields}
    assert len(kinds) == len({field.name for field in fields})
    assert {field.dtype for field in fields} <= FRENCH_TYPES.keys()
    assert declarations.label("investissement_eur") == "Investissement (€)"
    with pytest.raises(KeyError):
        declarations.label("inconnue")


def test_references_name_declared_keys() -> None:
    for declared in declarations.TABLES.values():
        for field in declared.fields:
            assert field.references is None or len(declarations.TABLES[field.references].key) == 1


@pytest.mark.slow
def test_reading_an_edition_and_asking_for_a_label_imports_no_pandera() -> None:
    heavy = "print([m for m in ('pandera', 'geopandas') if m in sys.modules])"
    script = f"import sys, data.tables.declarations, data.editions.registry; {heavy}"
    done = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
