"""Plain data has the figures of the pages, in the words of their addresses, and refuses what these would leave out."""

import io
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, quote, urlencode

import brotli
import geopandas as gpd
import pandas as pd
import pytest

from data.editions.edition import Edition
from data.files import exports
from data.places.levels import Places, View
from data.plain import answers, question, resources, worker, written
from data.plain.answers import Rows
from data.plain.ground import Ground
from data.query import outputs
from data.query.address import decode
from data.query.projects import Projects
from data.words.place_keys import split as of_key
from data.words.vocabulary import Vocabulary
from geo.errors import DataError
from tests.conftest import Count
from tests.inventory import euros, live_projects

Ask = Callable[[str], bytes]


@pytest.fixture(scope="module")
def ground(edition: Edition) -> Ground:
    return Ground(edition)


@pytest.fixture(scope="module")
def ask(ground: Ground) -> Ask:
    """The body of the answer to an address below `/api/`."""

    def asked(address: str) -> bytes:
        path, _, query = address.partition("?")
        found = resources.split(resources.ROOT + path)
        assert found is not None, address
        asking = question.read(ground, *found, quote(query, safe="=&+%-"))
        return written.written(asking, answers.rows(asking))

    return asked


def lines(body: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(body)["lignes"]
    return found


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("region", "niveau=regions"),
        ("departement", "niveau=departements"),
        ("epci", "niveau=epci"),
        ("territoire", "phase=2"),
        ("territoire", "phase=1"),
    ],
)
def test_sums_are_those_of_the_published_file_to_the_euro(
    ask: Ask, counts: Mapping[str, Count], kind: str, asked: str
) -> None:
    found = {line["code"]: line for line in lines(ask(f"sommes.json?{asked}"))}
    expected = {of_key(key)[1]: count for key, count in counts.items() if of_key(key)[0] == kind}
    phase = parse_qs(asked).get("phase")
    expected = {code: count for code, count in expected.items() if phase is None or code.startswith(phase[0])}
    assert expected.keys() <= found.keys()
    for code, line in found.items():
        count = expected.get(code, Count())
        assert (line["projets"], line["investissement_connus"]) == (count.projects, count.known), code
        assert line["investissement_eur"] == (count.euros if count.known else None), code


def test_the_whole_counts_what_is_in_no_place_of_the_level(ask: Ask) -> None:
    told = json.loads(ask("sommes.json?phase=2"))
    assert told["ensemble"]["projets"] == len(live_projects())
    assert told["ensemble"]["investissement_eur"] == euros(live_projects())
    assert sum(line["projets"] for line in told["lignes"]) < len(live_projects())


@pytest.mark.parametrize(
    "query",
    [
        "niveau=regions&mesure=investissement&par=habitants&filiere=Santé",
        "niveau=epci&mesure=effet_levier&statut=Annoncé&statut=En+service",
        "phase=1&mesure=emplois&annees=2020-2023&taille=t1&taille=t2",
        "niveau=communes&zone=69&sans=1&q=usine",
    ],
)
def test_a_file_of_sums_is_that_of_the_page_of_the_same_address(
    ask: Ask, projects: Projects, places: Places, vocabulary: Vocabulary, query: str
) -> None:
    selection, dropped = decode(parse_qs(query), vocabulary)
    assert not dropped
    page = exports.csv(outputs.level_output(View.of(projects, places, selection).table, selection))
    assert ask(f"sommes.csv?{query}") == page


def test_projects_pass_the_filters_and_come_some_at_a_time(ask: Ask) -> None:
    expected = sorted(row["id_projet"] for row in live_projects() if row["filiere"] == "Santé")
    address: str | None = "projets.json?filiere=Santé&nombre=40"
    found = []
    while address:
        told = json.loads(ask(address))
        assert told["total"] == len(expected) and told["filtres"] == ["Filière : Santé"]
        found += [line["id_projet"] for line in told["lignes"]]
        address = told["suite"] and told["suite"].removeprefix(resources.ROOT)
        address = address and address.replace(urlencode({"filiere": "Santé"}), "filiere=Santé")
    assert found == expected


def test_all_communes_are_a_level_too(ask: Ask, places: Places) -> None:
    told = json.loads(ask("sommes.json?niveau=communes&debut=34000&nombre=10"))
    assert told["total"] == len(places.communes)
    assert [line["code"] for line in told["lignes"]] == places.communes.index[34000:34010].tolist()


