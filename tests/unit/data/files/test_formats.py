"""What a sound file of a visitor becomes: text as it was written, and a sentence for each repair."""

import csv
import io
import json

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data.files import worker
from data.files.limits import LIMITS, Limits
from data.files.rows import Parsed, shown
from geo.errors import DataError
from tests.unit.support import hostile_files as made


def parsed(content: bytes, name: str = "a.csv", limits: Limits = LIMITS) -> Parsed:
    return worker.read(content, name, limits)


def cells(table: Parsed) -> list[list[str | None]]:
    """The header, then every row, without its place."""
    return [table.table.column_names[1:], *[list(row.values())[1:] for row in table.table.to_pylist()]]


def lines(table: Parsed) -> list[int]:
    return table.table.column(0).to_pylist()


FRENCH = "code;nom\n01004;Ambérieu-en-Bugey\n2A004;Ajaccio, ville d'été\n35238;Rennes à côté\n"
ROWS = [["code", "nom"], ["01004", "Ambérieu-en-Bugey"], ["2A004", "Ajaccio, ville d'été"], ["35238", "Rennes à côté"]]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "mac_roman", "cp850", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_usual_encoding_and_line_end(encoding: str, end: str) -> None:
    table = parsed(FRENCH.replace("\n", end).encode(encoding))
    assert cells(table) == ROWS
    assert lines(table) == [2, 3, 4]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_every_usual_separator(delimiter: str) -> None:
    rows = [["code", "libellé"], *[[f"0100{rank}", 'une, "deux"; trois|quatre'] for rank in range(5)]]
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows(rows)
    table = parsed(buffer.getvalue().encode())
    assert (cells(table), table.delimiter) == (rows, delimiter)


@pytest.mark.parametrize(
    "value",
    [
        "01004", "2E004", "1E005", "NA", "NULL", "nan", "None", "N/A", "1 234,56 €", "1\u202f234,5", "1\xa0234",
        "(1 234)", "−5", "1e400", "inf", "=1+1", "@SUM(A1)", "+33 1", "-1", "@@=lon", "01/02/2025", "45000",
        "vrai", " x ", "É", "<script>", "2,10E+13", "00000000000000000012",
    ],
)  # fmt: skip
def test_a_cell_is_kept_as_it_is_written(value: str) -> None:
    assert cells(parsed(f"code;valeur\nx;{value}\n".encode())) == [["code", "valeur"], ["x", value]]
    assert cells(parsed(made.parquet({"v": [value]}), "a.parquet")) == [["v"], [value]]
    document = made.geojson(made.feature(made.point(1, 2), v=value))
    assert cells(parsed(document, "a.geojson")) == [["lon", "lat", "v"], ["1", "2", value]]


@pytest.mark.parametrize(
    ("text", "header", "rows", "note"),
    [
        ("a,a,a\n1,2,3\n", ["a", "a (2)", "a (3)"], [["1", "2", "3"]], "a (2), a (3)"),
        (f"{'x' * 900},{'x' * 901},b\n1,2,3\n", ["x" * 250, f"{'x' * 250} (2)", "b"], [["1", "2", "3"]], "trop long"),
        ("a,,b\n1,2,3\n", ["a", "colonne 2", "b"], [["1", "2", "3"]], "sans nom en ont reçu un : colonne 2"),
        ("a,b,,\n1,2,,\n", ["a", "b"], [["1", "2"]], "sans nom laissées de côté : 2"),
        ("a,b\n1,2,,\n", ["a", "b"], [["1", "2"]], "vides en trop ont été retirées : 1"),
        ("a,b,c\n1,2\n4,5,6\n", ["a", "b", "c"], [["1", "2", None], ["4", "5", "6"]], "complétées"),
        ("a,b\n\n1,2\n,\n3,4\n", ["a", "b"], [["1", "2"], ["3", "4"]], "Lignes vides laissées de côté : 2"),
        ("Titre\n\na,b,c\n1,2,3\n", ["a", "b", "c"], [["1", "2", "3"]], "l'en-tête (ligne 3)"),
        ("sep=|\na|b\n1|2\n", ["a", "b"], [["1", "2"]], "sep="),
        ("ligne,b\n1,2\n", ["ligne (2)", "b"], [["1", "2"]], "ligne (2)"),
    ],
)
def test_a_repair_is_always_said(text: str, header: list[str], rows: list[list[str]], note: str) -> None:
    table = parsed(text.encode())
    assert cells(table) == [header, *rows]
    assert note in " ".join(table.notes)


def test_a_clean_file_has_nothing_to_say() -> None:
    assert parsed(FRENCH.encode()).notes == ()


