"""Projects that two sources seem to hold both: shown side by side as groups, never merged.

Two rows of different sources are linked when they have the same SIREN or the same company, the same commune, the same
year (or one without a year) and titles that read alike. Linked rows make a group. Within one source nothing is
compared: each row is what its publisher counts, and one project may be paid in several grants.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import fuzz
from rapidfuzz.process import cpdist
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from data.tables.projects import LIKENESS
from data.words.text import fold

ROWS: Final = ["id_projet", "source_id", "projet", "entreprise", "code_insee", "annee", "siren"]  # what is compared
COLUMNS: Final = ["groupe", "id_projet", "source_id", "raison", "similarite"]
# Of one company in one commune: beyond, only equal titles are compared, or a block of n would cost n x n.
MAX_BLOCK: Final = 200

_WHO: Final = {"siren": "SIREN", "nom": "entreprise"}
_LEGAL_FORMS: Final = re.compile(r"\b(?:sas|sasu|sarl|sa|snc|eurl|scop|societe|ste|groupe|ets|etablissements)\b")
_PUNCTUATION: Final = re.compile(r"[\W_]+")
# Rows of one source that agree on all that is compared are one unit: a block of equal rows is one comparison.
_UNIT: Final = ["siren", "nom", "code_insee", "annee", "source_id", "titre"]


def company_key(name: str) -> str:
    """What two ways to write the name of a company share: « SAS Dupont & Fils » and « DUPONT ET FILS »."""
    words = _PUNCTUATION.sub(" ", fold(name.replace("&", " et ")))
    return " ".join(_LEGAL_FORMS.sub(" ", words).split())


def comparable(batches: Callable[[], Iterable[pd.DataFrame]]) -> pd.DataFrame:
    """The rows of which `groups` may link some, of tables too large to be held at once: those whose company and commune
    are in two sources.

    batches: gives the tables from the first to the last, each time that it is called; each has what `groups` asks for.
    """
    seen: dict[str, dict[str, list[npt.NDArray[np.uint64]]]] = {who: defaultdict(list) for who in _WHO}
    for batch in batches():
        keys = _keys(batch)
        for who, by_source in seen.items():
            for source, rows in keys.groupby("source_id"):
                by_source[str(source)].append(np.unique(_hashes(rows[rows[who].notna()], who)))
    shared = {who: _in_two(by_source.values()) for who, by_source in seen.items()}
    kept = []
    for batch in batches():
        keys = _keys(batch)
        found = [keys[who].notna().to_numpy() & np.isin(_hashes(keys, who), shared[who]) for who in _WHO]
        kept.append(batch.loc[keys.index[np.logical_or.reduce(found)], ROWS])
    return pd.concat(kept, ignore_index=True)


def _hashes(keys: pd.DataFrame, who: str) -> npt.NDArray[np.uint64]:
    hashed = pd.util.hash_pandas_object(keys[[who, "code_insee"]], index=False)
    return np.asarray(hashed, dtype=np.uint64)


def _in_two(sources: Iterable[list[npt.NDArray[np.uint64]]]) -> npt.NDArray[np.uint64]:
    each = [np.unique(np.concatenate(parts)) for parts in sources]
    hashes, count = np.unique(np.concatenate([*each, np.empty(0, np.uint64)]), return_counts=True)
    return np.asarray(hashes[count > 1], dtype=np.uint64)


def groups(table: pd.DataFrame) -> pd.DataFrame:
    """One row per project that a group holds, sorted by group: `COLUMNS`.

    table: rows of any sources, one after the other, with id_projet, source_id, projet, entreprise, code_insee, annee,
    and siren (null where a source has none). groupe counts from 1; raison: the keys that the project shares with the
    project of another source that is most like it; similarite: of their titles, 80 to 100. A row without a commune is
    in no group.
    """
    rows = _keys(table)
    units = rows[_UNIT].drop_duplicates(ignore_index=True)
    links = _links(units)
    if links.empty:
        return _typed(pd.DataFrame(columns=COLUMNS))
    shape = (len(units), len(units))
    graph = coo_array((np.ones(len(links)), (links["one"], links["other"])), shape=shape)
    _, component = connected_components(graph, directed=False)
    both = pd.concat([links, links.rename(columns={"one": "other", "other": "one"})])
    best = both.sort_values("similarite", ascending=False, kind="stable").drop_duplicates("one").set_index("one")
    linked = units.assign(groupe=component).join(best[["raison", "similarite"]], how="inner")
    found = rows.merge(linked, on=_UNIT)  # null keys merge with null keys: a unit is found by all of its columns
    found["groupe"] = pd.factorize(found["groupe"])[0] + 1
    return _typed(found[COLUMNS].sort_values(["groupe", "id_projet"], ignore_index=True))


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    texts = dict.fromkeys(("id_projet", "source_id", "raison"), "str")
    return frame.astype({"groupe": "int32", "similarite": "int8", **texts})


def _keys(table: pd.DataFrame) -> pd.DataFrame:
    """id_projet and what is compared, of the rows that have a commune and someone; a null where there is nothing."""
    names = {name: company_key(name) for name in table["entreprise"].dropna().unique().tolist()}
    titles = {title: _PUNCTUATION.sub(" ", fold(title)).strip() for title in table["projet"].dropna().unique().tolist()}
    keys = table[["id_projet", "source_id", "code_insee"]].assign(
        siren=table["siren"],
        nom=table["entreprise"].map(names).replace("", pd.NA).astype("str"),
        titre=table["projet"].map(titles).fillna("").astype("str"),
        annee=table["annee"].astype("Int64").fillna(0),
    )
    return keys[keys["code_insee"].notna() & (keys["siren"].notna() | keys["nom"].notna())]


def _links(units: pd.DataFrame) -> pd.DataFrame:
    """one, other (positions in `units`, of two sources), raison, similarite: each pair once."""
    pairs = pd.concat([_candidates(units, who) for who in _WHO]).drop_duplicates(ignore_index=True)
    one, other = (units.iloc[pairs[side]].reset_index(drop=True) for side in ("one", "other"))
    dated = (one["annee"] > 0) & (other["annee"] > 0)
    is_open = (~dated | (one["annee"] == other["annee"])).to_numpy(dtype=bool)
    pairs, one, other = (each[is_open].reset_index(drop=True) for each in (pairs, one, other))
    dated = dated[is_open].reset_index(drop=True)
    likeness = cpdist(one["titre"], other["titre"], scorer=fuzz.token_set_ratio, score_cutoff=LIKENESS)
    reasons = pd.Series("", index=pairs.index)
    for who, said in _WHO.items():
        reasons += (one[who] == other[who]).fillna(False).map({True: f"{said}, ", False: ""}).astype("str")
    reasons += dated.map({True: "commune et année", False: "commune (une année n'est pas publiée)"}).astype("str")
    pairs = pairs.assign(raison=reasons, similarite=np.floor(likeness))
    return pairs[likeness >= LIKENESS]


def _candidates(units: pd.DataFrame, who: str) -> pd.DataFrame:
    """one, other: units of two sources that have the same `who` and the same commune."""
    block = [who, "code_insee"]
    known = units.loc[units[who].notna(), [*block, "source_id", "titre"]]
    known = known.assign(unit=known.index)
    counted = known.groupby(block)["source_id"]
    known = known[counted.transform("nunique") > 1]
    is_large = known.groupby(block)["source_id"].transform("size") > MAX_BLOCK
    parts = [_pairs(known[~is_large], block), _pairs(known[is_large], [*block, "titre"])]
    return pd.concat(parts, ignore_index=True)


def _pairs(known: pd.DataFrame, on: list[str]) -> pd.DataFrame:
    found = known.merge(known, on=on, suffixes=("_one", "_other"))
    found = found[found["source_id_one"] < found["source_id_other"]]
    return found[["unit_one", "unit_other"]].set_axis(["one", "other"], axis=1)
