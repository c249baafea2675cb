"""The page of one company says what its rows say, and names of companies lead to it."""

import html
import re
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from streamlit.testing.v1 import AppTest

from components.text import formats
from data.paths import PROJECT
from tests.app.test_pages import open_page, table_body, texts
from tests.app.test_sheets import UNREADABLE, spaced
from tests.inventory import every_project, facts, live_projects


def page_of(company: str, **asked: str) -> AppTest:
    at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    for name, value in {"entreprise": company, **asked}.items():
        at.query_params[name] = value
    at.switch_page("pages/entreprise.py").run()
    assert not at.exception
    return at


def bodies(at: AppTest) -> str:
    return html.unescape(" ".join(block.proto.body for block in at.get("html")))


def test_the_company_of_most_projects_says_its_sums_its_projects_and_their_history(app_home: Path) -> None:
    name, count = Counter(row["entreprise"] for row in live_projects()).most_common(1)[0]
    own = [row for row in live_projects() if row["entreprise"] == name]
    euros = sum(int(row["investissement_eur"] or 0) for row in own)
    at = page_of(name)
    shown = texts(at)
    assert f"{count} projets et {spaced(formats.short_euros(euros))} d'investissement annoncé" in shown
    assert "Ce que sont devenus ses projets" in shown
    assert not UNREADABLE.search(shown)
    for row in own:
        assert row["source_url"] in bodies(at)
        assert f'href="projet?projet={row["id_projet"]}' in bodies(at)


def test_a_company_whose_only_project_stopped_says_so_and_shows_it(app_home: Path) -> None:
    live = {row["entreprise"] for row in live_projects()}
    stopped = next(row for row in every_project() if row["entreprise"] not in live)
    at = page_of(stopped["entreprise"])
    assert "Aucun de ses projets n'est dans la sélection" in texts(at)
    assert stopped["statut"] in bodies(at)


def test_a_company_that_was_accompanied_says_by_whom(app_home: Path) -> None:
    known = {row["entreprise"] for row in every_project()}
    row = next(row for row in facts("accompagnes") if row["entreprise"] in known)
    assert spaced(row["accelerateur"]) in texts(page_of(row["entreprise"]))


def test_names_that_hold_one_another_are_linked_not_added(app_home: Path) -> None:
    names = {row["entreprise"] for row in every_project()}
    other = next(name for name in sorted(names) if name.endswith(" et GlobalFoundries"))
    at = page_of(other.removesuffix(" et GlobalFoundries"))
    assert any(other in link.proto.label for link in at.get("page_link"))


def test_an_unknown_company_is_said(app_home: Path) -> None:
    assert "Aucun projet des données montrées n'est d'une entreprise de ce nom" in texts(page_of("<b>Zqx</b>"))
    assert "la chercher par son nom" in texts(open_page("entreprise"))  # as the site map does


def test_names_of_companies_lead_to_their_pages(app_home: Path) -> None:
    links = re.findall(r'<a href="(entreprise\?[^"]+)" data-view', table_body(open_page("projets")))
    known = {row["entreprise"] for row in live_projects()}
    found = {parse_qs(urlsplit(html.unescape(link)).query)["entreprise"][0] for link in links}
    assert links and found <= known


def test_the_search_box_leads_to_the_page_of_a_project_and_of_its_company(app_home: Path) -> None:
    row = max(live_projects(), key=lambda row: int(row["investissement_eur"] or 0))
    at = open_page("accueil")
    (box,) = [box for box in at.text_input if box.label == "Chercher un lieu"]
    asked = {}
    for typed in (row["projet"], row["entreprise"]):
        (box,) = [box for box in at.text_input if box.label == "Chercher un lieu"]
        box.set_value(typed).run()
        for link in at.get("page_link"):
            asked |= {f"{link.proto.page}": link.proto.query_string}
    assert f"projet={row['id_projet']}" in asked["projet"]
    assert "entreprise=" in asked["entreprise"]
