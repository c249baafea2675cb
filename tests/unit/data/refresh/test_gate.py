"""A file that jumps between two editions is refused until someone looked at it; what is ordinary passes."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.editions import registry
from data.editions.edition import Edition
from data.files import pieces
from data.refresh import gate
from data.sources import raw_files
from data.sources.raw_files import RawSet
from geo.errors import DataError
from tests.unit.support import official_files as made
from tests.unit.support.official_files import FUND_HEADER, fund_row, in_folder

Publish = Callable[..., Edition]
SOURCE = "fonds_vert_2023"
ROWS = FUND_HEADER + "".join(fund_row(title=str(n), amount="100") for n in range(20))
LESS = fund_row(title="3", amount="100")
JUMPS = {
    "rows lost": (FUND_HEADER + fund_row() * 14, "lignes lues : 20 dans l'édition en service, 14 dans ce fichier"),
    "rows twice": (ROWS + ROWS.removeprefix(FUND_HEADER), "lignes lues : 20 dans l'édition en service, 40 dans ce"),
    "thousands": (ROWS.replace(",100\n", ",100000\n"), "total de aide : 2\u202f000 €.*, 2\u202f000\u202f000 €"),
    "kiloeuros": (ROWS.replace(",100\n", ",0.1\n"), "total de aide : 2\u202f000 €.*, 2 € dans ce fichier"),
    "no amount but zero": (ROWS.replace(",100\n", ",0\n"), "total de aide : 2\u202f000 €.*, 0 € dans ce fichier"),
    "no SIREN": (ROWS.replace(",200018653,", ",NULL,"), "colonne siren : 20 valeurs .*, aucune dans ce fichier"),
    "most elsewhere": (ROWS.replace(",01001,", ",2A004,", 11), "lignes du département 01 : 20 .*, 9 dans ce fichier"),
    "another place": (ROWS.replace(",01001,", ",2A004,"), "lignes du département 01 : 20 .*, 0 dans ce fichier"),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def publish(root: Path, tmp_path: Path) -> Publish:
    def run(content: str, *, accepted: tuple[str, ...] = (), elsewhere: bool = False) -> Edition:
        folder = in_folder(tmp_path / "files", {SOURCE: content})
        file = raw_files.adopt(next(folder.iterdir()), root, SOURCE, 10**6)
        target = tmp_path / "elsewhere" if elsewhere else root
        return made.build(RawSet(root, {SOURCE: file}), target, tmp_path / "static", accepted)

    return run


def findings(edition: Edition) -> list[str]:
    return [check["resultat"] for check in edition.manifest.checks]


@pytest.mark.parametrize("name", JUMPS)
@pytest.mark.slow
def test_a_jump_is_refused_until_someone_accepts_it(publish: Publish, root: Path, name: str) -> None:
    content, finding = JUMPS[name]
    before = publish(ROWS)
    with pytest.raises(DataError) as caught:
        publish(content)
    problem = next(each for each in caught.value.problems if re.match(finding, each.message))
    assert problem.file == "fonds_vert_2023 (fonds_vert_2023.csv)"
    assert problem.remedy.endswith("s'il est juste, relancer avec --accept fonds_vert_2023")
    assert registry.current(root) == before
    accepted = publish(content, accepted=(SOURCE,))
    assert registry.current(root) == accepted != before
    marked = [check["resultat"] for check in accepted.manifest.checks if check["controle"].startswith(gate.ACCEPTED)]
    assert any(re.match(finding, each) for each in marked)


@pytest.mark.parametrize("options", [{"elsewhere": True}, {"accepted": ("densite",)}])
def test_neither_a_trial_nor_the_name_of_another_source_lets_a_jump_pass(
    publish: Publish, options: dict[str, Any]
) -> None:
    publish(ROWS)
    with pytest.raises(DataError, match="lignes lues : 20 dans l'édition en service, 14 dans ce fichier"):
        publish(JUMPS["rows lost"][0], **options)


def test_the_remedy_says_where_the_refused_file_is(publish: Publish) -> None:
    publish(ROWS)
    content = JUMPS["rows lost"][0]
    with pytest.raises(DataError) as caught:
        publish(content)
    path = re.fullmatch(r"regarder ce fichier, gardé sous (.*) ; s'il est juste, .*", caught.value.problems[0].remedy)
    assert path is not None
    assert Path(path[1]).read_text() == content


def test_what_changes_a_little_passes_and_the_comparison_is_kept(publish: Publish) -> None:
    assert findings(publish(ROWS)) == ["aucune édition lisible avant celle-ci"]
    fewer = ROWS.replace(LESS, "").replace(",100\n", ",150.5\n")
    assert findings(publish(fewer)) == ["20 lignes lues, puis 19"]
    assert findings(publish(fewer.replace(",150.5\n", ",900\n") + LESS * 18)) == ["19 lignes lues, puis 37"]


def test_a_column_that_fills_is_no_jump(publish: Publish) -> None:
    publish(ROWS.replace(",200018653,", ",NULL,").replace(",100\n", ",0\n"))
    assert findings(publish(ROWS)) == ["20 lignes lues, puis 20"]


def test_a_departement_of_a_few_rows_may_be_left(publish: Publish) -> None:
    few = "".join(fund_row("2A004", str(n), amount="100") for n in range(gate.FEW_ROWS - 1))
    publish(ROWS + few)
    publish(ROWS + few.replace("2A004", "01001"))


def test_half_of_a_departement_may_be_left(publish: Publish) -> None:
    publish(ROWS)
    publish(ROWS.replace(",01001,", ",2A004,", 10))


def test_the_same_file_is_never_a_jump(publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(ROWS)
    monkeypatch.setattr(gate, "TOO_MANY_ROWS", 0)
    assert publish(ROWS) == publish(ROWS)


def test_a_first_file_is_compared_with_nothing(publish: Publish, root: Path, tmp_path: Path) -> None:
    made.build(RawSet(root, {}), root, tmp_path / "static")
    assert findings(publish(JUMPS["rows lost"][0])) == []


def test_an_edition_that_cannot_be_read_is_compared_with_nothing_and_that_is_said(publish: Publish) -> None:
    path = publish(ROWS).folder / "sources.parquet"
    path.chmod(0o644)
    path.write_bytes(b"x")
    assert findings(publish(JUMPS["rows lost"][0])) == ["aucune édition lisible avant celle-ci"]


@pytest.mark.parametrize("name", ["thousands", "no SIREN", "most elsewhere"])
@pytest.mark.slow
def test_a_file_read_in_pieces_is_compared_as_a_whole(
    publish: Publish, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    publish(ROWS)
    monkeypatch.setattr(pieces, "BYTES", 600)
    assert len(publish(ROWS + LESS).parts("projets_officiels")) > 3
    with pytest.raises(DataError, match=JUMPS[name][1].replace("20", "2[01]").replace("2\u202f000", "2\u202f[01]00")):
        publish(JUMPS[name][0])
