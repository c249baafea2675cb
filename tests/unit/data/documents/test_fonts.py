"""How wide texts are, and where their lines break."""

import pytest

from data.documents import fonts


def test_the_fonts_are_there() -> None:
    assert len(fonts.files()) == 4
    assert fonts.width("Industrie", 20) > fonts.width("Industrie", 10) > fonts.width("Indus", 10)
    assert fonts.width("Industrie", 20, weight="700") > fonts.width("Industrie", 20)


@pytest.mark.parametrize(
    "text", ["", "mot", "Les Territoires d'industrie de la phase 2, " * 6, "https://exemple.fr/" * 30]
)
def test_lines_fit_and_lose_nothing(text: str) -> None:
    found = fonts.lines(text, 14, 300)
    assert all(fonts.width(line, 14) <= 300 for line in found)
    assert "".join(found).replace(" ", "") == text.replace(" ", "")


def test_a_number_is_never_parted_from_its_unit() -> None:
    found = fonts.lines("Un investissement de 12,5\u00a0M€ ici", 14, 130)
    assert any("12,5\u00a0M€" in line for line in found)


def test_the_last_line_of_a_title_is_about_as_long_as_the_others() -> None:
    title = "Classement : Investissement pour 10 000 habitants – Territoires d'industrie, phase 2"
    first, last = fonts.balanced(title, 27, 1008, family=fonts.SERIF, weight="600")
    assert fonts.lines(title, 27, 1008, family=fonts.SERIF, weight="600")[-1] == "2"
    assert len(last) > len(first) / 2
