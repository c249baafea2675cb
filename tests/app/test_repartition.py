"""The page of the spread of investment says the known anchors, and its figures agree with one another."""

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ButtonGroup

from components.text import formats
from components.views.repartition import sentences, share_figures
from data.paths import PROJECT
from data.places.levels import Places
from data.query import aggregation
from data.query.address import encode
from data.query.measures import MEASURES
from data.query.projects import Projects
from data.query.selection import Selection
from data.spread import dominant, matching
from data.spread import shares as spread
from data.words.levels import TITLES
from data.words.vocabulary import PARTITIONS, PETITES_TAILLES, PHASES, TAILLES
from tests.app.test_sheets import UNREADABLE, spaced, texts
from tests.inventory import everything, french, known, live_projects

FOLDED = ("sans", "dominante", "croise", "annees", "statuts", "concentration", "rangs", "label")
OPENED = (
    *("Sans les plus gros", "Taille de commune qui a le plus", "taille de commune et intercommunalité", "par année"),
    *("annoncé", "Concentration", "Stabilité des rangs", "comparables"),
)
SHOWN = ("header", "markdown", "caption", "html", "vega_lite_chart", "bidi_component")
DIVIDED = ("cote-a-cote", "sans-plus-gros", "dominante", "croise", "annees")
# Figures that no denominator divides, and what they say of it.
ALREADY = "par habitant déjà"
UNDIVIDED = {
    "representation": "« Rapporté à » n'y change rien",
    "concentration-regions": ALREADY,
    "concentration-communes": ALREADY,
    "theil": ALREADY,
    "stabilite": "quel que soit « Rapporté à »",
    "apparies": ALREADY,
    "apparies-equilibre": "sans projet ni montant",
}


def open_page(selection: Selection, *, opened: bool = True) -> AppTest:
    at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    for name, values in encode(selection).items():
        at.query_params[name] = values
    for section in FOLDED:
        at.session_state[f"section-{section}"] = opened
    at.switch_page("pages/repartition.py").run()
    assert not at.exception and not at.error
    return at


def test_what_is_folded_is_drawn_when_it_is_opened(app_home: Path) -> None:
    at = open_page(Selection(), opened=False)
    titles = [spaced(header.value) for header in at.header]
    assert "Aller plus loin" in titles
    assert titles[:3] == ["Plus, ou moins, que leur part de la population", *titles[1:2], "Aller plus loin"]
    for section, title in zip(FOLDED, OPENED, strict=True):
        at.session_state[f"section-{section}"] = True
        assert [header for header in at.run().header if title in spaced(header.value)], section


def headline_of(ensemble: str, projects: Projects, places: Places) -> pd.DataFrame:
    found = spread.headlines(projects, spread.inhabitants(places.communes, Selection()), Selection())
    return found[found["ensemble"] == ensemble].set_index("grandeur")


def test_the_headlines_are_said(app_home: Path, projects: Projects, places: Places) -> None:
    shown = texts(open_page(Selection()))
    small = headline_of("petites_communes", projects, places)
    projets, invested, people = (
        f"{100 * small.at[name, 'part']:.1f} %".replace(".", ",")
        for name in ("projets", "investissement", "population")
    )
    assert f"de moins de 20 000 habitants ont {projets} des projets, {invested} de l'investissement connu" in shown
    assert f"pour {people} de la population" in shown
    assert f"{french(known(live_projects()))} des {everything()} projets ont un inve" in shown
    assert not UNREADABLE.search(shown)


