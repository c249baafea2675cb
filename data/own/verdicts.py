"""What a name gives with what stands beside it: a commune, a question, or a refusal; distinct names once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from data.cells.communes import CORSICA, Candidates, Names, departement_of_postcode, is_arrondissement, name_keys
from data.own import doubtful
from data.own.doubtful import (
    BELIEVED,
    CODE,
    CODE_OR_NAME,
    CODE_OR_POSTCODE,
    NAME,
    NOWHERE,
    POSTCODE,
    POSTCODE_ALONE,
    Answers,
    Doubt,
    most_frequent,
)
from data.own.findings import ACCEPTED, AMBIGUOUS, REJECTED, REPAIRED, Findings, Positions

UNKNOWN: Final = "?"  # a département that is written, and is none
_MAX_CHOICES: Final = 50  # a postcode has up to 46 communes; « Saint-Martin » dozens: a list of choices must stay one

_CONFIRM: Final = "confirmer la commune dans la liste des lignes ambiguës, ou remplir son code INSEE"
_COMPLETE: Final = "remplir le code INSEE, ou le département"
_CODE: Final = "remplir le code INSEE"


@dataclass(frozen=True)
class Question:
    """A name that may mean several communes. key: the same as long as the table has this name; departement: its code,
    "" when it is not known; candidates: code and likeness (0 to 1), the closest first; rows: how many ask it; kind: of
    `doubtful.KINDS`, "" for a doubt of its own.
    """

    key: str
    name: str
    departement: str
    candidates: Candidates
    rows: int = 0
    kind: str = ""

    @property
    def codes(self) -> frozenset[str]:
        """The communes to choose from."""
        return frozenset(code for code, _ in self.candidates)

    def asked(self, rows: int) -> Self:
        """The question with the number of rows that ask it."""
        return replace(self, rows=rows)


@dataclass(frozen=True)
class Verdict:
    """What a name gives, in the columns of `Findings`."""

    code: str
    statut: str
    motif: str = ""
    remede: str = ""
    question: str = ""


@dataclass(frozen=True)
class Evidence:
    """A name and what its row says beside it. departement: its code, "" for none, or `UNKNOWN`; digits: a postcode, or
    the code of a commune that may be one, "" for none.
    """

    name: str
    departement: str = ""
    digits: str = ""

    @property
    def key(self) -> str:
        """What the answer to a question about it is kept under."""
        return "|".join((f"{self.departement} {self.digits}".rstrip(), self.name))


@dataclass(frozen=True)
class _Bearers:
    """The communes that bear the name: now (present), before (former); among those of the digits (near), in the
    département (here), anywhere; and those of the département whose name joins this one to another (parts).
    """

    near: list[str]
    near_former: list[str]
    here: list[str]
    here_former: list[str]
    parts: list[str]
    anywhere: list[str]


class Resolver:
    """Verdicts on distinct names, and the questions that they raise. rows: how many bear each name."""

    def __init__(self, names: Names, answers: Answers, rows: Positions, present: Mapping[str, str]) -> None:
        self.questions: dict[str, Question] = {}
        self._names = names
        self._answers = answers
        self._rows = rows
        self._present = present
        self._verdicts = [rejected("aucune commune de ce nom exact, et pas de département")]
        self._which = np.zeros(len(rows), dtype=np.intp)  # the verdict of each name

    def place(self, told: Sequence[Evidence]) -> None:
        """Decide what each name gives."""
        keys = name_keys([each.name for each in told])
        asked: dict[int, tuple[list[str], str]] = {}
        unknown = np.zeros(len(told), dtype=bool)
        for rank, bearers in enumerate(self._bearers(told, keys)):
            found = _settled(bearers, told[rank])
            if isinstance(found, str):
                self._decide(rank, self._found(found, told[rank], bearers))
            elif found:
                asked[rank] = (found, _why(found, bearers, told[rank]))
            else:
                unknown[rank] = keys[rank] != "" and told[rank].departement != UNKNOWN
        several = np.isin(np.arange(len(told)), list(asked))
        named = [each.key for each in told]
        for rank in self._bounded(several, named, "plusieurs communes portent ce nom ; trop de noms à confirmer"):
            codes, motif = asked[rank]
            self.ask(rank, told[rank], certain(codes), motif)
        self._compare_unknown(unknown, told, keys)

    def ask(
        self, rank: int, told: Evidence, candidates: Candidates, motif: str, key: str = "", doubt: Doubt | None = None
    ) -> None:
        """Ask which of these communes is the right one, unless it was answered, for it or for all of its kind."""
        key = key or told.key
        if (answer := self._answers.each.get(key)) is not None:
            self._decide(rank, self._answered(answer))
            return
        if doubt is not None and (believed := self._answers.believed(doubt)) is not None:
            self._decide(rank, self._believed(believed, doubt, motif))
            return
        departement, kind = told.departement.replace(UNKNOWN, ""), doubt.kind if doubt else ""
        candidates = candidates[:_MAX_CHOICES]
        self.questions[key] = Question(key, told.name or told.digits, departement, candidates, kind=kind)
        self._decide(rank, Verdict("", AMBIGUOUS, motif, _CONFIRM if departement else _COMPLETE, key))

    def by_postcode(self, rank: int, digits: str) -> None:
        """Ask about a postcode without a name: those of small communes change, and the reference lags behind."""
        codes = self._names.of_postcode[digits]
        of_one = f"code postal d'une seule commune, {self._names.name(codes[0])}, sans nom pour le confirmer"
        motif = of_one if len(codes) == 1 else f"code postal de {len(codes)} communes"
        doubt = Doubt(POSTCODE_ALONE, {POSTCODE: codes[0]} if len(codes) == 1 else {})
        self.ask(rank, Evidence("", "", digits), certain(codes), motif, doubt=doubt)

    def by_digits(self, rank: int, digits: str) -> None:
        """Ask about a code that may be a postcode."""
        own, near = self._present.get(digits, ""), self._names.of_postcode.get(digits, [])
        codes = list(dict.fromkeys([*([own] if own else []), *near]))
        doubt = Doubt(CODE_OR_POSTCODE, {CODE: own, POSTCODE: near[0] if len(near) == 1 else ""})
        self.ask(rank, Evidence("", "", digits), certain(codes), "ce code ressemble à un code postal", doubt=doubt)

    def contradict(self, spelled: Sequence[str], codes: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Decide what the names give that are not those of their codes; return which ones these are."""
        keys = name_keys(spelled)
        departements = [self._names.departement_of[code] for code in codes]
        others = self._others(keys, codes, departements)
        wrong = np.array([bool(other) for other in others], dtype=bool)
        doubts = {
            rank: Doubt(CODE_OR_NAME, {CODE: codes[rank], NAME: others[rank][0] if len(others[rank]) == 1 else ""})
            for rank in np.flatnonzero(wrong).tolist()
        }
        settled = {rank for rank, doubt in doubts.items() if self._answers.believed(doubt) is not None}
        still = wrong & ~np.isin(np.arange(len(keys)), list(settled))
        named = [f"{code}|{name}" for code, name in zip(codes, spelled, strict=True)]
        asked = self._bounded(still, named, "le nom n'est pas celui du code ; trop de noms à confirmer")
        for rank in [*sorted(settled), *asked]:
            code = codes[rank]
            motif = f"le code est celui de {self._names.name(code)} ({code}), le nom celui d'une autre commune"
            told = Evidence(spelled[rank], departements[rank])
            self.ask(rank, told, certain([code, *others[rank]]), motif, named[rank], doubts[rank])
        return wrong

    def write(self, found: Findings, rows: Positions, names: Positions) -> None:
        """Write the verdict of each row. names: the place of its name."""
        for field in fields(Verdict):
            texts = np.array([getattr(verdict, field.name) for verdict in self._verdicts], dtype=object)
            found.write(rows, **{field.name: texts[self._which[names]]})

    def _bearers(self, told: Sequence[Evidence], keys: Sequence[str]) -> Iterator[_Bearers]:
        names = self._names
        places = [self._departement(each) for each in told]
        nowhere: list[None] = [None] * len(keys)
        present, former = names.each_exact(keys, nowhere), names.each_former(keys, nowhere)
        here, here_former = names.each_exact(keys, places), names.each_former(keys, places)
        parts = names.each_part(keys, places)
        for rank, each in enumerate(told):
            near = self._near(each.digits)
            known = places[rank] is not None
            yield _Bearers(
                [code for code in present[rank] if code in near],
                [code for code in former[rank] if code in near],
                here[rank] if known else [],
                here_former[rank] if known else [],
                parts[rank] if known else [],
                [] if known else list(dict.fromkeys([*present[rank], *former[rank]])),
            )

    def _near(self, digits: str) -> list[str]:
        """The communes that five digits may mean: those of the postcode, that of the code."""
        if not digits:
            return []
        code = self._present.get(digits)
        return [*self._names.of_postcode.get(digits, []), *([code] if code else [])]

    def _departement(self, told: Evidence) -> str | None:
        """The département to look in: as it is told, else as the postcode begins."""
        if told.departement:
            return None if told.departement == UNKNOWN else told.departement
        begun = departement_of_postcode(told.digits)
        return begun if begun in self._names.departements.index or begun == CORSICA else None

    def _found(self, code: str, told: Evidence, bearers: _Bearers) -> Verdict:
        """The verdict of a name that is that of one commune."""
        now = f"{self._names.name(code)} ({code})"
        if code in self._names.with_arrondissements and is_arrondissement(told.name):
            return Verdict(code, REPAIRED, f"arrondissement, ramené à la commune {now}")
        if code in bearers.near or (code in bearers.here and (told.departement or not self._near(told.digits))):
            return Verdict(code, ACCEPTED)
        if code in bearers.here:
            said = f"le code postal {told.digits} est celui d'autres communes, placée par son nom dans le département"
            return Verdict(code, REPAIRED, said)
        if code in (*bearers.near_former, *bearers.here_former):
            return Verdict(code, REPAIRED, f"ancienne commune, aujourd'hui {now}")
        if code in bearers.parts:
            return Verdict(code, REPAIRED, f"ce nom fait partie de celui d'une seule commune du département, {now}")
        return Verdict(code, REPAIRED, f"seule commune de ce nom ({code}), sans département pour le confirmer")

    def _compare_unknown(self, unknown: npt.NDArray[np.bool_], told: Sequence[Evidence], keys: Sequence[str]) -> None:
        """Ask about the unknown names that are like those of their département or that stand beside a postcode."""
        places = [self._departement(each) or "" for each in told]
        compared = unknown & np.array([place != "" for place in places], dtype=bool)
        motif = "nom inconnu ; trop de noms inconnus pour chercher des ressemblances"
        for rank, alike in self._alike(self._bounded(compared, [each.key for each in told], motif), keys, places):
            near = certain(self._near(told[rank].digits))
            elsewhere = certain(self._names.exact(keys[rank], None))
            begun = [] if elsewhere else self._names.begun(told[rank].name, [code for code, _ in near])
            if len(begun) == 1:
                said = f"nom d'usage plus long que celui de la commune du code postal, {self._names.name(begun[0])}"
                self._decide(rank, Verdict(begun[0], REPAIRED, f"{said} ({begun[0]})"))
            elif elsewhere or alike or near:
                like = "commune de ce nom dans un autre département" if elsewhere else "nom approché"
                like = like if elsewhere or alike else "nom inconnu, à côté d'un code postal connu"
                self.ask(rank, told[rank], _distinct(elsewhere + alike + near), like)
            else:
                self._decide(rank, rejected(f"aucune commune de ce nom dans le département {places[rank]}"))

    def _others(self, keys: Sequence[str], codes: Sequence[str], departements: Sequence[str]) -> list[list[str]]:
        """The communes that bear each name when that of the code does not, and never did; empty when it does.

        The beginning of the name of the code's commune is taken for it, unless its département has one of that name.
        """
        names, nowhere = self._names, [None] * len(keys)
        present, former = names.each_exact(keys, nowhere), names.each_former(keys, nowhere)
        parts = names.each_part(keys, departements)
        others = []
        for key, code, departement, *bearers in zip(keys, codes, departements, present, former, parts, strict=True):
            every = list(dict.fromkeys([*bearers[0], *bearers[1]]))
            here = [other for other in every if names.departement_of[other] == departement]
            agreed = code in every or code in bearers[2] or (not here and names.key_of[code].startswith(key))
            others.append([] if agreed else here or every)
        return others

    def _decide(self, ranks: int | list[int], verdict: Verdict) -> None:
        self._which[ranks] = len(self._verdicts)
        self._verdicts.append(verdict)

    def _bounded(self, which: npt.NDArray[np.bool_], keys: Sequence[str], motif: str) -> list[int]:
        """The most frequent of some doubtful names; the others are rejected with this motif and how many there are."""
        ranks = np.flatnonzero(which).tolist()
        tally = self._answers.tally
        if tally is None and len(ranks) <= doubtful.MAX_DOUBTS:
            return ranks
        rows: dict[str, int] = {}
        for rank in ranks:
            rows[keys[rank]] = rows.get(keys[rank], 0) + int(self._rows[rank])
        asked, count = (most_frequent(rows), len(rows)) if tally is None else tally.asked(motif, rows)
        # Looking for names alike takes the product of both lists, and nobody answers so many questions.
        others = [rank for rank in ranks if keys[rank] not in asked]
        self._decide(others, rejected(f"{motif} ({count}, pour {doubtful.MAX_DOUBTS} au plus)"))
        return [rank for rank in ranks if keys[rank] in asked]

    def _alike(
        self, ranks: Sequence[int], keys: Sequence[str], departements: Sequence[str]
    ) -> Iterator[tuple[int, Candidates]]:
        together = defaultdict(list)
        for rank in ranks:
            together[departements[rank]].append(rank)
        for departement, group in together.items():
            yield from zip(group, self._names.alike([keys[rank] for rank in group], departement), strict=True)

    def _answered(self, answer: str) -> Verdict:
        if answer == NOWHERE or answer not in self._names.communes.index:
            return rejected("aucune des communes proposées ne convient", _CODE)
        return Verdict(answer, REPAIRED, f"commune confirmée : {self._names.name(answer)} ({answer})")

    def _believed(self, believed: str, doubt: Doubt, motif: str) -> Verdict:
        """The verdict that one answer for all the doubts of a kind gives."""
        if believed == NOWHERE:
            return rejected(f"{motif} ; votre réponse pour toutes : {BELIEVED[believed]}", _CODE)
        code = doubt.sides[believed]
        said = f"{motif} ; votre réponse pour toutes : {BELIEVED[believed]}, {self._names.name(code)} ({code})"
        return Verdict(code, REPAIRED, said)


