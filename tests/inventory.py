"""The inventory as an edition must hold it, from the files of facts alone, with the csv module and no other code.

Corrections in the order of their dates, doubles out, the status of the last event: what every figure is held to.
"""

import csv
from functools import cache
from typing import Any

from data.paths import FACTS

Row = dict[str, Any]
LIVE = ("Annoncé", "En construction", "En service")


def facts(name: str) -> list[Row]:
    """The rows of a file of facts."""
    with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def every_project() -> tuple[Row, ...]:
    """The projects, live and stopped, in the order of the file. Cells are text, as in the file."""
    rows = {row["id_projet"]: row for row in facts("projets")}
    for change in sorted(facts("corrections"), key=lambda row: row["date"]):
        assert rows[change["id_projet"]][change["colonne"]] == change["ancienne_valeur"]
        rows[change["id_projet"]][change["colonne"]] = change["nouvelle_valeur"]
    for double in facts("fusions"):
        del rows[double["id_projet"]]
    for row in rows.values():
        row["statuts"] = [(row["source_date"], row["statut"])]
    for event in facts("evenements"):
        if event["id_projet"] in rows:
            rows[event["id_projet"]]["statuts"].append((event["date"], event["statut"]))
    sites = {
        row["id_projet"]: row["communes_du_site"].split(" ; ")
        for row in facts("verifications")
        if row["regle"] == "oui"
    }
    for project, row in rows.items():
        row["statut"] = last_status(row.pop("statuts"))
        row["sites"] = sites.get(project, [row["code_insee"]])
        row["nature_aide"] = (row["nature_aide"] or "non précisée") if row["aide_publique_eur"] else ""
    return tuple(rows.values())


def last_status(steps: list[tuple[str, str]]) -> str:
    """A status never goes back from works to an announcement; a year stands for its end, no date for the beginning."""
    dated = sorted(steps, key=lambda step: step[0] and step[0] + "~")
    status = dated[0][1]
    for _, following in dated[1:]:
        back = status in LIVE and following in LIVE and LIVE.index(following) < LIVE.index(status)
        status = status if back else following
    return status


def live_projects() -> list[Row]:
    """Those that totals count."""
    return [row for row in every_project() if row["statut"] in LIVE]


def euros(rows: list[Row], column: str = "investissement_eur") -> int:
    """The sum of what is known."""
    return sum(int(row[column] or 0) for row in rows)


def known(rows: list[Row], column: str = "investissement_eur") -> int:
    """Of how many something is known."""
    return sum(row[column] != "" for row in rows)


def french(number: int) -> str:
    """« 1 471 », with plain spaces, as the tests read pages."""
    return f"{number:,}".replace(",", " ")


def everything() -> str:
    """How many projects the pages count: « 1 471 »."""
    return french(len(live_projects()))


def held() -> str:
    """How many the inventory holds, stopped ones included."""
    return french(len(every_project()))
