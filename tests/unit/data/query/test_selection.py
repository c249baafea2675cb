"""A selection survives its address, and no address can break a page."""

import time
import unicodedata
from collections.abc import Collection
from dataclasses import replace
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.query.address import MAX_NOTICES, decode, encode
from data.query.filters import FIELDS
from data.query.measures import DENOMINATORS, MEASURES
from data.query.selection import DEFAULT, LISTS, MAX_EUR, MAX_YEAR, Selection
from data.words.glossary import WORDS
from data.words.levels import TITLES
from data.words.text import MAX_TEXT
from data.words.vocabulary import (
    ARRETS,
    ETIQUETTES_CHOIX,
    EVERY_THEME,
    FORMS,
    MARKS,
    NATURES_AIDE,
    PERIMETERS,
    PHASES,
    PRECISIONS,
    SCOPES,
    STATUTS,
    TAILLES,
    THEMES,
    TYPES_EPCI,
    Vocabulary,
)

VOCABULARY = Vocabulary(
    programmes=("Choose France", "France 2030", "Territoires d'industrie"),
    filieres=("Agroalimentaire", "Électronique et semi-conducteurs", "Énergies", "Mode, textile et luxe", "Santé"),
    years=(2012, 2026),
    regions={"94": "Corse", "27": "Bourgogne-Franche-Comté", "04": "La Réunion"},
    zones=frozenset({"2-ti-0101", "1-ti-0101", "2A", "974", "01"}),
    schemes=("France 2030", "Première Usine", "Sans programme"),
    datasets=("inventaire", "fonds_vert_2023", "vous"),
)
PARAMETERS = (
    *("niveau", "phase", "mesure", "par", "zone", "programme", "filiere", "annees", "statut", "montant"),
    *("region", "taille", "epci", "label", "precision", "q", "dans", "sans", "dispositif", "theme", "donnees", "mot"),
)


def some(values: Collection[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(values))).map(tuple)


def bounds(lowest: int, highest: int) -> st.SearchStrategy[tuple[int | None, int | None]]:
    numbers = st.none() | st.integers(lowest, highest)
    return st.tuples(numbers, numbers).map(
        lambda pair: (pair[1], pair[0]) if None not in pair and pair[0] > pair[1] else pair
    )


selections = st.builds(
    Selection,
    level=st.sampled_from(sorted(TITLES)),
    phase=st.sampled_from(sorted(PHASES)),
    measure=st.sampled_from(sorted(MEASURES)),
    denominator=st.sampled_from(sorted(DENOMINATORS)),
    zone=st.none() | st.sampled_from(sorted(VOCABULARY.zones)),
    dataset=st.sampled_from(VOCABULARY.datasets),
    scheme=st.none() | st.sampled_from(VOCABULARY.schemes),
    theme=st.sampled_from((*THEMES, EVERY_THEME)),
    word=st.none() | st.sampled_from(WORDS),
    programmes=some(VOCABULARY.programmes),
    filieres=some(VOCABULARY.filieres),
    years=bounds(*VOCABULARY.years),
    statuses=some(STATUTS),
    stopped=st.sampled_from(sorted(ARRETS)),
    aid_kinds=some(NATURES_AIDE),
    tags=some(ETIQUETTES_CHOIX),
    amounts_eur=bounds(0, MAX_EUR),
    regions=some(VOCABULARY.regions),
    sizes=some(TAILLES),
    epci_types=some(TYPES_EPCI),
    perimeter=st.sampled_from(sorted(PERIMETERS)),
    precisions=some(PRECISIONS),
    text=st.text(max_size=MAX_TEXT + 50),
    scope=st.sampled_from(sorted(SCOPES)),
    marks=st.sampled_from(sorted(MARKS)),
    form=st.sampled_from(sorted(FORMS)),
    without_top=st.integers(0, 10),
)
parameters = st.dictionaries(
    st.sampled_from(PARAMETERS) | st.text(max_size=20),
    st.lists(st.text(max_size=60), max_size=20) | st.text(),
    max_size=25,
)


@given(selections)
def test_an_address_restores_the_selection(selection: Selection) -> None:
    assert decode(encode(selection), VOCABULARY) == (selection, ())


@given(selections)
def test_an_address_survives_percent_encoding(selection: Selection) -> None:
    query = urlencode(encode(selection), doseq=True)
    assert decode(parse_qs(query), VOCABULARY) == (selection, ())


@given(parameters)
def test_no_address_raises_or_floods_the_page(params: dict[str, list[str]]) -> None:
    selection, notices = decode(params, VOCABULARY)
    assert len(notices) <= MAX_NOTICES + 1
    assert all(notice.isprintable() and len(notice) < 150 for notice in notices)
    assert decode(encode(selection), VOCABULARY) == (selection, ())


