"""The page of one project says what its row says, and names of projects lead to it."""

import html
import re
from pathlib import Path

from streamlit.testing.v1 import AppTest

from components.figures import project_list
from components.text import formats
from data.editions.edition import Edition
from data.paths import PROJECT
from tests.app.test_pages import open_page, table_body, texts
from tests.app.test_sheets import spaced
from tests.inventory import every_project, facts, live_projects


def page_of(identifier: str) -> AppTest:
    at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    at.query_params["projet"] = identifier
    at.switch_page("pages/projet.py").run()
    assert not at.exception
    return at


def test_the_largest_project_says_its_amounts_its_history_and_what_is_around(app_home: Path) -> None:
    largest = max(live_projects(), key=lambda row: int(row["investissement_eur"] or 0))
    at = page_of(largest["id_projet"])
    shown = texts(at)
    for expected in (
        largest["entreprise"],
        largest["commune"],
        spaced(formats.short_euros(int(largest["investissement_eur"]))),
        "d'investissement annoncé",
        "chaque date est celle de l'événement",
        "Autour :",
        "autres projets",
    ):
        assert expected in shown, expected
    assert largest["source_url"] in html.unescape(" ".join(block.proto.body for block in at.get("html")))


def test_a_stopped_project_and_one_without_amounts_have_a_page(app_home: Path) -> None:
    stopped = next(row for row in every_project() if row["statut"] == "Liquidé")
    assert "liquidé" in texts(page_of(stopped["id_projet"]))
    bare = next(
        row
        for row in live_projects()
        if not any(row[c] for c in ("investissement_eur", "emplois", "aide_publique_eur"))
    )
    assert "Aucun montant publié" in texts(page_of(bare["id_projet"]))


def test_the_history_of_a_project_has_its_dated_events_and_their_sources(app_home: Path, edition: Edition) -> None:
    events = edition.table("evenements")
    project = events["id_projet"].value_counts().index[0]
    own = events[events["id_projet"] == project]
    bodies = [html.unescape(block.proto.body) for block in page_of(project).get("html")]
    body = next(body for body in bodies if "Ce que la source précise" in body)
    assert body.count("<tr>") - 1 == len(own) > 2
    assert all(address in body for address in own["source_url"])
    dates = [formats.when(date) for date in own["date"].dropna()]
    assert body.index(formats.typeset(dates[-1])) < body.index(formats.typeset(dates[0]))


def test_an_unknown_project_is_said(app_home: Path) -> None:
    assert "Aucun projet ne porte cet identifiant" in texts(page_of("p00000000"))
    assert "le choisir dans la page Projets" in texts(open_page("projet"))  # as the site map does


def test_names_of_projects_lead_to_their_pages(app_home: Path) -> None:
    links = re.findall(r'<a href="(projet\?projet=[^"]+)" data-view', table_body(open_page("projets")))
    assert len(links) == project_list.ROWS_PER_PAGE
    known = {row["id_projet"] for row in live_projects()}
    assert {link.removeprefix("projet?projet=") for link in links} <= known


def test_what_was_corrected_has_its_proof_beside(app_home: Path) -> None:
    live = {row["id_projet"] for row in live_projects()}
    corrected = next(row for row in facts("corrections") if row["id_projet"] in live)
    at = page_of(corrected["id_projet"])
    assert corrected["preuve_url"] in html.unescape(" ".join(block.proto.body for block in at.get("html")))
    assert "corrigé depuis sa source" in texts(at)
