"""Every page, run as Streamlit runs it: what it says is right, whole, and in French."""

import html
import re
from bisect import bisect
from pathlib import Path

import numpy as np
import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from components.figures import table
from components.figures.project_list import ROWS_PER_PAGE
from components.levels.level_figure import columns
from components.maps.drawing import SIZES, radii
from components.text import measure_labels
from components.views.methode import index
from data.files import exports
from data.paths import PROJECT
from data.places import comparison
from data.places.levels import Places, View, ranked
from data.places.place import place_of
from data.query import aggregation, outputs
from data.query.address import encode
from data.query.level_keys import level_shown
from data.query.measures import BY_JOBS, DENOMINATORS, MEASURES
from data.query.projects import Projects
from data.query.selection import Selection
from data.words.place_keys import place_key
from data.words.quantities import QUANTITIES
from data.words.vocabulary import TAILLES_BORNES
from tests.app.test_sheets import spaced
from tests.inventory import Row, euros, every_project, everything, facts, french, known, live_projects
from tests.printed import unprinted
from tests.shown_maps import elements, shown_maps

# Without an official file, no edition has the industrial jobs that one of them divides by.
OFFERED = [key for key in DENOMINATORS if key != BY_JOBS]
LEVELS = (
    Selection(),
    Selection(phase=1),
    Selection(level="epci"),
    Selection(level="departements"),
    Selection(level="regions"),
    Selection(level="communes", zone="2A"),
    Selection(level="communes", zone="2-ti-0101"),
)
MAX_MAP_BYTES = 3_000
# What a server adds to the message of an element: its hash, its script run, its fragment.
ENVELOPE_BYTES = 80
UNREADABLE = re.compile(r"\b(nan|None|NaT|inf)\b")


def open_page(page: str, selection: Selection | None = None) -> AppTest:
    at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    for name, values in encode(selection or Selection()).items():
        at.query_params[name] = values
    if page == "methode":
        open_sections(at)
    at.switch_page(f"pages/{page}.py").run()
    assert not at.exception
    assert unprinted(at) == []
    return at


def open_sections(at: AppTest) -> AppTest:
    """The same visit with every section of the page of method open."""
    for key in (each.key for each in index.SECTIONS):
        at.session_state[f"section-{key}"] = True
    return at


def texts(at: AppTest) -> str:
    """Everything that the page says."""
    shown = [
        e.value for kind in (at.markdown, at.caption, at.title, at.header, at.info, at.warning, at.error) for e in kind
    ]
    shown += [f"{metric.label} {metric.value}" for metric in at.metric]
    shown += [re.sub(r"<[^>]+>", " ", html.unescape(block.proto.body)) for block in at.get("html")]
    typed = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2060": None, "\\": None, "’": "'"})
    return " ".join(shown).translate(typed)


def listed(at: AppTest, label: str) -> Selectbox:
    return next(box for box in at.selectbox if box.label == label)


def table_body(at: AppTest) -> str:
    """The first table of the page, as HTML."""
    return next(block.proto.body for block in at.get("html") if "<table" in block.proto.body)


def both(rows: list[Row], first: str, second: str) -> str:
    return french(sum(row[first] != "" and row[second] != "" for row in rows))


def share_of_aid(rows: list[Row], kind: str) -> str:
    own = [row for row in rows if row["nature_aide"] == kind]
    return f"{100 * euros(own, 'aide_publique_eur') / euros(rows, 'aide_publique_eur'):.0f} %"


def small_share() -> str:
    """The share of small communes in the investment, of the projects whose communes are of one class of size."""
    inhabitants = {row["code_insee"]: int(row["population"]) for row in facts("populations")}
    small = {True: 0, False: 0}
    for row in live_projects():
        # The arrondissements of Paris, Lyon and Marseille are not among the communes.
        found = {bisect(TAILLES_BORNES, inhabitants.get(code, 500_000)) for code in row["sites"]}
        if len(found) == 1 and row["precision"] != "agglomération" and row["investissement_eur"]:
            small[found.pop() <= bisect(TAILLES_BORNES, 19_999)] += int(row["investissement_eur"])
    return f"{100 * small[True] / sum(small.values()):.1f} %".replace(".", ",")


