"""Where each row of an official file is: its commune, by its code, else by its name in its département, else by its
point; without commune, the intercommunalité, the département or the région that it names.
"""

from dataclasses import dataclass, replace

import pandas as pd

from data.cells import published_values
from data.cells.communes import name_key
from data.official.ground import Ground, first_reason
from data.places import belonging
from data.places.wider import COLUMNS, echelon
from data.tables.fields import INSEE
from data.words import outside
from data.words.place_keys import place_key

NO_CODE = "aucun code de commune dans le fichier publié"
UNKNOWN_CODE = "commune inconnue de la géographie de référence : "
NO_PLACE = "aucune commune dans le fichier publié"
UNKNOWN_DEPARTEMENT = "département inconnu de la géographie de référence : "
UNKNOWN_NAME = "aucune commune de ce nom dans le département, et aucun point utilisable : "
ELSEWHERE = "commune de ce nom dans un autre département que celui qui est publié : "
OUTSIDE = "collectivité d'outre-mer hors de l'atlas : "
CONTRARY = "aucune commune de ce nom dans le département, et un point dans un autre : "
SEVERAL = "plusieurs communes de ce nom dans le département, et aucun point utilisable : "
SEVERAL_IN_FRANCE = "plusieurs communes de ce nom, et rien d'autre n'est publié du lieu : "
UNKNOWN_IN_FRANCE = "aucune commune de ce nom : "


# Of these reasons the département is not believed: it may be that of another site.
_DOUBTFUL = (ELSEWHERE, CONTRARY)


@dataclass(frozen=True)
class Placed:
    """Of each row: code, that of the present commune, null where it is not known; lieu, the key of the place above
    communes that a row without commune names, else null; published, the code as the file has it, null without one;
    reason, why the commune is not known, null where it is. by_name, by_point: which ones were found without a code.
    """

    code: pd.Series
    published: pd.Series
    reason: pd.Series
    by_name: pd.Series
    by_point: pd.Series
    lieu: pd.Series

    @property
    def levels(self) -> pd.Series:
        """The kind of place of each row, "" for none."""
        return self.lieu.str.partition("-")[0].fillna("").mask(self.code.notna(), "commune")


def placed(said: pd.DataFrame, ground: Ground) -> Placed:
    """The commune of each row, else the place above. said: of `code_insee`, `commune` and `departement`, `point`,
    `epci`, `region`, `lieu` and `echelon`, those that the file has.
    """
    if "lieu" in said:
        said = _by_echelon(said)
    found = _in_communes(said, ground)
    outside = _collectivities(said)
    reason = found.reason.mask(found.code.isna() & outside.notna(), OUTSIDE + outside)
    # A row that counts in a place above is of no commune of it, and no sum has it twice.
    believed = found.code.isna() & outside.isna() & ~reason.fillna("").str.startswith(_DOUBTFUL)
    return replace(found, reason=reason, lieu=_above(said, ground).where(believed))


def _by_echelon(said: pd.DataFrame) -> pd.DataFrame:
    """The same with the place of each row in the column of its kind. A département that the row names besides stays
    for those whose place is not known.
    """
    kinds = said["echelon"].map({cell: echelon(cell) for cell in said["echelon"].dropna().unique()})
    columns = {"code_insee": "commune", **{kind: kind for kind in COLUMNS}}
    nothing = pd.Series(pd.NA, index=said.index, dtype="str")
    told = {
        column: said["lieu"].where(kinds == kind).fillna(said.get(column, nothing)) for column, kind in columns.items()
    }
    return said.drop(columns=["lieu", "echelon"]).assign(**told)


def _in_communes(said: pd.DataFrame, ground: Ground) -> Placed:
    if "code_insee" in said:
        return _by_code(said["code_insee"], ground)
    if "commune" in said:
        return _by_name(said, ground)
    nothing, none = pd.Series(pd.NA, index=said.index, dtype="str"), pd.Series(False, index=said.index)
    return Placed(nothing, nothing, nothing.fillna(NO_PLACE), none, none, nothing)


def _above(said: pd.DataFrame, ground: Ground) -> pd.Series:
    """The key of the smallest place above communes that each row names."""
    found = pd.Series(pd.NA, index=said.index, dtype="str")
    for kind in (kind for kind in COLUMNS if kind in said and kind in ground.wider.names):
        cells = said[kind].fillna("")
        distinct = cells.unique().tolist()
        codes = dict(zip(distinct, ground.wider.codes(kind, distinct), strict=True))
        keys = {cell: place_key(kind, code) for cell, code in codes.items() if code}
        found = found.fillna(cells.map(keys).astype("str"))
    return found.astype("str")


