"""What is told of a territory from one phase to the other, and the diagram of it, on a small made country."""

import json
import re
from functools import cache
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from components.charts.bar_charts import Spec
from components.places import phase_lineage
from components.views.territoire import lineage_diagram, perimeter_history
from data.places import genealogy
from data.places.genealogy import Lineage
from data.places.levels import Places

# code, population, code_epci, territory of phase 1, of phase 2.
COMMUNES = [
    ("a1", 600, "E1", "1-A", "2-A"),
    ("a2", 400, "E1", "1-A", "2-A"),
    ("b1", 1, "E2", "1-B", "2-B"),
    ("c1", 700, "E3", "1-C", "2-C"),
    ("c2", 299, "E3", "1-C", None),
    ("c3", 1, None, "1-C", "2-N"),
    ("d1", 500, "E4", "1-D", "2-D"),
    ("d2", 1_500, "E4", "1-D", "2-M"),
    ("m1", 1_000, "E5", "1-M", "2-M"),
    ("m2", 10, "E5", None, "2-M"),
    ("v1", 50, "E6", "1-V", None),
    ("v2", 60, "E7", "1-V", None),
    ("n1", 1_200, "E8", None, "2-N"),
    ("x1", 9, "E9", None, None),
]
NAMES = {
    "1-A": "Ardenne - Nord",
    "2-A": "ARDENNE NORD",
    "1-B": "Baie",
    "2-B": "Grande Baie",
    "1-C": "Causses",
    "2-C": "Causses",
    "1-D": "Dunes",
    "2-D": "Dunes",
    "1-M": "Monts",
    "2-M": "Monts et *Dunes* de l'Ouest",
    "1-V": "Vallée",
    "2-N": "Neuf",
}
UNREADABLE = re.compile(r"nan|None|NaT|<NA>|\b0[  ](commune|habitant)", re.IGNORECASE)


def country() -> Places:
    columns = ["code_insee", "population", "code_epci", "id_territoire_1", "id_territoire_2"]
    communes = pd.DataFrame(COMMUNES, columns=columns).set_index("code_insee")
    levels = {}
    for phase, side in enumerate(genealogy.SIDES, start=1):
        named = pd.Series({code: nom for code, nom in NAMES.items() if code.startswith(str(phase))}, name="nom")
        levels[f"territoires-{phase}"] = named.to_frame().join(communes.groupby(side)["population"].sum())
    codes = communes["code_epci"].dropna().unique()
    return Places(levels | {"epci": pd.DataFrame({"nom": [f"CC {code}" for code in codes]}, index=codes)}, communes)


PROJETS = pd.DataFrame(
    [("c1", 2_450_000_000, None), ("c1", None, 0), ("c2", None, None), ("d2", None, None), ("x1", 9, 9)],
    columns=["code_insee", "investissement_centimes", "aide_centimes"],
).astype({"investissement_centimes": "Int64", "aide_centimes": "Int64"})
PLACES = country()
LINKS = genealogy.links(genealogy.Pairs.of(PLACES.communes), PROJETS)


@cache
def read(code: str) -> tuple[Lineage, pd.DataFrame]:
    lineage = genealogy.lineage(PLACES, LINKS, code)
    return lineage, perimeter_history.flows(PLACES, LINKS, lineage)


