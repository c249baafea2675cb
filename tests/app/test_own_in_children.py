"""The server works on nothing that a visitor brings: it reads, places, counts twice, writes none of it itself."""

import io
from collections.abc import Callable
from typing import Any

import pytest
import streamlit as st
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from data.files import exports, worker
from data.own import asides, headers, join, prepared, projects, proposals, report
from data.query import duplicates
from tests.app.test_mes_donnees import brought, checked
from tests.app.test_own_everywhere import FILE, opened, page

__all__ = ["page"]
# What goes through the rows of a table: each kernel of each task of a child, and the writer of files.
KERNELS: list[tuple[Any, str]] = [
    *((worker, name) for name in ("read", "answer")),
    (prepared, "prepared"),
    (proposals, "propose"),
    (asides, "find"),
    (headers, "money"),
    (join, "join"),
    *((report, name) for name in ("check", "groups", "totals", "to_review", "enriched", "levels_of", "result")),
    (projects, "own_projects"),
    (duplicates, "groups"),
    *((exports, name) for name in ("made", "csv", "xlsx", "open_document")),
]


@pytest.fixture(autouse=True)
def kept_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each kernel fails in the process of the server; children come from another one."""
    for module, name in KERNELS:
        monkeypatch.setattr(module, name, refused(f"{module.__name__}.{name}"))


def refused(name: str) -> Callable[..., Any]:
    def call(*_: Any, **__: Any) -> Any:
        raise AssertionError(f"{name} ran in the process that serves pages")

    return call


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], bytes]]:
    """What makes each file that pages offer from here on, by its name."""
    found: dict[str, Callable[[], bytes]] = {}
    button = st.download_button

    def spied(label: str, data: Any, file_name: str, **options: Any) -> Any:
        found[file_name] = data
        return button(label, data, file_name, **options)

    monkeypatch.setattr(st, "download_button", spied)
    return found


def test_a_table_is_brought_corrected_shown_and_taken_away_by_children(
    page: AppTest, files: dict[str, Callable[[], bytes]]
) -> None:
    at = brought(page, FILE, "filières.csv")
    at = checked(at.button(key="own-use-inventaire_et_vous").click().run())
    at = checked(at.button(key="own-use-vous").click().run())
    on_its_page = {name: made() for name, made in files.items() if not name.endswith((".png", ".svg", ".json"))}
    assert {"votre-tableau-enrichi.csv", "votre-tableau-enrichi.ods", "lignes-acceptees.xlsx"} <= set(on_its_page)
    files.clear()
    for slug in ("projets", "repartition"):
        opened(at, slug)
    for name, made in files.items():
        if name.endswith((".csv", ".xlsx", ".ods")):
            assert made(), name
    book = load_workbook(io.BytesIO(files["projets-de-la-selection.xlsx"]()))
    assert [row[1].value for row in book["Données"].iter_rows(min_row=2)].count("Presse à forger") == 1


def test_each_kernel_is_watched() -> None:
    for module, name in KERNELS:
        with pytest.raises(AssertionError, match="ran in the process that serves pages"):
            getattr(module, name)()