def _collectivities(said: pd.DataFrame) -> pd.Series:
    """The overseas collectivity that each row names instead of a département."""
    if "departement" not in said:
        return pd.Series(pd.NA, index=said.index, dtype="str")
    cells = said["departement"].dropna().unique().tolist()
    named = {
        # A workbook holds a code as a number: « 975.0 ».
        cell: outside.collectivity_of_code(cell.removesuffix(".0")) or outside.collectivity_of_name(cell)
        for cell in cells
    }
    return said["departement"].map(named).astype("str")


def _by_code(published: pd.Series, ground: Ground) -> Placed:
    present = belonging.present_codes(published, ground.communes, ground.successions)
    is_known = present.isin(ground.communes["code_insee"])
    reason = first_reason(
        published.index, (published.isna(), NO_CODE), (~is_known, UNKNOWN_CODE + published.fillna(""))
    )
    # « NULL » and « Non disponible » are no codes: the reason says what was published.
    shaped = published.where(published.str.fullmatch(INSEE).fillna(False).astype(bool))
    none = pd.Series(False, index=published.index)
    return Placed(present.where(is_known), shaped, reason, none, none, published.where(none))


def _by_name(said: pd.DataFrame, ground: Ground) -> Placed:
    """A name decides where it is that of one commune of its département. Else the point does, unless the name is that
    of other communes: files hold rows whose département and point are those of another site.
    """
    names, published = ground.names, said["commune"].fillna("")
    if "departement" not in said and "point" not in said:
        return _by_name_alone(published, ground)
    told = said["departement"].fillna("") if "departement" in said else pd.Series("", index=said.index)
    departement = told.map({cell: names.departement(cell) for cell in told.unique()}).astype("str")
    keys = published.map({name: name_key(name) for name in published.unique()})
    here = [
        names.exact(key, code) or names.each_former([key], [code])[0]  # of today first: a former name may be another's
        for key, code in zip(keys, departement.fillna(""), strict=True)
    ]
    same_name = [of_name or names.exact(key, None) for key, of_name in zip(keys, here, strict=True)]
    # 1 440 names are those of several communes (3 670 of them), none twice in a département.
    by_name = pd.Series([found[0] if len(found) == 1 else None for found in here], said.index, dtype="str")
    at_point = _at_points(said, ground)
    inside = (at_point["code_departement"] == departement).fillna(False).astype(bool)
    held = at_point["code_insee"].where(inside).astype("str")
    is_told_otherwise = [bool(found) and code not in found for code, found in zip(held, same_name, strict=True)]
    by_point = held.where(by_name.isna() & ~pd.Series(is_told_otherwise, said.index))
    code = by_name.fillna(by_point)
    reason = first_reason(
        said.index,
        (keys == "", NO_PLACE),
        (departement.isna(), UNKNOWN_DEPARTEMENT + told),
        (pd.Series([len(found) > 1 for found in here], said.index), SEVERAL + published),
        (pd.Series([bool(found) for found in same_name], said.index), ELSEWHERE + published),
        (at_point["code_insee"].notna() & ~inside, CONTRARY + published),
        (code.isna(), UNKNOWN_NAME + published),
    ).where(code.isna())
    nothing = pd.Series(pd.NA, index=said.index, dtype="str")
    return Placed(code, nothing, reason, by_name.notna(), by_point.notna(), nothing)


def _by_name_alone(published: pd.Series, ground: Ground) -> Placed:
    """In a file that says nothing else, a name places a row when one commune has it, or once had it."""
    names = ground.names
    keys = {name: name_key(name) for name in published.unique()}
    bearers = {key: sorted({*names.exact(key, None), *names.each_former([key], [None])[0]}) for key in keys.values()}
    found = published.map(keys).map(bearers)
    code = pd.Series([each[0] if len(each) == 1 else None for each in found], published.index, dtype="str")
    reason = first_reason(
        published.index,
        (published.map(keys) == "", NO_PLACE),
        (found.map(len) > 1, SEVERAL_IN_FRANCE + published),
        (code.isna(), UNKNOWN_IN_FRANCE + published),
    )
    nothing, none = pd.Series(pd.NA, index=published.index, dtype="str"), pd.Series(False, index=published.index)
    return Placed(code, nothing, reason, code.notna(), none, nothing)


def _at_points(said: pd.DataFrame, ground: Ground) -> pd.DataFrame:
    """code_insee and code_departement of the commune that holds the point of each row."""
    columns = ["code_insee", "code_departement"]
    if "point" not in said:
        return pd.DataFrame(index=said.index, columns=columns, dtype="str")
    points = published_values.points(said["point"])
    positions = ground.locator.positions(points["lon"].to_numpy(), points["lat"].to_numpy())
    return ground.communes[columns].reset_index(drop=True).reindex(positions).set_axis(said.index)
