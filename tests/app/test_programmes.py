"""The page of programmes: every programme and every published figure is there, in its words, with its date and source."""

import csv
import re
from html import unescape
from pathlib import Path

from streamlit.testing.v1 import AppTest

from components import programmes_text
from data.selection import Selection, encode
from data.vocabulary import Vocabulary
from tests.app.test_sheets import ENGLISH, UNREADABLE, spaced, texts
from tests.conftest import FACTS, PROJECT


def published(name: str) -> list[dict[str, str]]:
    with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


FIGURES, PROGRAMMES, PROJECTS = published("indicateurs"), published("programmes"), published("projets")
OTHER_NAMES = {row["nom_cite"]: row["programme"] for row in published("noms_programmes")}


def open_page(scheme: str | None = None) -> AppTest:
    at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    for name, values in encode(Selection(scheme=scheme)).items():
        at.query_params[name] = values
    at.run()
    at.switch_page("pages/programmes.py").run()
    assert not at.exception and not at.error
    return at


def readable(at: AppTest) -> str:
    shown = texts(at)
    assert not UNREADABLE.search(shown)
    assert not ENGLISH.search(shown)
    return shown


def cells(at: AppTest, caption: str) -> list[list[str]]:
    """The rows of a table of the page, each as the texts of its cells, with the address of its links after them."""
    body = next(
        block.proto.body for block in at.get("html") if f"<caption>{caption}" in unescape(spaced(block.proto.body))
    )
    rows = re.findall(r"<tr><th scope=\"?row\"?.*?</tr>", spaced(body))
    return [
        [
            *(unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)),
            *(unescape(link) for link in re.findall(r'href="([^"]+)"', row)),
        ]
        for row in rows
    ]


def sheet_of(row: dict[str, str]) -> str:
    return OTHER_NAMES.get(row["programme"], row["programme"]) or "Sans programme"


def test_every_programme_and_every_figure_is_shown_with_its_source(app_home: Path, vocabulary: Vocabulary) -> None:
    assert vocabulary.schemes[: len(PROGRAMMES)] == tuple(row["programme"] for row in PROGRAMMES)
    assert set(vocabulary.schemes) >= {sheet_of(row) for row in (*FIGURES, *PROJECTS)}
    seen = 0
    for scheme in vocabulary.schemes:
        at = open_page(scheme)
        readable(at)
        expected = [row for row in FIGURES if sheet_of(row) == scheme]
        rows = cells(at, f"{scheme} : tous les chiffres publiés") if expected else []
        assert len(rows) == len(expected)
        for row in expected:
            value = spaced(programmes_text.published(float(row["valeur"]), row["unite"]))
            when = spaced(programmes_text.when(row["date"]))
            matching = [
                cells
                for cells in rows
                if {spaced_text(row["indicateur"]), spaced_text(row["perimetre"]), when, value} <= set(cells)
                and spaced_text(row["source_editeur"]) in cells
                and (not row["source_url"] or row["source_url"] in cells)
            ]
            assert matching, row
        seen += len(rows)
    assert seen == len(FIGURES) == 629


def spaced_text(text: str) -> str:
    from components.formats import typeset

    return spaced(typeset(text))