def test_a_row_with_too_many_cells_is_set_aside_with_its_line() -> None:
    text = "".join("1,2,3\n" if rank % 10 == 7 else "1,2\n" for rank in range(370))
    table = parsed(f"a,b\n{text}".encode())
    assert [each.line for each in table.layout.damaged] == [rank + 2 for rank in range(7, 370, 10)]
    assert {(each.reason, each.content) for each in table.layout.damaged} == {
        ("3 cases trouvées pour 2 colonnes", "1 | 2 | 3")
    }
    assert table.table.num_rows == 370 - 37


def test_a_file_of_which_most_rows_are_damaged_is_refused_with_every_line() -> None:
    text = "".join("1,2\n" if rank % 10 == 7 else "1,2,3\n" for rank in range(30))
    with pytest.raises(DataError) as caught:
        parsed(f"a,b\n{text}".encode())
    assert [problem.row for problem in caught.value.problems] == [rank + 2 for rank in range(30) if rank % 10 != 7]


@pytest.mark.parametrize(
    ("text", "rows", "line", "reason"),
    [
        ('a,b\n1,2\n"3,4\n5,6\n', [["1", "2"], ["5", "6"]], 3, "un guillemet ouvert n'est jamais fermé"),
        ('a,b\n1,2\n"3,4\n' + "5,6\n" * 50_000, None, 3, "un guillemet ouvert n'est jamais fermé"),
        ("a,b,c\n1,2,3\n4,5", [["1", "2", "3"]], 3, "la dernière ligne est incomplète"),
        (
            'a,b,c,d\n1,2,3,4\n"3,4,5,6\n5,6,7,8\n"x",7,8,9\n',
            [["1", "2", "3", "4"], ["5", "6", "7", "8"], ["x", "7", "8", "9"]],
            3,
            "guillemet mal placé",
        ),
        (
            'a,b,c,d\n1,2,3,4\n3,4,5,"6\n5,6,7,8\n9,9,9,9"\n1,1,1,1\n',
            [["1", "2", "3", "4"], ["5", "6", "7", "8"], ["1", "1", "1", "1"]],
            3,
            "un guillemet ouvert n'est jamais fermé",
        ),
    ],
)
def test_a_damaged_row_costs_its_own_line(text: str, rows: list[list[str]] | None, line: int, reason: str) -> None:
    table = parsed(text.encode())
    assert rows is None or [row for row in cells(table)[1:] if row != ["9", "9", "9", '9"']] == rows
    assert (table.layout.damaged[0].line, len(table.layout.damaged) < 3) == (line, True)
    assert table.layout.damaged[0].reason.startswith(reason)


def test_a_quote_out_of_place_is_read_as_a_spreadsheet_reads_it() -> None:
    table = parsed('commune;projet;montant\nThiers;Atelier;100\nRoanne;"Four" numéro 2;50\n'.encode())
    assert cells(table)[2] == ["Roanne", "Four numéro 2", "50"]
    assert "Guillemets mal placés" in table.notes[0] and "lignes : 3" in table.notes[0]


def test_a_whole_last_line_needs_no_line_end() -> None:
    assert cells(parsed(b"a,b\n1,2\n3,4")) == [["a", "b"], ["1", "2"], ["3", "4"]]


def test_two_encodings_in_one_file_are_read_line_by_line() -> None:
    table = parsed("nom,b\né,1\n".encode("cp1252") + "à,2\n".encode())
    assert cells(table) == [["nom", "b"], ["é", "1"], ["à", "2"]]
    assert "Deux encodages" in table.notes[0]
    cut = parsed("a,b\n1,é\n2,é".encode()[:-1])
    assert cells(cut)[1] == ["1", "é"]
    assert "coupée au milieu d'un caractère" in cut.notes[0]


def test_the_end_mark_of_dos_is_no_row() -> None:
    table = parsed(b"a,b\n1,2\n\x1a")
    assert cells(table) == [["a", "b"], ["1", "2"]]
    assert "DOS" in table.notes[0]


def test_a_separator_and_a_line_end_in_a_quoted_header_are_part_of_it() -> None:
    table = parsed('code;"Montant\nde l\'aide (1), en €"\n01004;1,5\n2A004;2,5\n'.encode())
    assert cells(table)[0] == ["code", "Montant de l'aide (1), en €"]


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_list_of_records_is_a_table(wrapped: bool) -> None:
    records = [
        {"code": "01004", "n": 1.5, "geo_point_2d": {"lon": 5.3, "lat": 45.9}, "liste": ["a", "b"], "deep": {"a": 1}},
        {"code": "2A004", "ok": True, "geo_point_2d": None},
    ]
    table = parsed(json.dumps({"total_count": 2, "results": records} if wrapped else records).encode(), "a.json")
    assert cells(table) == [
        ["code", "n", "geo_point_2d", "liste", "ok"],
        ["01004", "1.5", "45.9, 5.3", "a, b", None],
        ["2A004", None, None, None, "VRAI"],
    ]
    assert (table.format, lines(table)) == ("json", [1, 2])
    assert "imbriquées laissées de côté : deep" in " ".join(table.notes)


