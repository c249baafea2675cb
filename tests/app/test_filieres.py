"""The page of filières: what it says is a plain count of the published rows, and the view of every filière opens."""

import re
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from components.charts import ratio_chart
from components.figures import heat_table
from components.look import palette
from components.views.filieres import quotients, sentences
from data.paths import PROJECT
from data.places.levels import Places
from data.query.address import encode
from data.query.measures import MEASURES
from data.query.projects import Projects
from data.query.selection import Selection
from data.spread import sectors
from data.spread.shares import MEASURED
from tests.app.test_sheets import ENGLISH, UNREADABLE, spaced, texts
from tests.inventory import everything, french, live_projects
from tests.inventory import known as known_of
from tests.shown_maps import shown_maps

PUBLISHED = live_projects()
COUNTS = Counter(row["filiere"] for row in PUBLISHED)


def open_page(selection: Selection | None = None, *, opened: bool = True) -> AppTest:
    """The page, what is folded open or not."""
    at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    for name, values in encode(selection or Selection()).items():
        at.query_params[name] = values
    for section in ("quotients", "tetes", "regions") if opened else ():
        at.session_state[f"section-{section}"] = True
    at.switch_page("pages/filieres.py").run()
    assert not at.exception and not at.error
    return at


def readable(at: AppTest) -> str:
    """What the page says, once checked for words that no reader should see."""
    shown = texts(at)
    assert not UNREADABLE.search(shown)
    assert not ENGLISH.search(shown)
    return shown


def table(at: AppTest, title: str) -> dict[str, list[str]]:
    """The cells of each row of a table of the page, by the name of the row."""
    body = next(block.proto.body for block in at.get("html") if f"<caption>{title}" in spaced(block.proto.body))
    rows = re.findall(r"<tr><th scope=\"?row\"?[^>]*>(.*?)</th>(.*?)</tr>", spaced(body))
    return {
        name: [re.sub(r"<[^>]+>", " ", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)] for name, row in rows
    }


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %".replace(".", ",")


def test_the_page_says_who_leads_and_what_is_known(app_home: Path) -> None:
    shown = readable(open_page())
    name, count = COUNTS.most_common(1)[0]
    assert (
        f"Projets : {name} en tête, avec {count} projets, soit {share(count, len(PUBLISHED))} de la sélection." in shown
    )
    euros: dict[str, int] = defaultdict(int)
    known: Counter[str] = Counter()
    for row in PUBLISHED:
        euros[row["filiere"]] += int(row["investissement_eur"] or 0)
        known[row["filiere"]] += row["investissement_eur"] != ""
    first = max(euros, key=euros.__getitem__)
    assert f"Investissement : {first} en tête, avec " in shown
    assert f"soit {share(euros[first], sum(euros.values()))} du total connu" in shown
    assert f"{known[first]} des {COUNTS[first]} projets ont un investissement connu" in shown
    told = f"{french(known_of(PUBLISHED))} des {everything()} projets ont un investissement connu"
    assert told in readable(open_page(Selection(measure="investissement")))


def test_the_matrix_reads_as_a_plain_count(app_home: Path) -> None:
    at = open_page()
    rows = table(at, "Projets : filière et région")
    assert list(rows) == [
        "Toutes les filières",
        *(name for name, _ in sorted(COUNTS.items(), key=lambda c: (-c[1], c[0]))),
    ]
    assert "".join(rows["Toutes les filières"][0].split()) == str(len(PUBLISHED))
    for name, count in COUNTS.items():
        cells = [cell.split() for cell in rows[name]]
        assert int(cells[0][0]) == count
        assert sum(int(cell[0]) for cell in cells[1:] if cell) == count
    assert len(rows["Santé"]) == 1 + 18


def test_a_small_amount_of_the_matrix_never_reads_as_nothing_and_its_totals_go_down(app_home: Path) -> None:
    at = open_page(Selection(measure="investissement"))
    rows = table(at, "Investissement (M€) : filière et région")
    cells = [cell.strip().replace("&lt;", "<") for row in rows.values() for cell in row]
    assert "< 1" in cells and "0" not in cells
    assert "—" in cells  # projects without a known amount
    totals = [[cell.strip() for cell in rows["Toutes les filières"][1:]], [row[0].strip() for row in rows.values()][1:]]
    for each in totals:
        known = [0.5 if "<" in text or "&lt;" in text else float(text.replace(" ", "")) for text in each if text != "—"]
        assert known == sorted(known, reverse=True)


def test_the_legend_of_the_matrix_says_what_each_tint_holds(app_home: Path, projects: Projects) -> None:
    legend = next(b.proto.body for b in open_page().get("html") if "heat-legend" in b.proto.body)
    found = sectors.matrix(projects, Selection(), "projets")
    cells = found.loc[found["n"] > 0, "valeur"]
    spans = [[int(n) for n in re.findall(r"\d+", text)] for text in re.findall(r"</i>([^<]+)</li>", spaced(legend))]
    assert len(spans) > 3
    assert spans[0][0] == cells.min() and spans[-1][-1] == cells.max()
    assert all(before[-1] < after[0] for before, after in pairwise(spans))


def test_what_is_folded_is_drawn_when_it_is_opened(app_home: Path) -> None:
    closed, both = ([spaced(header.value) for header in open_page(opened=opened).header] for opened in (False, True))
    assert not [title for title in closed if "Spécialisation" in title or "en tête" in title]
    assert {title for title in both if "Spécialisation" in title or "en tête" in title}


