"""Calc of LibreOffice opens the files to take away, cut as in any country, and finds no formula. Skipped without it."""

import csv
import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pandas as pd
import pytest

from data.files import exports
from tests.unit.data.files.test_formulas import ABOUT, PAYLOADS

SOFFICE: Final = shutil.which("soffice") or shutil.which("libreoffice")
# It comes apart from the programs that draw and present.
CALC: Final = SOFFICE is not None and any(Path(SOFFICE).resolve().parent.glob("libsclo.*"))
SEPARATORS: Final = {
    "point-virgule": "59",
    "virgule": "44",
    "tabulation": "9",
    "barre": "124",
    "tous": "59/44/9/124",
}
READ_AS: Final = "34,76,1,,0,false,true"  # quotes, UTF-8, from the first line, numbers of any form
FORMULA: Final = re.compile(r'table:formula="([^"]*)"')
LONGEST_S: Final = 120

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CALC, reason="Calc of LibreOffice is not installed"),
]


def opened(path: Path, read_as: str = "") -> str:
    """A file as LibreOffice understands it, in its own format. read_as: how it cuts a CSV."""
    command = [
        str(SOFFICE),
        f"-env:UserInstallation={(path.parent / 'profil').as_uri()}",
        "--headless",
        "--norestore",
        *([f"--infilter=CSV:{read_as}"] if read_as else []),
        *("--convert-to", "fods", "--outdir", str(path.parent / "lu"), str(path)),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=LONGEST_S)
    return (path.parent / "lu" / f"{path.stem}.fods").read_text("utf-8")


def unguarded(folder: Path) -> Path:
    """The payloads in a CSV that nobody guarded."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([[payload, payload] for payload in PAYLOADS])
    path = folder / "nu.csv"
    path.write_text(text.getvalue(), "utf-8-sig")
    return path


def test_a_file_that_is_not_guarded_runs(tmp_path: Path) -> None:
    assert any("HYPERLINK" in each for each in FORMULA.findall(opened(unguarded(tmp_path), f"59,{READ_AS}")))


@pytest.mark.parametrize("separator", SEPARATORS.values(), ids=SEPARATORS.keys())
def test_no_cell_of_a_csv_runs(tmp_path: Path, separator: str) -> None:
    table = pd.DataFrame(dict.fromkeys(PAYLOADS[:20], PAYLOADS) | {"b": [f"Usine {p}" for p in PAYLOADS]})
    path = tmp_path / "table.csv"
    path.write_bytes(exports.csv(table))
    assert FORMULA.findall(opened(path, f"{separator},{READ_AS}")) == []


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_no_cell_of_a_workbook_runs_and_codes_keep_their_zeros(tmp_path: Path, kind: str) -> None:
    table = pd.DataFrame({"code_insee": ["01004"] * len(PAYLOADS), "texte": PAYLOADS})
    path = tmp_path / f"table.{kind}"
    path.write_bytes(exports.made(kind, table, ABOUT))
    found = opened(path)
    assert FORMULA.findall(found) == []
    assert found.count("<text:p>01004</text:p>") == len(PAYLOADS)