def test_shapes_are_left_and_their_properties_read() -> None:
    square = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]}
    empty = {"type": "GeometryCollection", "geometries": []}
    shapes = parsed(made.geojson(made.feature(square, code="01004"), made.feature(empty, code="2A004")), "a.geojson")
    assert cells(shapes) == [["code"], ["01004"], ["2A004"]]
    assert "Formes laissées de côté, les propriétés étant lues : 2" in " ".join(shapes.notes)
    mixed = parsed(made.geojson(made.feature(made.point(1, 2), n=1), made.feature(square, n=2), 3), "a.geojson")
    assert cells(mixed) == [["lon", "lat", "n"], ["1", "2", "1"], [None, None, "2"]]
    assert [each.line for each in mixed.layout.damaged] == [3]
    metres = made.geojson(made.feature(made.point(6e5, 7e6), n=1), crs={"properties": {"name": "EPSG:2154"}})
    assert cells(parsed(metres, "a.geojson")) == [["n"], ["1"]]


def test_a_workbook_of_the_old_format_is_read() -> None:
    table = parsed(made.XLS, "a.xls")
    assert cells(table) == [
        ["code", "nom", "montant"],
        ["01004", "Ambérieu-en-Bugey", "1234.5"],
        ["2A004", "Ajaccio", "10"],
    ]
    assert (table.format, table.sheet) == ("xls", "Aides")


def test_rows_that_a_workbook_hides_are_known_by_their_line() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Lisez-moi"])
    sheet = book.create_sheet("Données")
    for row in (["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    book.active.row_dimensions[2].hidden = True
    buffer = io.BytesIO()
    book.save(buffer)
    assert parsed(buffer.getvalue(), "a.xlsx").layout.hidden == (3,)
    shown_row, filtered = made.ods_row("1", "2"), made.ods_row("3", "4").replace("<table:table-row", FILTERED, 1)
    assert parsed(made.ods(made.ods_row("a", "b") + shown_row + filtered), "a.ods").layout.hidden == (3,)


def test_good_columns_are_read_beside_deep_ones() -> None:
    deep: object = 1
    for rank in range(90):
        deep = {f"c{rank}": deep}
    wide = {f"c{rank}": rank for rank in range(300)}
    table = parsed(made.parquet({"code": ["01004"], "deep": [deep], "wide": [wide]}), "a.parquet")
    assert cells(table) == [["code"], ["01004"]]


def test_the_number_of_cells_is_bounded() -> None:
    with pytest.raises(DataError, match="plus de 10 cases"):
        parsed(b"a,b\n" + b"1,2\n" * 6, limits=Limits(cells=10))


def test_the_number_of_rows_is_bounded() -> None:
    with pytest.raises(DataError, match="plus de 5 lignes"):
        parsed(b"a,b\n" + b"1,2\n" * 6, limits=Limits(rows=5))


def test_lines_are_those_of_the_file_even_behind_a_cell_of_two_lines() -> None:
    assert lines(parsed(b'a,b\n"x\ny",2\n\n3,4\n')) == [2, 5]


# A row of « % » over numbers is one of units: no case of this property.
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0%€\x1a"), max_size=12)
COLUMNS = st.integers(2, 5)


@given(
    rows=COLUMNS.flatmap(
        lambda width: st.lists(st.lists(WORDS, min_size=width, max_size=width), min_size=1, max_size=8)
    ),
    delimiter=st.sampled_from(";,\t|"),
)
@example(rows=[["", ",\r", ",\r", ",\r"]], delimiter=";")
@example(rows=[["", ",\r", ",\r", ","]], delimiter="|")
@settings(max_examples=200)
def test_what_the_csv_module_writes_is_read_back(rows: list[list[str]], delimiter: str) -> None:
    header = [f"col{rank}" for rank in range(len(rows[0]))]
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    kept = [[cell or None for cell in row] for row in rows if any(row)]
    if kept:
        assert cells(parsed(buffer.getvalue().encode())) == [header, *kept]


FILTERED = '<table:table-row table:visibility="filter"'


def test_a_shown_text_is_short_and_visible() -> None:
    assert shown("a\u202e\n\tb\0" + "c" * 100) == "a b " + "c" * 55 + "…"
