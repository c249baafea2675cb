"""A file of a visitor becomes a table of text or a refusal in French: in seconds, in bounded memory."""

import io
import resource
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.files import child, reading, worker
from data.files.limits import LIMITS, MEGABYTE, Limits
from data.files.reading import Asked, UserTable
from data.files.rows import Parsed
from data.paths import PROJECT
from geo.errors import DataError
from tests.unit.support import hostile_files as made

HOSTILE = [*made.texts(), *made.workbooks(), *made.columnar(), *made.points()]
IN_A_CHILD = {"two corners", "zip bomb", "laughs", "dictionary bomb", "open arrays", "2 M commas", "VRT as GeoJSON"} | {
    "XLS cut at 95 %"  # its reader panics
}
LONGEST_S = 10  # of processor: on a machine that does other things beside, the clock proves nothing
LARGEST_GROWTH = 50_000_000


def spent() -> float:
    """Seconds of processor of this process and of its children that have ended."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def parsed(content: bytes, name: str = "a.csv", limits: Limits = LIMITS) -> Parsed:
    return worker.read(content, name, limits)


def resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


def test_the_corpus_is_large() -> None:
    assert len({what for what, *_ in HOSTILE}) > 150


@pytest.mark.parametrize(
    ("name", "content", "says"), [pytest.param(*one[1:], id=one[0]) for one in HOSTILE if one[0] not in IN_A_CHILD]
)
def test_a_hostile_file_is_refused_in_french_and_in_time(name: str, content: bytes, says: str) -> None:
    begun = spent()
    with pytest.raises(DataError) as caught:
        parsed(content, name)
    assert says in str(caught.value)
    assert str(caught.value).startswith(name)
    assert "Remède" in str(caught.value)
    assert spent() - begun < LONGEST_S


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of temporary files: readings leave it empty."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("name", "content", "says"), [pytest.param(*one[1:], id=one[0]) for one in HOSTILE if one[0] in IN_A_CHILD]
)
@pytest.mark.slow
def test_the_child_refuses_and_the_parent_stays_small(name: str, content: bytes, says: str, scratch: Path) -> None:
    begun, before = spent(), resident()
    with pytest.raises(DataError, match="Remède") as caught:
        reading.read_table(content, name)
    assert says in str(caught.value)
    assert spent() - begun < LONGEST_S
    assert resident() - before < LARGEST_GROWTH
    assert not list(scratch.iterdir())


def test_an_aborting_reader_costs_its_process_only(scratch: Path) -> None:
    content = next(one[2] for one in HOSTILE if one[0] == "two corners")
    blind = Limits(rows=2_000_000, columns=20_000, sheet_cells=10**12)
    with pytest.raises(DataError, match="mémoire"):
        reading.read_table(content, "a.xlsx", blind)
    assert not list(scratch.iterdir())


def test_memory_is_bounded(scratch: Path) -> None:
    content = b'{"type": "FeatureCollection", "features": [' + b"[]," * 4_000_000 + b"[]]}"
    with pytest.raises(DataError, match="Go de mémoire"):
        reading.read_table(content, "a.geojson", Limits(memory=500_000_000))
    assert not list(scratch.iterdir())


@cache
def slow_workbook() -> bytes:
    """A workbook that takes more than a second."""
    return made.sheet("".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, 499_999)))


@pytest.mark.slow
@pytest.mark.parametrize("limits", [Limits(cpu_s=1), Limits(wall_s=0.3)], ids=["computing", "waiting"])
def test_time_is_bounded(limits: Limits, scratch: Path) -> None:
    begun = spent()
    with pytest.raises(DataError, match="s de calcul"):
        reading.read_table(slow_workbook(), "a.xlsx", limits)
    assert spent() - begun < LONGEST_S
    assert not list(scratch.iterdir())


def test_a_disk_that_takes_nothing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "absent"))
    with pytest.raises(DataError, match="place du disque"):
        reading.read_table(b"a,b\n1,2\n", "a.csv")


def test_too_large_a_file_is_not_even_written() -> None:
    with pytest.raises(DataError, match="dépasse 50 Mo"):
        reading.read_table(bytes(LIMITS.file + 1), "a.csv")


def test_the_limit_of_a_file_is_that_of_the_server() -> None:
    config = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert config["server"]["maxUploadSize"] * MEGABYTE == LIMITS.file


def test_the_child_knows_no_proxy_and_no_geometry_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://mandataire:3128")
    seen = {}
    run = subprocess.run

    def spy(*args: object, **options: object) -> object:
        seen.update(options["env"])
        return run(*args, **options)

    monkeypatch.setattr(subprocess, "run", spy)
    reading.read_table(b"a,b\n1,2\n", "a.csv")
    monkeypatch.undo()
    assert "PATH" not in seen
    assert not [key for key in seen if "PROXY" in key.upper()]
    listing = "import sys, data.files.worker; print(*sys.modules)"
    modules = run(
        [sys.executable, "-c", listing], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"shapely", "pyogrio", "geopandas", "osgeo", "pandas"} & set(modules)


def leave(content: bytes, folder: Path, parts: Sequence[str], _limits: Limits) -> int:
    """What a child would do that leaves this content as its answer."""
    for part in parts:
        (folder / part / worker.TABLE).write_bytes(content)
    return 0


def test_what_the_child_leaves_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    table = pa.table({"ligne": [1], "n": [1.5]})
    buffer = io.BytesIO()
    with pa.ipc.new_file(buffer, table.schema.with_metadata({worker.ABOUT: "{}"})) as writer:
        writer.write_table(table)
    for left, says in ((buffer.getvalue(), "autre chose"), (buffer.getvalue()[:-20], "abîmé"), (b"", "abîmé")):
        monkeypatch.setattr(reading, "_run", partial(leave, left))
        with pytest.raises(DataError, match=says):
            reading.read_table(b"a,b\n1,2\n", "a.csv")


def test_several_files_are_read_by_one_child(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[int] = []
    run = reading._run

    def counting(folder: Path, parts: Sequence[str], limits: Limits) -> int:
        begun.append(len(parts))
        return run(folder, parts, limits)

    monkeypatch.setattr(reading, "_run", counting)
    asked = [Asked(b"a,b\n1,2\n", "a.csv"), Asked(b"", "vide.csv"), Asked(b"c,d\n3,4\n", "c.csv")]
    one, empty, other = reading.read_tables(asked)
    assert isinstance(one, UserTable)
    assert isinstance(other, UserTable)
    assert (one.frame.columns.to_list(), other.frame.columns.to_list()) == (["a", "b"], ["c", "d"])
    assert isinstance(empty, DataError)
    assert empty.problems[0].file == "vide.csv"
    assert begun == [3]
    assert not list(scratch.iterdir())


def test_a_file_that_kills_the_child_costs_its_own_table(scratch: Path) -> None:
    deadly = b'{"type": "FeatureCollection", "features": [' + b"[]," * 4_000_000 + b"[]]}"
    asked = [Asked(b"a,b\n1,2\n", "a.csv"), Asked(deadly, "b.geojson"), Asked(b"c,d\n3,4\n", "c.csv")]
    one, killed, other = reading.read_tables(asked, Limits(memory=500_000_000))
    assert isinstance(killed, DataError)
    assert str(killed).startswith("b.geojson : sa lecture demande plus de 0.5 Go de mémoire")
    assert isinstance(one, UserTable)
    assert isinstance(other, UserTable)
    assert not list(scratch.iterdir())


def test_each_file_has_the_time_of_the_first_one(monkeypatch: pytest.MonkeyPatch) -> None:
    bounds: list[tuple[int, int]] = []
    monkeypatch.setattr(child.resource, "setrlimit", lambda _kind, bound: bounds.append(bound))
    child.bound_time(Limits(cpu_s=9), 0, 3)
    child.bound_time(Limits(cpu_s=9), 8, 3)
    assert bounds == [(9, 28), (17, 28)]


def test_a_table_comes_back_whole_from_the_child(scratch: Path) -> None:
    content = "code;nom;montant\n01004;Ambérieu;1 234,56\n2A004;;NA\n".encode("utf-8-sig")
    table = reading.read_table(content, "Mes données.XLSX")
    assert table.frame.index.name == "ligne"
    assert table.frame.index.tolist() == [2, 3]
    assert {str(kind) for kind in table.frame.dtypes} == {"str"}
    assert table.frame.fillna("—").to_numpy().tolist() == [["01004", "Ambérieu", "1 234,56"], ["2A004", "—", "NA"]]
    assert (table.format, table.sheet, table.sheets, table.encoding, table.delimiter) == (
        "csv",
        None,
        (),
        "utf-8-sig",
        ";",
    )
    assert table.notes == (
        "Le contenu est du CSV, malgré le nom du fichier.",
        "Marque de début de fichier (BOM) retirée.",
    )
    assert not list(scratch.iterdir())


PARTS = ["../..", "C:\\a", "/etc", "", "a\0b", "a\nb", "\u202egpj", "x" * 4_000, "é" * 300, "CON", " ", "\ud800"]
NAMES = [f"{part}{end}" for part in PARTS for end in ("", "/", "/x.csv", "\\y", ".csv", "\u2028.xlsx")]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_only_ever_a_label(name: str) -> None:
    label = reading.label_of(name)
    assert 0 < len(label) <= 60
    assert label.isprintable()
    assert not {"/", "\\"} & set(label)


@pytest.mark.parametrize("name", ["../../x.exe", "a\0b.csv", "\u202egpj.csv"])
def test_a_name_is_never_a_path(name: str, scratch: Path) -> None:
    with pytest.raises(DataError) as caught:
        reading.read_table(b"", name)
    assert caught.value.problems[0].file == reading.label_of(name)
    assert not list(scratch.iterdir())


SAMPLES = {
    "a.csv": 'code;nom\n01004;Ambérieu\n2A004;"Ajaccio, ville d\'été"\n'.encode(),
    "a.xlsx": made.xlsx([["code", "nom"], ["01004", "Ambérieu"], ["2A004", 12.5]]),
    "a.ods": made.ods(made.ods_row("code", "nom") + made.ods_row("01004", "Ambérieu")),
    "a.parquet": made.parquet({"code": ["01004", "2A004"], "n": [1.5, None]}, write_page_checksum=True),
    "a.geojson": made.geojson(made.feature(made.point(2.5, 48.5), nom="é", n=[1])),
}


@pytest.mark.parametrize("name", sorted(SAMPLES))
@pytest.mark.parametrize("share", [rank / 20 for rank in range(20)])
def test_a_file_cut_anywhere_ends_in_a_table_or_a_refusal(name: str, share: float) -> None:
    content = SAMPLES[name]
    try:
        table = parsed(content[: int(len(content) * share)], name)
    except DataError as error:
        assert "Remède" in str(error)
    else:
        assert name == "a.csv" and table.table.num_rows > 0  # only a text may be cut and stay a table


@given(
    name=st.sampled_from(sorted(SAMPLES)), changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=4)
)
@settings(max_examples=300)
def test_changed_bytes_end_in_a_table_or_a_refusal(name: str, changes: list[tuple[float, int]]) -> None:
    content = bytearray(SAMPLES[name])
    for place, byte in changes:
        content[int(place * (len(content) - 1))] = byte
    try:
        table = parsed(bytes(content), name)
    except DataError as error:
        assert "Remède" in str(error)
    else:
        assert table.table.num_rows > 0
