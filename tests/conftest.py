"""What all tiers share: one edition built from the installed geography and the embedded facts."""

import hashlib
import os
import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from streamlit.components.v2 import manifest_scanner

from data.build import pipeline
from data.editions import registry
from data.editions.durable import locked
from data.editions.edition import Edition
from data.paths import PROJECT
from data.places.levels import Places
from data.published import programme_sheets
from data.query.projects import Projects
from data.words.place_keys import place_key
from data.words.vocabulary import Vocabulary
from tests.inventory import live_projects
from tests.unit.support.read_only import read_only

# All that the build of an edition reads; the geography is that of the installed package.
INPUTS = ("constraints.txt", "pyproject.toml", "data/facts/*.csv", "data/**/*.py", "data/*.toml", "geo/*.py")
KEPT_S = 24 * 3600
# The one place outside of the project that tests read, and only through `public_file`.
PUBLIC_FILES = PROJECT.parent / "shared" / "sources"
PublicFile = Callable[[str], Path]

# It is the answer that property tests prove: on a machine that builds and draws beside them, a time proves nothing.
settings.register_profile("everywhere", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", settings.get_profile("everywhere"), max_examples=20)  # `make check`
settings.load_profile("everywhere")


@pytest.fixture(scope="session")
def home(pytestconfig: pytest.Config) -> Path:
    """The home folder of an edition of the present code and facts: built once for the processes of all tiers."""
    cached = pytestconfig.cache.mkdir("editions")  # type: ignore[union-attr]
    folder = cached / digest_of_inputs()
    with locked(cached / ".verrou"):
        if not (folder / registry.POINTER).is_file():
            pipeline.build(lambda _: None, root=folder, static_dir=folder / "static")
        for other in set(cached.glob("*/")) - {folder}:
            if time.time() - other.stat().st_mtime > KEPT_S:
                shutil.rmtree(other)
    return folder


def digest_of_inputs() -> str:
    """Another one as soon as a file that the build reads changes."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in INPUTS for path in PROJECT.glob(pattern)):
        digest.update(f"{path.relative_to(PROJECT)} {path.stat().st_size} ".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@pytest.fixture(scope="session")
def edition(home: Path) -> Edition:
    """The edition of this run."""
    return registry.current(home)


@pytest.fixture(scope="session")
def projects(edition: Edition) -> Projects:
    """Its column store."""
    return Projects.of_edition(edition)


@pytest.fixture(scope="session")
def places(edition: Edition) -> Places:
    """Its places."""
    return Places.from_edition(edition)


@pytest.fixture(scope="session")
def vocabulary(edition: Edition, places: Places) -> Vocabulary:
    """Its vocabulary."""
    return Vocabulary.from_tables(
        projets=edition.table("projets"),
        regions=edition.table("regions"),
        territoires=edition.table("territoires"),
        departements=edition.table("departements"),
        places=places.keys(),
        schemes=programme_sheets.of_edition(edition),
    )


@dataclass
class Count:
    """Projects, and the euros known of them."""

    projects: int = 0
    known: int = 0
    euros: int = 0


@pytest.fixture(scope="session")
def counts(edition: Edition) -> dict[str, Count]:
    """What each place holds, from the published file and the membership of communes, in plain Python."""
    former = dict(edition.table("successions")[["code_ancien", "code_insee"]].itertuples(index=False))
    columns = ["code_insee", "code_epci", "code_departement", "code_region", "id_territoire_1", "id_territoire_2"]
    belonging = {row[0]: row for row in edition.table("communes", columns)[columns].itertuples(index=False)}
    kinds = ("commune", "epci", "departement", "region", "territoire", "territoire")
    found: dict[str, Count] = defaultdict(Count)
    for row in live_projects():
        code = former.get(row["code_insee"], row["code_insee"])
        for kind, place in zip(kinds, belonging[code], strict=True):
            if isinstance(place, str):
                count = found[place_key(kind, place)]
                count.projects += 1
                count.known += row["investissement_eur"] != ""
                count.euros += int(row["investissement_eur"] or 0)
    return found


@pytest.fixture(scope="session")
def public_file() -> PublicFile:
    """`public_file(name)`: a real public file, as its producer published it, which the project does not hold.

    Without their folder the test is skipped and says so; with it, a file that is not there is a failure.
    """

    def path(name: str) -> Path:
        if not PUBLIC_FILES.is_dir():
            pytest.skip(f"the public files are not beside the project: {PUBLIC_FILES}")
        found = PUBLIC_FILES / name
        assert found.is_file(), f"{found} is missing, though its folder is there"
        return found

    return path


@pytest.fixture(scope="session")
def scanned_once() -> Iterator[None]:
    """Each AppTest looks for components in all installed packages, in 0.1 s: the answer is kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture
def app_home(home: Path, scanned_once: None) -> Iterator[Path]:
    """The application reads the edition of this run, and may not write beside it: who only reads needs no more."""
    before = os.environ.get(registry.HOME_VARIABLE)
    os.environ[registry.HOME_VARIABLE] = str(home)
    with read_only(home):
        yield home
    if before is None:
        del os.environ[registry.HOME_VARIABLE]
    else:
        os.environ[registry.HOME_VARIABLE] = before
