"""What the committed files of the inventory must hold, whoever adds a row."""

from datetime import date, timedelta
from urllib.parse import urlsplit

from tests.inventory import every_project, facts

LARGE = 50_000_000
FRESH = timedelta(days=365)


def large() -> list[str]:
    return [row["id_projet"] for row in every_project() if int(row["investissement_eur"] or 0) >= LARGE]


def test_every_large_project_was_sought_in_the_last_twelve_months() -> None:
    sought = {row["id_projet"]: date.fromisoformat(row["verifie_le"]) for row in facts("verifications") if row["regle"]}
    last = max(sought.values())
    assert [project for project in large() if project not in sought or last - sought[project] > FRESH] == []
    assert len(large()) > 200


def test_an_unsettled_site_says_why() -> None:
    assert [row["id_projet"] for row in facts("verifications") if row["regle"] == "non" and not row["remarque"]] == []


def test_an_aid_that_enters_a_ratio_is_not_greater_than_what_it_helped() -> None:
    """It would be of something else: an aid to research beside the price of a building."""
    apart = {"prêt", "garantie", "plafond autorisé", "mixte"}
    pairs = [row for row in every_project() if row["investissement_eur"] and row["aide_publique_eur"]]
    counted = [row for row in pairs if row["nature_aide"] not in apart]
    assert [row["id_projet"] for row in counted if int(row["aide_publique_eur"]) > int(row["investissement_eur"])] == []


def test_what_copies_other_pages_is_said_to_be_a_copy() -> None:
    copies = ("docslib.org", "dayfr.com", "europesays.com", "labass.net", "hcntimes.com", "studylibfr.com", "doczz.fr")
    hosts = {
        row["id_projet"]: (urlsplit(row["source_url"]).hostname or "", row["nature_source"]) for row in every_project()
    }
    assert [project for project, (host, kind) in hosts.items() if host.endswith(copies) and kind != "reprise"] == []
