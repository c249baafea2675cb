"""What changed between two editions is told project by project, on files and in a feed that never changes."""

from pathlib import Path

import pandas as pd
import pytest
from lxml import etree

from data.editions import registry
from data.editions.edition import Edition
from data.places import novelties
from data.places.novelties import Novelties, changes
from data.plain import feed
from tests.unit.support.older_edition import COME, GONE, PAID, STATED, OlderEdition

ATOM = {"a": "http://www.w3.org/2005/Atom"}
SITE = "https://atlas.exemple.fr"


@pytest.fixture(scope="module")
def projets(edition: Edition) -> pd.DataFrame:
    return edition.table("projets")


@pytest.fixture(scope="module")
def found(edition: Edition) -> Novelties:
    return Novelties.of(OlderEdition("0" * 12, edition.folder), edition)


def test_each_change_is_told_once_with_what_it_was(found: Novelties, projets: pd.DataFrame) -> None:
    names = projets["id_projet"]
    told = {(row.genre, row.id_projet, row.information): (row.avant, row.apres) for row in found.changes.itertuples()}
    assert told.pop((novelties.NEW, names[COME], "Projet")) == ("", projets.at[COME, "statut"])
    assert told.pop((novelties.GONE, GONE, "Projet")) == ("", "")
    assert told.pop((novelties.STATUS, names[STATED], "Statut"))[1] == projets.at[STATED, "statut"]
    old, _ = told.pop((novelties.CORRECTED, names[PAID], "Investissement (€)"))
    assert old.replace("\u202f", " ").replace("\u00a0", " ") == "1 234 567 890,50"
    assert told == {}
    assert found.totals.loc["projets", "apres"] == projets["statut"].isin(novelties.VIVANTS).sum()


def test_the_same_tables_have_no_news_and_all_of_them_may_be_new(projets: pd.DataFrame, edition: Edition) -> None:
    assert changes(projets, projets, {}).empty
    assert changes(projets.iloc[:0], projets, {})["genre"].eq(novelties.NEW).sum() == len(projets)
    assert changes(projets, projets.iloc[:0], {})["genre"].eq(novelties.GONE).sum() == len(projets)
    assert Novelties.of(edition, edition).tables.empty


def test_what_became_unknown_and_what_became_known_are_changes(projets: pd.DataFrame) -> None:
    row = projets["aide_centimes"].first_valid_index()
    without = projets.copy()
    without.loc[row, "aide_centimes"] = pd.NA
    (lost,) = changes(projets, without, {}).itertuples()
    (come,) = changes(without, projets, {}).itertuples()
    assert lost.information == come.information == "Aide publique (€)"
    assert lost.apres == come.avant == "" and lost.avant == come.apres != ""


def test_a_double_says_which_project_is_kept(projets: pd.DataFrame) -> None:
    gone, kept = projets["id_projet"].iloc[:2]
    (told,) = changes(projets, projets.iloc[1:], {gone: kept}).itertuples()
    assert (told.id_projet, told.apres) == (gone, f"doublon de {kept}")


def test_the_feed_is_fixed_and_leads_to_the_projects(found: Novelties, edition: Edition, projets: pd.DataFrame) -> None:
    content = feed.written(found, edition.manifest, SITE)
    assert content == feed.written(found, edition.manifest, SITE)
    document = etree.fromstring(content)
    names = document.xpath("a:entry/a:id/text()", namespaces=ATOM)
    assert len(names) == len(set(names)) == 5 and all(edition.id in name for name in names)
    links = document.xpath("a:entry/a:link/@href", namespaces=ATOM)
    assert f"{SITE}/projet?projet={projets.at[PAID, 'id_projet']}" in links and not any(GONE in link for link in links)
    for tag in ("id", "title", "updated", "author/a:name", "link[@rel='self']/@href"):
        assert document.xpath(f"a:{tag}", namespaces=ATOM)
    assert "projets nouveaux : 1 ; d'un autre statut : 1 ; corrigés : 1 ; retirés : 1" in content.decode()


def test_a_feed_is_bounded_and_its_first_entry_counts_them_all(projets: pd.DataFrame, edition: Edition) -> None:
    whole = changes(projets.iloc[:0], projets, {})
    found = Novelties("0" * 12, edition.id, "2026-01-01T00:00:00+00:00", whole, pd.DataFrame(), pd.DataFrame())
    document = etree.fromstring(feed.written(found, edition.manifest, SITE))
    assert len(document.xpath("a:entry", namespaces=ATOM)) == feed.MOST + 1
    assert f"nouveaux : {len(projets)}" in document.xpath("string(a:entry[1]/a:summary)", namespaces=ATOM)


def test_with_one_edition_the_feed_says_so(edition: Edition) -> None:
    assert "Il n'y a qu'une édition" in feed.written(None, edition.manifest, SITE).decode()


def test_the_edition_before_is_that_of_the_journal(tmp_path: Path) -> None:
    first, second = (registry.publish({"projets": pd.DataFrame({"n": [n]})}, root=tmp_path) for n in (1, 2))
    assert registry.before(second.id, tmp_path) == first
    assert registry.before(first.id, tmp_path) is None and registry.before("f" * 12, tmp_path) is None
