"""What a view that is presented says to who does not see it."""

from dataclasses import replace

from components.figures import plates
from components.meeting import presenter


def test_the_picture_of_a_view_is_told_in_sentences() -> None:
    lost = plates.absent("Une vue perdue", "Elle n'est plus là.", ("Dire ceci",), "e")
    assert presenter.in_sentences(lost) == "Une vue perdue. Elle n’est plus là. Dire ceci."
    assert presenter.in_sentences(replace(lost, absent="", notes=())) == "Une vue perdue."
