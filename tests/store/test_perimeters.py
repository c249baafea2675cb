"""A perimeter is a place like another; what a visitor writes is a member, or a doubt, never a guess."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from data.editions.edition import Edition
from data.files import encodings
from data.places import likeness, perimeter_reading, sheet
from data.places.levels import Places
from data.places.place import place_of
from data.places.search import SearchIndex
from data.query import aggregation
from data.query.address import decode, encode
from data.query.projects import Projects
from data.query.selection import Selection
from data.words.place_keys import MAX_CHOSEN, MAX_MEMBERS, chosen, perimeter_key, split
from data.words.vocabulary import Vocabulary

THIERS, LEZOUX, RIOM = "63430", "63195", "63300"


@pytest.fixture(scope="module")
def index(places: Places, edition: Edition) -> SearchIndex:
    return SearchIndex.from_places(places, edition.table("successions"), edition.table("codes_postaux"))


@pytest.mark.parametrize("seed", range(20))
def test_the_sums_of_a_perimeter_are_those_of_its_communes(seed: int, projects: Projects, places: Places) -> None:
    drawn = Random(seed)
    codes = drawn.sample(list(places.levels["epci"].index), 3) + drawn.sample(list(places.communes.index), 5)
    place = place_of(places, perimeter_key(codes))
    members = set(codes) | set(places.communes.index[places.communes["code_epci"].isin(codes)])
    assert set(place.communes) == members & set(places.communes.index)
    assert place.population == places.communes.loc[list(place.communes), "population"].sum()
    selection = Selection()
    rows = aggregation.matching(projects, selection)
    by_commune = aggregation.aggregate(projects, selection, by="communes", rows=rows)
    plain = by_commune[by_commune.index.isin(members)].sum()
    kin = sheet.kin_of(projects, places, selection, sheet.kin_class(places, place), rows)
    for column in aggregation.COLUMNS:
        assert kin.sums[column].iloc[0] == plain[column], column


def test_a_perimeter_of_one_intercommunalite_counts_as_it_does(projects: Projects, places: Places) -> None:
    selection = Selection()
    rows = aggregation.matching(projects, selection)
    for code in places.levels["epci"].sample(30, random_state=1).index:
        alone, whole = (place_of(places, key) for key in (perimeter_key([code]), f"epci-{code}"))
        own, kin = (
            sheet.kin_of(projects, places, selection, sheet.kin_class(places, each), rows) for each in (alone, whole)
        )
        columns = [*aggregation.COLUMNS, "population", "superficie_km2"]
        expected = kin.sums.loc[code, columns].astype(float)
        np.testing.assert_allclose(own.sums[columns].iloc[0].astype(float), expected)


def test_it_is_named_after_its_largest_members_and_says_where_it_is(places: Places) -> None:
    place = place_of(places, perimeter_key([LEZOUX, THIERS, RIOM]))
    assert (place.nom, place.situation, place.genre) == ("Riom, Thiers et 1 autre", "Puy-de-Dôme", "Périmètre choisi")
    assert place_of(places, perimeter_key([THIERS])).nom == "Thiers"


def test_its_neighbours_are_communes_around_it(places: Places, edition: Edition) -> None:
    place = place_of(places, perimeter_key([THIERS, LEZOUX]))
    around = likeness.neighbours(places, likeness.borders(places, edition.table("voisinages")), place)
    assert around and {split(key)[0] for key in around} == {"commune"}
    assert not {split(key)[1] for key in around} & {THIERS, LEZOUX}


def test_an_address_holds_it_and_tells_what_it_leaves_out(vocabulary: Vocabulary) -> None:
    key = perimeter_key([THIERS, "200070712"])
    found, notices = decode({"lieu": [key]}, vocabulary)
    assert (found.places, notices, encode(found)) == ((key,), (), {"lieu": [key]})
    found, notices = decode({"lieu": [f"{key}.99999"]}, vocabulary)
    assert found.places == (key,) and "« 99999 »" in notices[0]
    assert decode({"lieu": ["perimetre-"]}, vocabulary)[0].places == ()
    assert decode({"lieu": ["perimetre-99999"]}, vocabulary)[0].places == ()


def test_an_address_tells_a_perimeter_of_a_file_by_a_mark_that_this_visit_alone_knows(
    vocabulary: Vocabulary, places: Places
) -> None:
    codes = list(places.communes.index[: MAX_CHOSEN + 1])
    key = perimeter_key(codes)
    assert encode(Selection(places=(perimeter_key(codes[:-1]),)))["lieu"] == [perimeter_key(codes[:-1])]
    written = encode(Selection(places=(key, "commune-63430"), filieres=("Santé",)))
    mark, beside = written["lieu"]
    assert len(mark) < 40 and beside == "commune-63430"
    assert mark != encode(Selection(places=(perimeter_key(codes[1:] + codes[:1]),)))["lieu"][0]
    found, (notice,) = decode(written, vocabulary)
    assert found == Selection(places=("commune-63430",), filieres=("Santé",)) and "ouvrir ce fichier" in notice
    known = replace(vocabulary, perimeters={mark: key})
    assert decode(written, known) == (Selection(places=(key, "commune-63430"), filieres=("Santé",)), ())


def test_a_former_commune_gives_the_present_one(vocabulary: Vocabulary, edition: Edition) -> None:
    moved = edition.table("successions")
    old, new = moved[moved["code_ancien"] != moved["code_insee"]][["code_ancien", "code_insee"]].iloc[0]
    present = {f"commune-{old}": f"commune-{new}"}
    known = Vocabulary(**(vars(vocabulary) | {"former": present}))
    assert decode({"lieu": [perimeter_key([old])]}, known)[0].places == (perimeter_key([new]),)


def test_names_codes_and_pasted_lines_are_read(index: SearchIndex) -> None:
    written = (
        f"{THIERS} Thiers\nLezoux (63)\nRiom 63\nCC Thiers Dore et Montagne\n63291;Puy-Guillaume;2 600\n\nthiers 63300"
    )
    found = perimeter_reading.read(written, index)
    assert found.doubts == ()
    assert found.codes == (THIERS, LEZOUX, RIOM, "200070712", "63291")
    assert chosen(split(found.key or "")[1])[:2] == [f"commune-{THIERS}", f"commune-{LEZOUX}"]


def test_a_name_of_many_or_of_none_is_a_doubt(index: SearchIndex) -> None:
    found = perimeter_reading.read("Saint-Aubin\nXqzt\nPuy-de-Dôme\n99999", index)
    assert found.codes == ()
    assert [doubt.written for doubt in found.doubts] == ["Saint-Aubin", "Xqzt", "Puy-de-Dôme", "99999"]
    assert "lieux possibles" in found.doubts[0].reason
    assert found.key is None


@pytest.mark.parametrize("line", ["Saint-Aubin;63430", "Riom;63291", "Saint-Aubin;01004", "12 345", "Xqzt;12 345"])
def test_a_figure_beside_a_name_settles_nothing(index: SearchIndex, line: str) -> None:
    found = perimeter_reading.read(line, index)
    assert found.codes == () and len(found.doubts) == 1


def test_what_is_beyond_the_bound_is_said(index: SearchIndex, places: Places) -> None:
    first = places.communes.head(MAX_MEMBERS + 2)
    lines = [f"{code} {nom}" for code, nom in first["nom"].items()]
    found = perimeter_reading.read("\n".join(lines), index)
    assert list(found.codes) == list(first.index[:MAX_MEMBERS])
    assert [doubt.written for doubt in found.doubts] == lines[MAX_MEMBERS:]


def test_a_code_that_is_a_postcode_too_is_asked_and_its_name_settles_it(index: SearchIndex, places: Places) -> None:
    found = perimeter_reading.read("63300\n63430\n33200", index)
    assert found.codes == () and len(found.doubts) == 3
    assert "code INSEE de Riom et code postal de Thiers" in found.doubts[0].reason
    assert perimeter_reading.read("63300 Riom", index).codes == ("63300",)
    assert perimeter_reading.read("63300 Thiers", index).codes == ("63430",)
    for code, nom in places.communes["nom"].sample(150, random_state=11).items():
        assert perimeter_reading.read(f"{code} {nom}", index).codes == (code,), nom
        assert set(perimeter_reading.read(str(code), index).codes) <= {code}


def test_each_commune_that_is_read_is_the_one_that_was_written(index: SearchIndex, places: Places) -> None:
    """Drawn communes written with their département: read right, or a doubt."""
    drawn = places.communes.sample(150, random_state=7)[["nom", "code_departement"]]
    read = 0
    for code, nom, departement in drawn.itertuples(name=None):
        found = perimeter_reading.read(f"{nom} ({departement})", index)
        assert found.codes in {(code,), ()}, (nom, found)
        read += bool(found.codes)
    assert read > 140


def test_a_file_is_read_as_systems_write_it_and_what_is_beyond_is_told(index: SearchIndex) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"):
        text = encodings.decoded("63430 Thiers\r\nChâteldon (63)\r\n".encode(encoding), "membres.txt")
        assert perimeter_reading.read(text, index).codes == ("63430", "63102")
    found = perimeter_reading.read("63430 Thiers\n" + " " * perimeter_reading.MAX_LETTERS + "63227 Lezoux", index)
    assert found.codes == ("63430",) and "rien n'est lu" in found.doubts[-1].reason
