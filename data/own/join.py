"""The present commune of each row of a table that a visitor brings, and what had to be done to find it.

A row is placed by its code, else by the name of its commune, else by its postcode, else by its point, else in the
intercommunalité, the département or the région that it names, else in the commune of its SIRET. What is repaired is
said; what could mean several communes is asked; what cannot be placed says why and what to do. Distinct values are
worked out once.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from data.cells.amounts import is_unknown
from data.own import by_level, by_point
from data.own.by_name import by_name, by_postcode, contradictions, suspected
from data.own.by_siret import by_siret
from data.own.doubtful import NO_ANSWERS, Answers
from data.own.findings import ACCEPTED, AMBIGUOUS, REJECTED, REPAIRED, Findings, Texts
from data.own.ground import Ground
from data.own.verdicts import Question

PLACING: Final = ("code_insee", "commune", "code_postal", "departement", "epci", "region", "echelon", "lon", "lat")
_CODE: Final = r"[0-9][0-9AB][0-9]{3}"
_CORRECT: Final = "corriger le code, qui n'est pas le code postal, ou remplir la commune et le département"
_POSTCODES: Final = (
    "ce code est aussi un code postal, et la colonne semble en tenir : la choisir comme « Code postal », ou confirmer"
)
# Of the codes of a column that are either a code of a commune or a postcode, those that are postcodes alone, past which
# the codes that are both are not believed: 48 % of postcodes are the code of another commune.
_MOSTLY: Final = 0.02


@dataclass(frozen=True)
class Joined:
    """rows: code_insee (null when not placed in a commune), lieu (the key of the place above communes that the row is
    in, null without), statut, colonne, valeur, motif, remede, with the index of the table; the last four are empty for
    an accepted row. questions: those without an answer, the most rows first.
    """

    rows: pd.DataFrame
    questions: tuple[Question, ...]


def join(
    frame: pd.DataFrame,
    roles: Mapping[str, str],
    ground: Ground,
    answers: Answers = NO_ANSWERS,
    postcodes: Collection[str] | None = None,
) -> Joined:
    """Place each row. roles: role of `own_columns.ROLES` -> column of the frame. answers: to the
    questions. postcodes: what `seems_postcodes` gives of all the rows, when the frame has some of them.
    """
    questions: dict[str, Question] = {}
    # From what tells one place to what tells several. A step looks at the rows that none before it has settled.
    found = _outside_communes(frame, roles, ground)
    if "code_insee" in roles:
        _by_code(found, frame[roles["code_insee"]], roles["code_insee"], ground, postcodes)
    if "commune" in roles:
        questions |= by_name(found, frame, roles, ground, answers)
    if "code_postal" in roles:
        cells, column = frame[roles["code_postal"]], roles["code_postal"]
        questions |= by_postcode(found, cells, column, ground, answers)
    if "code_insee" in roles:
        cells, column = frame[roles["code_insee"]], roles["code_insee"]
        questions |= suspected(found, cells, column, ground, answers)
    if {"code_insee", "commune"} <= roles.keys():  # last: a name must not place again a row that its code contradicts
        questions |= contradictions(found, frame[roles["commune"]], roles["commune"], ground.names, answers)
    by_level.by_place(found, frame, roles, ground)
    if "lon" in roles and "lat" in roles:
        questions |= by_point.by_point(found, frame, roles, ground, questions, answers)
    by_level.remaining(found, frame, roles, ground)
    if "siret" in roles:  # last: it is that of who is helped, and every column of places says more of the project
        by_siret(found, frame[roles["siret"]], roles["siret"], ground)
    found.write(
        found.having(""),
        statut=REJECTED,
        colonne=", ".join(roles[role] for role in PLACING if role in roles),
        motif="rien dans la ligne ne dit où elle se trouve",
        remede="remplir le code INSEE, ou la commune et le département, ou la longitude et la latitude",
    )
    asked = pd.Series(found.question[found.having(AMBIGUOUS)], dtype="object").value_counts()
    return Joined(found.frame(frame.index), tuple(questions[str(key)].asked(int(n)) for key, n in asked.items()))


def codes_of(frame: pd.DataFrame, roles: Mapping[str, str], ground: Ground) -> frozenset[str]:
    """The codes of some rows of a table that `seems_postcodes` looks at."""
    if "code_insee" not in roles:
        return frozenset()
    rows = _outside_communes(frame, roles, ground).having("")
    written = frame[roles["code_insee"]].iloc[rows].dropna().unique().tolist()
    return frozenset(code for code in written if code in ground.names.of_postcode or code in ground.present)


def _outside_communes(frame: pd.DataFrame, roles: Mapping[str, str], ground: Ground) -> Findings:
    """What is found before any code is looked at."""
    found = Findings.of(len(frame))
    by_level.outside(found, frame, roles, ground)
    if "echelon" in roles:
        by_level.by_echelon(found, frame, roles, ground)
    return found


def _by_code(found: Findings, cells: pd.Series, column: str, ground: Ground, postcodes: Collection[str] | None) -> None:
    """Place rows by an INSEE code: as it is, with its zero, without the decimals of a spreadsheet, or a former one."""
    open_rows = found.having("")
    which, distinct = pd.factorize(cells.iloc[open_rows].fillna("").to_numpy(dtype=object))
    suspected = seems_postcodes(distinct, ground) if postcodes is None else postcodes
    same = np.array([ground.present.get(code) == code and code not in suspected for code in distinct], dtype=bool)
    rows = open_rows[same[which]]
    found.write(rows, code=distinct[which[same[which]]], statut=ACCEPTED)
    if same.all():  # as in most tables: what follows takes time
        return
    written = pd.Series(distinct[~same], dtype="str")
    others = np.flatnonzero(~same[which])
    places = (np.cumsum(~same) - 1)[which[others]]
    known = ~is_unknown(written).to_numpy()[places]
    rows, places = open_rows[others[known]], places[known]
    for name, texts in _other_codes(written, ground, suspected).items():
        found.write(rows, **{name: np.asarray(texts, dtype=object)[places]})
    found.write(rows, colonne=column)


def seems_postcodes(codes: Iterable[str], ground: Ground) -> frozenset[str]:
    """The codes of communes of a column that may be postcodes: those that are both, once many codes are postcodes
    alone; all of them, once most are. Empty for a column of codes.
    """
    written = set(codes)
    postcodes = {code for code in written if code in ground.names.of_postcode}
    communes = {code for code in written if code in ground.present}
    alone, certain = len(postcodes - communes), len(communes - postcodes)
    if not postcodes or alone < _MOSTLY * (alone + certain):
        return frozenset()
    return frozenset(communes if alone > certain else communes & postcodes)


def _other_codes(written: pd.Series, ground: Ground, suspected: Collection[str]) -> dict[str, pd.Series | Texts]:
    """What becomes of codes that are not those of present communes, in the columns of `Findings`."""
    cleaned = written.str.replace(r"\s", "", regex=True).str.upper().str.removesuffix(".0")
    padded = cleaned.where(~cleaned.str.fullmatch("[0-9]{4}"), "0" + cleaned)
    doubtful = padded.isin(suspected)
    present = pd.Series([ground.present.get(code, "") for code in padded.tolist()], dtype="str").mask(doubtful, "")
    known = present != ""
    said = pd.Series("code écrit autrement, lu « " + padded + " »")
    said = said.mask(padded != cleaned, "zéro initial perdu, lu « " + padded + " »")
    said = said.mask(known & (present != padded), "ancien code, ramené à la commune actuelle « " + present + " »")
    is_code = padded.str.fullmatch(_CODE)
    unknown = np.where(
        is_code, "ce code n'est celui d'aucune commune, actuelle ou ancienne", "ce n'est pas un code INSEE"
    )
    unknown = np.where(doubtful, _POSTCODES, unknown)
    return {
        "code": present,
        "statut": np.where(known, REPAIRED, REJECTED),
        "valeur": written,
        "motif": said.where(known, pd.Series(unknown, dtype="str")),
        "remede": np.where(known, "", _CORRECT),
    }