def rejected(motif: str, remede: str = _COMPLETE) -> Verdict:
    """A refusal, with its reason and its remedy."""
    return Verdict("", REJECTED, motif, remede)


def certain(codes: Sequence[str]) -> Candidates:
    """Communes that bear the very name."""
    return tuple((code, 1.0) for code in codes)


def _distinct(candidates: Candidates) -> Candidates:
    """The candidates, each commune once, as it comes first."""
    return tuple({code: (code, likeness) for code, likeness in reversed(candidates)}.values())[::-1]


def _settled(bearers: _Bearers, told: Evidence) -> str | list[str]:
    """The commune of a name, or those to choose from, none when nothing bears it.

    What two signs say is believed; when the département and the postcode each know a commune of that name, they are
    both asked about.
    """
    if told.departement == UNKNOWN:
        return bearers.anywhere
    # Present names before former ones: a commune of today may have the name that another one had.
    signs = [sign for sign in (bearers.near, bearers.here) if sign]
    if signs:
        if len(bearers.near) == 1 and (not told.departement or bearers.near[0] in bearers.here):
            return bearers.near[0]
        both = list(dict.fromkeys([*bearers.near, *bearers.here, *bearers.near_former]))
        return both[0] if len(both) == 1 else both
    for sign in (bearers.near_former, bearers.here_former, bearers.parts, bearers.anywhere):
        if sign:
            distinct = list(dict.fromkeys(sign))
            return distinct[0] if len(distinct) == 1 else distinct
    return []


def _why(codes: Sequence[str], bearers: _Bearers, told: Evidence) -> str:
    if told.departement == UNKNOWN:
        return "le département écrit n'en est pas un"
    if bearers.near and bearers.here and not set(bearers.near) & set(bearers.here):
        return "le département et le code postal disent deux communes de ce nom"
    return f"{len(codes)} communes portent ce nom, ou l'ont porté"