@pytest.mark.parametrize("name", COUNTS)
def test_the_view_of_every_filiere_opens(app_home: Path, name: str) -> None:
    for measure in MEASURED:
        at = open_page(Selection(filieres=(name,), measure=measure))
        assert spaced(at.title[0].value) == f"Filière : {name}"
        shown = readable(at)
        assert at.metric[0].value == str(COUNTS[name])
        assert f"{name} : territoires en tête, phase 2" in shown
        assert f"{name} réunit {100 * COUNTS[name] / len(PUBLISHED):.1f} % des projets".replace(".", ",") in shown
        assert len(shown_maps(at)) == 1


def test_the_overview_leads_to_every_filiere(app_home: Path) -> None:
    links = [link.proto for link in open_page(Selection(measure="aide")).get("page_link")]
    found = {spaced(link.label): link.query_string for link in links if "filiere=" in link.query_string}
    assert set(found) == {f"{name} ({count})" for name, count in COUNTS.items()}
    assert all("mesure=aide" in address for address in found.values())


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_opens_alone_and_together(app_home: Path, measure: str) -> None:
    views = (Selection(measure=measure, denominator="part"), Selection(measure=measure, filieres=("Santé",), phase=1))
    for selection in views:
        shown = readable(open_page(selection))
        assert ("ne se répartit pas entre filières" in shown) == (measure not in MEASURED)


@pytest.mark.parametrize(
    "selection",
    [
        Selection(filieres=("Nucléaire", "Santé"), regions=("84",)),
        Selection(regions=("11",), measure="emplois"),
        Selection(perimeter="hors", measure="aide"),
        Selection(filieres=("Nucléaire",), perimeter="hors", measure="aide"),
        Selection(filieres=("Santé",), without_top=3, measure="investissement"),
        Selection(text="gigafactory"),
    ],
)
def test_narrow_selections_stay_readable(app_home: Path, selection: Selection) -> None:
    readable(open_page(selection))


def test_an_empty_selection_says_so(app_home: Path) -> None:
    nothing = Selection(programmes=("Fonds vert",), years=(2013, 2013))
    for selection in (nothing, replace(nothing, filieres=("Nucléaire",))):
        at = open_page(selection)
        shown = readable(at)
        assert "Aucun projet ne répond" in shown
        assert "La sélection n'a aucun projet" in shown
        assert not at.get("vega_lite_chart")


def test_one_region_alone_has_no_specialisation(app_home: Path) -> None:
    shown = readable(open_page(Selection(regions=("84",))))
    assert "Aucun quotient à montrer" in shown
    assert "0 quotient sur 17 cases" in shown
    assert "rien à quoi comparer" in shown


def test_sentence_chart_and_table_of_quotients_agree(app_home: Path, projects: Projects, places: Places) -> None:
    known = sectors.location_quotients(projects, Selection())
    known = known[known["motif"] == ""]
    names = places.levels["regions"]["nom"]
    rows = quotients._rows(known, names)
    said = spaced(sentences.sharpest(known, names))
    assert f"{len(rows)} quotients : {(rows['bas'] > 1).sum()} sont au-dessus de 1" in said
    first = rows.iloc[0]
    assert f"{first['filiere']}, {first['region']}, {first['quotient']:.2f}".replace(".", ",") in said
    assert said in readable(open_page())
    spec = ratio_chart.ratios(rows, {}, narrow=True)
    low, high = spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert low <= rows["bas"].min() and rows["haut"].max() < high


def test_ties_are_said_and_shared() -> None:
    two = sectors_by("projets", {"Bois": 4, "Santé": 4, "Spatial": 1})
    assert spaced(sentences.leading(two)) == "Projets : Bois et Santé à égalité, avec 4 projets chacune."
    one = sectors_by("projets", {"Bois": 1})
    assert spaced(sentences.leading(one)) == "Projets : Bois en tête, avec 1 projet, soit 100,0 % de la sélection."
    assert sentences.leading(sectors_by("projets", {"Bois": 0})) == ""
    assert sentences.enumerated(["a", "b", "c", "d"]) == "a, b, c et d"
    assert sentences.enumerated(["a", "b", "c", "d", "e"]) == "a, b, c et 2 autres"


def sectors_by(measure: str, values: dict[str, int]) -> pd.DataFrame:
    table = pd.DataFrame({"filiere": list(values), "valeur": list(values.values()), "grandeur": measure})
    return table.assign(connus=table["valeur"], n=table["valeur"], part=table["valeur"] / max(1, table["valeur"].sum()))


def test_tints_grow_darker_and_leave_nothing_and_unknown_plain() -> None:
    values = np.array([float("nan"), 0, 1, 2, 5, 20, 100, 400])
    tints = heat_table.tints(values)
    assert tints[:2] == [(None, None)] * 2
    grounds = [ground for ground, _ in tints[2:] if ground]
    steps = [palette.SEQUENTIAL.index(ground) for ground in grounds]
    assert len(grounds) == 6 and steps == sorted(steps) and len(set(steps)) > 3
    assert all(palette.contrast(ground, ink) >= 4.5 for ground, ink in tints[2:] if ground and ink)
