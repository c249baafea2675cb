"""A visitor's table in the columns of the table of projects, so that every page can show it."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from data.cells import identifiers, published_values
from data.cells.amounts import is_unknown
from data.own.report import VALUES, kept
from data.places.belonging import PLACE_COLUMNS
from data.places.wider import Wider
from data.tables.projects import PROJECT
from data.words.text import fold
from data.words.vocabulary import STATUTS

OWN_SOURCE: Final = "vos_donnees"
_EDITOR: Final = "Vos données"
_LOOKED_AT: Final = 4 * published_values.MAX_TITLE  # characters of a text that becomes a title
# Of a line, in an identifier that is in the order of the lines as a text too: ties are broken by it. A table in parts
# may have a hundred million lines.
_DIGITS: Final = 9
_TEXTS: Final = ("projet", "entreprise", "filiere", "programme")
_KNOWN_STATUTS: Final[Mapping[str, str]] = {fold(name): name for name in STATUTS}


def own_projects(frame: pd.DataFrame, roles: Mapping[str, str], rows: pd.DataFrame, wider: Wider) -> pd.DataFrame:
    """One project per row that is not set aside: in its commune, else in the larger place that it is in, else in
    national totals alone. One column more than the table of projects: siren, null where the row has no valid one.

    frame: as `upload.read_table` gives it; roles: role -> column of it; rows: of `own_report.check` on both; wider: of
    the ground of that check. What the table does not say is empty, but for the title: « Ligne 12 ». Long texts are cut.
    """
    rows = kept(rows)
    frame, index = frame.loc[rows.index], rows.index
    lines = index.to_series().astype(str)
    commune = wider.communes[["nom", "densite"]].reindex(rows["code_insee"]).set_axis(index)
    places = wider.columns(rows["code_insee"], rows["lieu"])
    cells = {role: _text(frame[roles[role]]) for role in _TEXTS if role in roles}
    columns: dict[str, object] = {
        **cells,
        "id_projet": "vous-" + lines.str.zfill(_DIGITS),
        "projet": cells.get("projet", pd.Series(None, index=index, dtype="str")).fillna("Ligne " + lines),
        "code_insee": rows["code_insee"],
        "commune": commune["nom"],
        "densite": commune["densite"],
        **{name: places[name] for name in PLACE_COLUMNS},
        **{name: rows[name] for name in (*VALUES.values(), "annee") if name in rows},
        "source_editeur": _EDITOR,
        "source_id": OWN_SOURCE,
    }
    if "statut" in roles:
        columns["statut"] = frame[roles["statut"]].map(lambda cell: _KNOWN_STATUTS.get(fold(cell)), na_action="ignore")
    found = pd.DataFrame({name: pd.Series(values, index=index) for name, values in columns.items()}, index=index)
    return typed(found.assign(siren=_sirens(frame, roles)).reset_index(drop=True))


def typed(found: pd.DataFrame) -> pd.DataFrame:
    """The columns of the table of projects and siren, whatever others there are; one that is not there is empty."""
    types = {field.name: _type(field.dtype) for field in PROJECT} | {"siren": "str"}
    return pd.DataFrame(
        {name: pd.Series(found.get(name), index=found.index, dtype=dtype) for name, dtype in types.items()}
    )


def _text(cells: pd.Series) -> pd.Series:
    short = cells.where(~is_unknown(cells)).str.slice(0, _LOOKED_AT)
    return published_values.titles(published_values.texts(short))


def _sirens(frame: pd.DataFrame, roles: Mapping[str, str]) -> pd.Series:
    if "siret" not in roles:
        return pd.Series(None, index=frame.index, dtype="str")
    return identifiers.sirens(frame[roles["siret"]])


def _type(dtype: str) -> str:
    """The type of a column that may be empty everywhere."""
    return dtype.capitalize() if dtype.startswith("int") else dtype  # « Int64 » of pandas holds what is unknown
