"""Text as the project compares it: cleaned when it comes from outside, folded when it is searched or sorted."""

import re
import unicodedata
from collections.abc import Callable, Container, Sequence
from typing import Final

# What a French reader treats as a separator inside a word: typewriter and typographic apostrophes, every usual dash.
_SEPARATORS: Final = dict.fromkeys("'’‘ʼ`´-‐‑–—_", " ") | {"œ": "oe", "æ": "ae"}
_SPACES: Final = re.compile("  +")
_SAINTS: Final = re.compile(r" st(?=e?\b)")
_UNDER: Final = re.compile(r" ss\b")
# What a reader leaves out or mistakes: « creusot », « isle abeau », « saint jean maurienne ». Not the last word: it may
# be the beginning of another one.
_ARTICLES: Final = re.compile(" (?:l|le|la|les|las|los|aux?|d|de|du|des)(?= )")
_KEPT_LETTERS: Final = 50_000  # of the 150 000 of Unicode: no table of real texts has as many
_BREAKS: Final = re.compile("\r\n|[\n\x0b\x0c\r\x85\u2028\u2029]")
# Controls, half characters, what turns the order of letters round, marks that nobody sees.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)

MAX_TEXT = 200  # characters kept of any text that comes from outside; the longest real name has 120


class _Table(dict[int, str]):
    """What each character becomes, worked out when it is first met: a pass in C over texts of any size."""

    def __init__(self, letter: Callable[[str], str]) -> None:
        super().__init__()
        self._letter = letter

    def __missing__(self, code: int) -> str:
        if len(self) >= _KEPT_LETTERS:  # a text of all the characters that exist would fill the memory
            self.clear()
        found = self[code] = self._letter(chr(code))
        return found


def clean(text: str, limit: int = MAX_TEXT) -> str:
    """One printable line in NFC of at most `limit` characters; cleaning twice changes nothing.

    Control, format and surrogate characters go: they would break an address, a CSV cell or a log line.

    >>> clean("  Usine\\x00 de\\tbatteries  "), clean("très long", limit=4)
    ('Usine de batteries', 'très')
    """
    head = text[: 4 * limit]  # bounds the work on a hostile value before anything looks at it
    printable = "".join(c for c in head if _is_visible(c))
    line = " ".join(unicodedata.normalize("NFC", printable).split())
    return line[:limit].rstrip()


def printable(text: str) -> str:
    """A text of some lines as a page or a file can show it, and as it will be read.

    >>> printable("Thiers\\x00\\tAmbert\\u2028facture\\u202egnp.exe")
    'Thiers Ambert\\nfacturegnp.exe'
    """
    return _UNSEEN.sub("", _BREAKS.sub("\n", text).replace("\t", " "))


def fold(text: str) -> str:
    """`text` without accents, case, ligatures, apostrophes or hyphens.

    >>> fold("L'Œuvre-Été")
    'l oeuvre ete'
    """
    return " ".join(text.translate(_FOLDED).split())


def fold_each(texts: Sequence[str]) -> list[str]:
    """`fold` of each text, in a tenth of the time where there are many.

    >>> fold_each(["L'Œuvre-Été", "deux\\nlignes"])
    ['l oeuvre ete', 'deux lignes']
    """
    lines = "\n".join(texts).translate(_FOLDED).split("\n")
    if len(lines) != len(texts):  # a text of several lines, or no text at all
        return [fold(text) for text in texts]
    return [" ".join(line.split()) for line in lines]


def name_words(names: str) -> str:
    """The words of the name of a place, which the usual ways to write it share, or of many names, one per line.

    Folded, without punctuation, « St » and « ss » in full, separated by a space.

    >>> name_words("ST-ÉTIENNE (Loire)"), name_words("Villers-ss-Bois")
    ('saint etienne loire', 'villers sous bois')
    """
    spaced = _SPACES.sub(" ", " " + names.translate(_WORDS).replace("\n", "\n "))
    whole = _UNDER.sub(" sous", _SAINTS.sub(" saint", spaced))
    return whole.replace(" \n", "\n").replace("\n ", "\n").strip(" ")


def without_articles(words: str) -> str:
    """`name_words` without the articles that are not the last word of a name.

    >>> without_articles("le creusot"), without_articles("saint jean de maurienne"), without_articles("le")
    ('creusot', 'saint jean maurienne', 'le')
    """
    return _ARTICLES.sub("", " " + words.replace("\n", "\n ")).replace("\n ", "\n")[1:]


def french_order(text: str) -> tuple[str, str]:
    """Sort key of a French reader: accents count only between words that are spelled the same without them.

    >>> sorted(["Énergies", "Santé", "Construction", "Électronique"], key=french_order)
    ['Construction', 'Électronique', 'Énergies', 'Santé']
    """
    return fold(text), text


def _is_visible(letter: str) -> bool:
    return letter.isspace() or not unicodedata.category(letter).startswith("C")


def _folded(letter: str) -> str:
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letter).casefold())
    return "".join(_SEPARATORS.get(c, c) for c in bare if _is_visible(c) and not unicodedata.combining(c))


def _in_words(letter: str) -> str:
    return letter if letter == "\n" else "".join(c if c.isalnum() else " " for c in _folded(letter))


_FOLDED: Final = _Table(_folded)
_WORDS: Final = _Table(_in_words)


def free_name(name: str, taken: Container[str]) -> str:
    """A name that is not taken, by a number after it.

    >>> free_name("motif", {"lieu"}), free_name("motif", {"motif", "motif (2)"})
    ('motif', 'motif (3)')
    """
    copy = 1
    while (free := name if copy == 1 else f"{name} ({copy})") in taken:
        copy += 1
    return free


def grouped(number: int) -> str:
    """A number as it is written in French: 10 782, with narrow no-break spaces."""
    return f"{number:,}".replace(",", "\u202f")
