"""A visitor's table on every page: the same rows and sums, marked as theirs, and gone when they say so."""

from dataclasses import replace
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from components.visit import navigation
from data.paths import PROJECT
from data.query import outputs
from data.query.selection import Selection
from tests.app.test_mes_donnees import brought, checked
from tests.app.test_sheets import spaced, texts
from tests.inventory import every_project, everything, french, held, live_projects

# Six rows, 1 234 567,89 € of aid, of which 1 000 000,01 € without a commune; two rows in Thiers, one in Lyon.
FILE = """Commune;Département;Projet;Entreprise;Filière;Subvention;Investissement;Date;Statut
Thiers;63;Presse à forger;Coutelier;Métallurgie;100 000,50;400 000;2023;En service
Thiers;63;Banc d'essai;Coutelier;Métallurgie;34 567,38;;2024;
Lyon;69;Réacteur;Chimiste;Chimie;99 999,99;1 000 000;2024;Annoncé
Roanne;42;Métier à tisser;;;0,01;;;
Nulle Part;63;Inconnu;Personne;Chimie;1 000 000,01;;2024;
Saint-Étienne;42;Sans montant;;Chimie;;;2025;
"""
FILTERED = [entry for entry in navigation.PAGES if entry.filtered]
OTHERS = [entry for entry in navigation.PAGES if not entry.filtered]


@pytest.fixture
def page(app_home: object) -> AppTest:
    at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    return checked(at.switch_page("pages/mes_donnees.py").run())


@pytest.fixture
def used(page: AppTest) -> AppTest:
    return checked(brought(page, FILE, "filières.csv").button(key="own-use-vous").click().run())


def opened(at: AppTest, slug: str, **fields: object) -> AppTest:
    at.session_state["selection"] = replace(at.session_state["selection"], **fields)
    return checked(at.switch_page(f"pages/{slug}.py").run())


def test_every_page_with_filters_shows_the_rows_and_says_whose_they_are(used: AppTest) -> None:
    for entry in FILTERED:
        at = opened(used, entry.slug, places=("commune-63430", "commune-42187"))
        assert not at.error, entry
        shown = texts(at)
        assert "6 projets sélectionnés sur 6" in shown.replace("**", ""), entry
        assert "Vos données : filières.csv, à la place de l'inventaire." in shown, entry
        assert "1 projet non localisé : dans les totaux nationaux seulement. Personne d'autre ne les voit." in shown, (
            entry
        )
        assert "publications citées à chaque ligne, 2012" not in shown, entry
        if entry.slug not in {"comparer", "projets", "projet", "entreprise"}:  # these list rows, each with its source
            assert "vos données, « filières.csv »" in shown, entry


def test_the_other_pages_stay_on_the_inventory(used: AppTest) -> None:
    for entry in OTHERS:
        at = opened(used, entry.slug)
        assert not at.error, entry
        assert ("filières.csv" in texts(at)) == (entry.slug == "mes_donnees"), entry


def test_totals_are_those_of_the_file_to_the_cent(used: AppTest) -> None:
    home = opened(used, "accueil")
    metrics = {metric.label: spaced(metric.value) for metric in home.metric}
    assert metrics["Aide publique"] == "1,2 M€"
    assert metrics["Investissement annoncé"] == "1,4 M€"
    assert "sur 6 dans vos données" in texts(home)
    sheet = opened(used, "territoire", places=("commune-63430",))
    assert "2 projets et 400 000 € d'investissement annoncé" in texts(sheet)
    listed = texts(opened(used, "projets"))
    assert all(cell in listed for cell in ("0,10", "0,03", "1,00"))
    exported = outputs.project_output(used.session_state["private-projects"].projects)
    assert sum(Decimal(str(euros)) for euros in exported["aide_eur"].dropna()) == Decimal("1234567.89")
    assert exported["aide_eur"].notna().sum() == 5


def test_filters_take_the_words_of_the_table(used: AppTest) -> None:
    at = opened(used, "carte")
    (sectors,) = [box for box in at.multiselect if box.label == "Filière"]
    assert [spaced(option) for option in sectors.options] == ["Chimie (3)", "Métallurgie (2)"]
    at = checked(sectors.select("Métallurgie").run())
    assert "2 projets sélectionnés sur 6" in texts(at).replace("**", "")


def test_rows_are_added_to_the_inventory_and_taken_back(page: AppTest) -> None:
    at = checked(brought(page, FILE, "filières.csv").button(key="own-use-inventaire_et_vous").click().run())
    at = opened(at, "accueil")
    both, most = (french(len(rows) + 6) for rows in (live_projects(), every_project()))
    assert f"{both} projets sélectionnés sur {most}" in texts(at).replace("**", "")
    assert "Inventaire et vos données : filières.csv." in texts(at)
    at = checked(at.button(key="dataset-back").click().run())
    assert f"{everything()} projets sélectionnés sur {held()}" in texts(at).replace("**", "")
    assert "filières.csv" not in texts(at)


