"""The same question put to each engine: filter, then count, sum and median by territory and by size of commune.

An engine is a pair: `prepare` turns the table into what it likes best (not timed), `ask` answers (timed). Only projects
with a known amount can pass the filter, so every engine may hold amounts as plain int64 cents.
"""

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.query import aggregation
from data.query.projects import NONE, Projects
from data.query.selection import Selection

FILIERES = (
    "Agroalimentaire",
    "Automobile et mobilités",
    "Chimie et matériaux",
    "Métallurgie et mécanique",
    "Santé",
)
YEARS = (2019, 2024)
AMOUNTS_EUR = (1_000_000, 500_000_000)
LOW, HIGH = (eur * 100 for eur in AMOUNTS_EUR)
WORD = "usine"
GROUPS = {"territoires": "id_territoire_2", "tailles": "taille"}
AMOUNT = "investissement_centimes"
# Column of codes -> group -> (projects, cents, median in cents).
Answer = dict[str, dict[str, tuple[int, int, float]]]


class Engine(NamedTuple):
    """exact: False when the engine only has an approximate median."""

    prepare: Callable[[pd.DataFrame], Any]
    ask: Callable[[Any, bool], Any]
    answer: Callable[[Any], Answer]
    exact: bool = True


def _ask_kernel(projects: Projects, with_text: bool) -> dict[str, tuple[pd.DataFrame, pd.Series]]:
    selection = Selection(
        filieres=FILIERES,
        years=YEARS,
        amounts_eur=AMOUNTS_EUR,
        text=WORD if with_text else "",
        scope="projet",
        stopped="avec",  # the other engines know nothing of what stopped
    )
    kept = aggregation.chosen(projects, selection)
    return {
        column: (aggregation.Sums(by, ("projets", AMOUNT)).of(kept), aggregation.Medians(by).of(kept))
        for by, column in GROUPS.items()
    }


def _kernel_answer(found: dict[str, tuple[pd.DataFrame, pd.Series]]) -> Answer:
    return {
        column: {
            key: (int(row["projets"]), int(row[AMOUNT]), float(medians[key]))
            for key, row in totals.iterrows()
            if row["projets"] and key != NONE
        }
        for column, (totals, medians) in found.items()
    }


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns of the question, unknown amounts as 0: below the filter's lower bound, so never selected."""
    columns = ["projet", "filiere", "annee", *GROUPS.values()]
    return frame[columns].assign(**{AMOUNT: frame[AMOUNT].fillna(0).astype("int64")})


def _prepare_pandas(frame: pd.DataFrame) -> pd.DataFrame:
    plain = _plain(frame)
    return plain.astype(dict.fromkeys(["projet", "filiere", *GROUPS.values()], "category"))


def _ask_pandas(table: pd.DataFrame, with_text: bool) -> dict[str, pd.DataFrame]:
    mask = table["annee"].between(*YEARS) & table["filiere"].isin(FILIERES) & table[AMOUNT].between(LOW, HIGH)
    if with_text:
        titles = table["projet"].cat
        hits = np.flatnonzero(titles.categories.str.contains(WORD, case=False, regex=False))
        mask &= titles.codes.isin(hits)
    kept = table[mask]
    return {
        column: kept.groupby(column, observed=True)[AMOUNT].agg(["count", "sum", "median"])
        for column in GROUPS.values()
    }


def _pandas_answer(found: dict[str, pd.DataFrame]) -> Answer:
    return {
        column: {key: (int(n), int(total), float(middle)) for key, n, total, middle in table.itertuples()}
        for column, table in found.items()
    }


def _prepare_arrow(frame: pd.DataFrame) -> pa.Table:
    table = pa.Table.from_pandas(_plain(frame), preserve_index=False)
    for column in ("projet", "filiere", *GROUPS.values()):
        encoded = table[column].combine_chunks().dictionary_encode()
        table = table.set_column(table.column_names.index(column), column, encoded)
    return table


def _ask_arrow(table: pa.Table, with_text: bool) -> dict[str, pa.Table]:
    year, amount = table["annee"], table[AMOUNT]
    masks = [
        pc.greater_equal(year, YEARS[0]),
        pc.less_equal(year, YEARS[1]),
        pc.greater_equal(amount, LOW),
        pc.less_equal(amount, HIGH),
        _arrow_members(table["filiere"], lambda values: pc.is_in(values, pa.array(FILIERES))),
    ]
    if with_text:
        masks.append(_arrow_members(table["projet"], lambda values: pc.match_substring(values, WORD, ignore_case=True)))
    mask = masks[0]
    for other in masks[1:]:
        mask = pc.and_(mask, other)
    kept = table.filter(mask)
    wanted = [(AMOUNT, "count"), (AMOUNT, "sum"), (AMOUNT, "approximate_median")]
    return {column: kept.group_by(column).aggregate(wanted) for column in GROUPS.values()}