def test_home_says_the_figures_and_what_they_cover(app_home: Path) -> None:
    shown, rows = texts(open_page("accueil")), live_projects()
    for expected in (
        f"Projets {everything()}",
        f"Investissement annoncé {euros(rows) / 1e9:.1f} Md€".replace(".", ","),
        f"{french(known(rows))} des {everything()} projets ont un investissement connu",
        f"{french(known(rows, 'aide_publique_eur'))} des {everything()} projets ont une aide publique connue",
        f"{french(known(rows, 'emplois'))} des {everything()} projets ont un nombre d'emplois connu",
        f"Emplois annoncés {french(euros(rows, 'emplois'))}",
        "de l'investissement connu n'est qu'annoncé",
        f"{small_share()} de l'investissement connu va à des communes de moins de 20 000 habitants",
        f"À part des totaux : {len(every_project()) - len(rows)} projets arrêtés",
        "sont dans une commune de moins de 20 000 habitants",
        f"{both(rows, 'investissement_eur', 'aide_publique_eur')} projets ont à la fois un investissement connu et une",
        f"{both(rows, 'aide_publique_eur', 'emplois')} projets ont à la fois une aide publique connue et un nombre",
        f"plafond autorisé {share_of_aid(rows, 'plafond autorisé')}",
        "Montants en euros courants",
    ):
        assert expected in shown
    assert not UNREADABLE.search(shown)


def test_a_link_restores_its_view(app_home: Path, projects: Projects) -> None:
    selection = Selection(filieres=("Santé",))
    at = open_page("accueil", selection)
    assert at.metric[0].value == str(len(aggregation.matching(projects, selection)))
    assert "Filière" in " ".join(button.label for button in at.button)


def test_an_empty_selection_says_which_filter_to_loosen(app_home: Path) -> None:
    selection = Selection(filieres=("Nucléaire",), programmes=("Fonds vert",), years=(2013, 2013))
    for page in ("accueil", "carte", "projets"):
        at = open_page(page, selection)
        shown = texts(at)
        assert "Aucun projet ne répond" in shown
        assert not UNREADABLE.search(shown)


@pytest.mark.parametrize("place", LEVELS, ids=lambda s: f"{s.level}-{s.phase}-{s.zone}")
def test_every_level_shows_every_measure(app_home: Path, place: Selection) -> None:
    at = open_page("carte", place)
    titles = set()
    for measure, formula in MEASURES.items():
        listed(at, "Mesure").select(measure).run()
        for denominator in OFFERED if formula.kind == "total" else ("aucun",):
            if formula.kind == "total":
                listed(at, "Rapporté à").select(denominator).run()
            assert not at.exception and not at.error
            shown = texts(at)
            assert "Sources" in shown
            assert not UNREADABLE.search(shown)
            titles.add(at.main.header[0].value)
    assert len(titles) == 4 * 4 + 3


def test_communes_without_a_zone_ask_for_one(app_home: Path) -> None:
    assert "Choisir un département ou un territoire" in texts(open_page("carte", Selection(level="communes")))


@pytest.mark.parametrize("place", LEVELS, ids=lambda s: f"{s.level}-{s.phase}-{s.zone}")
def test_map_table_and_export_agree_to_the_euro(
    app_home: Path, places: Places, projects: Projects, place: Selection
) -> None:
    selection = Selection(level=place.level, phase=place.phase, zone=place.zone, measure="investissement")
    shown = View.of(projects, places, selection).table
    known = shown["valeur"].dropna()
    cents = shown.loc[shown["investissement_connus"] > 0, "investissement_centimes"]
    assert (known * 100).round().astype("int64").tolist() == cents.tolist()
    exported = outputs.level_output(shown, selection)
    assert exported["investissement_eur"].dropna().sum() == known.sum()
    lines = exports.csv(exported).decode("utf-8-sig").splitlines()
    assert len(lines) == len(shown) + 1
    printed = html.unescape(
        table.html(ranked(shown), columns(selection, level_shown(selection).key), caption="Investissement")
    )
    for value in known:
        assert measure_labels.exact(selection)(value) in printed


def test_a_ranking_is_of_a_region_and_of_a_class_of_population(
    app_home: Path, places: Places, projects: Projects
) -> None:
    at = open_page("carte")
    listed(at, "Lieux de la région").select("84").run()
    listed(at, "Population des lieux").select("p2").run()
    chosen = Selection(ranked_region="84", ranked_population="p2")
    shown = View.of(projects, places, chosen).table
    kept = shown[(shown["code_region"] == "84") & shown["population"].between(20_000, 49_999)]
    known = int(kept["valeur"].notna().sum())
    assert 1 < known < shown["valeur"].notna().sum()
    assert f"{known} sur {len(kept)} lieux ont une valeur connue" in texts(at)
    assert f"Tableau ({known}\N{NO-BREAK SPACE}lignes), Excel, ODS, CSV, image, épingle, lien" in [
        expander.label for expander in at.expander
    ]
    assert at.query_params["classement_region"] == "84"


def test_projects_are_listed_with_their_sources(app_home: Path) -> None:
    at = open_page("projets")
    body = table_body(at)
    assert f"Projets 1 à {ROWS_PER_PAGE} sur {everything()}" in spaced(body)
    assert body.count("<tr>") == ROWS_PER_PAGE + 1
    assert body.count('target="_blank" rel="noopener noreferrer"') == ROWS_PER_PAGE
    first = texts(at)
    largest = max(live_projects(), key=lambda row: int(row["investissement_eur"] or 0))
    assert largest["entreprise"] in first and f"{french(int(largest['investissement_eur']) // 1_000_000)},00" in first