def test_a_filter_that_the_other_table_does_not_know_is_dropped_with_a_notice(page: AppTest) -> None:
    at = brought(page, FILE, "filières.csv")
    at.session_state["selection"] = Selection(filieres=("Agroalimentaire",), regions=("84",))
    at = checked(at.button(key="own-use-vous").click().run())
    assert at.session_state["selection"] == Selection(dataset="vous", regions=("84",))
    assert "Valeur ignorée pour « filière » : « Agroalimentaire »." in texts(at)


def test_another_answer_reaches_every_page(used: AppTest) -> None:
    at = opened(used, "mes_donnees")
    (place,) = [box for box in at.selectbox if spaced(box.label).startswith("Commune (note")]
    checked(place.select("").run())
    assert "6 projets sans commune" in texts(opened(at, "carte"))


def test_deleting_the_table_brings_every_page_back_to_the_inventory(used: AppTest) -> None:
    at = checked(opened(used, "mes_donnees").button(key="own-delete").click().run())
    assert not [key for key in ("private-projects", "private-views", "own-table") if key in at.session_state]
    assert f"{everything()} projets sélectionnés sur {held()}" in texts(opened(at, "accueil")).replace("**", "")


def test_another_visitor_never_sees_the_rows_even_through_a_link(used: AppTest) -> None:
    opened(used, "accueil")
    other = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    other.query_params["donnees"] = "vous"
    shown = texts(checked(other.run()))
    assert f"{everything()} projets sélectionnés sur {held()}" in shown.replace("**", "")
    assert "Valeur ignorée pour « données » : « vous »." in shown
    assert "filières.csv" not in shown
    assert "6 projets sélectionnés sur 6" in texts(opened(used, "accueil")).replace("**", "")


def test_a_table_that_says_almost_nothing_is_shown_as_it_is(page: AppTest) -> None:
    at = checked(brought(page, "code insee\n63430\n69123\n", "codes.csv").button(key="own-use-vous").click().run())
    for entry in FILTERED:
        at = opened(at, entry.slug, places=("commune-63430", "commune-69123"))
        assert not at.error, entry.slug
        assert "2 projets sélectionnés sur 2" in texts(at).replace("**", "")


def test_rows_that_the_inventory_has_already_are_shown_beside_it(page: AppTest) -> None:
    rows = "code insee,projet,entreprise,date\n"
    rows += "63019,Doublement de l'usine aéronautique,AUVERGNE AERONAUTIQUE SLICOM,2012\n"
    at = brought(page, rows + "63430,Rien de connu,Personne,2012\n", "deux.csv")
    at = checked(at.button(key="own-use-inventaire_et_vous").click().run())
    shown = texts(at)
    assert "1 groupe, 2 projets" in shown
    assert "Doublement de l'usine aéronautique Slicom d'Aulnat" in shown
    assert "les totaux comptent donc deux fois 1 ligne de votre table" in shown


def test_other_columns_keep_the_pages_open_under_a_filter_that_they_no_longer_know(used: AppTest) -> None:
    at = opened(used, "mes_donnees", filieres=("Chimie",), years=(2023, 2023))
    (sector,) = [box for box in at.selectbox if spaced(box.label).startswith("Filière")]
    at = checked(sector.select("Projet").run())
    assert at.session_state["selection"] == Selection(dataset="vous", years=(2023, 2023))
    assert "projets sélectionnés sur 6" in texts(opened(at, "carte", years=(None, None))).replace("**", "")


def test_a_project_without_a_year_leaves_the_years_and_is_counted_beside_them(used: AppTest) -> None:
    used.session_state["section-annees"] = True
    shown = texts(opened(used, "repartition"))
    assert "1 projet sans année : hors de cette figure" in shown
    assert "1 projet de classe inconnue" in shown


def test_what_is_not_located_is_not_said_to_be_outside(used: AppTest) -> None:
    assert "des 5 projets localisés" in texts(opened(used, "accueil"))


def test_a_table_of_titles_alone_is_listed_in_its_own_order(page: AppTest) -> None:
    at = brought(page, "projet\nPremier\nSecond\n", "titres.csv")
    at = opened(checked(at.button(key="own-use-vous").click().run()), "projets")
    assert not at.error
    assert [option for box in at.selectbox if box.label == "Trier par" for option in box.options] == [
        "Ordre de la table"
    ]
    assert texts(at).index("Premier") < texts(at).index("Second")
