"""The sheet of a place on paper: its figures are those of the page, on two pages."""

import html
import re
from pathlib import Path

from components.views.territoire import on_paper
from data.documents import paper, web
from data.editions.registry import STATIC_FOLDER
from data.places.levels import Places
from data.query.projects import Projects
from tests.app.test_pages import open_page, texts
from tests.app.test_sheets import opened, spaced
from tests.inventory import live_projects
from tests.unit.data.documents.test_paper import pages

PLACE = "territoire-2-ti-8408"


def test_a_sheet_is_made_of_the_figures_of_its_page(app_home: Path, places: Places, projects: Projects) -> None:
    at = opened(open_page("territoire"), PLACE)
    at.button(key="sheet-paper-ask").click().run()
    assert not at.exception
    _, found = at.session_state[on_paper._READY]
    assert list(found) == ["reperes", "autour", "statuts", "projets", "voisins"]
    inside = places.communes.index[places.communes["id_territoire_2"] == PLACE.removeprefix("territoire-")]
    here = [row for row in live_projects() if row["code_insee"] in set(inside)]
    assert found["projets"].table.total == len(here) and f"Ici : {len(here)} projets" in spaced(texts(at))
    assert [picture.kind for picture in found["autour"].pictures] == ["map"]
    shown = [on_paper._narrowed(found[key]) for key in found]
    assert not on_paper._LEFT_OUT & set(shown[3].table.headings)
    content = paper.sheet(shown, STATIC_FOLDER, title="Thiers", lead="Deux projets.", turn=2)
    assert pages(content) == 2
    offline = web.page(list(found.values()), STATIC_FOLDER, title="Thiers", lead="Deux projets.").decode()
    said = html.unescape(re.sub(r"<[^>]+>", " ", offline))
    for plate in found.values():
        assert plate.title in said and all(cell in said for row in plate.table.rows for cell in row)
    offered = [button.proto.id for button in at.get("download_button")]
    assert all(any(f"sheet-file-{kind}" in each for each in offered) for kind in ("pdf", "html"))