@given(parameters)
def test_what_an_address_drops_is_dropped_for_good(params: dict[str, list[str]]) -> None:
    selection, _ = decode(params, VOCABULARY)
    assert set(selection.programmes) <= set(VOCABULARY.programmes)
    assert set(selection.filieres) <= set(VOCABULARY.filieres)
    assert set(selection.regions) <= set(VOCABULARY.regions)
    assert selection.zone is None or selection.zone in VOCABULARY.zones


def test_the_plain_national_view_has_a_bare_address() -> None:
    assert encode(DEFAULT) == {}
    assert decode({}, VOCABULARY) == (DEFAULT, ())


def test_an_unknown_form_of_the_map_is_dropped_with_a_notice() -> None:
    selection, notices = decode({"dessin": "hologramme"}, VOCABULARY)
    assert selection == DEFAULT
    assert notices == ("Valeur ignorée pour « dessin de la carte » : « hologramme ».",)


def test_the_parameters_are_those_of_shared_links() -> None:
    selection = Selection(
        level="communes",
        phase=1,
        measure="aide",
        denominator="habitants",
        zone="2A",
        programmes=("France 2030",),
        filieres=("Santé", "Énergies"),
        years=(2019, 2024),
        statuses=("En service",),
        stopped="avec",
        aid_kinds=("prêt",),
        tags=("gigafactory",),
        amounts_eur=(None, 5_000_000),
        regions=("94",),
        sizes=("t1",),
        epci_types=("SE",),
        perimeter="hors",
        precisions=("site",),
        text="usine",
        scope="projet",
        without_top=3,
        form="relief",
    )
    assert encode(selection) == {
        "niveau": ["communes"],
        "phase": ["1"],
        "mesure": ["aide"],
        "par": ["habitants"],
        "zone": ["2A"],
        "programme": ["France 2030"],
        "filiere": ["Énergies", "Santé"],
        "annees": ["2019-2024"],
        "statut": ["En service"],
        "arretes": ["avec"],
        "nature_aide": ["prêt"],
        "etiquette": ["gigafactory"],
        "montant": ["-5000000"],
        "region": ["94"],
        "taille": ["t1"],
        "epci": ["SE"],
        "label": ["hors"],
        "precision": ["site"],
        "q": ["usine"],
        "dans": ["projet"],
        "sans": ["3"],
        "dessin": ["relief"],
    }


@given(selections, st.randoms())
def test_the_order_of_clicks_does_not_matter(selection: Selection, random: Random) -> None:
    mixed = {}
    for name in LISTS:
        values = [*getattr(selection, name), *getattr(selection, name)]
        random.shuffle(values)
        mixed[name] = tuple(values)
    assert replace(selection, **mixed) == selection
    assert hash(replace(selection, **mixed)) == hash(selection)


def test_lists_follow_the_vocabulary_and_not_the_alphabet() -> None:
    selection = Selection(statuses=("Abandonné", "Annoncé"), filieres=("Santé", "Énergies", "Agroalimentaire"))
    assert selection.statuses == ("Annoncé", "Abandonné")
    assert selection.filieres == ("Agroalimentaire", "Énergies", "Santé")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_an_accent_typed_on_any_system_is_recognised(form: str) -> None:
    selection, notices = decode({"filiere": unicodedata.normalize(form, "Santé")}, VOCABULARY)
    assert selection.filieres == ("Santé",)
    assert notices == ()


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2019-2024", (2019, 2024)),
        ("2019-", (2019, None)),
        ("-2024", (None, 2024)),
        ("2021-2021", (2021, 2021)),
        ("2000-2020", (2000, 2020)),
    ],
)
def test_years_understood(text: str, years: tuple[int | None, int | None]) -> None:
    assert decode({"annees": text}, VOCABULARY) == (Selection(years=years), ())


@pytest.mark.parametrize(
    "text",
    ["-", "2024-2019", "1990-2000", "2030-", "2019", "2019-2024-", "vingt", "2019-99999", "²019-", "٢٠١٩-", "1e3-"],
)
def test_years_refused(text: str) -> None:
    selection, notices = decode({"annees": text}, VOCABULARY)
    assert selection == DEFAULT
    assert len(notices) == 1
    assert "années" in notices[0]


@pytest.mark.parametrize("text", ["0-", f"-{MAX_EUR}", "12-12"])
def test_amounts_understood(text: str) -> None:
    assert decode({"montant": text}, VOCABULARY)[1] == ()


@pytest.mark.parametrize("text", [f"-{MAX_EUR + 1}", "1,5-", "-1 000", "--5", "99999999999999-", "nan-", "-inf"])
def test_amounts_refused(text: str) -> None:
    selection, notices = decode({"montant": text}, VOCABULARY)
    assert selection == DEFAULT
    assert len(notices) == 1


