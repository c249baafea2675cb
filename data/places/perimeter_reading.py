"""The members of a perimeter, from what a visitor types or pastes: a line per commune or intercommunalité."""

import re
from dataclasses import dataclass
from typing import Final

from data.places.search import LEGAL_KIND, SearchIndex, Suggestion
from data.words.place_keys import MAX_MEMBERS, SIREN_DIGITS, perimeter_key, split
from data.words.text import clean, name_words, without_articles

MAX_LETTERS: Final = 100_000  # a thousand lines of a hundred letters
_LINES: Final = re.compile(r"[\n\r;\t]+")
_CODE: Final = re.compile(r"[0-9][0-9AB][0-9]{3}|[0-9]{9}")
_CODED: Final = re.compile(rf"^({_CODE.pattern})[ ,]+(\D.*)$")  # « 63300 Riom »
_ECHO: Final = 40  # letters of what is not read
_MEMBERS: Final = frozenset(["commune", "epci"])


@dataclass(frozen=True)
class Doubt:
    """What is written, and why no member was read in it; in French."""

    written: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """codes: of the members read, in their order, each once."""

    codes: tuple[str, ...]
    doubts: tuple[Doubt, ...]

    @property
    def key(self) -> str | None:
        """The key of the perimeter; None for none."""
        return perimeter_key(self.codes) if self.codes else None


def read(text: str, index: SearchIndex) -> Reading:
    """Read the members: a code with its name, a code that is no postcode, a name that one place alone bears, a name
    with its département or its postcode.

    A name that several bear is a doubt, so is one that nobody bears, or a code of five digits that is the postcode of
    another commune, as one in two is: nothing is guessed. A line of a spreadsheet is read by a code and a name that
    agree, else by its only cell that may be one. At most `MAX_MEMBERS`, the others are doubts.
    """
    codes: dict[str, None] = {}
    doubts = []
    for line in filter(None, map(clean, text[:MAX_LETTERS].splitlines())):
        cells = list(filter(None, map(str.strip, _LINES.split(line))))
        # « 63300 Thiers » : the postcode beside the name is told after it, as an address tells it the other way round.
        told = [_CODED.sub(r"\2 \1", cell) for cell in cells]
        member = _agreed(cells, index) or _only([_member(cell, index) for cell in told])
        if isinstance(member, Doubt):
            doubts.append(Doubt(line, member.reason))
        elif len(codes) >= MAX_MEMBERS and member not in codes:
            doubts.append(Doubt(line, f"un périmètre a {MAX_MEMBERS} membres au plus ; Remède : une intercommunalité"))
        else:
            codes[member] = None
    if len(text) > MAX_LETTERS:
        reason = f"au-delà de {MAX_LETTERS} caractères, rien n'est lu ; Remède : garder une colonne de noms ou de codes"
        doubts.append(Doubt(clean(text[MAX_LETTERS:], _ECHO), reason))
    return Reading(tuple(codes), tuple(doubts))


def _only(found: list[str | Doubt | None]) -> str | Doubt:
    """The only member of a line: a figure beside a name is no code, and a doubt is not settled by another cell."""
    doubt = next((each for each in found if isinstance(each, Doubt)), None)
    members = {each for each in found if isinstance(each, str)}
    if doubt is None and len(members) == 1:
        return members.pop()
    if doubt is not None or not members:
        return doubt or Doubt("", "aucune commune ni intercommunalité de ce nom ou de ce code")
    return Doubt("", "plusieurs lieux possibles sur la ligne ; n'en laisser qu'un")


def _member(written: str, index: SearchIndex) -> str | Doubt | None:
    """The code of a member, or why there is none; None for what is no place at all."""
    found = _found(written, index)
    if _code(written):
        return _of_code(written, found)
    named = _best(written, found)
    if len(named) == 1:
        return split(named[0].key)[1]
    if not named:
        return None
    told = ", ".join(f"{each.nom} ({each.situation})" for each in named[:3])
    return Doubt(written, f"{len(named)} lieux possibles, dont {told} ; ajouter le département ou le code")


def _found(written: str, index: SearchIndex) -> list[Suggestion]:
    return [each for each in index.find(written, 100, slips=False) if each.key and split(each.key)[0] in _MEMBERS]


def _code(written: str) -> str | None:
    """The code that a text is; a SIREN may be written in groups, « 12 345 » is a number."""
    text = written.upper()
    joined = text.replace(" ", "")
    return joined if _CODE.fullmatch(text) or (_CODE.fullmatch(joined) and len(joined) == SIREN_DIGITS) else None


def _of_code(written: str, found: list[Suggestion]) -> str | Doubt | None:
    """The member of a code alone, unless it is a postcode too. found: the places of that code or postcode."""
    code = _code(written)
    own = [each for each in found if split(each.key)[1] == code]
    others = [each.nom for each in found if split(each.key)[1] != code]
    if not found or (own and not others):
        return code if own else None
    told = f"code INSEE de {own[0].nom} et code postal de" if own else "code postal ou ancien code de"
    return Doubt(written, f"{told} {', '.join(others[:3])} ; écrire le nom à côté du code, ou à sa place")


def _agreed(cells: list[str], index: SearchIndex) -> str | None:
    """The code of a line that bears the name of its place beside it."""
    parts = [part for cell in cells for part in _CODED.sub(r"\1\n\2", cell).split("\n")]
    names = {_core(part) for part in parts}
    for cell in parts:
        code = _code(cell)
        if code and any(key and split(key)[1] == code and _core(nom) in names for key, nom in index.of_code(code)):
            return code
    return None


def _best(written: str, found: list[Suggestion]) -> list[Suggestion]:
    """The places whose whole name begins what is written, the longest name only; communes first, unless a legal kind of
    intercommunalité is written.
    """
    typed = _core(written)
    bare = LEGAL_KIND.sub("", typed)
    whole = [each for each in found if f"{bare} ".startswith(f"{LEGAL_KIND.sub('', _core(each.nom))} ")]
    longest = max((len(name_words(each.nom)) for each in whole if _is_commune(each)), default=0)
    communes = [each for each in whole if _is_commune(each) and len(name_words(each.nom)) == longest]
    return communes if communes and bare == typed else [each for each in whole if not _is_commune(each)]


def _core(name: str) -> str:
    return without_articles(name_words(name))


def _is_commune(place: Suggestion) -> bool:
    return split(place.key)[0] == "commune"