def test_the_page_opens_on_who_has_more_or_less_than_its_share_of_the_population(
    app_home: Path, projects: Projects, places: Places
) -> None:
    at = open_page(Selection(measure="investissement"), opened=False)
    people = spread.inhabitants(places.communes, Selection())
    expected: dict[str, float] = {}
    for by, names in (("tailles", sentences.classes("tailles")), ("types_epci", {"ME": "métropoles"})):
        found = spread.side_by_side(projects, people, Selection(), by).set_index(["grandeur", "classe"])["part"]
        for key, name in names.items():
            expected[name] = 100 * (found["investissement", key] - found["population", key])
    most, least = max(expected, key=expected.__getitem__), min(expected, key=expected.__getitem__)
    shown = figures(at)["representation"]
    assert next(iter(figures(at))) == "representation"
    assert spaced(f"« {most} » : ") in shown and spaced(f"({formats.signed(expected[most])} points)") in shown
    assert spaced(f"« {least} » : ") in shown and spaced(f"({formats.signed(expected[least])} points)") in shown
    assert "Connu, dans ces deux classes : investissement, " in shown


def test_what_a_filter_makes_true_is_not_said(app_home: Path) -> None:
    small = Selection(sizes=PETITES_TAILLES)
    for partition in ("tailles", "types_epci", "label"):
        shown = texts(open_page(replace(small, partition=partition), opened=False))
        assert "100,0 % de la population" not in shown and " 0,0 % de la population" not in shown
    for view in (small, replace(small, denominator="habitants")):
        assert "les communes de moins de 20 000 habitants ont" not in texts(open_page(view, opened=False)).lower()
    shown = texts(open_page(Selection(sizes=("t1",)), opened=False))
    assert "ne gardent qu'une classe de communes" in shown


@pytest.mark.parametrize(("rank", "measure"), list(enumerate(MEASURES)))
def test_every_measure_partition_and_level_opens(app_home: Path, rank: int, measure: str) -> None:
    view = Selection(
        measure=measure,
        partition=list(PARTITIONS)[rank % len(PARTITIONS)],
        level=list(TITLES)[rank % len(TITLES)],
        filieres=("Santé",) if rank % 2 else (),
        without_top=3 if rank % 2 else 0,
    )
    assert not UNREADABLE.search(texts(open_page(view)))


def test_an_empty_selection_has_no_share(app_home: Path) -> None:
    selection = Selection(filieres=("Nucléaire",), programmes=("Fonds vert",), years=(2013, 2013))
    shown = texts(open_page(selection))
    assert "Aucun projet ne répond" in shown
    assert not UNREADABLE.search(shown)


def test_bars_table_and_sentence_agree_with_a_plain_count(app_home: Path, projects: Projects, places: Places) -> None:
    selection = Selection()
    found = spread.side_by_side(projects, spread.inhabitants(places.communes, selection), selection, "tailles")
    rows = share_figures._named(found, "tailles")
    bars = share_figures._bars(rows, "tailles", narrow=False)
    small = set(list(sentences.classes("tailles").values())[:3])
    published = live_projects()
    drawn = bars[(bars["grandeur"] == "Projets") & bars["classe"].isin(small)]
    counted = rows[(rows["libelle"] == "Projets") & rows["nom_classe"].isin(small)]
    sized = aggregation.aggregate(projects, selection)["tailles_connues"].iloc[0]
    assert rows[rows["libelle"] == "Projets"]["valeur"].sum() == sized <= len(published)
    assert (drawn["fin"] - drawn["debut"]).sum() == pytest.approx(counted["part"].sum())
    for quantity in bars["grandeur"].unique():
        ends = bars[bars["grandeur"] == quantity]
        assert ends["debut"].iloc[0] == pytest.approx(0) and ends["fin"].iloc[-1] == pytest.approx(1)


@pytest.mark.parametrize("phase", PHASES)
def test_the_concentration_is_of_amounts_whatever_the_denominator(app_home: Path, phase: int) -> None:
    plain, rate = (
        texts(open_page(Selection(phase=phase, measure="investissement", denominator=per)))
        for per in ("aucun", "habitants")
    )
    gini = re.compile(r"indice de Gini : (0,\d\d)")
    assert gini.search(plain) and gini.search(rate)
    assert gini.search(plain)[1] == gini.search(rate)[1]  # type: ignore[index]


