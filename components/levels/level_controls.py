"""What the map shows: level, measure, denominator, and the zone whose communes are drawn."""

from collections.abc import Mapping

import streamlit as st

from components.levels import filter_bar
from components.maps import official_points
from components.visit import address
from components.visit.visit import Visit
from data.places.levels import Places
from data.query.measures import BY_JOBS, DENOMINATORS, MEASURES
from data.words.levels import TITLES
from data.words.text import french_order
from data.words.vocabulary import FLAT, FORMS, GAP, INVENTORY, MARKS, PHASES, WITH_OFFICIAL

_ZONE_LEVEL = "communes"
# px of rows of segments, which Streamlit would break over two lines: what their labels take on one, by what is offered.
_MARKS_WIDTH = {False: 260, True: 460}  # with the official files
_FORMS_WIDTH = 690
_PARTITIONS_WIDTH = 560
_RATES_WIDTH = {False: 460, True: 690}  # with the rates per job
_SHARES = ("aucun", "part")  # denominators that mean the same where shares are shown
_MEASURES = {key: measure.label for key, measure in MEASURES.items()}


def draw(places: Places) -> bool:
    """Draw the controls, which write to the selection, hence to the address; whether there is something to show."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="level-controls"):
        filter_bar.choose("level", TITLES, "Niveau")
        selection = address.current()
        if selection.level == "territoires":
            filter_bar.choose("phase", PHASES, "Périmètres")
        if selection.level == _ZONE_LEVEL:
            filter_bar.choose("zone", _zones(places), "Communes de")
        _choose_measure()
    if selection.level == _ZONE_LEVEL and selection.zone is None:
        st.info("Choisir un département ou un territoire pour voir ses communes.", icon=":material/location_searching:")
        return False
    return True


def draw_spread(partitions: Mapping[str, str]) -> None:
    """Draw what a page of shares compares, and what all its figures divide: totals are those of shares there."""
    denominator = address.current().denominator
    shares = denominator if denominator in _SHARES else _SHARES[0]
    rates = {key: label for key, label in _denominators().items() if key not in _SHARES}
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="spread-controls"):
        with st.container(width=_PARTITIONS_WIDTH, key="partition-control"):
            filter_bar.choose("partition", partitions, "Répartir selon", style="segments")
        with st.container(width=_RATES_WIDTH[BY_JOBS in rates], key="denominator-control"):
            filter_bar.choose("denominator", {shares: "Parts du total", **rates}, "Rapporté à", style="segments")


def draw_national() -> None:
    """Draw the other controls of a page on the whole country: no zone."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="level-controls"):
        filter_bar.choose("level", TITLES, "Niveau")
        filter_bar.choose("phase", PHASES, "Périmètres")
        filter_bar.choose("measure", _MEASURES, "Mesure")


def draw_measure() -> None:
    """Draw the measure and its denominator alone."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="measure-controls"):
        _choose_measure()


def _choose_measure() -> None:
    filter_bar.choose("measure", _MEASURES, "Mesure")
    if MEASURES[address.current().measure].kind == "total":
        filter_bar.choose("denominator", _denominators(), "Rapporté à")


def _denominators() -> dict[str, str]:
    """What the edition of the visit can divide a total by."""
    return {key: DENOMINATORS[key].label for key in Visit.current().places().denominators}


def draw_form() -> None:
    """Draw how the map is drawn, and what a flat one shows besides."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="form-controls"):
        with st.container(width=_FORMS_WIDTH, key="form-control"):
            filter_bar.choose("form", FORMS, "Présenter", style="segments")
        if address.current().form in {FLAT, GAP}:
            _draw_marks()


def _draw_marks() -> None:
    """Draw the control that shows the projects over the map; with the official files where the edition has some."""
    visit = Visit.current()
    has_official = visit.dataset == INVENTORY and official_points.file(visit) is not None
    options = {key: label for key, label in MARKS.items() if key != WITH_OFFICIAL or has_official}
    with st.container(width=_MARKS_WIDTH[has_official], key="marks-control"):
        filter_bar.choose("marks", options, "Projets, en points sur la carte", style="segments")


def _zones(places: Places) -> dict[str, str]:
    """Départements, then territories of both phases: code -> name."""
    departements = places.levels["departements"]["nom"]
    zones = {str(code): f"{name} ({code})" for code, name in departements.items()}
    for phase in reversed(PHASES):
        names = places.levels[f"territoires-{phase}"]["nom"]
        ordered = sorted(names.items(), key=lambda item: french_order(item[1]))
        zones |= {str(code): f"{name} (territoire, phase {phase})" for code, name in ordered}
    return zones
