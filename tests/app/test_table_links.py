"""Names of places, projects, companies and programmes in tables lead to their pages, with the filters of the view."""

import html
import re
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.query.selection import Selection
from tests.app.test_pages import open_page

HREF = r'<a href="([^"]+)" data-view>([^<]+)</a>'


def linked(at: AppTest) -> set[tuple[str, str]]:
    """(page, name) of each link of the tables."""
    bodies = " ".join(block.proto.body for block in at.get("html") if "data-table" in block.proto.body)
    return {(href.partition("?")[0], html.unescape(name)) for href, name in re.findall(HREF, bodies)}


def test_each_name_of_the_list_of_projects_leads_to_its_page(app_home: Path) -> None:
    found = linked(open_page("projets", Selection(programmes=("France 2030",))))
    pages = {page for page, _ in found}
    assert pages == {"projet", "entreprise", "territoire", "programmes"}
    assert ("programmes", "France 2030") in found


@pytest.mark.parametrize("tab", ["Communes", "Voisins et semblables", "Projets"])
def test_each_name_of_a_sheet_leads_to_its_page(app_home: Path, tab: str) -> None:
    at = open_page("territoire", Selection(places=("epci-200070712",)))
    at.session_state["sheet-epci-200070712"] = tab
    pages = {page for page, _ in linked(at.run())}
    assert "territoire" in pages


def links_of(rows: pd.DataFrame) -> dict[str, list[object]]:
    def script(rows):  # type: ignore[no-untyped-def]  # its text alone is run, without the names of this file
        import streamlit as st

        from components.figures import links

        views = {
            "projet": links.project,
            "entreprise": links.company,
            "programme": links.programme(),
            "commune": links.place("communes", "code_insee"),
            "index": links.place("regions"),
            "region": links.situation("region"),
            "of_sources": links.of_sources,
            "keyed": links.keyed("lieu"),
        }
        st.session_state["found"] = {name: list(view(rows)) for name, view in views.items()}

    at = AppTest.from_function(script, args=(rows,), default_timeout=60).run()
    assert not at.exception
    found: dict[str, list[object]] = at.session_state["found"]
    return found


def test_a_name_without_a_page_leads_nowhere(app_home: Path) -> None:
    rows = pd.DataFrame(
        {
            "id_projet": ["a&b=c", "p1"],
            "entreprise": ["Verkor", "Zqx <script>"],
            "programme": ["France 2030", "Programme inconnu"],
            "code_insee": ["63430", None],
            "region": ["La Réunion", "Nulle part"],
            "source_id": ["inventaire", "absente"],
            "lieu": ["epci-200070712", None],
        },
        index=["84", "2A"],
    )
    found = links_of(rows)
    assert found["projet"][0] == "projet?projet=a%26b%3Dc"
    assert found["entreprise"][0] == "entreprise?entreprise=Verkor" and pd.isna(found["entreprise"][1])
    assert found["programme"][0] == "programmes?dispositif=France+2030" and pd.isna(found["programme"][1])
    assert found["commune"][0] == "territoire?lieu=commune-63430" and pd.isna(found["commune"][1])
    assert found["index"][0] == "territoire?lieu=region-84"
    assert found["region"][0] == "territoire?lieu=region-04" and pd.isna(found["region"][1])
    assert found["of_sources"] == ["projet?projet=a%26b%3Dc", None]
    assert found["keyed"] == ["territoire?lieu=epci-200070712", None]