def test_readings_are_labelled_as_unknown_not_zero(app_home: Path) -> None:
    shown = texts(open_page(Selection(measure="investissement")))
    assert "sans aucun projet connu, comptés pour 0" in shown


@pytest.mark.parametrize(
    "selection",
    [Selection(measure="investissement"), Selection(filieres=("Santé",), measure="emplois", phase=1, without_top=1)],
    ids=["all", "health"],
)
def test_places_are_said_drawn_and_listed_alike(
    app_home: Path, projects: Projects, places: Places, selection: Selection
) -> None:
    at = open_page(selection)
    shown = texts(at)
    sizes = dominant.dominant_sizes(projects, places, selection)
    best = sizes["taille"].value_counts()
    known = int(sizes["rang"].notna().sum())
    assert f"dans {best.iloc[0]} des {known} territoires d'industrie qui ont une valeur connue et non nulle" in shown
    legend = next(block.proto.body for block in at.get("html") if "qui ont le plus" in block.proto.body)
    entries = re.findall(r"<span>([^<]*)</span> <small>\((\d+)\)</small>", legend)
    drawn = [int(count) for label, count in entries if not label.startswith("dont")]
    assert sum(drawn) == len(sizes) == len(places.levels[f"territoires-{selection.phase}"])
    assert drawn[: len(TAILLES)] == [int((sizes["taille"] == size).sum()) for size in TAILLES]
    compared = matching.matched(projects, places, selection).rates.set_index("grandeur").loc["projets"]
    assert f"connaît {formats.number(compared['rapport'], 2)} fois autant de projets par habitant" in shown
    assert "Ceci ne montre pas une cause" in shown
    assert not UNREADABLE.search(shown)


def test_shares_of_the_cross_table_are_those_of_its_rows(app_home: Path, projects: Projects, places: Places) -> None:
    selection = Selection(measure="investissement")
    found = spread.cross_table(projects, spread.inhabitants(places.communes, selection), selection)
    found = found[(found["grandeur"] == "investissement") & found["part"].notna()]
    shown = plain_spaces(texts(open_page(selection)))
    for share in ("part", "part_ligne", "part_colonne"):
        for part, value in found[[share, "valeur"]].itertuples(index=False):
            cell = f"{formats.percent(100 * part)} {formats.short_euros(value)}"
            assert plain_spaces(cell) in shown


