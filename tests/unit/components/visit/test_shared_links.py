"""Links that were sent, pasted and printed open what they opened: written here as they are, never from the code."""

from urllib.parse import parse_qs

import pytest

from components.meeting import pins
from components.visit import embedding, navigation
from data.query.address import PARAMETERS, decode, encode, known_values
from data.query.selection import Selection
from data.words.vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    programmes=("France 2030", "Territoires d'industrie"),
    filieres=("Énergies", "Santé"),
    years=(2012, 2026),
    regions={"84": "Auvergne-Rhône-Alpes", "94": "Corse"},
    zones=frozenset({"2A", "2-ti-0101"}),
    places=frozenset({"commune-63430", "epci-200070712", "departement-84", "region-84", "territoire-2-ti-0101"}),
    former={"commune-63001": "commune-63430"},
    schemes=("France 2030",),
    datasets=("inventaire", "fonds_vert_2023", "vous"),
)
# Of each page, an address and what it shows.
VIEWS = {
    "accueil": ("programme=France+2030&sans=3", Selection(programmes=("France 2030",), without_top=3)),
    "carte": (
        "niveau=epci&phase=1&mesure=aide&par=habitants&projets=oui&dessin=relief&statut=En+service&arretes=avec",
        Selection(
            level="epci",
            phase=1,
            measure="aide",
            denominator="habitants",
            marks="oui",
            form="relief",
            statuses=("En service",),
            stopped="avec",
        ),
    ),
    "territoire": ("lieu=commune-63430&filiere=Sant%C3%A9", Selection(places=("commune-63430",), filieres=("Santé",))),
    "comparer": (
        "lieu=departement-84&lieu=region-84&lieu=epci-200070712&lieu=territoire-2-ti-0101",
        Selection(places=("departement-84", "region-84", "epci-200070712", "territoire-2-ti-0101")),
    ),
    "repartition": (
        "partage=types_epci&taille=t1&epci=SE&label=hors&annees=2019-2024",
        Selection(partition="types_epci", sizes=("t1",), epci_types=("SE",), perimeter="hors", years=(2019, 2024)),
    ),
    "affirmations": ("", Selection()),
    "filieres": ("mesure=emplois&region=94", Selection(measure="emplois", regions=("94",))),
    "leviers": (
        "nature_aide=pr%C3%AAt&etiquette=gigafactory&montant=-5000000",
        Selection(aid_kinds=("prêt",), tags=("gigafactory",), amounts_eur=(None, 5_000_000)),
    ),
    "besoins": ("lieu=territoire-2-ti-0101", Selection(places=("territoire-2-ti-0101",))),
    "programmes": ("dispositif=France+2030&theme=France+2030", Selection(scheme="France 2030", theme="France 2030")),
    "accelerateurs": ("phase=1", Selection(phase=1)),
    "projets": (
        "q=usine&dans=projet&precision=site&donnees=fonds_vert_2023",
        Selection(text="usine", scope="projet", precisions=("site",), dataset="fonds_vert_2023"),
    ),
    "projet": ("projet=p9b742ef2", Selection(project="p9b742ef2")),
    "entreprise": ("entreprise=Verkor", Selection(company="Verkor")),
    "dossier": ("", Selection()),
    "mes_donnees": ("donnees=vous", Selection(dataset="vous")),
    "nouveautes": ("", Selection()),
    "methode": ("mot=Rang", Selection(word="Rang")),
    "accessibilite": ("", Selection()),
    "mentions": ("", Selection()),
}
RANKED = "niveau=communes&zone=2A&classement_region=94&classement_population=p1"
# Parameter -> its values that were ever offered, where they are of a closed list.
VALUES = {
    "niveau": "territoires epci departements regions communes",
    "phase": "1 2",
    "mesure": "projets investissement aide emplois effet_levier emplois_par_million part_petites_communes",
    "par": "aucun habitants superficie emplois part",
    "partage": "tailles types_epci label densites",
    "classement_population": "p1 p2 p3 p4 p5",
    "projets": "non oui officiels",
    "dessin": "plat ecart relief annees filieres statuts",
    "dans": "tout projet entreprise commune",
    "arretes": "sans avec",
    "etiquette": "gigafactory relocalisation aucune",
    "taille": "t1 t2 t3 t4 t5",
    "epci": "ME CU CA CC SE",
    "label": "tous dans hors",
    "precision": "site multi-sites agglomération publiee siege",
    "sans": "0 1 2 3 4 5 6 7 8 9 10",
}


@pytest.mark.parametrize("slug", VIEWS)
def test_the_address_of_every_view_still_opens_it(slug: str) -> None:
    query, view = VIEWS[slug]
    assert slug in {entry.slug for entry in navigation.PAGES}
    assert decode(parse_qs(query), VOCABULARY) == (view, ())


def test_every_page_and_every_parameter_has_such_an_address() -> None:
    assert {entry.slug for entry in navigation.PAGES} == set(VIEWS)
    assert navigation.PAGES[0].slug == "accueil"  # the page without a name in its address
    written = [*(query for query, _ in VIEWS.values()), RANKED]
    assert {name for query in written for name in parse_qs(query)} == set(PARAMETERS)


def test_a_ranking_of_the_communes_of_a_zone_is_opened_again() -> None:
    view = Selection(level="communes", zone="2A", ranked_region="94", ranked_population="p1")
    assert decode(parse_qs(RANKED), VOCABULARY) == (view, ())


@pytest.mark.parametrize("name", VALUES)
def test_a_value_that_was_offered_is_still_understood(name: str) -> None:
    known = known_values(PARAMETERS[name][0], VOCABULARY)
    assert known is not None
    assert set(VALUES[name].split()) <= set(known)


def test_an_address_that_says_nothing_is_that_of_the_territories_of_the_second_phase_by_projects() -> None:
    view, _ = decode({}, VOCABULARY)
    assert (view.level, view.phase, view.measure, view.denominator) == ("territoires", 2, "projets", "aucun")
    assert (view.form, view.partition, view.marks, view.stopped, view.dataset) == (
        *("plat", "tailles", "non", "sans", "inventaire"),
    )
    assert encode(view) == {}


def test_a_commune_of_before_is_opened_as_that_of_now() -> None:
    assert decode({"lieu": "commune-63001"}, VOCABULARY) == (Selection(places=("commune-63430",)), ())


def test_what_a_link_says_beside_its_view_keeps_its_name() -> None:
    assert pins.PARAMETER == "vues"
    assert embedding.asking("carte") == {"embed": "figure", "figure": "carte"}
