"""Rows of a visitor's table placed in their communes: what is taken, repaired, asked, refused, and why."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely

from data.cells.communes import Names
from data.own.doubtful import Answers
from data.own.findings import ACCEPTED, AMBIGUOUS, REJECTED, REPAIRED
from data.own.ground import Ground
from data.own.join import Joined, join
from data.places.wider import Wider
from geo.location import Locator

COMMUNES = pd.DataFrame(
    [
        ("01004", "Ambérieu-en-Bugey", "01", "84", "200000001"),
        ("2A004", "Ajaccio", "2A", "94", None),
        ("42218", "Saint-Étienne", "42", "84", "200000002"),
        ("63430", "Thiers", "63", "84", "200000003"),
        ("71076", "Chalon-sur-Saône", "71", "27", "200000002"),
        ("71153", "Le Creusot", "71", "27", None),
        ("75056", "Paris", "75", "11", "200000004"),
        ("25001", "Saint-Martin", "25", "27", None),
        ("32001", "Saint-Martin", "32", "76", None),
        ("91228", "Évry-Courcouronnes", "91", "11", None),
        ("63301", "Riom", "63", "84", "200000003"),
        ("32002", "Saint-Aubin", "32", "76", None),
        ("32003", "Saint-Aubin", "32", "76", None),
    ],
    columns=["code_insee", "nom", "code_departement", "code_region", "code_epci"],
).set_index("code_insee")
CONTOURS = np.array([shapely.box(i, 45, i + 1, 46) for i in range(len(COMMUNES))], dtype=object)
DEPARTEMENTS = pd.Series(
    {"01": "Ain", "2A": "Corse-du-Sud", "25": "Doubs", "32": "Gers", "42": "Loire", "63": "Puy-de-Dôme"}
    | {"71": "Saône-et-Loire", "75": "Paris", "91": "Essonne"}
)
EPCI = pd.Series(
    {
        "200000001": "Communauté de communes de la Plaine de l'Ain",
        "200000002": "Saint-Étienne Métropole",
        "200000003": "Communauté de communes Thiers Dore et Montagne",
        "200000004": "Métropole du Grand Paris",
    }
)
REGIONS = pd.Series({"11": "Île-de-France", "27": "Bourgogne-Franche-Comté", "84": "Auvergne-Rhône-Alpes"})
FORMER = pd.DataFrame(
    [
        ("75111", "Paris 11e Arrondissement", "arrondissement", "75056"),
        ("01005", "Saint-Denis", "commune déléguée", "01004"),
        ("63431", "Escoutoux", "commune associée", "63430"),
        ("71154", "Torcy", "commune déléguée", "71153"),
    ],
    columns=["code_ancien", "nom", "nature", "code_insee"],
)
POSTCODES = pd.DataFrame(
    {
        "63300": "63430",
        "63200": "63301",
        "71200": "71153",
        "32300": "32001",
        "32400": "32002",
        "32500": "32003",
        "42000": "42218",
        "71076": "71153",
    }.items(),
    columns=["code_postal", "code_insee"],
)
POSTCODES.loc[len(POSTCODES)] = ["71200", "71076"]
GROUND = Ground(
    COMMUNES,
    FORMER.set_index("code_ancien")["code_insee"],
    Names(COMMUNES, DEPARTEMENTS, FORMER, POSTCODES),
    Locator(CONTOURS),
    Wider({"epci": EPCI, "departement": DEPARTEMENTS, "region": REGIONS}, COMMUNES),
)


def table(**columns: list[str]) -> pd.DataFrame:
    count = len(next(iter(columns.values())))
    frame = pd.DataFrame(columns, index=pd.RangeIndex(2, count + 2, name="ligne"), dtype="str")
    return frame.replace("", None)


def joined(frame: pd.DataFrame, answers: dict[str, str] | None = None) -> Joined:
    return join(frame, {name: name for name in frame.columns}, GROUND, Answers(answers or {}))


def outcome(frame: pd.DataFrame, answers: dict[str, str] | None = None) -> list[tuple[str, str | None]]:
    rows = joined(frame, answers).rows
    return [(s, None if pd.isna(c) else c) for s, c in zip(rows["statut"], rows["code_insee"], strict=True)]


@pytest.mark.parametrize(
    ("cell", "status", "code"),
    [
        ("01004", ACCEPTED, "01004"),
        ("1004", REPAIRED, "01004"),
        ("1004.0", REPAIRED, "01004"),
        ("2a004", REPAIRED, "2A004"),
        (" 63430 ", REPAIRED, "63430"),
        ("75111", REPAIRED, "75056"),
        ("1005", REPAIRED, "01004"),
        ("63000", REJECTED, None),
        ("20004", REJECTED, None),  # Corsica before 1976
        ("97502", REJECTED, None),  # no commune of a département
        ("2,10E+13", REJECTED, None),
        ("Thiers", REJECTED, None),
        ("NC", REJECTED, None),
        ("", REJECTED, None),
    ],
)
def test_a_code_is_taken_repaired_or_refused(cell: str, status: str, code: str | None) -> None:
    assert outcome(table(code_insee=[cell])) == [(status, code)]


def test_what_is_not_accepted_names_its_column_its_value_and_a_remedy() -> None:
    rows = joined(table(code_insee=["01004", "99999", "1004"])).rows
    assert rows.loc[2, ["colonne", "valeur", "motif", "remede"]].tolist() == ["", "", "", ""]
    assert rows.loc[3, ["colonne", "valeur"]].tolist() == ["code_insee", "99999"]
    assert rows.loc[3, "motif"] and rows.loc[3, "remede"]
    assert "01004" in rows.loc[4, "motif"]


@pytest.mark.parametrize(
    ("name", "departement", "code"),
    [
        ("ST ETIENNE", "42", "42218"),
        ("Creusot (Le)", "Saône et Loire", "71153"),
        ("LE CREUSOT CEDEX", "71", "71153"),
        ("CHALON S/ SAONE", "71", "71076"),
        ("Saint-E\u0301tienne", "42", "42218"),
        ("Saint\u2011Étienne", "42", "42218"),
        ("amberieu\u00a0EN\u00a0bugey", "Ain", "01004"),
        ("Saint-Martin", "Gers", "32001"),
        ("amberieu en bugey", "1", "01004"),
    ],
)
def test_a_name_is_found_however_it_is_written(name: str, departement: str, code: str) -> None:
    assert outcome(table(commune=[name], departement=[departement])) == [(ACCEPTED, code)]


@pytest.mark.parametrize(
    ("name", "postcode", "outcome_of_it"),
    [
        ("Saint-Martin", "32300", (ACCEPTED, "32001")),
        ("Saint-Aubin", "32500", (ACCEPTED, "32003")),  # two communes of one département
        ("Le Creusot", "71 200", (ACCEPTED, "71153")),
        ("Le Creusot", "71201", (ACCEPTED, "71153")),  # of a CEDEX: it tells the département
        ("Ajaccio", "20000", (ACCEPTED, "2A004")),
        ("Ambérieu-en-Bugey", "1500", (ACCEPTED, "01004")),
        ("Thiers-sur-Durolle", "63300", (REPAIRED, "63430")),  # a usage: no commune has this name
        ("Thiers-sur-Durolle", "63200", (AMBIGUOUS, None)),
        ("Thiersonne", "63300", (AMBIGUOUS, None)),
        ("Thiers", "63200", (REPAIRED, "63430")),  # the postcode of another one of the département
        ("Saint-Aubin", "32300", (AMBIGUOUS, None)),
        ("Thiers", "42000", (AMBIGUOUS, None)),
        ("Quelque part", "63300", (AMBIGUOUS, None)),  # a place of Thiers, perhaps
    ],
)
def test_a_name_and_a_postcode_tell_the_commune(
    name: str, postcode: str, outcome_of_it: tuple[str, str | None]
) -> None:
    assert outcome(table(commune=[name], code_postal=[postcode])) == [outcome_of_it]


def test_postcodes_under_a_heading_of_codes_are_asked_never_taken() -> None:
    found = joined(table(code_insee=["71076", "63300", "71200"]))  # the first is also the code of Chalon
    assert found.rows["statut"].tolist() == [AMBIGUOUS] * 3
    assert {"71076", "71153"} in [question.codes for question in found.questions]


def test_a_code_that_is_also_a_postcode_is_taken_among_codes() -> None:
    frame = table(code_insee=["71076", "01004", "63430", "42218"])
    assert outcome(frame) == [(ACCEPTED, code) for code in frame["code_insee"]]


def test_a_name_says_whether_a_code_is_a_postcode() -> None:
    frame = table(code_insee=["71076", "71076", "63300"], commune=["Chalon-sur-Saône", "Le Creusot", "Thiers"])
    assert outcome(frame) == [(ACCEPTED, "71076"), (REPAIRED, "71153"), (REPAIRED, "63430")]


@pytest.mark.parametrize(
    ("name", "departement", "code"),
    [
        ("ESCOUTOUX", "63", "63430"),
        ("Saint-Denis", "Ain", "01004"),
        ("Torcy", "", "71153"),
        ("Évry", "91", "91228"),
        ("Paris 11e arrondissement", "75", "75056"),
        ("PARIS 11", "", "75056"),
    ],
)
def test_a_former_commune_or_an_arrondissement_is_placed_in_the_present_one_and_said(
    name: str, departement: str, code: str
) -> None:
    frame = table(commune=[name], departement=[departement])
    assert outcome(frame) == [(REPAIRED, code)]
    assert "Paris" in joined(frame).rows["motif"].iloc[0] or code in joined(frame).rows["motif"].iloc[0]


def test_a_name_of_today_and_of_before_is_asked_without_a_departement() -> None:
    former = pd.concat([FORMER, FORMER.iloc[[3]].assign(code_ancien="71155", nom="Thiers")])
    ground = replace(GROUND, names=Names(COMMUNES, DEPARTEMENTS, former, POSTCODES))
    (question,) = join(table(commune=["Thiers"]), {"commune": "commune"}, ground).questions
    assert question.codes == {"63430", "71153"}


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Saint-Martin (25)", (ACCEPTED, "25001")),
        ("Saint-Martin (Gers)", (ACCEPTED, "32001")),
        ("Saint-Martin (32001)", (ACCEPTED, "32001")),
        ("32300 SAINT-MARTIN", (ACCEPTED, "32001")),
        ("Thiers (mairie)", (REPAIRED, "63430")),
    ],
)
def test_what_stands_beside_the_name_in_its_cell_is_used(cell: str, found: tuple[str, str | None]) -> None:
    assert outcome(table(commune=[cell])) == [found]


def test_a_departement_that_is_none_is_no_departement_left_empty() -> None:
    assert outcome(table(commune=["Thiers"], departement=["Étranger"])) == [(AMBIGUOUS, None)]


@pytest.mark.parametrize(
    "columns",
    [
        {"code_insee": ["97801"], "commune": ["Saint-Martin"], "departement": ["978"]},
        {"commune": ["Saint-Martin"], "departement": ["978"]},
        {"commune": ["Nouméa"]},
        {"code_postal": ["97150"]},
        {"code_insee": ["97502"]},
        {"departement": ["Polynésie française"]},
    ],
)
def test_an_overseas_collectivity_is_named_as_such(columns: dict[str, list[str]]) -> None:
    rows = joined(table(**columns)).rows
    assert rows["statut"].tolist() == [REJECTED]
    assert "collectivité d'outre-mer hors de l'atlas" in rows["motif"].iloc[0]


def levels(frame: pd.DataFrame) -> list[tuple[str, str | None, str | None]]:
    rows = joined(frame).rows
    columns = rows["statut"], rows["lieu"], rows["code_insee"]
    return [(s, *(None if pd.isna(x) else x for x in (lieu, code))) for s, lieu, code in zip(*columns, strict=True)]


def test_rows_are_placed_at_the_level_that_they_say() -> None:
    frame = table(
        echelon=["conseil_departemental", "epci", "commune", "Région", "epci"],
        code_insee=["01", "200000003", "63430", "84", "999999999"],
        lon=["0.5"] * 5,
        lat=["45.5"] * 5,
    )
    assert levels(frame) == [
        (ACCEPTED, "departement-01", None),
        (ACCEPTED, "epci-200000003", None),
        (ACCEPTED, None, "63430"),
        (ACCEPTED, "region-84", None),
        (REJECTED, None, None),
    ]


def test_rows_of_an_epci_are_placed_there_by_its_code_or_its_name() -> None:
    cells = ["200000003", "CC Thiers Dore et Montagne", "Métropole du Grand Paris", "20000000300017", "CC Inconnue"]
    lieux = ["epci-200000003", "epci-200000003", "epci-200000004", "epci-200000003"]
    assert levels(table(epci=cells)) == [(ACCEPTED, lieu, None) for lieu in lieux] + [(REJECTED, None, None)]


def test_a_row_without_commune_counts_in_the_smallest_place_that_it_names_and_it_is_said() -> None:
    frame = table(code_insee=["63430", "NULL", "", "99999"], departement=["63"] * 4, region=["84", "84", "84", ""])
    found = [(ACCEPTED, None, "63430"), *[(REPAIRED, "departement-63", None)] * 2, (REJECTED, None, None)]
    assert levels(frame) == found
    assert "Puy-de-Dôme" in joined(frame).rows["motif"].iloc[1]


def test_a_place_above_under_a_heading_of_communes_is_no_commune() -> None:
    frame = table(code_insee=["200000003", "01", "01"], commune=["", "Ain", ""], lon=["3.5"] * 3, lat=["45.5"] * 3)
    assert levels(frame) == [
        (REPAIRED, "epci-200000003", None),
        (REPAIRED, "departement-01", None),
        (REJECTED, None, None),  # nothing says that it is one, and its point is that of its middle
    ]
    assert levels(table(commune=["CC Thiers Dore et Montagne"])) == [(REPAIRED, "epci-200000003", None)]
