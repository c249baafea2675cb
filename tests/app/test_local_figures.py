"""The published figures that speak of a place are on its sheet, and all others are accounted for."""

import csv
import html
import re

from streamlit.testing.v1 import AppTest

from data.editions.edition import Edition
from data.paths import FACTS, PROJECT
from data.query.address import encode
from data.query.selection import Selection
from tests.app.test_sheets import spaced

with (FACTS / "indicateurs.csv").open(encoding="utf-8", newline="") as stream:
    PUBLISHED = list(csv.DictReader(stream))


def figures_of(place: str) -> str:
    """The table of the figures of a place, as HTML."""
    at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    for name, values in encode(Selection(places=(place,))).items():
        at.query_params[name] = values
    at.switch_page("pages/territoire.py").run()
    at.session_state[f"sheet-{place}"] = "Chiffres publiés"
    at.run()
    assert not at.exception
    return next(b.proto.body for b in at.get("html") if "<caption>Chiffres publiés sur ce lieu" in spaced(b.proto.body))


def test_a_figure_of_several_places_is_on_the_sheet_of_each(app_home: object) -> None:
    expected = [row for row in PUBLISHED if row["perimetre"] == "Lyon et Saint-Étienne"]
    for place, others in (("epci-200046977", 1), ("epci-244200770", 0)):
        body = spaced(html.unescape(figures_of(place)))
        assert body.count("<tr>") - 1 == len(expected) + others
        assert body.count("Lyon et Saint-Étienne") == len(expected) > 0


def test_a_place_shows_its_figures_with_dates_and_sources(app_home: object) -> None:
    body = figures_of("region-27")
    shown = spaced(html.unescape(re.sub(r"<[^>]+>", " ", body)))
    expected = [row for row in PUBLISHED if row["perimetre"] == "Bourgogne-Franche-Comté"]
    assert body.count("<tr>") - 1 == len(expected) > 0
    for row in expected:
        assert row["indicateur"] in shown and row["source_editeur"] in shown


def test_each_local_figure_has_its_place_or_is_listed(edition: Edition) -> None:
    table = edition.table("indicateurs")
    (check,) = (
        c["resultat"] for c in edition.manifest.checks if c["controle"] == "Chiffres publiés sans lieu de l'atlas"
    )
    assert table.loc[table["perimetre"] == "France", "lieu"].isna().all()
    shared = set(edition.table("perimetres")["perimetre"])
    for perimetre, places in table[table["perimetre"] != "France"].groupby("perimetre")["lieu"]:
        listed = f"{perimetre} ({len(places)})" in check
        assert (places.notna().all() or perimetre in shared) is not listed
    keys = dict(table[["perimetre", "lieu"]].dropna().itertuples(index=False))
    assert keys["Occitanie"] == "region-76" and keys["Vénissieux"] == "commune-69259"