def test_one_notice_for_each_unknown_value_and_the_known_ones_are_kept() -> None:
    selection, notices = decode({"filiere": ["Santé", "Magie", "Alchimie"], "niveau": ["galaxie"]}, VOCABULARY)
    assert selection == Selection(filieres=("Santé",))
    assert len(notices) == 3
    assert "Magie" in notices[0]


def test_a_single_value_given_twice_keeps_the_first() -> None:
    selection, notices = decode({"niveau": ["epci", "regions"]}, VOCABULARY)
    assert selection.level == "epci"
    assert len(notices) == 1


def test_an_unknown_parameter_is_named_but_not_that_of_a_page() -> None:
    assert len(decode({"filière": "Santé"}, VOCABULARY)[1]) == 1
    assert decode({"page": "2"}, VOCABULARY, foreign={"page"}) == (DEFAULT, ())


@pytest.mark.parametrize("name", ["utm_source", "utm_medium", "fbclid", "gclid", "mtm_campaign", "at_medium", "xtor"])
def test_what_trackers_add_to_a_link_is_left_out_in_silence(name: str) -> None:
    assert decode({name: ["lettre"], "filiere": ["Santé"]}, VOCABULARY) == (Selection(filieres=("Santé",)), ())


def test_many_unknown_values_make_few_notices() -> None:
    _, notices = decode({"filiere": [f"x{i}" for i in range(500)], "foo": "1"}, VOCABULARY)
    assert len(notices) == MAX_NOTICES + 1
    assert notices[-1].startswith("496 autres")


def test_a_megabyte_in_every_parameter_is_bounded() -> None:
    start = time.process_time()
    selection, notices = decode(dict.fromkeys(PARAMETERS, "é" * 1_000_000), VOCABULARY)
    assert time.process_time() - start < 1
    assert len(selection.text) == MAX_TEXT
    assert sum(map(len, notices)) < 1_000


def test_a_notice_carries_no_markup_of_the_visitor() -> None:
    _, notices = decode({"filiere": "![x](http://evil.example/a.png)<b>*a*</b> :red[b] $x$ `c` _d_"}, VOCABULARY)
    echo = notices[0].split("« ")[-1].split(" »")[0]
    assert "evil" in echo
    assert not set(echo) & set("![](){}<>*`$:/._")


@given(selections)
def test_removing_every_chip_leaves_the_bare_view(selection: Selection) -> None:
    left = selection
    for chip in selection.filters(VOCABULARY):
        assert chip.label
        assert chip.name
        left = left.without(chip.dimension, chip.value)
    assert left.filters(VOCABULARY) == ()
    assert replace(left, scope="tout") == selection.cleared()
    assert left.level == selection.level
    assert left.zone == selection.zone


def test_removing_one_value_keeps_the_others() -> None:
    selection = Selection(filieres=("Santé", "Énergies"), sizes=("t1",))
    assert selection.without("filieres", "Santé") == Selection(filieres=("Énergies",), sizes=("t1",))
    assert selection.without("filieres") == Selection(sizes=("t1",))


def test_chips_speak_french() -> None:
    selection = Selection(
        regions=("27",),
        sizes=("t3",),
        years=(2019, None),
        amounts_eur=(1_000, 20_000_000),
        perimeter="hors",
        text="l'usine",
        without_top=1,
    )
    assert {chip.name: chip.label for chip in selection.filters(VOCABULARY)} == {
        "Région": "Bourgogne-Franche-Comté",
        "Taille de commune": "5 000 à 20 000",
        "Année": "à partir de 2019",
        "Investissement": "de 1\u202f000\u00a0€ à 20\u202f000\u202f000\u00a0€",
        "Périmètre": "Hors territoire d'industrie",
        "Recherche": "« l'usine »",
        "Sans les plus gros": "le premier (investissement décroissant)",
    }


def test_the_chip_says_by_what_the_largest_are_left_out_and_so_does_what_chooses_the_projects() -> None:
    jobs = Selection(measure="emplois", without_top=3)
    assert [chip.label for chip in jobs.filters()] == ["les 3 premiers (emplois décroissants)"]
    assert Selection(**jobs.filtering()) != Selection(**Selection(without_top=3).filtering())
    assert Selection(**Selection(measure="emplois").filtering()) == Selection()


def test_display_choices_are_not_filters() -> None:
    shown = Selection(level="epci", phase=1, measure="aide", denominator="part", zone="2A")
    assert shown.filters() == ()
    assert FIELDS.keys().isdisjoint({"level", "phase", "measure", "denominator", "zone"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": "galaxie"},
        {"phase": 3},
        {"sizes": ("t9",)},
        {"years": (2024, 2019)},
        {"years": (0, MAX_YEAR + 1)},
        {"amounts_eur": (-1, None)},
        {"without_top": 11},
    ],
)
def test_a_selection_that_makes_no_sense_cannot_be_made(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        Selection(**wrong)


def test_a_bare_string_is_not_a_list() -> None:
    with pytest.raises(TypeError):
        Selection(filieres="Santé")
