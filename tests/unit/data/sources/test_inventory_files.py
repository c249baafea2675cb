"""What the committed files of the inventory must hold, whoever adds a row."""

from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

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


def test_no_address_is_followed_by_trackers() -> None:
    addresses = [row["source_url"] for name in ("evenements", "verifications") for row in facts(name)]
    addresses += [row["source_url"] for row in every_project()]
    assert [a for a in addresses if any(key.startswith("utm_") for key, _ in parse_qsl(urlsplit(a).query))] == []


def test_no_two_projects_have_one_company_one_commune_and_one_title() -> None:
    keys = [(row["entreprise"], row["code_insee"], row["projet"]) for row in every_project()]
    assert len(set(keys)) == len(keys)


def test_what_an_aid_is_is_said_of_aids_alone() -> None:
    assert all(bool(row["aide_publique_eur"]) == bool(row["nature_aide"]) for row in every_project())
    assert [row["id_projet"] for row in facts("projets") if row["nature_aide"] and not row["aide_publique_eur"]] == []
