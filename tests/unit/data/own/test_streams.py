"""A file of any size read in parts gives the rows and the words of the same file read whole."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.files import parquet, rows, worker
from data.files.limits import IN_PARTS, LIMITS
from data.own.large import streams
from geo.errors import DataError

LINES = ["01004;Usine;1000", "01004;;", "", "x;y", 'a;"b\nc";3', 'a;b"c;3', "1;2;3;4", 'z;"ouvert;1', "é;à;ù"]


def in_parts(path: Path, size: int) -> tuple[pd.DataFrame, streams.Read]:
    found: list[pa.Table] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows, "CHUNK_ROWS", 1)
        patch.setattr(parquet, "BATCH_ROWS", 1)
        patch.setattr(streams, "PART_ROWS", size)
        read = streams.read(path, found.append)
    assert all(len(part) == size for part in found[:-1])
    table = pa.concat_tables(found).drop_columns(list(read.void))
    return table.to_pandas().set_index(rows.LINE), read


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(LINES), max_size=20),
    st.integers(1, 7),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    st.sampled_from(["code;nom;aide", "code;nom;", ";nom;aide"]),
)
def test_a_text_in_parts_is_the_same_text(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], size: int, encoding: str, header: str
) -> None:
    path = tmp_path_factory.mktemp("textes") / "t.csv"
    path.write_bytes("\n".join([header, "01;a;", *lines]).encode(encoding))
    try:
        whole = worker.read(path.read_bytes(), "t.csv", LIMITS)
    except DataError as error:
        with pytest.raises(DataError) as refused:
            in_parts(path, size)
        assert refused.value.problems == error.problems
        return
    frame, read = in_parts(path, size)
    pd.testing.assert_frame_equal(frame, whole.table.to_pandas().set_index(rows.LINE))
    assert (read.notes, read.layout, read.format) == (whole.notes, whole.layout, "csv")


def test_a_parquet_in_parts_is_the_same_table(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pd.DataFrame({"code": ["01004", None, "63430"], "aide": [1.5, 2.0, None], "liste": [[1], [2], []]}).to_parquet(path)
    whole = worker.read(path.read_bytes(), "t.parquet", LIMITS)
    frame, read = in_parts(path, 2)
    pd.testing.assert_frame_equal(frame, whole.table.to_pandas().set_index(rows.LINE))
    assert (read.notes, read.layout) == (whole.notes, whole.layout)


def test_a_part_ends_where_its_text_is_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "t.csv"
    path.write_text("code,nom\n" + "01,abcdefgh\n" * 10)
    monkeypatch.setattr(rows, "CHUNK_ROWS", 1)
    monkeypatch.setattr(streams, "PART_BYTES", 1)
    parts: list[pa.Table] = []
    streams.read(path, parts.append)
    assert [len(part) for part in parts] == [1] * 10


@pytest.mark.parametrize("content", [b"PK\x03\x04" + b"x" * 50, b'{"a": [1]}', b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_what_must_be_held_whole_is_refused_with_the_page_that_reads_it(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(content)
    with pytest.raises(DataError, match="se lit en entier") as refused:
        streams.read(path, lambda _: None)
    assert "« Mes données »" in str(refused.value) and "500 000 lignes et 50 Mo" in str(refused.value)


def test_tables_side_by_side_are_not_taken_for_one(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("code;aide;;code;aide\n01004;1;;63430;2\n01004;1;;63430;2\n")
    with pytest.raises(DataError, match="2 tables sont côte à côte"):
        streams.read(path, lambda _: None)


def test_an_absent_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="fichier ou dossier absent"):
        streams.read(tmp_path / "absent.csv", lambda _: None)


def test_a_table_of_too_many_rows_for_the_page_is_told_of_the_command() -> None:
    with pytest.raises(DataError) as refused:
        worker.read(b"a,b\n" + b"1,2\n" * (LIMITS.rows + 1), "a.csv", LIMITS)
    assert IN_PARTS in str(refused.value)
