"""From the installed geography and the embedded facts to a published edition."""

import tempfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from data.build import contour_files, geography, inventory
from data.editions import registry
from data.editions.edition import Edition
from data.editions.spool import Spool
from data.official import density, populations, readers
from data.official.ground import Ground
from data.paths import FACTS
from data.places import belonging
from data.published import claims
from data.query import duplicates
from data.refresh import gate
from data.sources import (
    corrections,
    labels,
    raw_files,
    records,
    spoken_places,
)
from data.sources.raw_files import RawSet
from data.sources.records import Reading
from data.tables import contracts
from data.tables.fact_files import FILES
from data.tables.fact_records import Facts
from data.words.levels import ADMINISTRATIVE, LEVELS, NATIONAL
from data.words.place_keys import place_key
from data.words.text import grouped
from data.words.vocabulary import PHASES, Vocabulary
from geo import perimeters, reference
from geo.coverages import Atoms
from geo.errors import DataError
from geo.reference import Reference

# How many times a build says what it has just done: the length of a progress bar.
STEPS = 11

Progress = Callable[[str], None]


@dataclass
class Checks:
    """The checks that a build passed, in French with their numbers; the first that fails stops it."""

    passed: list[dict[str, str]] = field(default_factory=list)

    def equal(self, subject: str, expected: int, found: int, file: str) -> None:
        """Record that `found` is what was expected, or raise DataError."""
        if found != expected:
            raise DataError.single(
                file,
                f"{subject} : {expected} attendus, {found} trouvés",
                "rétablir la source que le projet connaît, ou revoir le nombre attendu dans data/",
            )
        number = grouped(found)
        self.passed.append({"controle": subject, "resultat": f"{number} attendus, {number} trouvés"})

    def note(self, subject: str, result: str) -> None:
        """Record a finding that is no error."""
        self.passed.append({"controle": subject, "resultat": result})


def build(
    progress: Progress,
    *,
    facts_folder: Path = FACTS,
    root: Path | None = None,
    static_dir: Path = registry.STATIC_FOLDER,
    raw: RawSet | None = None,
    accepted: Collection[str] = (),
) -> Edition:
    """Build and publish an edition. Raises DataError, with nothing published, when a source is not what it must be.

    `raw`: the official files to read beside the embedded facts, by default those of the edition in use.
    `accepted`: the official sources that may differ much from what the edition in use holds; see `data.refresh.gate`.
    """
    raw = raw or raw_files.in_use(root or registry.home())
    published = readers.read(raw)
    known_facts = inventory.facts_in_series(facts_folder, published.get(populations.SOURCE))
    progress("faits")
    geography_read = reference.read_reference()
    progress("géographie de référence")
    checks = Checks()
    readings = _readings(known_facts, geography_read)
    _check_rows(readings, checks)
    inventory.require_known_communes(known_facts, geography_read)
    known_facts |= inventory.settled(known_facts, geography_read)
    unlabelled = labels.unlabelled(known_facts["projets"], known_facts["etiquettes"])
    checks.note("Projets qui parlent de gigafactory ou de relocalisation, sans étiquette", unlabelled)
    appartenances = _memberships(known_facts, geography_read)
    communes = geography.communes(geography_read, known_facts["populations"], appartenances)
    progress("communes")
    atoms = Atoms.of(communes, list(contour_files.NATIONAL_LEVELS.values()))
    places = _places(known_facts, geography_read, communes, atoms, appartenances)
    tables = _tables(known_facts, geography_read, places, checks)
    progress("niveaux")
    brought = readers.load(raw, _ground(tables, known_facts, geography_read), published=published, places=tables)
    progress("fichiers officiels")
    tables |= brought.tables
    for name in ("communes", "projets"):
        tables[name] = density.with_density(tables[name], tables["densites"])
    tables["doublons"] = _doubles(tables, brought.spool)
    tables["sources"] = records.table(readings, facts_folder, brought.sources)
    for subject, finding in (*brought.notes, *gate.check(raw, tables, accepted, brought.spool.batches)):
        checks.note(subject, finding)
    with tempfile.TemporaryDirectory() as folder:
        contours = Path(folder)
        tables["contours"] = contour_files.write(
            contours,
            tables["communes"],
            atoms,
            _names(tables),
            belonging.place_codes(tables["projets"]),
            progress,
        )
        checked = contracts.validate(tables)
        progress("contrôle des tables")
        edition = registry.publish(
            checked, contours, checks=checks.passed, root=root, static_dir=static_dir, parts=brought.spool.parts
        )
    progress("publication")
    return edition


