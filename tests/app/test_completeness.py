"""What the inventory holds of what was published, on the pages that say it."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.text import formats
from data.places.levels import Places
from data.query.selection import Selection
from tests.app.test_pages import open_page
from tests.app.test_sheets import UNREADABLE, opened, sheet, spaced, texts
from tests.conftest import Count
from tests.inventory import every_project, facts, french

__all__ = ["sheet"]


def held(programme: str, year: str = "") -> int:
    return sum(row["programme"] == programme and year in ("", row["annee"]) for row in every_project())


def published(programme: str, year: str = "") -> int:
    """The published number of one line of `totaux.csv`, in the figures."""
    wanted = next(
        row
        for row in facts("totaux")
        if (row["programme"], row["annee"]) == (programme, year) and row["comparaison"] != "autre définition"
    )
    series = {row["serie"]: row["indicateur"] for row in facts("libelles")}
    return next(
        int(row["valeur"])
        for row in facts("indicateurs")
        if (row["indicateur"], row["perimetre"], row["date"])
        == (series[wanted["serie"]], wanted["perimetre"], wanted["date"])
    )


def said(programme: str, year: str = "") -> str:
    count, total = held(programme, year), published(programme, year)
    return f"{100 * count / total:.1f} %".replace(".", ",") + f" ({french(count)} sur {french(total)})"


def test_the_method_says_what_is_held_of_each_published_total(app_home: Path) -> None:
    at = open_page("methode")
    shown = texts(at)
    assert "Ce que l'inventaire tient de ce qui a été publié" in shown.replace("’", "'")
    picture = at.get("vega_lite_chart")[0].proto.alt
    plain = picture.replace("\u00a0", " ").replace("\u202f", " ")
    assert f"Première Usine, {said('Première Usine')}" in plain
    assert f"France Relance, {said('France Relance')}" in plain
    assert f"Choose France, 2024, au plus {said('Choose France', '2024')}" in plain
    assert "Fonds vert" not in plain


def test_a_total_of_something_else_has_no_share(app_home: Path) -> None:
    at = open_page("methode")
    at.session_state["table-completude"] = True
    shown = re.sub(r"\s+", " ", texts(at.run()))
    count = french(held("Fonds vert", "2023"))
    assert re.search(rf"Projets financés par le Fonds vert France 2023 10 000 {count} — ", shown)
    assert not UNREADABLE.search(shown)


def test_the_home_page_says_that_the_inventory_is_no_census(app_home: Path) -> None:
    shown = texts(open_page("accueil")).replace("’", "'")
    count, total = held("Première Usine"), published("Première Usine")
    assert f"n'est pas un recensement : il tient {count} des {total} projets publiés de Première Usine" in shown


@pytest.mark.parametrize("filieres", [(), ("Nucléaire",)])
def test_a_commune_without_a_project_says_when_any_was_last_sought(
    app_home: Path, counts: dict[str, Count], filieres: tuple[str, ...]
) -> None:
    """Under a filter nothing tells whether what is left out was sought."""
    assert "commune-01002" not in counts
    shown = texts(open_page("territoire", Selection(places=("commune-01002",), filieres=filieres))).replace("’", "'")
    last = max(*(row["date"] for row in facts("recherches")), *(row["verifie_le"] for row in facts("verifications")))
    assert ("Aucun projet relevé dans cette commune" in shown) is not bool(filieres)
    assert (f"Dernières recherches de l'inventaire : {formats.when(last)}" in shown) is not bool(filieres)


def test_a_commune_of_a_territory_sought_in_vain_says_where(sheet: AppTest, places: Places) -> None:
    searched = facts("recherches")[0]
    communes = places.communes
    code = communes.index[communes["id_territoire_2"] == searched["id_territoire"]][0]
    shown = texts(opened(sheet, f"commune-{code}")).replace("’", "'")
    told = spaced(formats.typeset(searched["ou"])).replace("’", "'")
    day = spaced(formats.when(searched["date"]))
    assert f"Cherché dans son territoire le {day}, sans rien trouver : {told}." in shown
