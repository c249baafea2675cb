"""The present commune of each row of a table that a visitor brings, and what had to be done to find it.

A row is placed by its code, else by the name of its commune, else by its point. What is repaired is said; what could
mean several communes is asked; what cannot be placed says why and what to do. Distinct values are worked out once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.cells.amounts import is_unknown
from data.cells.communes import Names
from data.own.by_name import Question, by_name, contradictions
from data.own.findings import ACCEPTED, AMBIGUOUS, REJECTED, REPAIRED, Findings, Texts
from geo.location import OUTSIDE, Locator

PLACING: Final = ("code_insee", "commune", "departement", "code_postal", "lon", "lat")
_CODE: Final = r"[0-9][0-9AB][0-9]{3}"
_CORRECT: Final = "corriger le code, qui n'est pas le code postal, ou remplir la commune et le département"


@dataclass(frozen=True)
class Ground:
    """What rows are placed on. communes: `Places.communes`; successions: former code -> present code; locator: of the
    contours of `communes`, in their order.
    """

    communes: pd.DataFrame
    successions: pd.Series
    names: Names
    locator: Locator

    @cached_property
    def present(self) -> Mapping[str, str]:
        """The present code of each code, present or former."""
        former = dict(zip(self.successions.index.tolist(), self.successions.tolist(), strict=True))
        return former | {code: code for code in self.communes.index.tolist()}


@dataclass(frozen=True)
class Joined:
    """rows: code_insee (null when not placed), statut, colonne, valeur, motif, remede, with the index of the table; the
    last four are empty for an accepted row. questions: those without an answer, the most rows first.
    """

    rows: pd.DataFrame
    questions: tuple[Question, ...]


def join(frame: pd.DataFrame, roles: Mapping[str, str], ground: Ground, answers: Mapping[str, str]) -> Joined:
    """Place each row. roles: role of `own_columns.ROLES` -> column of the frame. answers: key of a question -> the code
    that was chosen, or `own_by_name.NOWHERE`.
    """
    found = Findings.of(len(frame))
    questions: dict[str, Question] = {}
    if "code_insee" in roles:
        _by_code(found, frame[roles["code_insee"]], roles["code_insee"], ground)
    if "commune" in roles:
        questions |= by_name(found, frame, roles, ground.names, answers)
    if {"code_insee", "commune"} <= roles.keys():  # last: a name must not place again a row that its code contradicts
        questions |= contradictions(found, frame[roles["commune"]], roles["commune"], ground.names, answers)
    if "lon" in roles and "lat" in roles:
        _by_point(found, frame, roles, ground, questions)
    found.write(
        found.having(""),
        statut=REJECTED,
        colonne=", ".join(roles[role] for role in PLACING if role in roles),
        motif="rien dans la ligne ne dit où elle se trouve",
        remede="remplir le code INSEE, ou la commune et le département, ou la longitude et la latitude",
    )
    asked = pd.Series(found.question[found.having(AMBIGUOUS)], dtype="object").value_counts()
    return Joined(found.frame(frame.index), tuple(questions[str(key)].asked(int(n)) for key, n in asked.items()))


def _by_code(found: Findings, cells: pd.Series, column: str, ground: Ground) -> None:
    """Place rows by an INSEE code: as it is, with its zero, without the decimals of a spreadsheet, or a former one."""
    which, distinct = pd.factorize(cells.fillna("").to_numpy(dtype=object))
    same = np.array([ground.present.get(code) == code for code in distinct], dtype=bool)
    rows = np.flatnonzero(same[which])
    found.write(rows, code=distinct[which[rows]], statut=ACCEPTED)
    if same.all():  # as in most tables: what follows takes time
        return
    written = pd.Series(distinct[~same], dtype="str")
    others = np.flatnonzero(~same[which])
    places = (np.cumsum(~same) - 1)[which[others]]
    known = ~is_unknown(written).to_numpy()[places]
    rows, places = others[known], places[known]
    for name, texts in _other_codes(written, ground).items():
        found.write(rows, **{name: np.asarray(texts, dtype=object)[places]})
    found.write(rows, colonne=column)


def _other_codes(written: pd.Series, ground: Ground) -> dict[str, pd.Series | Texts]:
    """What becomes of codes that are not those of present communes, in the columns of `Findings`."""
    cleaned = written.str.replace(r"\s", "", regex=True).str.upper().str.removesuffix(".0")
    padded = cleaned.where(~cleaned.str.fullmatch("[0-9]{4}"), "0" + cleaned)
    present = pd.Series([ground.present.get(code, "") for code in padded.tolist()], dtype="str")
    known = present != ""
    said = pd.Series("code écrit autrement, lu « " + padded + " »")
    said = said.mask(padded != cleaned, "zéro initial perdu, lu « " + padded + " »")
    said = said.mask(known & (present != padded), "ancien code, ramené à la commune actuelle « " + present + " »")
    is_code = padded.str.fullmatch(_CODE)
    unknown = np.where(
        is_code, "ce code n'est celui d'aucune commune, actuelle ou ancienne", "ce n'est pas un code INSEE"
    )
    return {
        "code": present,
        "statut": np.where(known, REPAIRED, REJECTED),
        "valeur": written,
        "motif": said.where(known, pd.Series(unknown, dtype="str")),
        "remede": np.where(known, "", _CORRECT),
    }


def _by_point(
    found: Findings,
    frame: pd.DataFrame,
    roles: Mapping[str, str],
    ground: Ground,
    questions: Mapping[str, Question],
) -> None:
    """Place the rows that are not yet by the commune that holds their point; settle the questions that it answers."""
    rows = found.having("", REJECTED, AMBIGUOUS)
    lon, lat = (_degrees(frame[roles[role]].iloc[rows]) for role in ("lon", "lat"))
    given = np.isfinite(lon) & np.isfinite(lat)
    straight, swapped = ground.locator.positions(lon, lat), ground.locator.positions(lat, lon)
    position = np.where(straight == OUTSIDE, swapped, straight)
    codes = ground.communes.index.to_numpy(dtype=object)[position]
    inside = position != OUTSIDE
    status = found.statut[rows]
    columns = f"{roles['lon']}, {roles['lat']}"
    written = (frame[roles["lon"]].fillna("") + " ; " + frame[roles["lat"]].fillna("")).iloc[rows].to_numpy(object)
    settled = inside & (status == AMBIGUOUS)
    choices = {key: question.codes for key, question in questions.items()}
    keys = found.question[rows]
    settled[settled] = [code in choices[key] for code, key in zip(codes[settled], keys[settled], strict=True)]
    said = np.where(straight == OUTSIDE, "longitude et latitude échangées", "")
    said = np.where((said == "") & (status == REJECTED), "code ou commune inconnus, placée par ses coordonnées", said)
    said = np.where((said == "") & settled, "plusieurs communes possibles, placée par ses coordonnées", said)
    placed = inside & ((status != AMBIGUOUS) | settled)
    for chosen, statut in ((placed & (said == ""), ACCEPTED), (placed & (said != ""), REPAIRED)):
        found.write(
            rows[chosen], code=codes[chosen], statut=statut, motif=said[chosen], remede="", colonne="", valeur=""
        )
    named = placed & (said != "")
    found.write(rows[named], colonne=columns, valeur=written[named])
    outside = given & ~inside & (status == "")
    found.write(
        rows[outside],
        statut=REJECTED,
        colonne=columns,
        valeur=written[outside],
        motif="ce point n'est dans aucune commune",
        remede="écrire la longitude et la latitude en degrés (WGS 84), ou remplir le code INSEE",
    )


def _degrees(cells: pd.Series) -> npt.NDArray[np.float64]:
    """Degrees, with a point or a comma; NaN for anything else."""
    numbers = pd.to_numeric(cells.str.strip().str.replace(",", "."), errors="coerce")
    return numbers.to_numpy(dtype=np.float64, na_value=np.nan)
