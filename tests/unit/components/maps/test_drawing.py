"""What a map sends at each run: little, the same for every visitor, and nothing that is markup or code."""

import html
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from components.look import palette
from components.maps import drawing as map_drawing
from components.maps import legend as map_legend
from components.maps import viewport
from components.maps.frame import STAGES, Contours, HoverRow, MapFrame, Marks, ProjectDots
from components.text import formats
from data.paths import ASSETS
from geo.classes import classify

PLACES = 183
NAN = float("nan")
CONTOURS = Contours(
    polygons="territoires-2-c9686e1fbe2d.json",
    points="territoires-2-points-0c7d8e7a8ce3.json",
    borders="territoires-2-lignes-aae5262ddba1.json",
    bounds=viewport.NATIONAL,
    land="regions-5a9975a1084a.json",
    context="departements-lignes-58b24d7e43dc.json",
    regions="regions-lignes-609b012d70c8.json",
    frames="cadres-92ad161e35a8.json",
)
NAMES = "names.fedcba987654.json"
HOSTILE = ["@@=lon", "{nom}", "<img src=x onerror=alert(1)>", '"><script>', "a\nb", "a|b", "\u2028", "')[0]//"]


def frame(values: Sequence[float], **changes: Any) -> MapFrame:
    array = np.asarray(values, dtype=np.float64)
    texts = ["" if np.isnan(value) else formats.number(value, 1) for value in array]
    plain = MapFrame(
        contours=replace(CONTOURS),
        kind="choropleth",
        values=array,
        hover=(HoverRow("Effet de levier", texts),),
        unit="€ investis par € d'aide",
        noun="territoires",
        format_value=formats.number,
    )
    return replace(plain, **changes)


def sent(shown: MapFrame) -> bytes:
    cut = classify(shown.values, fragile=shown.fragile) if shown.kind == "choropleth" else None
    return map_drawing.packed(map_drawing.of_level(shown, cut, names=NAMES, alt="Carte.", opens=True))


def drawn(shown: MapFrame) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(sent(shown))
    return found


def legend(shown: MapFrame) -> str:
    cut = classify(shown.values, fragile=shown.fragile) if shown.kind == "choropleth" else None
    return map_legend.html(shown, cut)


def colours(shown: MapFrame) -> list[str]:
    """Of each place."""
    (areas,) = drawn(shown)["areas"]
    return [areas["fills"][int(code)] for code in areas.get("codes", "0" * len(shown.values))]


def heaviest(kind: str) -> MapFrame:
    """Every place has a value of a few digits, a count, and some are fragile."""
    generator = np.random.default_rng(0)
    values = generator.lognormal(4, 1.5, PLACES)
    counts = generator.poisson(5, PLACES) + 1
    # Three figures, as a tooltip should show.
    rows = (
        HoverRow("Investissement (M€)", [formats.number(value, 1 if value < 100 else 0) for value in values]),
        HoverRow("Projets comptés", [str(count) for count in counts]),
    )
    fragile = counts < 3 if kind == "choropleth" else None
    return frame(values, kind=kind, hover=rows, fragile=fragile, weak=counts % 2 == 0)


# --- bytes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["choropleth", "circles"])
def test_a_run_sends_little_hover_included(kind: str) -> None:
    # Streamlit adds its own 125 bytes and the call of the script, less than 400.
    assert len(sent(heaviest(kind))) <= 2500


def test_a_drawing_is_compact() -> None:
    assert b": " not in sent(frame([1.0, 2.0])).replace(b" : ", b"") and b"\n" not in sent(frame([1.0, 2.0]))


# --- nothing outside, nothing written by others ------------------------------------------------------------------


