"""The tables of projects that a visit can show, as they read: the inventory, an official source, the visitor's own."""

from dataclasses import dataclass
from typing import Final

from components.visit.kept import BOTH, OWN
from data.words.vocabulary import INVENTORY

# Amounts of several years are added as they were published, whatever prices became since.
CURRENT_EUROS: Final = "montants en euros courants"


@dataclass(frozen=True)
class Dataset:
    """One table of projects. key: as an address holds it; name: in a list; within: « dans … »; source: who published
    it, for the line under a figure.
    """

    key: str
    name: str
    within: str
    source: str


def inventory(first: int, last: int) -> Dataset:
    """The embedded projects. first, last: their years."""
    source = f"inventaire des projets (publications citées à chaque ligne, {first}-{last} ; {CURRENT_EUROS})"
    return Dataset(INVENTORY, "Inventaire des projets", "dans l'inventaire", source)


def official(source_id: str, title: str, publisher: str, vintage: str) -> Dataset:
    """The projects of one official source, as the table of sources describes it."""
    return Dataset(source_id, title, f"dans « {title} »", f"{title} ({publisher}, {vintage} ; {CURRENT_EUROS})")


def own(file_name: str) -> Dataset:
    """A visitor's table."""
    source = f"vos données, « {file_name} »"
    return Dataset(OWN, f"Vos données : {file_name}", "dans vos données", source)


def both(inventory: Dataset, own: Dataset) -> Dataset:
    """The inventory and the visitor's table, one after the other."""
    return Dataset(
        BOTH,
        f"Inventaire et {own.name[0].lower()}{own.name[1:]}",
        "dans l'inventaire et vos données",
        f"{own.source} ; {inventory.source}",
    )