def test_another_order_begins_with_another_project(app_home: Path) -> None:
    at = open_page("projets")
    at.selectbox(key="projects-order").select("Commune").run()
    assert not at.exception
    rows = re.findall(r"<th scope=row>(.*?)</th>", table_body(at))
    assert len(rows) == ROWS_PER_PAGE
    assert f"Projets 1 à {ROWS_PER_PAGE} sur {everything()}" in spaced(table_body(at))


def test_method_says_sources_checks_and_edition(app_home: Path) -> None:
    shown = spaced(texts(open_page("methode")))
    for expected in (
        "34 875 attendus, 34 875 trouvés",
        "Territoires d'industrie de la phase 2",
        "183 attendus, 183 trouvés",
        "Licence Ouverte 2.0",
        "INSEE, DGCL et IGN",
        "Celles, Chalinargues, Chavagnac, Sainte-Anastasie",
        "pas un recensement",
    ):
        assert expected in shown
    assert not UNREADABLE.search(shown)


def test_the_page_of_method_is_an_index_with_a_sentence_per_section(app_home: Path) -> None:
    at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    at.switch_page("pages/methode.py").run()
    labels = [spaced(expander.label) for expander in at.expander]
    assert len(labels) == len(index.SECTIONS)
    assert all(re.fullmatch(r"\*\*.+\*\* : .{20,}", label) for label in labels)
    assert "pas un recensement" in texts(at)
    assert not at.get("html") or "<table" not in "".join(block.proto.body for block in at.get("html"))


def test_an_address_and_the_search_box_lead_to_the_meaning_of_a_word(app_home: Path) -> None:
    at = open_page("methode", Selection(word="Taille dominante"))
    assert "la taille de commune qui réunit le plus de la mesure" in texts(at)
    assert at.query_params["mot"] in ("Taille dominante", ["Taille dominante"])


@pytest.mark.parametrize("measure", MEASURES)
def test_the_map_of_the_territories_travels_in_three_kilobytes(app_home: Path, measure: str) -> None:
    for denominator in OFFERED:
        at = open_page("carte", Selection(measure=measure, denominator=denominator))
        (shown,) = elements(at)
        message = ForwardMsg()
        message.delta.new_element.bidi_component.CopyFrom(shown.proto)
        message.metadata.delta_path.extend([0, 1, 2, 3, 4])
        assert message.ByteSize() + ENVELOPE_BYTES <= MAX_MAP_BYTES, denominator


@pytest.mark.parametrize("per", ["aucun", "habitants"])
def test_the_two_phases_are_side_by_side_at_one_scale(
    app_home: Path, projects: Projects, places: Places, per: str
) -> None:
    at = open_page("carte", Selection(measure="investissement", denominator=per))
    at.session_state["section-two-phases"] = True
    first, one, two = shown_maps(at.run())
    assert not at.exception
    assert one["bounds"] == two["bounds"] and one["areas"][0]["file"] != two["areas"][0]["file"]
    assert two["areas"][0]["file"] == first["areas"][0]["file"]
    if per == "aucun":
        values = [
            View.of(projects, places, Selection(measure="investissement", phase=phase)).table["valeur"].to_numpy()
            for phase in (1, 2)
        ]
        most = float(np.nanmax(np.concatenate(values)))
        for shown, own in zip((one, two), values, strict=True):
            assert shown["circles"]["sizes"] == "".join(SIZES[step] for step in radii(own, most).tolist())
    else:
        assert one["areas"][0]["fills"] == two["areas"][0]["fills"]


def test_compared_places_say_how_much_of_each_is_known(app_home: Path, projects: Projects, places: Places) -> None:
    keys = (place_key("region", "84"), place_key("region", "53"))
    at = open_page("comparer", Selection(places=keys))
    compared = comparison.compare(projects, places, Selection(), [place_of(places, key) for key in keys])
    shown = texts(at)
    for quantity in QUANTITIES.values():
        assert f"{quantity.label} : couverture" in shown
        own = compared[(compared["mesure"] == quantity.key) & (compared["denominateur"] == "aucun")]
        for count, n in own[["connus", "projets"]].itertuples(index=False):
            assert f"({count} sur {n})" in shown
    depths = own["connus"] / own["projets"]
    assert ("Couvertures éloignées" in shown) or depths.max() - depths.min() <= 0.2


def test_projects_are_kept_by_their_label(app_home: Path) -> None:
    told = {row["id_projet"] for row in facts("etiquettes") if row["etiquette"] == "gigafactory"}
    live = [row for row in live_projects() if row["id_projet"] in told]
    at = open_page("projets", Selection(tags=("gigafactory",)))
    assert f"Projets 1 à {len(live)} sur {len(live)}" in spaced(table_body(at))
    assert "Étiquette" in " ".join(button.label for button in at.button)
