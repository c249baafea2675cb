"""The process that draws: one for all, bounded, replaced when it dies, kept results."""

import io
import logging
import subprocess
import sys
from pathlib import Path

import pytest
from pptx import Presentation

from data.documents.plates import Chart
from data.documents.studio import Studio
from data.paths import PROJECT
from data.workers.bounds import Bounds
from geo.errors import DataError
from tests.unit.support.plates import areas, bars, contours, plate


def pid(studio: Studio) -> int:
    assert studio._servant.process is not None
    return studio._servant.process.pid


@pytest.mark.slow
def test_one_process_draws_all_and_what_it_made_is_kept(tmp_path: Path) -> None:
    studio = Studio(contours(tmp_path))
    first = studio.make("svg", [plate(areas())])
    assert first.startswith(b"<?xml") and b"Thiers" not in first[:200]
    drawer = pid(studio)
    assert studio.make("png", [plate(bars())]).startswith(b"\x89PNG")
    assert pid(studio) == drawer
    studio.close()
    assert studio.make("svg", [plate(areas())]) == first  # kept: nobody draws
    assert studio._servant.process is None


@pytest.mark.slow
def test_a_process_that_has_grown_makes_way_for_another(tmp_path: Path) -> None:
    studio = Studio(contours(tmp_path), Bounds(grown=1_000_000))
    assert studio.make("svg", [plate(areas())])
    assert studio._servant.process is None
    assert studio.make("png", [plate(areas())]).startswith(b"\x89PNG")


def test_what_is_private_is_not_kept(tmp_path: Path) -> None:
    studio = Studio(contours(tmp_path))
    studio.make("svg", [plate(areas())], keep=False)
    assert not studio._kept


def test_a_drawing_that_fails_says_so_and_the_next_one_is_drawn(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    studio = Studio(contours(tmp_path))
    with caplog.at_level(logging.ERROR), pytest.raises(DataError, match="sans résultat"):
        studio.make("inconnu", [plate()])
    assert "KeyError" in caplog.text
    assert studio.make("svg", [plate(areas())])


def test_a_view_that_stops_its_drawing_leaves_its_values_and_the_others(tmp_path: Path) -> None:
    broken = Chart({"mark": "=inconnue", "data": {"values": [{"a": 1}]}}, "Abîmé.")
    made = Studio(contours(tmp_path)).make("pptx", [plate(areas()), plate(broken), plate(bars())])
    slides = Presentation(io.BytesIO(made)).slides
    assert len(slides) == 3
    said = [[shape.text_frame.text for shape in slide.shapes if shape.name == "Note"] for slide in slides]
    assert "voici ses valeurs" in said[1][0] and "voici ses valeurs" not in said[0][0] + said[2][0]
    assert any(shape.has_table for shape in slides[1].shapes)


@pytest.mark.parametrize(
    ("allowed", "message"),
    [(Bounds(memory=150_000_000), "mémoire"), (Bounds(wall_s=0.05), "0.05 s")],
    ids=["memory", "time"],
)
def test_beyond_its_bounds_a_drawing_is_refused_in_french(tmp_path: Path, allowed: Bounds, message: str) -> None:
    studio = Studio(contours(tmp_path), allowed)
    with pytest.raises(DataError, match=message):
        studio.make("png", [plate(bars())])
    assert studio._servant.process is None


def test_what_the_server_holds_is_not_counted_in_what_a_process_has_grown() -> None:
    held = bytearray(200_000_000)
    code = "from data.workers.bounds import Bounds, has_grown; print(has_grown(Bounds(grown=100_000_000)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert held and done.stdout.strip() == "False"