def _arrow_members(column: pa.ChunkedArray, test: Callable[[pa.Array], pa.Array]) -> pa.Array:
    """The test on the dictionary, then one look-up per row: the quickest way that pyarrow has."""
    encoded = column.combine_chunks()
    return pc.take(test(encoded.dictionary), encoded.indices)


def _arrow_answer(found: dict[str, pa.Table]) -> Answer:
    return {
        column: {
            row[column]: (row[f"{AMOUNT}_count"], row[f"{AMOUNT}_sum"], row[f"{AMOUNT}_approximate_median"])
            for row in table.to_pylist()
            if row[column] is not None
        }
        for column, table in found.items()
    }


def _prepare_polars(frame: pd.DataFrame) -> Any:
    import polars as pl

    plain = _plain(frame)
    kinds = {
        column: pl.Enum(sorted(plain[column].dropna().unique())) for column in ("projet", "filiere", *GROUPS.values())
    }
    return pl.from_arrow(pa.Table.from_pandas(plain, preserve_index=False)).cast(kinds)


def _ask_polars(table: Any, with_text: bool) -> dict[str, Any]:
    import polars as pl

    keep = pl.col("annee").is_between(*YEARS) & pl.col(AMOUNT).is_between(LOW, HIGH) & pl.col("filiere").is_in(FILIERES)
    if with_text:
        titles = table.schema["projet"].categories
        hits = titles.filter(titles.str.to_lowercase().str.contains(WORD, literal=True))
        keep &= pl.col("projet").is_in(hits.to_list())
    kept = table.filter(keep)
    wanted = [pl.len(), pl.col(AMOUNT).sum().alias("sum"), pl.col(AMOUNT).median().alias("median")]
    return {column: kept.group_by(column).agg(wanted) for column in GROUPS.values()}


def _polars_answer(found: dict[str, Any]) -> Answer:
    return {
        column: {key: (n, total, middle) for key, n, total, middle in table.iter_rows() if key is not None}
        for column, table in found.items()
    }


def _prepare_duckdb(frame: pd.DataFrame) -> Any:
    import duckdb

    connection = duckdb.connect()
    connection.register("arrow_table", pa.Table.from_pandas(_plain(frame), preserve_index=False))
    enumerated = ("projet", "filiere", *GROUPS.values())
    for column in enumerated:
        values = f"select distinct {column} from arrow_table where {column} is not null order by 1"  # noqa: S608
        connection.execute(f"create type t_{column} as enum ({values})")
    typed = ", ".join(f"{column}::t_{column} as {column}" for column in enumerated)
    connection.execute(f"create table projets as select * replace ({typed}) from arrow_table")  # noqa: S608
    connection.execute("create table titres as select unnest(enum_range(null::t_projet))::t_projet as projet")
    connection.unregister("arrow_table")
    return connection


def _ask_duckdb(connection: Any, with_text: bool) -> dict[str, list[tuple[Any, ...]]]:
    hits = f"select projet from titres where contains(lower(projet::varchar), '{WORD}')"  # noqa: S608  constants alone
    text = f"and projet in ({hits})" if with_text else ""
    members = ", ".join(f"'{filiere}'" for filiere in FILIERES)
    kept = (
        f"from projets where annee between {YEARS[0]} and {YEARS[1]} and filiere in ({members}) "
        f"and {AMOUNT} between {LOW} and {HIGH} {text}"
    )
    return {
        column: connection.execute(
            f"select {column}, count(*), sum({AMOUNT}), median({AMOUNT}) {kept} group by {column}"
        ).fetchall()
        for column in GROUPS.values()
    }


def _duckdb_answer(found: dict[str, list[tuple[Any, ...]]]) -> Answer:
    return {
        column: {key: (n, int(total), float(middle)) for key, n, total, middle in rows if key is not None}
        for column, rows in found.items()
    }


_OPTIONAL: Mapping[str, tuple[str, Engine]] = {
    "polars, catégories": ("polars", Engine(_prepare_polars, _ask_polars, _polars_answer)),
    "DuckDB, énumérations": ("duckdb", Engine(_prepare_duckdb, _ask_duckdb, _duckdb_answer)),
}
KERNEL = "noyau (codes entiers)"
ENGINES: Mapping[str, Engine] = {
    KERNEL: Engine(Projects.from_tables, _ask_kernel, _kernel_answer),
    "pandas, catégories": Engine(_prepare_pandas, _ask_pandas, _pandas_answer),
    "pyarrow, dictionnaires": Engine(_prepare_arrow, _ask_arrow, _arrow_answer, exact=False),
    **{name: engine for name, (module, engine) in _OPTIONAL.items() if find_spec(module)},
}