def told(code: str) -> list[str]:
    """The sentences, with plain spaces."""
    spoken = perimeter_history.sentences(*read(code), filtered=False)
    return [sentence.replace("\u00a0", " ").replace("\u202f", " ") for sentence in spoken]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("1-A", "« Ardenne - Nord » a les 2 mêmes communes en phase 2, sous le même nom."),
        ("2-A", "« ARDENNE NORD » a les 2 mêmes communes qu'en phase 1, sous le même nom."),
        ("1-B", "« Baie » a la même commune en phase 2, sous le nom de « Grande Baie »."),
        ("2-B", "« Grande Baie » a la même commune qu'en phase 1, où il s'appelait « Baie »."),
        (
            "1-C",
            "« Causses » garde son nom en phase 2, qui en reprend 1 commune et 700 habitants, "
            "soit 70,0 % de la population.",
        ),
        (
            "2-C",
            "« Causses » vient d'un territoire de même nom dont il reprend 1 commune et 700 habitants, "
            "soit 70,0 % de la population.",
        ),
        (
            "1-M",
            "« Monts » devient « Monts et *Dunes* de l'Ouest » en phase 2, qui en reprend 1 commune et "
            "1 000 habitants, soit toute la population.",
        ),
        (
            "1-D",
            "« Dunes » est partagé entre 2 territoires de la phase 2 : sa population va pour 75,0 % à « Monts et "
            "*Dunes* de l'Ouest » (1 commune, 1 500 habitants) et pour 25,0 % à « Dunes » (1 commune, 500 habitants). "
            "L'un d'eux garde son nom.",
        ),
        (
            "2-D",
            "« Dunes » vient d'un territoire de même nom dont il reprend 1 commune et 500 habitants, "
            "soit 25,0 % de la population.",
        ),
        (
            "2-M",
            "« Monts et *Dunes* de l'Ouest » réunit des communes de 2 territoires de la phase 1 : « Dunes » "
            "(1 commune, 1 500 habitants, 75,0 % de sa population) et « Monts » (1 commune, 1 000 habitants, "
            "toute sa population). Aucun ne portait son nom.",
        ),
        ("1-V", "« Vallée » n'a pas de suite en phase 2."),
        ("2-N", "« Neuf » est nouveau : il ne vient d'aucun territoire de la phase 1."),
    ],
)
def test_each_outcome_is_told(code: str, expected: str) -> None:
    assert told(code)[0] == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "1-C",
            "2 communes d'une intercommunalité (701 habitants) restent dans un territoire de la phase 2 ; "
            "1 commune d'une intercommunalité (299 habitants) n'est plus dans aucun territoire.",
        ),
        (
            "2-C",
            "1 commune d'une intercommunalité (700 habitants) était déjà dans un territoire de la phase 1 ; "
            "1 commune d'une intercommunalité (299 habitants) du périmètre d'origine n'est plus dans aucun territoire.",
        ),
        ("1-V", "2 communes de 2 intercommunalités (110 habitants) ne sont plus dans aucun territoire."),
        (
            "1-M",
            "1 commune d'une intercommunalité (1 000 habitants) reste dans un territoire de la phase 2 ; "
            "1 commune d'une intercommunalité (10 habitants) s'y ajoute.",
        ),
    ],
)
def test_moves_agree_in_number_and_say_where_from(code: str, expected: str) -> None:
    assert told(code)[-2] == expected


def test_an_unchanged_territory_tells_of_no_move() -> None:
    assert told("2-A")[1:] == ["Projets : aucun."]


def test_a_strip_is_told_apart_from_origins() -> None:
    _, strip, moves, _ = told("2-N")
    assert strip == (
        "Trop peu pour une filiation, moins de 5 % de chaque population : « Causses » (1 commune, 1 habitant)."
    )
    assert moves == (
        "1 commune sans intercommunalité (1 habitant) était déjà dans un territoire de la phase 1 ; "
        "1 commune d'une intercommunalité (1 200 habitants) y entre."
    )


def test_an_unknown_amount_is_not_told_as_zero_and_a_known_zero_is() -> None:
    assert told("2-C")[-1] == (
        "Projets : 2 dans la commune qui reste (investissement connu pour 1 : 24,5 M€ ; aide connue "
        "pour 1 : 0 €) et 1 dans la commune qui sort (aucun montant connu)."
    )
    table = phase_lineage.in_euros(read("2-C")[1])
    assert table["investissement_eur"].isna().tolist() == [False, True]
    assert table.loc[0, "investissement_eur"] == 24_500_000
    assert (table.loc[0, "aide_eur"], table["aide_eur"].isna().tolist()) == (0, [False, True])


def test_a_filtered_inventory_is_said_to_be_a_selection() -> None:
    assert perimeter_history.sentences(*read("1-V"), filtered=True)[-1] == "Projets de la sélection : aucun."


def test_an_epci_is_listed_in_each_of_its_situations() -> None:
    lines = perimeter_history.epci_sentences(read("1-C")[0].epci)
    assert [line.replace("\u00a0", " ") for line in lines] == [
        "Restent : CC E3 (1 commune) et Sans intercommunalité (1 commune).",
        "Sort : CC E3 (1 commune).",
    ]


