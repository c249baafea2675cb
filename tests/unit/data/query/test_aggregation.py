"""Every figure equals what a plain loop over the rows finds, whatever is selected, grouped, left out or split."""

from collections.abc import Callable, Sequence
from itertools import combinations
from statistics import median
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.query import aggregation
from data.query.aggregation import DIMENSIONS, aggregate, facets, matching, medians
from data.query.projects import NONE, Projects
from data.query.selection import Selection
from data.words.quantities import QUANTITIES
from data.words.text import fold
from data.words.vocabulary import (
    ARRETES,
    ETIQUETTES_CHOIX,
    NATURES_AIDE,
    PETITES_TAILLES,
    PRECISIONS,
    STATUTS,
    TAILLES,
    TYPES_EPCI,
)
from tests.unit.support.plain_projects import completed

ALL = Selection(stopped="avec")
Row = dict[str, Any]

PLAIN: Row = {
    "projet": "Usine de batteries",
    "entreprise": "Forge du Nord",
    "commune": "Douai",
    "code_insee": "59178",
    "filiere": "Métallurgie et mécanique",
    "programme": "France 2030",
    "annee": 2021,
    "investissement_centimes": 100_000_000,
    "aide_centimes": 25_000_000,
    "emplois": 40,
    "statut": "Annoncé",
    "precision": "site",
    "nature_aide": None,
    "etiquette": "aucune",
    "code_epci": "200044618",
    "code_departement": "59",
    "code_region": "32",
    "id_territoire_1": "1-ti-0101",
    "id_territoire_2": "2-ti-0101",
    "taille": "t4",
    "type_epci": "CA",
    "densite": "Petites villes",
}
# One row per thing that bites; what is not said is as in PLAIN.
BITING: dict[str, Row] = {
    "a_plain": {},
    "b_unknown_amount": {"investissement_centimes": None, "annee": 2024},
    "c_nothing_known": {
        "investissement_centimes": None,
        "aide_centimes": None,
        "emplois": None,
        "statut": "En service",
    },
    "d_zero_is_known": {"investissement_centimes": 0, "aide_centimes": 0, "emplois": 0},
    "e_outside_any_territory": {"id_territoire_1": None, "id_territoire_2": None, "projet": "Atelier de l'Œuvre"},
    "f_left_at_phase_2": {"id_territoire_2": None, "filiere": "Santé"},
    "g_joined_at_phase_2": {"id_territoire_1": None, "id_territoire_2": "2-ti-0150", "filiere": "Santé"},
    "h_corsica_letter": {
        "code_insee": "2A004",
        "code_departement": "2A",
        "code_region": "94",
        "commune": "Ajaccio",
        "taille": "t4",
        "aide_centimes": None,
    },
    "i_overseas": {
        "code_insee": "97411",
        "code_departement": "974",
        "code_region": "04",
        "commune": "Saint-Denis",
        "taille": "t5",
        "programme": "Choose France",
    },
    "j_without_epci": {
        "code_insee": "29155",
        "code_epci": None,
        "code_departement": "29",
        "code_region": "53",
        "commune": "Ouessant",
        "taille": "t1",
        "type_epci": "SE",
        "emplois": None,
    },
    "l_tie_for_the_largest": {"investissement_centimes": 570_000_000_000, "precision": "multi-sites", "annee": 2012},
    "k_tie_for_the_largest": {"investissement_centimes": 570_000_000_000, "taille": "t2", "type_epci": "CC"},
    "m_abandoned": {"statut": "Abandonné", "filiere": "Électronique et semi-conducteurs", "taille": "t3"},
    "o_nowhere_known": dict.fromkeys(
        ("code_insee", "commune", "code_epci", "code_departement", "code_region", "id_territoire_1", "id_territoire_2")
    )
    | dict.fromkeys(("taille", "type_epci", "densite", "precision", "entreprise")),
    "n_no_filiere": {"filiere": None, "taille": None, "aide_centimes": 1},
}
ROWS = [{**PLAIN, "id_projet": name, **row} for name, row in BITING.items()]


def table(rows: Sequence[Row]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=["id_projet", *PLAIN])
    return completed(frame).astype({"annee": "int16"})


PROJECTS = Projects.from_tables(table(ROWS))


