"""With INSEE's industrial jobs in the edition, the page of spread divides by them; without, it does not offer it."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from components.text import formats
from data.editions import registry
from data.editions.edition import Edition
from data.paths import PROJECT
from data.places.levels import Places
from data.query import aggregation
from data.query.projects import Projects
from data.query.selection import Selection
from tests.app.test_repartition import figures, plain_spaces, switch
from tests.app.test_sheets import ENGLISH, UNREADABLE, texts

LABEL = formats.typeset("Pour 1 000 emplois industriels")


@pytest.fixture(scope="module")
def with_jobs(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the edition of this run, with one job for twenty inhabitants; those of a small commune are secret."""
    root = tmp_path_factory.mktemp("jobs")
    spatial = {"communes", "epci", "departements", "regions", "territoires"}
    tables = {name: edition.geotable(name) if name in spatial else edition.table(name) for name in edition.tables}
    communes = tables["communes"]
    jobs = (communes["population"] // 20).astype("Int64")
    jobs[communes["population"].between(1, 60)] = pd.NA
    tables["emplois_industriels"] = pd.DataFrame(
        {
            "code_insee": communes["code_insee"],
            "emplois_industriels": jobs,
            "etablissements_industriels": pd.array([None] * len(communes), dtype="Int64"),
            "annee": pd.array([2024] * len(communes), dtype="int16"),
        }
    )
    registry.publish(tables, edition.folder / "contours", root=root)
    return root


@pytest.fixture
def page(with_jobs: Path, scanned_once: None) -> Iterator[AppTest]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(registry.HOME_VARIABLE, str(with_jobs))
        at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
        yield at.switch_page("pages/repartition.py").run()


def test_the_switch_divides_by_industrial_jobs(page: AppTest, with_jobs: Path, projects: Projects) -> None:
    assert LABEL in [option.content for option in switch(page).proto.options]
    switch(page).set_value("emplois").run()
    assert not page.exception and not page.error
    assert page.query_params["par"] == "emplois"
    shown = texts(page)
    assert not UNREADABLE.search(shown)
    assert not ENGLISH.search(shown)
    assert "Pour 1 000 emplois industriels, les communes de moins de 20 000 habitants ont" in plain_spaces(shown)
    assert "emplois industriels : INSEE, FLORES 2024" in plain_spaces(shown)
    found = figures(page)
    assert "pour 1 000 emplois industriels" in found["cote-a-cote"]
    places = Places.from_edition(registry.current(with_jobs))
    class_ = places.communes[places.communes["taille"] == "t5"]
    sums = aggregation.aggregate(projects, Selection(), by="tailles")
    rate = 1_000 * sums.at["t5", "projets"] / class_["emplois_industriels"].sum()
    assert formats.number(rate, 2) in found["cote-a-cote"]


def test_like_intercommunalites_have_as_many_industrial_jobs(page: AppTest) -> None:
    page.session_state["section-label"] = True
    page.run()
    shown = plain_spaces(texts(page))
    assert "À type, population, densité et emploi industriel comparables" in shown
    assert "Emplois industriels pour 1 000 habitants" in shown


def test_without_jobs_in_the_edition_the_page_does_not_offer_them(app_home: Path) -> None:
    at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    at.query_params["par"] = "emplois"
    at.switch_page("pages/repartition.py").run()
    assert not at.exception
    assert LABEL not in [option.content for option in switch(at).proto.options]