def plain_spaces(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def figures(at: AppTest) -> dict[str, str]:
    """All that each figure of the page shows, by its key: titles, sentences, charts with their data, tables, maps."""
    found = {}
    for block in at.get("flex_container"):
        _, figure, key = block.proto.id.partition("-figure-")
        if figure:
            shown = [element.proto for kind in SHOWN for element in block.get(kind)]
            found[key] = spaced(plain_spaces(" ".join(str(proto) for proto in shown)))
    return found


def switch(at: AppTest) -> ButtonGroup:
    (found,) = [group for group in at.button_group if group.label == "Rapporté à"]
    return found


def test_the_switch_divides_every_figure_that_can_be_and_the_others_say_why_not(app_home: Path) -> None:
    at = open_page(Selection(measure="investissement", level="regions"))
    shares = figures(at)
    # Where projects stand is not a matter of places: nothing divides it.
    assert set(shares) - {"statuts"} == {*DIVIDED, *UNDIVIDED}
    seen = [shares]
    for denominator, words in (("habitants", "pour 10 000 habitants"), ("superficie", "pour 100 km²")):
        switch(at).set_value(denominator).run()
        assert not at.exception and not at.error
        assert at.query_params["par"] == denominator
        assert not UNREADABLE.search(texts(at))
        found = figures(at)
        assert f"P{words[1:]}, les communes de moins de 20 000 habitants ont" in texts(at)
        for key in DIVIDED:
            assert all(found[key] != before[key] for before in seen), key
            assert words in found[key], key
        for key, reason in UNDIVIDED.items():
            assert found[key] == shares[key], key
            assert reason in found[key], key
        seen.append(found)
    switch(at).set_value("aucun").run()
    assert figures(at) == shares
    total = open_page(Selection(measure="investissement", level="regions", denominator="part"))
    assert switch(total).value == "part"
    assert figures(total) == shares


@pytest.mark.parametrize(("denominator", "per"), [("habitants", 10_000), ("superficie", 100)])
def test_sentence_chart_and_table_give_the_rates_of_a_plain_count(
    app_home: Path, projects: Projects, places: Places, denominator: str, per: int
) -> None:
    euros = aggregation.aggregate(projects, Selection())["tailles_investissement_centimes"].iloc[0] / 100
    whole = places.communes[{"habitants": "population", "superficie": "superficie_km2"}[denominator]].sum()
    at = open_page(Selection(denominator=denominator))
    at.session_state["table-cote-a-cote"] = True
    at.run()
    short, exact = (
        plain_spaces(formats.typeset(write(euros / whole * per))) for write in (formats.short_euros, formats.euros)
    )
    assert f"d'investissement connu (contre {short})" in plain_spaces(texts(at))
    shown = figures(at)["cote-a-cote"]
    assert f"Dans l'ensemble : {short}." in shown  # the alternative text
    assert shown.count(exact) == len(TAILLES)  # a row of the table per class


def test_headlines_bars_and_table_say_what_share_of_each_group_is_known(
    app_home: Path, projects: Projects, places: Places
) -> None:
    at = open_page(Selection(measure="investissement"), opened=False)
    at.session_state["table-cote-a-cote"] = True
    at.run()
    small = headline_of("petites_communes", projects, places).loc["investissement"]
    rest_known, rest = small["connus"] - small["connus_ensemble"], small["n"] - small["n_ensemble"]
    pairs = (small[["connus_ensemble", "n_ensemble"]], (rest_known, rest))
    both = [formats.percent(100 * known / n, 0) for known, n in pairs]
    assert plain_spaces(f"investissement, {both[0]} et {both[1]} des projets") in plain_spaces(texts(at))
    shown = figures(at)["cote-a-cote"]
    assert "Couverture" in shown and "En tirets : connu pour moins de 30 % des projets" in shown
    assert "inconnus à la médiane connue" in shown and "Si les montants inconnus valaient 0" in shown
    found = spread.side_by_side(projects, spread.inhabitants(places.communes, Selection()), Selection(), "tailles")
    rows = share_figures._named(found, "tailles")
    bars = share_figures._bars(rows, "tailles", narrow=False).set_index(["grandeur", "classe"])
    for row in rows[rows["grandeur"] == "aide"].to_dict("records"):
        bar = bars.loc[("Aide publique", row["nom_classe"])]
        assert bar["faible"] == (row["connus"] / row["n"] < 0.3)
        assert f"({row['connus']} sur {row['n']})" in spaced(bar["couverture"])


def test_groups_known_to_different_depths_are_named(app_home: Path, projects: Projects, places: Places) -> None:
    view = Selection(partition="types_epci", filieres=("Santé",))
    shown = plain_spaces(texts(open_page(view, opened=False)))
    found = spread.side_by_side(projects, spread.inhabitants(places.communes, view), view, "types_epci")
    warned = 0
    for _, rows in share_figures._named(found, "types_epci").groupby("grandeur"):
        depths = {row["nom_classe"]: row["connus"] / row["n"] for row in rows.to_dict("records") if row["n"] >= 3}
        best, least = max(depths, key=lambda name: depths[name]), min(depths, key=lambda name: depths[name])
        if depths[best] - depths[least] > 0.2:
            warned += 1
            told = f"{formats.percent(100 * depths[best], 0)} des projets de « {best} » ont"
            assert plain_spaces(told) in shown and f"de ceux de « {least} »" in shown
    assert warned and "Couvertures éloignées" in shown


def test_one_side_of_the_label_is_not_compared_with_nothing(app_home: Path) -> None:
    assert "ne garde qu'un côté du label" in texts(open_page(Selection(perimeter="dans")))
