"""The page of what changed: what each project was, and what it says when there is nothing to compare."""

from pathlib import Path

import pytest

from components.views import nouveautes
from data.editions.edition import Edition
from tests.app.test_pages import open_page, texts
from tests.unit.support.older_edition import GONE, PAID, OlderEdition


def test_alone_an_edition_has_no_news_and_the_page_says_so(app_home: Path) -> None:
    shown = texts(open_page("nouveautes"))
    assert "Il n'y a qu'une édition" in shown and "fil Atom" in shown


def test_changes_lead_to_the_projects_that_are_still_there(
    app_home: Path, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = OlderEdition("0" * 12, edition.folder)
    monkeypatch.setattr(nouveautes, "_found", lambda visit: nouveautes.Novelties.of(older, visit.edition()))
    at = open_page("nouveautes")
    shown = texts(at)
    for label in ("Projets nouveaux 1", "D'un autre statut 1", "Corrigés 1", "Retirés 1", "1 234 567 890,50", "+1"):
        assert label in shown, label
    names = edition.table("projets")["id_projet"]
    tables = " ".join(block.proto.body for block in at.get("html"))
    assert f"projet={names[PAID]}" in tables and f"projet={GONE}" not in tables
