"""A large text cut into pieces holds the same records, at the same lines, as when it is read whole."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.files import delimited, pieces
from data.files.limits import LIMITS
from data.files.rows import Parsed
from geo.errors import DataError

CELLS = st.text(alphabet='ab é";\n', max_size=12)


def written(rows: list[list[str]]) -> bytes:
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in [["un", "deux"], *rows]]
    return "".join(";".join(row) + "\n" for row in quoted).encode()


def rows_of(*parsed: Parsed) -> list[dict[str, object]]:
    return [row for each in parsed for row in each.table.to_pylist()]


def read_in_pieces(path: Path, size: int) -> list[Parsed]:
    cut = pieces.cut(path, "a.csv", 1, size)
    return [delimited.read(piece.content, "a.csv", LIMITS, 1, piece.shift) for piece in cut]


@given(
    st.lists(st.tuples(st.text(alphabet="xyz", min_size=1, max_size=5), CELLS), min_size=1, max_size=30),
    st.integers(40, 400),
)
def test_pieces_hold_the_records_of_the_whole_at_their_lines(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], size: int
) -> None:
    path = tmp_path_factory.mktemp("pieces") / "a.csv"
    path.write_bytes(written([list(row) for row in rows]))
    whole = delimited.read(path.read_bytes(), "a.csv", LIMITS, 1)
    assert rows_of(*read_in_pieces(path, size)) == rows_of(whole)


def test_a_damaged_row_is_told_at_its_line_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a;b\n" + "1;2\n" * 20 + "1;2;3\n" + "1;2\n" * 20)
    found = read_in_pieces(path, 32)
    assert len(found) > 4
    assert [each.line for parsed in found for each in parsed.layout.damaged] == [22]


def test_a_quote_that_stays_open_does_not_swallow_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a;b\n" + "1;2\n" * 10 + '1;"2\n' + "1;2\n" * 50)
    found = read_in_pieces(path, 48)
    assert len(rows_of(*found)) == 60
    assert [each.line for parsed in found for each in parsed.layout.damaged] == [12]


def test_what_has_no_line_or_is_not_in_bytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a;b\n" + "x" * 200)
    with pytest.raises(DataError, match="une ligne dépasse"):
        list(pieces.cut(path, "a.csv", 1, 32))
    path.write_bytes("a;b\n1;2\n".encode("utf-16"))
    with pytest.raises(DataError, match="UTF-8"):
        list(pieces.cut(path, "a.csv", 1, 32))


def test_only_large_delimited_texts_are_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "BYTES", 10)
    contents = {"petit": b"a;b\n1;2\n", "grand": b"a;b\n" + b"1;2\n" * 9, "json": b'[{"a": 1}, {"a": 2}]'}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    assert [name for name in contents if pieces.is_cut(tmp_path / name)] == ["grand"]
