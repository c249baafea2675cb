"""An edition as one file: every file of it, and the same bytes each time."""

import io
import json
import tarfile
from pathlib import Path

import pandas as pd
import pytest

from data.editions import registry
from data.editions.edition import Edition
from data.plain import archive, guide, openapi, resources


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    contours = tmp_path / "contours"
    contours.mkdir()
    (contours / "epci-abcdef012345.json").write_text("{}")
    return registry.publish({"projets": pd.DataFrame({"n": range(3)})}, contours, root=tmp_path / "home")


def test_the_archive_holds_every_file_as_it_is_on_the_disk(edition: Edition) -> None:
    content = b"".join(archive.pieces(edition))
    assert len(content) == archive.length(edition)
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        held = {each.name: tar.extractfile(each).read() for each in tar.getmembers()}  # type: ignore[union-attr]
    files = {path for path in edition.folder.rglob("*") if path.is_file()}
    assert held == {f"territoires-{edition.id}/{path.relative_to(edition.folder)}": path.read_bytes() for path in files}
    assert content == b"".join(archive.pieces(edition))


def test_a_file_that_lost_its_end_is_not_passed_over(edition: Edition) -> None:
    path = edition.folder / "projets.parquet"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(OSError, match="1 bytes are missing"):
        list(archive.pieces(edition))


def test_both_descriptions_tell_of_every_resource_and_parameter() -> None:
    page, paths = guide.page("https://exemple.fr").decode(), json.loads(openapi.document())["paths"]
    assert "<script" not in page and "https://exemple.fr/api/" in page
    for each in resources.RESOURCES.values():
        for kind in each.formats:
            address = f"{resources.ROOT}{each.name}.{kind}"
            assert f'href="{address}"' in page
            assert [told["name"] for told in paths[address]["get"]["parameters"]] == list(each.taken)


@pytest.mark.parametrize(
    "path", ["/api/projets", "/api/projets.xlsx", "/api/.json", "/projets.json", "/api/edition.parquet"]
)
def test_what_is_no_address_of_plain_data_is_none(path: str) -> None:
    assert resources.split(path) is None
