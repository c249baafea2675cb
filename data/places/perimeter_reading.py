"""The members of a perimeter, from what a visitor types or pastes: a line per commune or intercommunalité."""

import re
from dataclasses import dataclass
from typing import Final

from data.places.search import LEGAL_KIND, SearchIndex, Suggestion
from data.words.place_keys import MAX_CHOSEN, perimeter_key, split
from data.words.text import clean, name_words, without_articles

MAX_LETTERS: Final = 6_000  # 60 lines of a hundred letters
_LINES: Final = re.compile(r"[\n\r;\t]+")
_CODE: Final = re.compile(r"[0-9][0-9AB][0-9]{3}|[0-9]{9}")
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
    """Read the members: a code, a name that one place alone bears, a name with its département or its postcode.

    A name that several bear is a doubt, so is one that nobody bears: nothing is guessed. A line of a spreadsheet is
    read by its first cell that is a member. At most `MAX_CHOSEN`, the others are doubts.
    """
    codes: dict[str, None] = {}
    doubts = []
    for line in filter(None, map(clean, text[:MAX_LETTERS].splitlines())):
        found = [_member(cell, index) for cell in filter(None, map(str.strip, _LINES.split(line)))]
        member = next((each for each in found if isinstance(each, str)), None)
        if member is None:
            doubts.append(Doubt(line, next(each.reason for each in found if isinstance(each, Doubt))))
        elif len(codes) >= MAX_CHOSEN and member not in codes:
            doubts.append(Doubt(line, f"un périmètre a {MAX_CHOSEN} membres au plus ; Remède : une intercommunalité"))
        else:
            codes[member] = None
    return Reading(tuple(codes), tuple(doubts))


def _member(written: str, index: SearchIndex) -> str | Doubt:
    """The code of a member, or why there is none."""
    code = written.replace(" ", "").upper()
    found = [each for each in index.find(written, 100, slips=False) if each.key and split(each.key)[0] in _MEMBERS]
    if _CODE.fullmatch(code):
        named = [each for each in found if split(each.key)[1] == code] or found
    else:
        named = _best(written, found)
    if len(named) == 1:
        return split(named[0].key)[1]
    if not named:
        return Doubt(written, "aucune commune ni intercommunalité de ce nom")
    told = ", ".join(f"{each.nom} ({each.situation})" for each in named[:3])
    return Doubt(written, f"{len(named)} lieux possibles, dont {told} ; ajouter le département ou le code")


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
