"""The commune of each row of an official file: by its code, else by its name in its département, else by its point."""

from dataclasses import dataclass

import pandas as pd

from data.cells import published_values
from data.cells.communes import name_key
from data.official.ground import Ground, first_reason
from data.places import belonging
from data.tables.fields import INSEE

NO_CODE = "aucun code de commune dans le fichier publié"
UNKNOWN_CODE = "commune inconnue de la géographie de référence : "
NO_PLACE = "aucune commune dans le fichier publié"
UNKNOWN_DEPARTEMENT = "département inconnu de la géographie de référence : "
UNKNOWN_NAME = "aucune commune de ce nom dans le département, et aucun point utilisable : "
ELSEWHERE = "commune de ce nom dans un autre département que celui qui est publié : "
SEVERAL = "plusieurs communes de ce nom dans le département, et aucun point utilisable : "


@dataclass(frozen=True)
class Placed:
    """Of each row: code, that of the present commune, null where it is not known; published, the code as the file has
    it, null without one; reason, why the commune is not known, null where it is. by_name, by_point: which ones were
    found without a code.
    """

    code: pd.Series
    published: pd.Series
    reason: pd.Series
    by_name: pd.Series
    by_point: pd.Series


def placed(said: pd.DataFrame, ground: Ground) -> Placed:
    """The commune of each row. said: of `code_insee`, `commune` and `departement`, `point`, those that the file has."""
    if "code_insee" in said:
        return _by_code(said["code_insee"], ground)
    if "commune" in said:
        return _by_name(said, ground)
    nothing, none = pd.Series(pd.NA, index=said.index, dtype="str"), pd.Series(False, index=said.index)
    return Placed(nothing, nothing, nothing.fillna(NO_PLACE), none, none)


def _by_code(published: pd.Series, ground: Ground) -> Placed:
    present = belonging.present_codes(published, ground.communes, ground.successions)
    is_known = present.isin(ground.communes["code_insee"])
    reason = first_reason(
        published.index, (published.isna(), NO_CODE), (~is_known, UNKNOWN_CODE + published.fillna(""))
    )
    shaped = published.where(published.str.fullmatch(INSEE).fillna(False).astype(bool))
    none = pd.Series(False, index=published.index)
    return Placed(present.where(is_known), shaped, reason, none, none)


def _by_name(said: pd.DataFrame, ground: Ground) -> Placed:
    """A name decides where it is that of one commune of its département. Else the point does, unless the name is that
    of other communes: files hold rows whose département and point are those of another site.
    """
    names, published = ground.names, said["commune"].fillna("")
    told = said["departement"].fillna("") if "departement" in said else pd.Series("", index=said.index)
    departement = told.map({cell: names.departement(cell) for cell in told.unique()}).astype("str")
    keys = published.map({name: name_key(name) for name in published.unique()})
    here = [names.exact(key, code) for key, code in zip(keys, departement.fillna(""), strict=True)]
    same_name = [of_name or names.exact(key, None) for key, of_name in zip(keys, here, strict=True)]
    by_name = pd.Series([found[0] if len(found) == 1 else None for found in here], said.index, dtype="str")
    held = _at_points(said, departement, ground)
    is_told_otherwise = [bool(found) and code not in found for code, found in zip(held, same_name, strict=True)]
    by_point = held.where(by_name.isna() & ~pd.Series(is_told_otherwise, said.index))
    code = by_name.fillna(by_point)
    reason = first_reason(
        said.index,
        (keys == "", NO_PLACE),
        (departement.isna(), UNKNOWN_DEPARTEMENT + told),
        (pd.Series([len(found) > 1 for found in here], said.index), SEVERAL + published),
        (pd.Series([bool(found) for found in same_name], said.index), ELSEWHERE + published),
        (code.isna(), UNKNOWN_NAME + published),
    ).where(code.isna())
    nothing = pd.Series(pd.NA, index=said.index, dtype="str")
    return Placed(code, nothing, reason, by_name.notna(), by_point.notna())


def _at_points(said: pd.DataFrame, departement: pd.Series, ground: Ground) -> pd.Series:
    """The commune that holds the point of each row, where it is in the département that the row says."""
    if "point" not in said:
        return pd.Series(pd.NA, index=said.index, dtype="str")
    points = published_values.points(said["point"])
    positions = ground.locator.positions(points["lon"].to_numpy(), points["lat"].to_numpy())
    held = ground.communes[["code_insee", "code_departement"]].reset_index(drop=True).reindex(positions)
    held.index = said.index
    return held["code_insee"].where((held["code_departement"] == departement).fillna(False)).astype("str")
