"""What a sum of aid is made of, on a table made by hand."""

import numpy as np
import pytest

from components.text import aid_kinds
from components.text.formats import NBSP
from data.query import aid
from data.query.selection import Selection
from tests.unit.support.plain_projects import projects_of

PROJECTS = projects_of(
    {
        "grant": {"aide_centimes": 3_000, "nature_aide": "subvention"},
        "other_grant": {"aide_centimes": 1_000, "nature_aide": "subvention", "filiere": "Santé"},
        "ceiling": {"aide_centimes": 5_000, "nature_aide": "plafond autorisé"},
        "unnamed": {"aide_centimes": 1_000, "nature_aide": None},
        "zero": {"aide_centimes": 0, "nature_aide": "prêt"},
        "no_aid": {"filiere": "Chimie"},
    }
)
ROWS = np.arange(len(PROJECTS))


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


def test_shares_are_of_the_known_aid_by_kind_the_greatest_first() -> None:
    found = aid.kinds(PROJECTS, ROWS)
    assert found.to_dict() == pytest.approx({"plafond autorisé": 0.5, "subvention": 0.4, "non précisée": 0.1})
    assert list(found.index) == ["plafond autorisé", "subvention", "non précisée"]
    assert aid.kinds(PROJECTS, ROWS[4:]).empty


def test_a_total_says_what_it_adds_up_and_nothing_where_no_aid_is_known() -> None:
    told = plain(aid_kinds.made_of(aid.kinds(PROJECTS, ROWS)))
    expected = (
        "l'aide publique additionne plusieurs natures : plafond autorisé 50 %, subvention 40 %, non précisée 10 %"
    )
    assert told == expected
    assert plain(aid_kinds.beside("6 projets", PROJECTS, Selection())) == f"6 projets ; {expected}"
    assert aid_kinds.made_of(aid.kinds(PROJECTS, ROWS[:2])) == "aide publique d'une seule nature : subvention"
    assert aid_kinds.beside("1 projet", PROJECTS, Selection(filieres=("Chimie",))) == "1 projet"
