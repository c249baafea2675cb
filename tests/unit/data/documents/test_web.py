"""The HTML file: whole, readable by all, without a script, whose texts are data."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from data.documents import svg, web
from data.documents.plates import Plate, Table
from tests.unit.data.documents.test_sheets import GRID
from tests.unit.data.files import test_formulas
from tests.unit.support.plates import PAYLOADS, absent, areas, bars, contours, plate

MARKUP = (
    *PAYLOADS,
    "</td></tr></table><script src=//x></script>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' style='position:fixed",
    "]]><!--",
    "--><svg/onload=alert(1)>",
    "{% raw %}{{ self }}",
    "&#60;b&#62;",
    "javascript:alert(1)",
)
EVERY = (*MARKUP, *test_formulas.PAYLOADS)
OURS = {
    *("html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "p", "nav", "ol", "li", "a", "main"),
    *("section", "div", "table", "caption", "thead", "tbody", "tr", "th", "td", "footer"),
    *("svg", "g", "path", "rect", "circle", "line", "text", "tspan", "defs", "pattern", "clippath"),
}


class Read(HTMLParser):
    """What a browser makes of a page: elements with their attributes, texts of cells, of headings."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open = tag
        self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, _: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open][-1] += data


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return contours(tmp_path)


def hostile() -> Plate:
    rows = tuple((payload, payload) for payload in EVERY)
    found = plate(bars())
    return replace(
        found,
        notes=EVERY[:20],
        source=MARKUP[6],
        filters=MARKUP,
        link=MARKUP[-1],
        table=Table((MARKUP[6], MARKUP[7]), (False, True), rows, len(rows)),
    )


def test_texts_are_never_read_as_markup(folder: Path) -> None:
    assert len(EVERY) >= 200
    views = [hostile(), plate(areas(), title=MARKUP[7]), absent(), plate(GRID), plate()]
    found = Read(web.page(views, folder, title=MARKUP[6], lead=MARKUP[8]))
    assert {tag for tag, _ in found.elements} <= OURS
    for tag, attributes in found.elements:
        assert not [name for name in attributes if name.startswith("on")], tag
        assert not any((value or "").lower().startswith("javascript:") for value in attributes.values()), tag
    assert found.texts["th"][2 : 2 + len(EVERY)] == [svg.readable(payload) for payload in EVERY]
    assert found.texts["td"][: len(EVERY)] == [svg.readable(payload) for payload in EVERY]
    assert found.texts["title"] == [MARKUP[6]] and found.texts["h2"][1] == MARKUP[7]


def test_nothing_is_fetched_and_nothing_runs(folder: Path) -> None:
    page = web.page([plate(areas()), plate(bars())], folder, title="Réunion").decode()
    found = Read(page.encode())
    (policy,) = [each["content"] for tag, each in found.elements if tag == "meta" and "http-equiv" in each]
    assert policy and policy.startswith("default-src 'none';") and "script" not in policy
    assert {tag for tag, _ in found.elements}.isdisjoint({"script", "link", "img", "iframe", "object", "base", "form"})
    assert all(each.startswith("data:font/woff2;base64,") for each in re.findall(r"url\(([^#)][^)]*)\)", page))
    assert len(page) < 400_000


def test_a_reader_finds_language_headings_pictures_and_tables(folder: Path) -> None:
    views = [plate(areas()), plate(areas()), plate(bars()), absent(), plate()]
    found = Read(web.page(views, folder, title="Réunion"))
    assert found.elements[0] == ("html", {"lang": "fr"})
    assert [tag for tag, _ in found.elements if tag in ("h1", "h2")] == ["h1", *["h2"] * len(views)]
    pictures = [each["aria-label"] for tag, each in found.elements if tag == "svg" and each.get("role") == "img"]
    assert pictures == ["Carte de trois carrés.", "Carte de trois carrés.", "Barres."]
    assert {each["scope"] for tag, each in found.elements if tag == "th"} == {"col", "row"}
    identifiers = [each["id"] for _, each in found.elements if "id" in each]
    assert len(identifiers) == len(set(identifiers))
    targets = [each["href"] for tag, each in found.elements if tag == "a"]
    assert targets[: len(views)] == [f"#vue-{rank}" for rank in range(1, len(views) + 1)]
    assert set(targets[len(views) :]) == {"https://exemple.fr/carte?mesure=aide#figure-carte"}
    said = " ".join(" ".join(each) for each in found.texts.values())
    for told in ("326 des 875 projets ont un montant connu.", "Sources : inventaire", absent().absent, "Dire ceci"):
        assert svg.readable(told) in said
    assert "édition 0123456789ab, 30 novembre 2026" in said
