"""The rows that answer a question: those that the pages show, by the same sums."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.editions.edition import GEOMETRY
from data.places.levels import View
from data.places.novelties import COLUMNS
from data.plain.ground import Ground
from data.plain.question import Question
from data.plain.resources import RESOURCES
from data.query import aggregation, outputs
from data.query.address import PARAMETERS, known_values
from data.query.filters import FIELDS
from data.query.level_keys import level_shown
from data.query.measures import DENOMINATORS, MEASURES
from data.words.levels import TITLES
from data.words.vocabulary import PHASES

Shapes = npt.NDArray[np.object_]
_LABELS: Final[Mapping[str, Mapping[Any, str]]] = {
    "level": TITLES,
    "phase": PHASES,
    "measure": {key: each.label for key, each in MEASURES.items()},
    "denominator": {key: each.label for key, each in DENOMINATORS.items()},
}


@dataclass(frozen=True)
class Rows:
    """One page of rows. total: how many there are in all; shapes: makes the geometry of each row, where it has one;
    told: what else is said of them.
    """

    table: pd.DataFrame
    total: int
    shapes: Callable[[], Shapes] | None = None
    told: Mapping[str, Any] = field(default_factory=dict)


def rows(question: Question) -> Rows:
    """The answer to a question."""
    return _MAKERS[question.resource.name](question)


def _projects(question: Question) -> Rows:
    found = aggregation.matching(question.dataset.projects, question.selection)
    page = question.dataset.table.iloc[found[_page(question)]]
    return Rows(
        outputs.project_output(page).assign(lon=page["lon"], lat=page["lat"]),
        len(found),
        lambda: _points(page),
    )


def _points(table: pd.DataFrame) -> Shapes:
    import shapely  # noqa: PLC0415  (half a second that tables without geometry do without)

    lon, lat = (table[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in ("lon", "lat"))
    found = np.full(len(table), None, dtype=object)
    known = np.isfinite(lon) & np.isfinite(lat)
    found[known] = shapely.points(lon[known], lat[known])
    return found


def _sums(question: Question) -> Rows:
    selection, places = question.selection, question.ground.places
    everywhere = selection.level == "communes" and selection.zone is None
    shown = places.communes if everywhere else places.of(selection)
    view = View.of(question.dataset.projects, places, selection, shown)
    table = view.table.iloc[_page(question)]
    level = level_shown(selection)
    whole = outputs.sums_output(view.total.to_frame().T).iloc[0]
    return Rows(
        outputs.level_output(table, selection),
        len(view.table),
        lambda: _contours(question.ground, level.table, level.code, table.index),
        {"niveau": places.title(selection), "ensemble": {name: _plain(value) for name, value in whole.items()}},
    )


def _territories(question: Question) -> Rows:
    phase = question.selection.phase
    table = question.ground.edition.table("territoires")
    table = table[table["phase"] == phase]
    members = question.ground.edition.table("appartenances")
    communes = members[members["phase"] == phase].groupby("id_territoire")["code_insee"].agg(" ".join)
    page = table.assign(communes=table["id_territoire"].map(communes)).iloc[_page(question)]
    return Rows(
        page, len(table), lambda: _contours(question.ground, "territoires", "id_territoire", page["id_territoire"])
    )


def _contours(ground: Ground, table: str, code: str, wanted: "pd.Index[str] | pd.Series[str]") -> Shapes:
    frame = ground.edition.geotable(table, [code]).set_index(code)
    return frame[GEOMETRY].reindex(pd.Index(wanted)).to_numpy(dtype=object)


def _words(question: Question) -> Rows:
    vocabulary = question.dataset.vocabulary
    taken = {name for each in RESOURCES.values() for name in each.parameters}
    found = []
    for name, (key, noun) in PARAMETERS.items():
        if name in taken:
            labels = FIELDS[key].labels(vocabulary) if key in FIELDS and _is_listed(key) else _LABELS.get(key, {})
            known = known_values(key, vocabulary) or {}
            named = {value: labels.get(value) or _zone(question.ground, key, value) for value in known.values()}
            ordered = [*(v for v in labels if v in named), *sorted(map(str, (v for v in named if v not in labels)))]
            found += [(name, noun, str(value), str(named.get(value, value))) for value in ordered]
    table = pd.DataFrame(found, columns=["parametre", "nom", "valeur", "libelle"], dtype="str")
    return Rows(table, len(table))


def _is_listed(key: str) -> bool:
    return FIELDS[key].kind in {"several", "one", "stopped"}


def _zone(ground: Ground, key: str, value: Any) -> str:
    return ground.places.zone_name(value) if key == "zone" else str(value)


def _novelties(question: Question) -> Rows:
    found = question.ground.novelties
    if found is None:
        return Rows(pd.DataFrame(columns=COLUMNS, dtype="str"), 0, told={"edition_d_avant": None})
    return Rows(found.changes.iloc[_page(question)], len(found.changes), told={"edition_d_avant": found.before})


def _edition(question: Question) -> Rows:
    manifest = question.ground.edition.manifest
    files = [(name, each.bytes, each.rows, each.sha256) for name, each in sorted(manifest.files.items())]
    table = pd.DataFrame(files, columns=["fichier", "octets", "lignes", "sha256"]).astype({"lignes": "Int64"})
    return Rows(table, len(table), told={"paquets": dict(manifest.packages)})


def _page(question: Question) -> slice:
    return slice(question.first, question.first + question.count)


def _plain(value: Any) -> Any:
    return None if pd.isna(value) else value.item() if hasattr(value, "item") else value


_MAKERS: Final[Mapping[str, Callable[[Question], Rows]]] = {
    "projets": _projects,
    "sommes": _sums,
    "territoires": _territories,
    "filtres": _words,
    "nouveautes": _novelties,
    "edition": _edition,
}