@pytest.mark.parametrize("code", NAMES)
def test_flows_are_those_of_the_table_of_epci(code: str) -> None:
    lineage, shown = read(code)
    sums = ["nb_communes", "population"]
    assert shown.groupby("situation")[sums].sum().equals(lineage.epci.groupby("situation")[sums].sum())


def layers(spec: Spec, mark: str) -> list[list[dict[str, Any]]]:
    return [layer["data"]["values"] for layer in spec["layer"] if layer["mark"]["type"] == mark]


@pytest.mark.parametrize("code", NAMES)
@pytest.mark.parametrize("narrow", [True, False])
def test_nothing_unreadable_is_shown(code: str, narrow: bool) -> None:
    _, shown = read(code)
    spec = json.dumps(lineage_diagram.diagram(shown, narrow=narrow), ensure_ascii=False, allow_nan=False)
    assert not UNREADABLE.search(" ".join([*told(code), lineage_diagram.alt(shown), spec]))


@pytest.mark.parametrize("code", NAMES)
def test_bands_are_as_thick_as_populated_and_never_overlap_at_their_ends(code: str) -> None:
    _, shown = read(code)
    (points,) = layers(lineage_diagram.diagram(shown, narrow=False), "area")
    table = pd.DataFrame(points)
    thickness = (table["y2"] - table["y"]).groupby(table["bande"]).first()
    expected = shown["population"] / shown["population"].sum() * thickness.sum()
    assert thickness.tolist() == pytest.approx(expected.tolist(), abs=4)  # the thinnest are 2 px, so that they are seen
    for _, end in table[table["x"].isin([table["x"].min(), table["x"].max()])].groupby("x"):
        spans = sorted(zip(end["y"], end["y2"], strict=True))
        assert all(bottom <= top + 1e-6 for (_, bottom), (top, _) in pairwise(spans))


@pytest.mark.parametrize("code", NAMES)
def test_labels_of_a_phone_are_short_and_apart(code: str) -> None:
    spec = lineage_diagram.diagram(read(code)[1], narrow=True)
    texts = pd.DataFrame([text for layer in layers(spec, "text") for text in layer])
    assert texts["texte"].str.len().max() <= 18
    for _, side in texts.groupby("x"):
        assert (side["y"].sort_values().diff().dropna() >= 13).all()
    low, high = spec["encoding"]["y"]["scale"]["domain"]
    assert texts["y"].between(low, high).all()


def test_labels_say_what_is_shared_of_how_much_and_none() -> None:
    spec = lineage_diagram.diagram(read("2-C")[1], narrow=False)
    texts = [text["texte"].replace("\u00a0", " ") for layer in layers(spec, "text") for text in layer]
    assert texts == [
        *("Phase 1", "Causses", "999 habitants", "sur 1\u202f000"),
        *("Phase 2", "Causses", "aucun territoire", "700 habitants", "299 habitants"),
    ]


def test_the_diagram_is_told_to_those_who_do_not_see_it() -> None:
    alt = lineage_diagram.alt(read("1-V")[1]).replace("\u00a0", " ")
    assert alt.endswith("à droite : Vallée vers aucun territoire, 2 communes, 110 habitants.")


def test_the_country_is_told() -> None:
    became = genealogy.counted_outcomes(genealogy.outcomes(PLACES, LINKS))
    found = genealogy.situations(genealogy.Pairs.of(PLACES.communes), LINKS)
    assert [text.replace("\u00a0", " ") for text in phase_lineage.territory_sentences(became)] == [
        "La phase 1 comptait 6 territoires, la phase 2 en compte 6.",
        "2 territoires ont les mêmes communes aux deux phases, dont 1 sous un autre nom.",
        "Parmi les autres de la phase 1, 2 ont un seul successeur, 1 est partagé entre plusieurs et "
        "1 reste sans suite.",
        "Parmi les autres de la phase 2, 2 ont une seule origine, 1 en réunit plusieurs et 1 est nouveau.",
    ]
    assert phase_lineage.commune_sentences(found)[0].replace("\u00a0", " ").replace("\u202f", " ") == (
        "8 communes (5 intercommunalités, 4 702 habitants) sont dans un territoire aux deux phases, "
        "2 (2 intercommunalités, 1 210 habitants) en phase 2 seulement et "
        "3 (3 intercommunalités, 409 habitants) en phase 1 seulement."
    )
