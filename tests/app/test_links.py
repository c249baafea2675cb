"""Links of tables: an address that is followed within the visit, whatever a browser sends."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.visit import navigation
from data.query.selection import Selection


def test_an_address_is_that_of_the_view() -> None:
    view = Selection(places=("commune-22362",), filieres=("Santé", "Chimie et matériaux"))
    assert navigation.href("territoire", view) == (
        "territoire?lieu=commune-22362&filiere=Chimie+et+mat%C3%A9riaux&filiere=Sant%C3%A9"
    )
    assert navigation.href("projets", Selection()) == "projets?"


def followed(link: str) -> AppTest:
    def script(link: str) -> None:
        import streamlit as st

        from components.visit import address, navigation

        navigation.follow(link)
        st.text(f"{st.session_state.get('destination')} {address.current().places} {address.current().filieres}")

    return AppTest.from_function(script, args=(link,), default_timeout=60).run()


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("territoire?lieu=commune-63430&filiere=Sant%C3%A9", "territoire ('commune-63430',) ('Santé',)"),
        ("territoire?lieu=commune-99999", "territoire () ()"),
        ("javascript:alert(1)", "None () ()"),
        ("https://example.org/territoire?lieu=commune-63430", "None () ()"),
        ("../territoire?lieu=commune-63430", "None () ()"),
        ("", "None () ()"),
        ("territoire?" + "filiere=x&" * 100_000, "territoire () ()"),
    ],
)
def test_only_a_page_that_exists_is_followed(app_home: Path, link: str, expected: str) -> None:
    at = followed(link)
    assert not at.exception
    assert at.text[0].value == expected
