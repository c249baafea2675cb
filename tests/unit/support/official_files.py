"""Small official files, made for the tests, and the ground that their rows are placed on."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd

from data.editions import registry
from data.editions.edition import Edition
from data.official import readers
from data.official.ground import Ground
from data.places import belonging
from data.refresh import gate, refresh
from data.refresh.refresh import Report
from data.sources import catalogue, raw_files
from data.sources.catalogue import Official
from data.sources.raw_files import RawSet

DENSITY = """\ufeffinsee_com,lib_com,niveau_densite
01001,L'Abergement-Clémenciat,Rural à habitat dispersé
75056,Paris,Grands centres urbains
2A004,Ajaccio,Centres urbains intermédiaires
"""
FUND_HEADER = (
    "nom_region,code_departement,nom_departement,code_commune,nom_commune,axe,numero_demarche_ds,nom_demarche_ds,"
    "numero_dossier_ds,nom_du_projet,nom_beneficiaire_principal,siren,montant_engage\n"
)


def fund_row(code: str = "01001", title: str = "Éclairage", siren: str = "200018653", amount: str = "100") -> str:
    return f"Ain,01,Ain,{code},COMMUNE,1,69022,Rénovation,123,{title},SYNDICAT,{siren},{amount}\n"


FUND = FUND_HEADER + fund_row() + fund_row("NULL", amount="23828.9") + fund_row("75101", amount="170320.55")
PHASE_1 = [
    {"id_ti": "ti-0001", "lib_ti": "Ici", "lib_groupement": "CC A, CC B", "siren_groupement": "200000001, 200000002"},
    {"id_ti": "ti-0002", "lib_ti": "Là", "lib_groupement": "CC C", "siren_groupement": "200000003"},
]
PHASE_2 = [
    {"id_territoire": "ti-0001", "lib_territoire": "Ici", "liste_geo": "CC A (200000001); CC B (200000002)"},
    {"id_territoire": "ti-0002", "lib_territoire": "Là", "liste_geo": "CC C (de l'Ouest) (200000003)"},
]


def geojson(properties: list[dict[str, str]]) -> str:
    features = [{"type": "Feature", "properties": each, "geometry": None} for each in properties]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


FILES: Mapping[str, str] = {
    "densite": DENSITY,
    "anct_phase1": geojson(PHASE_1),
    "anct_phase2": geojson(PHASE_2),
    "fonds_vert_2023": FUND,
}

# What a first refreshing brings, and what the next one does.
NEW = {
    "densite": "insee_com,lib_com,niveau_densite\n01001,new,Rural à habitat très dispersé\n",
    "anct_phase1": FILES["anct_phase1"],
    "anct_phase2": FILES["anct_phase2"],
    "fonds_vert_2023": FUND_HEADER + fund_row(title="new"),
}
OLD = {
    **NEW,
    "densite": "insee_com,lib_com,niveau_densite\n01001,old,Grands centres urbains\n",
    "fonds_vert_2023": FUND_HEADER + fund_row(title="old"),
}


def ground() -> Ground:
    places = {column: [None, None, None] for column in belonging.PLACE_COLUMNS}
    places |= {"lon": [5.0, 2.3, 8.7], "lat": [46.1, 48.9, 41.9], "code_departement": ["01", "75", "2A"]}
    communes = pd.DataFrame(
        {"code_insee": ["01001", "75056", "2A004"], "nom": ["L'Abergement-Clémenciat", "Paris", "Ajaccio"], **places}
    )
    names = pd.DataFrame({"id_ti": ["ti-0001", "ti-0002"], "nom": ["Ici", "Là"]})
    members = pd.DataFrame(
        {"id_ti": ["ti-0001", "ti-0001", "ti-0002"], "code_membre": ["200000001", "200000002", "200000003"]}
    )
    both = {"territoires": names, "membres": members}
    facts = {f"{name}_phase{phase}": table for phase in (1, 2) for name, table in both.items()}
    facts["correspondance_filieres"] = pd.DataFrame(
        [("*", "Santé", "Santé"), ("france_relance", "Banque", None)],
        columns=["source_id", "valeur_publiee", "filiere"],
    )
    facts["correspondance_programmes"] = pd.DataFrame(
        [
            ("fonds_vert_2023", "*", "Fonds vert"),
            ("fonds_vert_2024", "*", "Fonds vert"),
            ("france_relance", "*", "France Relance"),
        ],
        columns=["source_id", "valeur_publiee", "programme"],
    )
    successions = pd.Series({"75101": "75056", "01002": "01001"})
    departements = pd.Series({"01": "Ain", "75": "Paris", "2A": "Corse-du-Sud"})
    return Ground(communes, successions, facts, {"departement": departements})


def known(address: str | None = None, hosts: frozenset[str] = frozenset()) -> dict[str, Official]:
    """The real records, content with one row; at `address`, if given, followed by the name of the file."""
    records = _records()
    if address is None:
        return records
    return {key: replace(record, address=f"{address}{record.file}", hosts=hosts) for key, record in records.items()}


@cache
def _records() -> dict[str, Official]:
    return {key: replace(record, min_rows=1) for key, record in catalogue.read().items()}


def in_folder(folder: Path, contents: Mapping[str, str]) -> Path:
    """The folder, with these contents by source_id under the names that `--from` looks for."""
    folder.mkdir(parents=True, exist_ok=True)
    for source_id, content in contents.items():
        (folder / _records()[source_id].file).write_bytes(content.encode())
    return folder


def build(
    raw: RawSet, root: Path, static_dir: Path, accepted: Collection[str] = (), progress: Callable[[str], object] = str
) -> Edition:
    """An edition of the official files alone: what a build does with them, in milliseconds."""
    progress("lecture")
    brought = readers.load(raw, ground(), known())
    contours = root.parent / f"contours-{root.name}"
    contours.mkdir(parents=True, exist_ok=True)
    (contours / "epci-abcdef.json").write_text("{}")
    columns = ["source_id", "titre", "fichiers", "lus", "gardes", "motif", "sha256"]
    tables = {**brought.tables, "sources": pd.DataFrame(brought.sources, columns=columns)}
    passed = gate.check(raw, tables, accepted, brought.spool.batches)
    checks = [{"controle": subject, "resultat": finding} for subject, finding in passed]
    parts = brought.spool.parts
    return registry.publish(tables, contours, checks=checks, root=root, static_dir=static_dir, parts=parts)


def refreshed(folder: Path, contents: Mapping[str, str]) -> Report:
    """A refreshing of `folder / "home"` from files of these contents."""
    fetch = refresh.from_folder(in_folder(folder / "files", contents), folder / "home")
    sources = [_records()[key] for key in contents]
    return refresh.refresh(sources, fetch, build, folder / "home", folder / "static", trial=False)


def hashes(root: Path) -> dict[str, str]:
    """The hash of each official file in use."""
    return {key: file.sha256 for key, file in raw_files.in_use(root).files.items()}
