"""What all tiers share: one edition built from the installed geography and the embedded facts, once per run."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from data import build, editions
from data.edition import Edition
from data.places import Places
from data.projects import Projects
from data.vocabulary import Vocabulary

PROJECT = Path(__file__).resolve().parents[1]
FACTS = PROJECT / "data" / "facts"


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home folder of a freshly built edition."""
    folder = tmp_path_factory.mktemp("home")
    build.build(lambda _: None, root=folder, static_dir=folder / "static")
    return folder


@pytest.fixture(scope="session")
def edition(home: Path) -> Edition:
    """The edition built by this run."""
    return editions.current(home)


@pytest.fixture(scope="session")
def projects(edition: Edition) -> Projects:
    """Its column store."""
    levels = {name: edition.table(name) for name in ("territoires", "epci", "departements", "regions")}
    return Projects.from_tables(edition.table("projets"), **levels)


@pytest.fixture(scope="session")
def places(edition: Edition) -> Places:
    """Its places."""
    return Places.from_edition(edition)


@pytest.fixture(scope="session")
def vocabulary(edition: Edition) -> Vocabulary:
    """Its vocabulary."""
    return Vocabulary.from_tables(
        projets=edition.table("projets"),
        regions=edition.table("regions"),
        territoires=edition.table("territoires"),
        departements=edition.table("departements"),
    )


@pytest.fixture
def app_home(home: Path) -> Iterator[Path]:
    """The application reads the edition of this run."""
    before = os.environ.get(editions.HOME_VARIABLE)
    os.environ[editions.HOME_VARIABLE] = str(home)
    yield home
    if before is None:
        del os.environ[editions.HOME_VARIABLE]
    else:
        os.environ[editions.HOME_VARIABLE] = before
