"""The page of public claims: each has its card, its row and its words, and none of the words is a computer's."""

import csv
import html
import math
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.text import verdict_rule
from components.text.formats import typeset
from components.views.affirmations import page as claims_view
from data.editions.edition import Edition
from data.files import exports
from data.paths import FACTS, PROJECT
from data.published import claims
from data.query import aggregation
from data.query.projects import Projects
from data.query.selection import Selection
from data.words.vocabulary import VERDICTS, Vocabulary
from tests.app.test_pages import open_sections
from tests.app.test_sheets import ENGLISH, UNREADABLE, spaced, texts
from tests.inventory import french

PUBLISHED = list(csv.DictReader((FACTS / "affirmations.csv").open(encoding="utf-8", newline="")))


@pytest.fixture
def page(app_home: Path) -> AppTest:
    """The page with every fold open."""
    at = folded_page()
    for key in ("section-regle", "section-indecises", "table-affirmations"):
        at.session_state[key] = True
    at.run()
    assert not at.exception and not at.error
    return at


def folded_page() -> AppTest:
    at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    at.switch_page("pages/affirmations.py").run()
    assert not at.exception and not at.error
    return at


def blocks(at: AppTest) -> list[str]:
    return [block.proto.body for block in at.get("html")]


def said(body: str) -> str:
    """A block as it reads, its markup left."""
    return spaced(html.unescape(body))


def test_the_decided_claims_are_read_first_and_the_others_are_counted(app_home: Path) -> None:
    at = folded_page()
    undecided = [row for row in PUBLISHED if row["verdict"] == "non vérifiable ici"]
    cards = [said(body) for body in blocks(at) if "<article" in body]
    assert 0 < len(cards) == len(PUBLISHED) - len(undecided)
    assert not [card for card in cards if "Verdict : non vérifiable ici" in card]
    labels = [spaced(expander.label) for expander in at.expander]
    assert [label for label in labels if label.startswith(f"{len(undecided)} affirmations non vérifiables ici")]


def test_every_claim_has_its_card_and_its_row(page: AppTest) -> None:
    shown = texts(page)
    assert not UNREADABLE.search(shown) and not ENGLISH.search(shown)
    assert "sans adresse publiée" in shown
    cards = [said(body) for body in blocks(page) if "<article" in body]
    (table,) = (spaced(body) for body in blocks(page) if "data-table" in body)
    assert len(cards) == len(PUBLISHED) == table.count("<tr>") - 1
    for row in PUBLISHED:
        (card,) = (card for card in cards if f"« <q>{spaced(typeset(row['affirmation']))}</q> »" in card)
        assert f"Verdict : {row['verdict']}" in card
        if row["source_url"]:
            assert f'href="{row["source_url"]}"' in card
        else:
            assert "sans adresse publiée" in card


def test_the_anchor_is_said_with_what_it_covers(page: AppTest, projects: Projects) -> None:
    card = next(spaced(body) for body in blocks(page) if "40 %" in spaced(body) and "<article" in body)
    total = aggregation.aggregate(projects, Selection()).iloc[0]
    small, sized = int(total["petites"]), int(total["tailles_connues"])
    share = f"{100 * small / sized:.1f}".replace(".", ",")
    assert f"{share} % des projets dans les communes de moins de 20 000 habitants ({french(small)} sur " in card
    assert "43,0 % : « Part des projets d'investissement étrangers" in card


def test_verdicts_are_counted(page: AppTest) -> None:
    shown = texts(page)
    assert f"{len(PUBLISHED)} affirmations" in shown
    for verdict in VERDICTS:
        count = sum(row["verdict"] == verdict for row in PUBLISHED)
        assert (f"{verdict} : {count}" in shown) is (count > 0)


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: row["id_affirmation"])
def test_a_verdict_follows_the_rule(
    row: dict[str, str], edition: Edition, projects: Projects, vocabulary: Vocabulary
) -> None:
    found = claims.findings(edition.table("affirmations"), projects, vocabulary, edition.table("indicateurs"))
    same = found[row["id_affirmation"]][: {"aucune": 0, "proche": 1, "les deux": 2}[row["meme_definition"]]]
    near = {abs(100 * finding.valeur - float(row["valeur"])) < 10 for finding in same if not math.isnan(finding.valeur)}
    expected = {
        frozenset(): "non vérifiable ici",
        frozenset({True}): "confirmé",
        frozenset({False}): "infirmé",
        frozenset({True, False}): "dépend du périmètre",
    }
    assert row["verdict"] == expected[frozenset(near)]


def test_the_rule_is_said_on_the_page_and_in_methode(page: AppTest) -> None:
    assert spaced(verdict_rule.RULE) in texts(page)
    open_sections(page).switch_page("pages/methode.py").run()
    assert spaced(verdict_rule.RULE)[1:] in texts(page)  # in the middle of a sentence there


def test_a_hole_is_not_a_share(page: AppTest) -> None:
    card = next(spaced(body) for body in blocks(page) if "236 M€" in spaced(body) and "<article" in body)
    assert "100,0 %" not in card
    # A hole is said; a share of the few that are known says how few.
    assert "pas de donnée : d&#39;un des deux côtés" in card or "projets ont un investissement connu" in card, card


def test_cards_open_the_nearest_view(page: AppTest) -> None:
    links = [link.proto for link in page.get("page_link")]
    views = [link for link in links if link.label.startswith("Voir sur la page")]
    measured = sum(row["mesure_proche"].startswith("ensemble=") for row in PUBLISHED)
    assert len(views) == measured
    assert any("programme=Choose+France" in link.query_string for link in views)


def test_the_files_have_every_claim_and_both_figures(
    edition: Edition, projects: Projects, vocabulary: Vocabulary
) -> None:
    table = edition.table("affirmations")
    found = claims.findings(table, projects, vocabulary, edition.table("indicateurs"))
    lines = exports.csv(claims.output(table, found)).decode("utf-8-sig").splitlines()
    assert len(lines) == len(PUBLISHED) + 1
    share = found["petites-communes-2025"][0].valeur
    assert f";{100 * share:.4f}".replace(".", ",") in lines[1]
    assert claims_view.nearest_view(found["petites-communes-2025"][0].measure) is not None