def test_territories_have_their_communes_and_every_format_the_same_rows(ask: Ask, edition: Edition) -> None:
    members = edition.table("appartenances")
    of_phase = members[members["phase"] == 1]
    told = lines(ask("territoires.json?phase=1"))
    assert sum(len(line["communes"].split()) for line in told) == len(of_phase)
    features = json.loads(ask("territoires.geojson?phase=1"))["features"]
    assert [each["properties"] for each in features] == told
    assert {each["geometry"]["type"] for each in features} <= {"Polygon", "MultiPolygon"}
    frame = gpd.read_parquet(io.BytesIO(ask("territoires.parquet?phase=1")))
    assert frame["communes"].tolist() == [line["communes"] for line in told] and frame.geometry.is_valid.all()
    assert frame.attrs["edition"] == edition.id


def test_projects_are_points_where_they_are_known_to_be(ask: Ask) -> None:
    features = json.loads(ask("projets.geojson"))["features"]
    assert len(features) == len(live_projects())
    for each in features:
        lon, lat = each["properties"]["lon"], each["properties"]["lat"]
        assert each["geometry"] == (
            None if lon is None else {"type": "Point", "coordinates": pytest.approx([lon, lat], abs=1e-6)}
        )


def test_each_word_that_is_listed_is_one_that_is_taken(ask: Ask, ground: Ground) -> None:
    words = lines(ask("filtres.json"))
    names = {word["parametre"] for word in words}
    assert {"niveau", "mesure", "filiere", "region", "zone", "statut", "phase"} <= names
    for name in names - {"zone", "donnees"}:
        values = [word["valeur"] for word in words if word["parametre"] == name]
        assert all(word["libelle"] for word in words if word["parametre"] == name)
        for value in values:
            question.read(ground, resources.RESOURCES["sommes"], "json", urlencode({name: value}))


@pytest.mark.parametrize(
    ("address", "named", "remedy"),
    [
        ("projets.json?filiere=Sante", "filiere", "filtres.json"),
        ("projets.json?annees=2023-2020", "annees", "2020-2023"),
        ("projets.json?montant=beaucoup", "montant", "1000000-5000000"),
        ("projets.json?niveau=regions", "niveau", "l'ôter"),
        ("projets.json?inconnu=1", "inconnu", "l'ôter"),
        ("projets.json?statut=", "statut", "filtres.json"),
        ("projets.json?nombre=5001", "nombre", "de 1 à 5000"),
        ("projets.json?debut=-1", "debut", "de 0 ou plus"),
        ("sommes.json?zone=69", "zone", "niveau=communes"),
        ("sommes.json?donnees=vous", "donnees", "filtres.json"),
        ("territoires.json?phase=3", "phase", "filtres.json"),
    ],
)
def test_what_is_not_understood_is_refused_by_its_name_with_the_remedy(
    ask: Ask, address: str, named: str, remedy: str
) -> None:
    with pytest.raises(DataError) as refused:
        ask(address)
    problem = refused.value.problems[0]
    assert problem.file == f"paramètre « {named} »" and remedy in problem.remedy


def test_all_that_is_wrong_is_said_at_once(ask: Ask) -> None:
    with pytest.raises(DataError) as refused:
        ask("projets.json?filiere=Sante&statut=Fini&nombre=0")
    assert len(refused.value.problems) == 3


def test_no_cell_of_a_csv_becomes_a_formula(ground: Ground) -> None:
    asking = question.read(ground, resources.RESOURCES["projets"], "csv", "")
    table = pd.DataFrame({"projet": ["=1+1", "a,@b"], "investissement_eur": [-1, 2]})
    assert written.written(asking, Rows(table, 2)) == exports.csv(table)
    assert b"'=1+1" in exports.csv(table)


def test_the_process_tells_what_follows_then_the_body(edition: Edition) -> None:
    asked = {"edition": edition.id, "resource": "edition", "kind": "json", "query": "", "site": "https://exemple.fr"}
    head, _, body = worker.answer(edition.folder.parents[1], asked, b"").partition(worker.END)
    told = json.loads(brotli.decompress(body))
    assert json.loads(head)["next"] is None and told["edition"] == edition.id
    assert {line["fichier"] for line in told["lignes"]} == set(edition.manifest.files)