def _doubles(tables: dict[str, pd.DataFrame], large: Spool) -> pd.DataFrame:
    """What two sources seem to hold both, of the inventory, the official files and the large ones among them."""

    def batches() -> Iterator[pd.DataFrame]:
        yield tables["projets"].reindex(columns=duplicates.ROWS)
        yield tables["projets_officiels"][duplicates.ROWS]
        yield from large.batches("projets_officiels", duplicates.ROWS)

    return duplicates.groups(duplicates.comparable(batches))


def _ground(tables: dict[str, pd.DataFrame], known: dict[str, pd.DataFrame], geography_read: Reference) -> Ground:
    """What the rows of official files are placed on."""
    names = {level.kind: tables[level.table].set_index(level.code)["nom"] for level in ADMINISTRATIVE}
    return Ground(tables["communes"], geography_read.successions, known, names, geography_read.former)


def _memberships(known: dict[str, pd.DataFrame], geography_read: Reference) -> pd.DataFrame:
    return pd.concat(
        [
            perimeters.resolve(known[f"membres_phase{phase}"], phase, geography_read.communes, known["compositions"])
            for phase in PHASES
        ],
        ignore_index=True,
    )


def _places(
    known: dict[str, pd.DataFrame],
    geography_read: Reference,
    communes: gpd.GeoDataFrame,
    atoms: Atoms,
    appartenances: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """The tables of what France is made of."""
    return {
        "communes": communes,
        **geography.administrative_levels(geography_read, communes, atoms),
        "territoires": geography.territories(communes, atoms, _territory_names(known), appartenances),
        "appartenances": appartenances,
        "successions": geography_read.former.reset_index(drop=True),
        "epci_anciens": perimeters.merged(known["compositions"], geography_read.communes),
        "codes_postaux": geography_read.postcodes,
        "voisinages": geography.neighbours(communes),
    }


def _tables(
    known: dict[str, pd.DataFrame], geography_read: Reference, places: dict[str, pd.DataFrame], checks: Checks
) -> dict[str, pd.DataFrame]:
    """The tables of places, and with them those of the facts."""
    communes, successions = places["communes"], geography_read.successions
    tables = {
        **places,
        "projets": belonging.projects(known["projets"], communes, successions),
        "corrections": corrections.log(known["corrections"]),
        "accelerateurs": belonging.placed(known["accelerateurs"], communes, successions),
        "accompagnes": belonging.placed(known["accompagnes"], communes, successions),
        "programmes": known["programmes"].reset_index(drop=True),
        "affirmations": known["affirmations"].reset_index(drop=True),
        **{name: _as_read(facts, known[name]) for name, facts in FILES.items() if facts.description},
    }
    tables["indicateurs"] = _with_places(known["indicateurs"], tables)
    spoken_places.check(known["perimetres"], tables["indicateurs"], _place_keys(tables))
    unplaced = spoken_places.unplaced(tables["indicateurs"], known["perimetres"])
    checks.note("Chiffres publiés sans lieu de l'atlas", unplaced)
    named: dict[str, Any] = {name: tables[name] for name in ("projets", "regions", "territoires", "departements")}
    claims.check(known["affirmations"], Vocabulary.from_tables(**named), tables["indicateurs"])
    _check_tables(tables, geography_read, checks)
    return tables


def _with_places(indicateurs: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The indicators, each with the key of the place that its perimeter names."""
    names = {level.kind: tables[level.table].set_index(level.code)["nom"] for level in ADMINISTRATIVE}
    names["commune"] = tables["communes"].set_index("code_insee")["nom"]
    territories = tables["territoires"]
    # A territory that kept its name from one phase to the next is the one of today.
    latest = territories[territories["phase"] == territories.groupby("nom")["phase"].transform("max")]
    names["territoire"] = latest.set_index("id_territoire")["nom"]
    lieu = spoken_places.keys(indicateurs["perimetre"], names)
    return indicateurs.assign(lieu=lieu).reset_index(drop=True)


def _place_keys(tables: dict[str, pd.DataFrame]) -> set[str]:
    """The key of every place of every level."""
    return {place_key(level.kind, str(code)) for level in LEVELS.values() for code in tables[level.table][level.code]}


def _as_read(facts: Facts, frame: pd.DataFrame) -> pd.DataFrame:
    """A table that is a file as it is, in the types of its declaration."""
    return frame.astype({field.name: field.dtype for field in facts.table.fields}).reset_index(drop=True)


def _territory_names(known: dict[str, pd.DataFrame]) -> pd.DataFrame:
    parts = []
    for phase in PHASES:
        names = known[f"territoires_phase{phase}"]
        parts.append(
            pd.DataFrame(
                {
                    "phase": phase,
                    "id_territoire": [perimeters.qualified_id(phase, published) for published in names["id_ti"]],
                    "id_officiel": names["id_ti"].to_numpy(),
                    "nom": names["nom"].to_numpy(),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _names(tables: dict[str, pd.DataFrame]) -> dict[str, pd.Series]:
    """The display names of each national level, by code."""
    frames = {level.key: (level, tables[level.table]) for level in NATIONAL}
    return {
        key: (table if level.phase is None else table[table["phase"] == level.phase]).set_index(level.code)["nom"]
        for key, (level, table) in frames.items()
    }


def _check_tables(tables: dict[str, pd.DataFrame], geography_read: Reference, checks: Checks) -> None:
    communes, territories = tables["communes"], tables["territoires"]
    checks.equal("Communes", 34_875, len(communes), "communes.csv.lzma")
    for level in ADMINISTRATIVE:
        checks.equal(level.described, level.places, len(tables[level.table]), f"{level.table}.csv.lzma")
    for phase, expected in perimeters.EXPECTED_TERRITORIES.items():
        found = territories.loc[territories["phase"] == phase, "nb_communes"].gt(0).sum()
        checks.equal(
            f"Territoires d'industrie de la phase {phase}",
            expected,
            int(found),
            f"territoires_phase{phase}.csv",
        )
    for vintage, counted in communes["population_millesime"].value_counts().items():
        checks.note(f"Communes dont la population est celle de {vintage}", str(counted))
    for level in ADMINISTRATIVE:
        checks.equal(
            f"Somme des communes par niveau ({level.key})",
            int(communes.loc[communes[level.column].notna(), "population"].sum()),
            int(tables[level.table]["population"].sum()),
            f"{level.table}.csv.lzma",
        )
    checks.note("Contours reconstitués à partir des communes déléguées", ", ".join(geography_read.rebuilt))
    checks.note("Contours complétés par le vide que laissait une commune déléguée", ", ".join(geography_read.completed))
    checks.note("Communes sans contour", ", ".join(geography_read.without_contour))


def _readings(known: dict[str, pd.DataFrame], geography_read: Reference) -> dict[str, Reading]:
    """What was read of each source: all of its rows are kept, or the build has already stopped."""
    communes = len(geography_read.communes)
    without = f"{len(geography_read.without_contour)} communes gardées sans contour"
    readings = {"geographie": Reading(communes, communes, without)}
    for key, record in records.catalogue().items():
        if "fichiers" in record:
            rows = sum(len(known[file.removesuffix(".csv")]) for file in record["fichiers"])
            readings[key] = Reading(rows, rows)
    return readings


def _check_rows(readings: dict[str, Reading], checks: Checks) -> None:
    """A file that lost or gained rows since the catalogue was written is not published without a word."""
    for key, record in records.catalogue().items():
        if "lignes" in record:
            files = ", ".join(record["fichiers"])
            checks.equal(f"Lignes de {files}", record["lignes"], readings[key].lus, files)
