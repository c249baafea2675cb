"""Tables drawn at random, with the codes of their communes as truth: no row is placed in another one without a word."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import shapely
from hypothesis import given
from hypothesis import strategies as st

from data.cells.communes import Names
from data.own.findings import REJECTED
from data.own.ground import Ground
from data.own.join import join
from data.places.wider import Wider
from geo.location import Locator

# Homonyms in and across départements, postcodes that are the code of another commune, names of before that others bear.
COMMUNES = pd.DataFrame(
    [
        ("02010", "Saint-Aubin", "02"),
        ("02012", "Anizy", "02"),
        ("02022", "Saint-Aubin", "02"),
        ("33063", "Bordeaux", "33"),
        ("33200", "Le Haillan", "33"),
        ("33300", "Saint-Aubin", "33"),
        ("63300", "Riom", "63"),
        ("63430", "Thiers", "63"),
        ("69100", "Irigny", "69"),
        ("69266", "Villeurbanne", "69"),
        ("74010", "Annecy", "74"),
        ("89162", "Évry", "89"),
        ("91228", "Évry-Courcouronnes", "91"),
    ],
    columns=["code_insee", "nom", "code_departement"],
).set_index("code_insee")
FORMER = pd.DataFrame(
    [
        ("74011", "Annecy-le-Vieux", "commune déléguée", "74010"),
        ("63431", "Irigny", "commune associée", "63430"),
        ("02011", "Riom", "commune déléguée", "02012"),
    ],
    columns=["code_ancien", "nom", "nature", "code_insee"],
)
POSTCODES = pd.DataFrame(
    [
        ("02000", "02010"),
        ("02000", "02012"),
        ("02022", "02010"),  # also the code of another commune
        ("02100", "02022"),
        ("33000", "33063"),
        ("33200", "33063"),
        ("33185", "33200"),
        ("33160", "33300"),
        ("63200", "63300"),
        ("63300", "63430"),
        ("69100", "69266"),
        ("69540", "69100"),
        ("74000", "74010"),
        ("74940", "74010"),
        ("89000", "89162"),
        ("91000", "91228"),
    ],
    columns=["code_postal", "code_insee"],
)
DEPARTEMENTS = pd.Series(
    ["Aisne", "Gironde", "Puy-de-Dôme", "Rhône", "Haute-Savoie", "Yonne", "Essonne"],
    index=["02", "33", "63", "69", "74", "89", "91"],
)
NONE = pd.Series(dtype="str")
ABOVE = {"epci": NONE, "departement": DEPARTEMENTS, "region": NONE}
GROUND = Ground(
    COMMUNES,
    FORMER.set_index("code_ancien")["code_insee"],
    Names(COMMUNES, DEPARTEMENTS, FORMER, POSTCODES),
    Locator(np.array([shapely.box(i, 45, i + 1, 46) for i in range(len(COMMUNES))], dtype=object)),
    Wider(ABOVE, COMMUNES.assign(code_epci=None, code_region=None)),
)
CODES = COMMUNES.index.tolist()
POINTS = {code: (f"{rank + 0.5}", "45.5") for rank, code in enumerate(CODES)}
NAMES = {code: [COMMUNES.at[code, "nom"], *FORMER.loc[FORMER["code_insee"] == code, "nom"]] for code in CODES}
POSTED = {code: POSTCODES.loc[POSTCODES["code_insee"] == code, "code_postal"].tolist() for code in CODES}


@st.composite
def true_rows(draw: st.DrawFn) -> tuple[pd.DataFrame, Sequence[str]]:
    """A table whose rows all speak of one commune each, told in a few of the ways of real files; and these communes."""
    # All communes, thrice, or a few: a column is judged as a whole.
    truth = draw(st.permutations(CODES * 3) | st.lists(st.sampled_from(CODES), min_size=1, max_size=4))
    written = {
        "commune": lambda code: _styled(draw(st.sampled_from(NAMES[code])), draw(st.integers(0, 3))),
        "departement": lambda code: draw(st.sampled_from([COMMUNES.at[code, "code_departement"], ""])),
        "code_postal": lambda code: draw(st.sampled_from([*POSTED[code], ""])),
        "code_insee": lambda code: draw(st.sampled_from([code, code.lstrip("0"), ""])),
        "lon": lambda code: POINTS[code][0],
        "lat": lambda code: POINTS[code][1],
    }
    sets = [["commune"], ["commune", "departement"], ["commune", "code_postal"], ["code_postal"], ["code_insee"]]
    sets += [
        ["code_insee", "commune"],
        ["commune", "lon", "lat"],
        ["code_insee", "commune", "code_postal", "departement"],
    ]
    columns = draw(st.sampled_from(sets))
    return _frame({column: [written[column](code) for code in truth] for column in columns}), truth


@given(true_rows())
def test_a_row_that_says_its_commune_is_placed_there_or_asked(drawn: tuple[pd.DataFrame, Sequence[str]]) -> None:
    frame, truth = drawn
    rows = join(frame, {column: column for column in frame}, GROUND).rows
    for found, true, motif in zip(rows["code_insee"], truth, rows["motif"], strict=True):
        assert pd.isna(found) or found == true, (found, true, motif)


@given(st.lists(st.sampled_from([*POSTCODES["code_postal"].unique()]), min_size=1, max_size=8))
def test_postcodes_under_a_heading_of_codes_place_no_row(postcodes: list[str]) -> None:
    rows = join(_frame({"code_insee": postcodes}), {"code_insee": "code_insee"}, GROUND).rows
    wrong = rows["code_insee"].notna()
    assert not wrong.any(), rows[wrong]


@given(st.lists(st.integers(1990, 2030).map(str) | st.integers(1, 9_999).map(str), min_size=1, max_size=8))
def test_years_and_counts_under_a_heading_of_names_or_postcodes_place_no_row(numbers: list[str]) -> None:
    for role in ("commune", "departement"):
        rows = join(_frame({role: numbers}), {role: role}, GROUND).rows
        assert rows["code_insee"].isna().all()


@given(st.lists(st.sampled_from([*DEPARTEMENTS.index, *DEPARTEMENTS]), min_size=1, max_size=6))
def test_rows_of_departements_are_in_no_commune_wherever_their_point_is(cells: list[str]) -> None:
    columns = {"echelon": ["département"] * len(cells), "code_insee": cells}
    frame = _frame({**columns, "lon": ["3.5"] * len(cells), "lat": ["45.5"] * len(cells)})
    rows = join(frame, {column: column for column in frame}, GROUND).rows
    assert rows["code_insee"].isna().all()
    assert (rows["lieu"].notna() | (rows["statut"] == REJECTED)).all()
    assert rows["lieu"].notna().all()


def _styled(name: str, style: int) -> str:
    return (name, name.upper(), name + " CEDEX", name.replace("Saint-", "St "))[style]


def _frame(columns: dict[str, list[str]]) -> pd.DataFrame:
    count = len(next(iter(columns.values())))
    return pd.DataFrame(columns, index=pd.RangeIndex(2, count + 2, name="ligne"), dtype="str").replace("", None)