# The same questions answered by plain loops: no array, no code, no mask.
def plain_value(row: Row, dimension: str, phase: int) -> Any:
    columns = {
        "territoires": f"id_territoire_{phase}",
        "epci": "code_epci",
        "departements": "code_departement",
        "regions": "code_region",
        "communes": "code_insee",
        "filieres": "filiere",
        "programmes": "programme",
        "annees": "annee",
        "statuts": "statut",
        "tailles": "taille",
        "types_epci": "type_epci",
        "densites": "densite",
        "precisions": "precision",
        "natures_aide": "nature_aide",
        "etiquettes": "etiquette",
    }
    if dimension == "label":
        unplaced = NONE if row["code_insee"] is None else "hors"
        return unplaced if row[f"id_territoire_{phase}"] is None else "dans"
    value = row[columns[dimension]]
    return NONE if value is None else value


def plain_filters(selection: Selection) -> dict[str, Callable[[Row], bool]]:
    def within(value: int | None, bounds: tuple[int | None, int | None], unit: int = 1) -> bool:
        low, high = bounds
        return value is not None and (low or 0) * unit <= value and (high is None or value <= high * unit)

    def says(row: Row) -> bool:
        fields = ("projet", "entreprise", "commune") if selection.scope == "tout" else (selection.scope,)
        return all(any(word in fold(row[field]) for field in fields) for word in fold(selection.text).split())

    return {
        "programmes": lambda row: row["programme"] in (selection.programmes or (row["programme"],)),
        "filieres": lambda row: row["filiere"] in (selection.filieres or (row["filiere"],)),
        "annees": lambda row: within(row["annee"], selection.years),
        "statuts": lambda row: (
            row["statut"] in selection.statuses
            if selection.statuses
            else selection.stopped == "avec" or row["statut"] not in ARRETES
        ),
        "natures_aide": lambda row: row["nature_aide"] in (selection.aid_kinds or (row["nature_aide"],)),
        "etiquettes": lambda row: row["etiquette"] in (selection.tags or (row["etiquette"],)),
        "montants": lambda row: (
            selection.amounts_eur == (None, None) or within(row["investissement_centimes"], selection.amounts_eur, 100)
        ),
        "regions": lambda row: row["code_region"] in (selection.regions or (row["code_region"],)),
        "tailles": lambda row: row["taille"] in (selection.sizes or (row["taille"],)),
        "types_epci": lambda row: row["type_epci"] in (selection.epci_types or (row["type_epci"],)),
        "label": lambda row: selection.perimeter in {"tous", plain_value(row, "label", selection.phase)},
        "precisions": lambda row: row["precision"] in (selection.precisions or (row["precision"],)),
        "texte": says,
    }


def plain_matching(rows: Sequence[Row], selection: Selection, but: str = "") -> list[int]:
    filters = [keeps for name, keeps in plain_filters(selection).items() if name != but]
    kept = [i for i, row in enumerate(rows) if all(keeps(row) for keeps in filters)]
    ranked = {"aide": "aide_centimes", "emplois": "emplois", "emplois_par_million": "emplois"}
    by = ranked.get(selection.measure, "investissement_centimes")
    known = [i for i in kept if rows[i][by] is not None]
    known.sort(key=lambda i: (-rows[i][by], rows[i]["id_projet"]))
    left_out = known[: selection.without_top]
    return [i for i in kept if i not in left_out]


def plain_totals(rows: Sequence[Row]) -> dict[str, int]:
    def known(*columns: str) -> list[Row]:
        return [row for row in rows if all(row.get(column) is not None for column in columns)]

    def total(column: str, among: Sequence[Row]) -> int:
        return sum(row[column] for row in among if row.get(column) is not None)

    investissement, aide = "investissement_centimes", "aide_centimes"
    counted = [row for row in rows if row["nature_aide"] in {None, "subvention", "avance remboursable", "non précisée"}]
    levier, ratio = ([row for row in known(over, aide) if row in counted] for over in (investissement, "emplois"))
    sized = known("taille")
    small = [row for row in sized if row["taille"] in PETITES_TAILLES]
    return {
        "projets": len(rows),
        **{
            column: value
            for each in QUANTITIES.values()
            for column, value in ((each.column, total(each.column, rows)), (each.known, len(known(each.column))))
        },
        "levier_investissement_centimes": total(investissement, levier),
        "levier_aide_centimes": total(aide, levier),
        "levier_connus": len(levier),
        "ratio_emplois": total("emplois", ratio),
        "ratio_aide_centimes": total(aide, ratio),
        "ratio_connus": len(ratio),
        **{
            f"{one.key}_{other.key}_connus": len(known(one.column, other.column))
            for one, other in combinations(QUANTITIES.values(), 2)
        },
        "tailles_connues": len(sized),
        "tailles_investissement_centimes": total(investissement, sized),
        "petites": len(small),
        "petites_investissement_centimes": total(investissement, small),
        "petites_investissement_connus": sum(row[investissement] is not None for row in small),
    }