def test_every_file_is_a_local_static_one() -> None:
    for kind in ("choropleth", "circles"):
        text = sent(heaviest(kind)).decode()
        assert "//" not in text
        files = re.findall(r'"([^"]*\.json)"', text)
        assert len(files) >= 5
        assert all(re.fullmatch(r"[a-z0-9.-]+\.json", file) for file in files)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_stays_a_text(text: str) -> None:
    shown = drawn(frame([1.0, 2.0, NAN], hover=(HoverRow(text, [text] * 3),), unit=text, noun=text))
    assert shown["hover"]["labels"] == [text]
    assert len(shown["hover"]["values"].split(map_drawing.BETWEEN)) == 3


def test_no_script_of_maps_makes_markup_or_code_of_a_text() -> None:
    scripts = "".join(path.read_text(encoding="utf-8") for path in ASSETS.glob("map*.js"))
    assert "drawMap" in scripts
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", scripts)


@pytest.mark.parametrize("text", HOSTILE)
def test_the_legend_escapes_what_it_is_given(text: str) -> None:
    shown = frame([1.0, 2.0, 7.0], unit=text, noun=text, format_value=lambda _: text)
    for one in (shown, replace(shown, kind="circles")):
        assert set(re.findall(r"</?(\w+)", legend(one))) <= {"div", "p", "ul", "li", "i", "span", "small"}


def test_flags_are_read_four_by_four_as_the_script_does() -> None:
    which = np.random.default_rng(0).integers(2, size=13).astype(bool)
    flags = map_drawing._flags(which)
    assert len(flags) == 4
    assert [bool(int(flags[rank >> 2], 16) >> (rank & 3) & 1) for rank in range(13)] == which.tolist()


def test_codes_that_are_not_one_digit_are_refused() -> None:
    with pytest.raises(ValueError, match="one digit"):
        map_drawing._digits(np.array([1, 10]))


# --- what is drawn -----------------------------------------------------------------------------------------------


def test_each_place_has_the_colour_of_its_class() -> None:
    assert colours(frame([1.0, 5.0, 9.0, NAN])) == [*palette.sequential(3), palette.NO_DATA]


def test_places_without_data_are_in_dots() -> None:
    for shown in (frame([1.0, 5.0, NAN]), frame([3.0, 0.0, NAN], kind="circles")):
        (areas,) = drawn(shown)["areas"]
        assert [int(code) == areas["dotted"] for code in areas["codes"]] == [False, False, True]
        assert "radial-gradient" in legend(shown)
    assert "radial-gradient" not in legend(frame([1.0, 5.0]))


def test_fragile_places_alone_are_hatched() -> None:
    shown = frame([1.0, 5.0, 9.0, NAN], fragile=np.array([False, True, False, False]))
    assert drawn(shown)["areas"][0]["hatched"] == "2"
    assert colours(shown)[1] == palette.HATCH
    assert "hatched" not in drawn(frame([1.0, 5.0]))["areas"][0]


def test_no_value_at_all_is_drawn_as_no_data() -> None:
    assert colours(frame([NAN, NAN])) == [palette.NO_DATA] * 2
    assert "Aucune valeur" in legend(frame([NAN, NAN]))


def test_weak_places_are_hatched_in_the_colour_of_their_class() -> None:
    weak = np.array([True, True, False, True])
    shown = frame([1.0, 5.0, 9.0, NAN], fragile=np.array([False, True, False, False]), weak=weak)
    assert drawn(shown)["areas"][0]["hatched"] == "3"
    assert colours(shown)[0] == palette.sequential(2)[0]
    assert "connu pour moins de 30 % des projets</span> <small>(1)" in spaces(legend(shown))


def test_weak_circles_are_pale_and_the_legend_says_it() -> None:
    shown = frame([4.0, 5.0, 9.0, NAN], kind="circles", weak=np.array([True, False, False, True]))
    circles = drawn(shown)["circles"]
    assert circles["pale"] == "1" and circles["weak"] < circles["opacity"]
    assert "connu pour moins de 30 % des projets</span> <small>(1)" in spaces(legend(shown))
    plain = frame([4.0, 5.0], kind="circles", weak=np.array([False, False]))
    assert "pale" not in drawn(plain)["circles"] and "moins de 30" not in legend(plain)


