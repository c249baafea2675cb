"""Where plants are: what a large project needs, and rows that leave."""

import pandas as pd
import pytest

from data.sources import merges, publishers, sites
from geo.errors import DataError

POPULATIONS = pd.Series({"59183": 86_000, "59094": 7_000, "59159": 150})
LARGE = 60_000_000_00


def projets(**changes: object) -> pd.DataFrame:
    row = {"id_projet": "p1", "code_insee": "59094", "investissement_centimes": LARGE, "nature_source": "presse"}
    row |= {"source_url": "https://example.org/a"}
    return pd.DataFrame([row | changes], index=pd.Index([2])).astype({"investissement_centimes": "Int64"})


def checked(**changes: object) -> pd.DataFrame:
    row = {"id_projet": "p1", "communes_du_site": "59094 ; 59159", "regle": "oui", "seconde_source_url": None}
    return pd.DataFrame([row | {"remarque": None} | changes], index=pd.Index([2])).astype("str")


def refusal(projects: pd.DataFrame, verifications: pd.DataFrame) -> str:
    with pytest.raises(DataError) as caught:
        sites.check(projects, verifications, POPULATIONS)
    (problem,) = caught.value.problems
    return str(problem)


def test_a_site_over_two_communes_holds_the_commune_of_its_project() -> None:
    sites.check(projets(), checked(), POPULATIONS)
    found = sites.with_sites(projets(), checked()).iloc[0]
    assert (found["communes_du_site"], found["site_verifie"]) == ("59094 ; 59159", "oui")


def test_a_project_placed_in_the_city_of_the_headline_is_refused() -> None:
    assert refusal(projets(code_insee="59183"), checked()).startswith(
        "projets.csv, ligne 2, colonne code_insee : la commune de p1 est 59183, son site vérifié est 59094, 59159."
    )


def test_a_large_project_in_a_large_commune_needs_a_second_source() -> None:
    large = projets(code_insee="59183"), checked(communes_du_site="59183")
    assert "n'a qu'une source" in refusal(*large)
    sites.check(large[0], checked(communes_du_site="59183", seconde_source_url="https://example.org/b"), POPULATIONS)
    sites.check(projets(code_insee="59183", investissement_centimes=LARGE // 10), large[1], POPULATIONS)


def test_an_unsettled_site_is_listed_and_leaves_the_commune_as_published() -> None:
    unsettled = checked(regle="non", remarque="Écuisses ou Montchanin.")
    sites.check(projets(code_insee="59183"), unsettled, POPULATIONS)
    assert sites.with_sites(projets(code_insee="59183"), unsettled)["communes_du_site"].tolist() == ["59183"]
    assert sites.unsettled(projets(), unsettled)["remarque"].tolist() == ["Écuisses ou Montchanin."]
    assert sites.unsettled(projets(), unsettled.iloc[:0])["id_projet"].tolist() == ["p1"]
    assert sites.unsettled(projets(investissement_centimes=None), unsettled).empty


def test_a_double_leaves_and_what_it_doubles_stays() -> None:
    both = pd.concat([projets(), projets(id_projet="p2")])
    merged = pd.DataFrame({"id_projet": ["p1"], "id_conserve": ["p2"]}, index=[2])
    assert merges.applied(both, merged)["id_projet"].tolist() == ["p2"]
    with pytest.raises(DataError, match=r"fusions\.csv, ligne 2, colonne id_conserve : « p1 » n'est pas"):
        merges.applied(both, merged.assign(id_conserve="p1"))


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("https://www.gers.gouv.fr/relance", True),
        ("https://gouv.fr", True),
        ("https://region-aura.latribune.fr/gouv.fr", False),
        ("https://pasgouv.fr", False),
        ("https://gouv.fr.example.org", False),
    ],
)
def test_only_the_address_of_a_public_body_is_official(address: str, public: bool) -> None:
    hosts = pd.DataFrame({"hote": ["gouv.fr"]})
    official = projets(nature_source="officielle", source_url=address)
    assert publishers.is_public(address, frozenset(hosts["hote"])) is public
    if public:
        publishers.check(official, hosts)
    else:
        with pytest.raises(DataError, match="dite officielle"):
            publishers.check(official, hosts)
