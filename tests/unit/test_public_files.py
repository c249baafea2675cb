"""Real public files: read through one helper, which fails when one is missing from a folder that is there."""

from pathlib import Path

import pytest

from data.paths import PROJECT
from tests import conftest
from tests.conftest import PublicFile


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(conftest, "PUBLIC_FILES", tmp_path / "sources")
    return tmp_path / "sources"


def test_without_the_folder_a_test_is_skipped_and_says_where_it_looked(folder: Path, public_file: PublicFile) -> None:
    with pytest.raises(pytest.skip.Exception, match=str(folder)):
        public_file("a.csv")


def test_with_the_folder_a_missing_file_is_a_failure(folder: Path, public_file: PublicFile) -> None:
    folder.mkdir()
    (folder / "a.csv").write_text("")
    assert public_file("a.csv") == folder / "a.csv"
    with pytest.raises(AssertionError, match=r"b\.csv is missing, though its folder is there"):
        public_file("b.csv")


def test_no_other_test_reads_a_path_outside_of_the_project() -> None:
    outside = ("PROJECT.parent", "parents[3] / ", "parents[4]", "Path.home()", "expanduser")
    for path in (PROJECT / "tests").rglob("*.py"):
        if path not in (Path(conftest.__file__), Path(__file__)):
            text = path.read_text("utf-8")
            assert not [word for word in outside if word in text], path
