"""The sources embedded in an edition: what `sources.toml` declares, completed with what a build read of each."""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from data.paths import CATALOGUE

# The part of a record that describes an official file: a source without one is embedded.
OFFICIAL = "officiel"


@dataclass(frozen=True)
class Reading:
    """How many rows of a source were read, kept and set aside, and why."""

    lus: int
    gardes: int
    motif: str = ""

    @property
    def ecartes(self) -> int:
        return self.lus - self.gardes


def catalogue() -> dict[str, dict[str, Any]]:
    """What the project embeds, one record by source_id; `data.sources.catalogue` reads the official files."""
    records = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))
    return {key: record for key, record in records.items() if OFFICIAL not in record}


def table(
    readings: Mapping[str, Reading], facts_folder: Path, official: Iterable[Mapping[str, object]] = ()
) -> pd.DataFrame:
    """One row per source: the declared record, the sha256 of its files together, and the rows of its reading.

    readings: by source_id; a declared source without a reading is a KeyError (a figure would have no coverage).
    official: the rows of the official files that the edition uses, which come after.
    """
    embedded = [_row(key, record, readings[key], facts_folder) for key, record in catalogue().items()]
    return pd.DataFrame([*embedded, *official])


def _row(key: str, record: dict[str, Any], reading: Reading, facts_folder: Path) -> dict[str, object]:
    files = record.get("fichiers", [])
    return {
        "source_id": key,
        **{name: value for name, value in record.items() if name not in {"fichiers", "lignes"}},
        "fichiers": ", ".join(files),
        "sha256": _sha256([facts_folder / name for name in files]) if files else None,
        "lus": reading.lus,
        "gardes": reading.gardes,
        "ecartes": reading.ecartes,
        "motif": reading.motif,
    }


def _sha256(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()
