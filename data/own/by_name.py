"""Rows placed by the name of their commune, with the département and the postcode that stand beside it."""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from data.cells.amounts import is_unknown
from data.cells.communes import Names, hint, postcodes
from data.own.doubtful import Answers
from data.own.findings import ACCEPTED, BY_NAME, BY_POSTCODE, REJECTED, REPAIRED, Findings, Positions, Texts
from data.own.ground import Ground
from data.own.verdicts import UNKNOWN, Evidence, Question, Resolver


def by_name(
    found: Findings, frame: pd.DataFrame, roles: Mapping[str, str], ground: Ground, answers: Answers
) -> dict[str, Question]:
    """Place the rows without a commune whose name has one, with what stands beside it; return the questions that arise.

    The département is that of its column, else the one in brackets, else of the postcode; without any, a name must be
    the only one in France, among the communes of today and of before.
    """
    rows = found.having("", REJECTED)
    rows = rows[~is_unknown(frame[roles["commune"]].iloc[rows]).to_numpy(dtype=bool)]
    cells = frame[roles["commune"]].iloc[rows].to_numpy(dtype=object)
    which, told = _evidence(cells, _departements(frame, rows, roles, ground.names), _digits(found, frame, rows, roles))
    told = [_hinted(each, ground) for each in told]
    resolver = Resolver(ground.names, answers, np.bincount(which, minlength=len(told)), ground.present)
    resolver.place(told)
    # What the step of codes said of these rows is overwritten below, and told again where the name has placed them.
    had_code, reading = found.statut[rows] == REJECTED, found.valeur[rows].copy()
    resolver.write(found, rows, which)
    placed = had_code & (found.code[rows] != "")
    as_written = placed & (found.code[rows] == [ground.present.get(code, "") for code in reading])
    repaired = rows[placed & ~as_written]
    found.write(repaired, statut=REPAIRED)
    unsaid = found.motif[repaired] == ""
    values = reading[placed & ~as_written][unsaid]
    found.write(repaired[unsaid], motif="code inconnu (« " + values + " »), commune trouvée par son nom")
    spoken = found.motif[rows] != ""
    found.write(rows, colonne=np.where(spoken, roles["commune"], ""), valeur=np.where(spoken, cells, ""), signe=BY_NAME)
    return resolver.questions


def by_postcode(
    found: Findings, cells: pd.Series, column: str, ground: Ground, answers: Answers
) -> dict[str, Question]:
    """Ask about the rows that nothing places but a postcode."""
    rows = found.having("")
    digits = postcodes(cells.iloc[rows])
    known = np.array([code in ground.names.of_postcode for code in digits], dtype=bool)
    return _by_digits(found, rows[known], digits[known], column, ground, answers, Resolver.by_postcode)


def suspected(found: Findings, cells: pd.Series, column: str, ground: Ground, answers: Answers) -> dict[str, Question]:
    """Ask about the rows whose code of a commune may be a postcode."""
    rows = found.having(REJECTED)
    digits = postcodes(cells.iloc[rows])
    known = np.array([code in ground.names.of_postcode or code in ground.present for code in digits], dtype=bool)
    # Rows that another column refused are not asked about their code.
    known &= found.valeur[rows] == cells.iloc[rows].to_numpy(dtype=object)
    return _by_digits(found, rows[known], digits[known], column, ground, answers, Resolver.by_digits)


def _by_digits(
    found: Findings,
    rows: Positions,
    digits: Texts,
    column: str,
    ground: Ground,
    answers: Answers,
    ask: Callable[[Resolver, int, str], None],
) -> dict[str, Question]:
    which, distinct = pd.factorize(digits)
    resolver = Resolver(ground.names, answers, np.bincount(which, minlength=len(distinct)), ground.present)
    for rank, code in enumerate(distinct.tolist()):
        ask(resolver, rank, code)
    resolver.write(found, rows, which)
    found.write(rows, colonne=column, valeur=digits, signe=BY_POSTCODE)
    return resolver.questions


def contradictions(
    found: Findings, cells: pd.Series, column: str, names: Names, answers: Answers
) -> dict[str, Question]:
    """Ask about the rows whose code and name are those of two different communes, wherever they lie."""
    rows = found.having(ACCEPTED, REPAIRED)
    rows = rows[(found.code[rows] != "") & ~is_unknown(cells.iloc[rows]).to_numpy(dtype=bool)]
    written = cells.iloc[rows].to_numpy(dtype=object)
    which, told = _evidence(written, found.code[rows])
    resolver = Resolver(names, answers, np.bincount(which, minlength=len(told)), {})
    contrary = resolver.contradict([each.name for each in told], [each.departement for each in told])[which]
    resolver.write(found, rows[contrary], which[contrary])
    found.write(rows[contrary], colonne=column, valeur=written[contrary])
    return resolver.questions


def _hinted(told: Evidence, ground: Ground) -> Evidence:
    """The evidence with what the cell of the name says itself: « Rennes (35) », « Faux (24177) », « 49000 ANGERS »."""
    if not any(sign in told.name for sign in "(0123456789"):
        return told
    inside, digits = hint(told.name)
    departement = told.departement or ground.names.departement(inside) or ""
    return Evidence(told.name, departement, told.digits or digits)


def _evidence(*columns: Texts) -> tuple[Positions, list[Evidence]]:
    """Which distinct evidence each row has, and the distinct ones."""
    which, (first, *_) = np.zeros(len(columns[0]), dtype=np.intp), columns
    distinct: list[tuple[str, ...]] = [()]
    for column in columns:
        codes, texts = pd.factorize(column)
        # Numbers instead of tuples of texts, and distinct again after each column: their product stays small.
        which, pairs = pd.factorize(which * max(len(texts), 1) + codes)
        before, last = np.divmod(pairs, max(len(texts), 1))
        distinct = [(*distinct[a], texts[b]) for a, b in zip(before.tolist(), last.tolist(), strict=True)]
    return which, [Evidence(*texts) for texts in distinct] if len(first) else []


def _departements(frame: pd.DataFrame, rows: Positions, roles: Mapping[str, str], names: Names) -> Texts:
    """The code of the département of each of these rows, "" where nothing is written, `UNKNOWN` where it is none."""
    if "departement" not in roles:
        return np.full(len(rows), "", dtype=object)
    cells = frame[roles["departement"]].iloc[rows]
    which, distinct = pd.factorize(cells.fillna("").to_numpy(dtype=object))
    codes = np.array(names.departement_codes(distinct.tolist()), dtype=object)
    codes[codes == ""] = UNKNOWN
    return np.where(is_unknown(cells).to_numpy(dtype=bool), "", codes[which])


def _digits(found: Findings, frame: pd.DataFrame, rows: Positions, roles: Mapping[str, str]) -> Texts:
    """The postcode of each of these rows; without one, the code that is no commune's and may be one."""
    codes = np.array([value if len(value) == 5 else "" for value in found.valeur[rows]], dtype=object)
    codes = np.where(found.statut[rows] == REJECTED, codes, "")
    if "code_postal" not in roles:
        return codes
    written = postcodes(frame[roles["code_postal"]].iloc[rows])
    return np.where(written != "", written, codes)