# As few as the profile of `make check` says.
thorough = settings(max_examples=min(80, settings.default.max_examples))


def one_of(values: Sequence[Any]) -> st.SearchStrategy[Any]:
    return st.sampled_from(list(values))


def some(values: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.just(()) | st.lists(one_of(values), max_size=3).map(tuple)


FILIERES = ("Santé", "Métallurgie et mécanique", "Électronique et semi-conducteurs")
cents = st.none() | st.integers(0, 3) | st.integers(0, 10**13) | st.just(570_000_000_000)
rows_strategy = st.lists(
    st.fixed_dictionaries(
        {
            **{key: st.just(value) for key, value in PLAIN.items()},
            "projet": one_of(["Usine de batteries", "Atelier Saint-Éloi", "Œuvre"]),
            "entreprise": one_of(["Forge du Nord", "L'Atelier"]),
            "commune": one_of(["Douai", "Saint-Denis"]),
            "filiere": one_of([*FILIERES, None]),
            "programme": one_of(["France 2030", "Choose France"]),
            "annee": st.integers(2012, 2026),
            "investissement_centimes": cents,
            "aide_centimes": cents,
            "emplois": st.none() | st.integers(0, 5_000),
            "statut": one_of(list(STATUTS)),
            "precision": one_of(list(PRECISIONS)),
            "nature_aide": one_of([*NATURES_AIDE, None]),
            "etiquette": one_of([*ETIQUETTES_CHOIX, None]),
            "code_region": one_of(["32", "94", "04"]),
            "code_epci": one_of(["200044618", None]),
            "id_territoire_1": one_of(["1-ti-0101", "1-ti-0102", None]),
            "id_territoire_2": one_of(["2-ti-0101", "2-ti-0150", None]),
            "taille": one_of([*TAILLES, None]),
            "type_epci": one_of(list(TYPES_EPCI)),
        }
    ),
    max_size=25,
).map(lambda rows: [{**row, "id_projet": f"p{(i * 7) % 26:02}"} for i, row in enumerate(rows)])
ranges = st.just((None, None)) | st.tuples(st.integers(2012, 2019), st.none() | st.integers(2019, 2026))
amount_ranges = st.just((None, None)) | st.tuples(
    st.none() | st.integers(0, 10**6), st.none() | st.integers(10**6, 10**11)
)
selections = st.builds(
    Selection,
    phase=one_of([1, 2]),
    programmes=some(["France 2030", "Choose France"]),
    filieres=some(FILIERES),
    years=ranges,
    statuses=some(list(STATUTS)),
    stopped=one_of(["sans", "avec"]),
    aid_kinds=some(list(NATURES_AIDE)),
    tags=some(list(ETIQUETTES_CHOIX)),
    amounts_eur=amount_ranges,
    regions=some(["32", "94", "04"]),
    sizes=some(list(TAILLES)),
    epci_types=some(list(TYPES_EPCI)),
    perimeter=one_of(["tous", "dans", "hors"]),
    precisions=some(list(PRECISIONS)),
    text=one_of(["", "", "saint eloi", "OEUVRE", "usine douai", "l’atelier", "-"]),
    scope=one_of(["tout", "projet", "entreprise", "commune"]),
    without_top=st.just(0) | st.integers(0, 10),
    measure=one_of(["projets", "aide", "emplois", "effet_levier"]),
)
by_one = one_of(DIMENSIONS)
by_two = st.tuples(by_one, by_one).filter(lambda pair: pair[0] != pair[1])


@thorough
@given(rows_strategy, selections)
def test_the_selected_projects_of_a_whole_and_of_a_part_are_those_of_a_plain_loop(
    rows: list[Row], selection: Selection
) -> None:
    projects = Projects.from_tables(table(rows))
    assert matching(projects, selection).tolist() == plain_matching(rows, selection)
    part = list(range(0, len(rows), 2))[::-1]
    found = matching(projects.take(np.array(part, dtype=np.intp)), selection)
    assert found.tolist() == plain_matching([rows[i] for i in part], selection)


@thorough
@given(rows_strategy, selections, st.none() | by_one | by_two)
def test_sums_and_coverages_are_those_of_a_plain_loop(
    rows: list[Row], selection: Selection, by: aggregation.By
) -> None:
    totals = aggregate(Projects.from_tables(table(rows)), selection, by)
    kept = [rows[i] for i in plain_matching(rows, selection)]
    names = (by,) if isinstance(by, str) else by or ()
    assert list(totals.columns) == list(plain_totals([]))
    for key, found in totals.iterrows():
        values = key if isinstance(key, tuple) else (key,) * len(names)
        group = [
            r for r in kept if all(plain_value(r, n, selection.phase) == v for n, v in zip(names, values, strict=True))
        ]
        assert found.to_dict() == plain_totals(group)
    assert totals.sum().to_dict() == plain_totals(kept)


@pytest.mark.slow
@thorough
@given(rows_strategy, selections, by_one, one_of(["investissement", "aide", "emplois"]))
def test_medians_are_those_of_a_plain_sort(rows: list[Row], selection: Selection, by: str, of: str) -> None:
    found = medians(Projects.from_tables(table(rows)), selection, by, of)
    column = "emplois" if of == "emplois" else f"{of}_centimes"
    kept = [rows[i] for i in plain_matching(rows, selection) if rows[i][column] is not None]
    for key, value in found.items():
        group = [row[column] for row in kept if plain_value(row, by, selection.phase) == key]
        assert value == median(group) if group else np.isnan(value)


@pytest.mark.slow
@thorough
@given(rows_strategy, selections)
def test_a_facet_ignores_its_own_filter_and_no_other(rows: list[Row], selection: Selection) -> None:
    for name, counts in facets(Projects.from_tables(table(rows)), selection).items():
        kept = plain_matching(rows, selection, but=name)
        assert int(counts.sum()) == len(kept)
        for value, n in counts.items():
            assert n == sum(plain_value(rows[i], name, selection.phase) == value for i in kept)


@pytest.mark.slow
@thorough
@given(rows_strategy, selections, st.randoms(), one_of(["territoires", ("tailles", "types_epci"), None]))
def test_the_order_of_the_rows_changes_nothing_and_totals_of_the_parts_add_up_to_the_whole(
    rows: list[Row], selection: Selection, random: Any, by: aggregation.By
) -> None:
    places = list(range(len(rows)))
    random.shuffle(places)
    projects, mixed = (Projects.from_tables(table(each)) for each in (rows, [rows[place] for place in places]))
    pd.testing.assert_frame_equal(aggregate(mixed, selection, by), aggregate(projects, selection, by))
    everywhere = selection.without("plus_gros")
    cut = random.randint(0, len(rows))
    parts = [projects.take(np.array(part, dtype=np.intp)) for part in (places[:cut], places[cut:])]
    added = sum(aggregate(part, everywhere, by) for part in parts)
    pd.testing.assert_frame_equal(added, aggregate(projects, everywhere, by))


def test_a_part_without_the_largest_of_the_whole_has_a_largest_of_its_own() -> None:
    names = list(BITING)
    part = [names.index(name) for name in ("l_tie_for_the_largest", "c_nothing_known", "m_abandoned", "a_plain")]
    found = matching(PROJECTS.take(np.array(part)), Selection(stopped="avec", without_top=1))
    assert found.tolist() == [1, 2, 3]


def test_stopped_projects_count_when_they_are_asked_for() -> None:
    stopped = list(BITING).index("m_abandoned")
    assert stopped not in matching(PROJECTS, Selection())
    assert stopped in matching(PROJECTS, Selection(stopped="avec"))
    assert matching(PROJECTS, Selection(statuses=("Abandonné",))).tolist() == [stopped]
    assert aggregate(PROJECTS, Selection())["projets"].iloc[0] == len(ROWS) - 1
    assert facets(PROJECTS, Selection())["statuts"]["Abandonné"] == 1


def test_projects_of_a_table_without_statuses_count() -> None:
    silent = Projects.from_tables(table([{**row, "statut": None} for row in ROWS]))
    assert len(matching(silent, Selection())) == len(ROWS)