def spaces(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_areas_of_circles_are_proportional() -> None:
    sizes = drawn(frame([400.0, 100.0, 25.0, 0.0, NAN], kind="circles"))["circles"]["sizes"]
    assert [map_drawing.SIZES.index(letter) for letter in sizes] == [63, 32, 16, 0, 0]


def test_the_script_reads_sizes_by_the_same_letters() -> None:
    assert f'"{map_drawing.SIZES}"' in (ASSETS / "map.js").read_text(encoding="utf-8")
    assert len(set(map_drawing.SIZES)) == map_drawing.RADIUS_STEPS + 1


def test_maps_of_one_scale_have_one_circle_for_a_value() -> None:
    alone, together = (
        drawn(frame([100.0, 25.0], kind="circles", beside=beside))["circles"]["sizes"]
        for beside in (None, np.array([400.0]))
    )
    assert [map_drawing.SIZES.index(letter) for letter in alone] == [63, 32]
    assert [map_drawing.SIZES.index(letter) for letter in together] == [32, 16]
    assert ">400<" in legend(frame([100.0, 25.0], kind="circles", beside=np.array([400.0])))


def test_a_tiny_value_is_still_seen() -> None:
    assert map_drawing.radii(np.array([1e9, 1.0])).tolist() == [63, 4]


def test_without_any_value_no_circle_is_drawn() -> None:
    shown = frame([0.0, NAN], kind="circles")
    assert map_drawing.radii(shown.values).tolist() == [0, 0]
    assert "sizes" not in legend(shown)


def test_a_negative_value_cannot_be_a_circle() -> None:
    with pytest.raises(ValueError, match="negative"):
        map_drawing.radii(np.array([1.0, -1.0]))


def test_missing_is_told_from_zero_under_circles() -> None:
    _, zero, missing = colours(frame([3.0, 0.0, NAN], kind="circles"))
    assert missing == palette.NO_DATA != zero
    assert "sans cercle" not in legend(frame([3.0, 0.0, NAN], kind="circles"))
    assert "sans cercle\xa0: pas de donnée" in legend(frame([3.0, NAN], kind="circles"))


def test_the_five_greatest_values_are_written_and_no_tie_is_settled() -> None:
    def written(values: Sequence[float]) -> list[tuple[int, str]]:
        return [(place, text) for place, text in drawn(frame(values))["greatest"]]

    assert written([1.0, 9.0, 3.0, NAN, 7.0, 5.0, 4.0]) == [(1, "9"), (4, "7"), (5, "5"), (6, "4"), (2, "3")]
    assert written([9.0, 2.0, 2.0, 2.0, 2.0, 2.0, 1.0]) == [(0, "9"), *((place, "2") for place in (1, 2, 3, 4))][:1]
    assert written([2.0, 0.0, NAN]) == [(0, "2")]
    fragile = frame([9.0, 2.0, 5.0], fragile=np.array([True, False, False]), weak=np.array([False, False, True]))
    assert drawn(fragile)["greatest"] == [[1, "2"]]
    assert drawn(frame([1.0, 2.0], names=("petite", "grande"), cuts=()))["greatest"] == []


def test_borders_have_two_weights_and_stand_under_places_that_are_drawn_closer() -> None:
    shown = drawn(frame([1.0]))
    thin, strong = (width for _, _, width in shown["limits"])
    assert [file for file, _, _ in shown["limits"]] == [CONTOURS.context, CONTOURS.regions]
    assert thin * 2 < strong and not shown["local"]
    assert drawn(frame([1.0], contours=replace(CONTOURS, local=True)))["local"]


def test_marks_show_the_chosen_points() -> None:
    shown = frame([1.0, 2.0], marks=Marks("lieux-points-0123456789ab.json", np.array([True, False, True])))
    assert drawn(shown)["dots"] == [["lieux-points-0123456789ab.json", palette.MARK, map_drawing.MARK_RADIUS, "5"]]
    assert drawn(frame([1.0, 2.0]))["dots"] == []


DOTS = ProjectDots(
    "lieux-points-0123456789ab.json",
    euros=np.array([100e6, 25e6, NAN, 1.0, NAN]),
    stages=np.array([2, 0, 1, 3, -1]),
)


def test_projects_are_dots_by_their_euros_and_the_status_of_the_greatest() -> None:
    projects = drawn(frame([1.0], marks=DOTS))["projects"]
    codes = [map_drawing.SIZES.index(letter) for letter in projects["codes"]]
    told = [divmod(code - 1, projects["steps"]) if code else None for code in codes]
    assert told == [(2, 11), (0, 6), (1, 0), (3, 1), None]  # half of the radius for a quarter of the euros
    assert len(projects["fills"]) == len(STAGES) and STAGES[2] == "En service"
    assert len(STAGES) * projects["steps"] < len(map_drawing.SIZES)


def test_the_legend_says_the_statuses_that_are_there_and_what_is_not_known() -> None:
    said = spaces(legend(frame([1.0], marks=DOTS)))
    for label in ("projet en service", "projet annoncé", "projet arrêté", "projet montant inconnu"):
        assert f"{label}</span> <small>(1)" in said
    assert "en construction" not in said and "au plus 100,0 M€" in said
    silent = replace(DOTS, euros=np.full(5, NAN))
    assert "suit l" not in legend(frame([1.0], marks=silent))


def test_points_of_the_official_files_are_under_the_marks_and_cost_nothing_per_place() -> None:
    marks = Marks("lieux-points-0123456789ab.json", np.array([True, False]))
    shown = frame([1.0, 2.0], marks=marks, official="points.0123456789ab.json")
    below, above = drawn(shown)["dots"]
    assert below[0] == "points.0123456789ab.json" and below[1] == palette.OFFICIAL_MARK
    assert below[2] > above[2] and below[3] is None
    said = legend(shown)
    assert "commune d’un projet de l’inventaire" in html.unescape(said)
    assert "commune d’une ligne des fichiers officiels" in html.unescape(said)
    assert "fichiers officiels" not in legend(frame([1.0, 2.0], marks=marks))


def test_one_value_per_place_is_required() -> None:
    with pytest.raises(ValueError, match="one value per place"):
        frame([1.0, 2.0], hover=(HoverRow("Valeur", ["1"]),))


def test_the_labels_of_a_tooltip_are_printed() -> None:
    """Those of a map in relief too, which tells the same."""
    labels = map_drawing.hovered(frame([1.0], hover=(HoverRow("Euros par euro d'aide", ["1"]),)))["labels"]
    assert labels == ["Euros par euro d’aide"]


def test_what_is_hovered_is_read_place_by_place() -> None:
    rows = (HoverRow("Valeur", ["1", ""]), HoverRow("Projets", ["3", "0"]))
    hover = drawn(frame([1.0, NAN], hover=rows))["hover"]
    assert (hover["labels"], hover["values"]) == (["Valeur", "Projets"], "1|3||0")


# --- what survives a change of filter ----------------------------------------------------------------------------


def test_files_and_view_do_not_depend_on_values() -> None:
    many, few = drawn(frame([1.0, 2.0, 3.0, 4.0])), drawn(frame([NAN, 5.0, NAN, NAN]))
    for one in (many, few):
        one["areas"] = one["areas"][0]["file"]
        del one["hover"], one["greatest"]
    assert many == few


def test_project_places_are_circles_without_areas() -> None:
    shown = drawn(frame([1.0, 2.0], kind="circles", contours=replace(CONTOURS, polygons=None, borders=None)))
    assert shown["areas"] == [] and shown["circles"]["file"] == CONTOURS.points
