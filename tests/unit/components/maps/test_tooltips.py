"""The tooltip of a map: each place finds its own values in the column that all share."""

from html.parser import HTMLParser

import pytest

from components.maps import tooltips
from components.maps.frame import HoverRow


class Column(HTMLParser):
    """The lines that the style sheet makes of the column of values."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.depth, self.divs = 0, 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.divs += tag == "div"
        self.pre = ("class", "lines") in attrs or (tag != "div" and getattr(self, "pre", False))
        if tag == "p":
            self.lines.append("pas de donnée")

    def handle_data(self, data: str) -> None:
        if self.divs == 4:
            self.lines += data.split("\n") if self.pre else data.split(" ")


CASES = [
    ["12", "7", "", "3"],
    ["", "", "5"],
    ["1\u202f234,5", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17"],
    ["1 234", "5 678", "9 012"],
    ["1 sur 2", "", "3 sur 4"],
    ["<b>", "&amp;", "{"],
]


@pytest.mark.parametrize("values", CASES)
def test_each_place_finds_its_own_line(values: list[str]) -> None:
    lines = Column(tooltips.html([HoverRow("Valeur", values)])).lines
    expected = [" ".join(value.split()) or "pas de donnée" for value in values]
    assert [line.replace("\u202f", " ") for line in lines] == expected


def test_two_rows_make_two_lines_per_place() -> None:
    html = tooltips.html([HoverRow("Valeur", ["1", "", "3"]), HoverRow("Projets", ["4", "5", ""])])
    assert Column(html).lines == ["1", "4", "pas de donnée", "5", "3", "pas de donnée"]
    assert "--r:2" in html


def test_a_map_without_rows_shows_names() -> None:
    assert "{nom}" in tooltips.html([])
