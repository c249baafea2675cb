"""The Fonds vert: its published projects, in the common columns of a project."""

import re
import unicodedata
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

import pandas as pd
from stdnum.fr import siren

from data import inventory, official_rows
from data.catalogue import Official
from data.cells import CENTIMES_PER_EURO, MAX_AMOUNT_EUR
from data.fields import INSEE
from data.official_columns import LOCATED, NOT_LOCATED
from data.official_loading import Ground, Loaded, first_reason, set_aside

PROGRAMME = "Fonds vert"
# The file writes an absent value in full.
ABSENT = ("", "NULL")
AMOUNT = re.compile(r"[0-9]+(?:\.[0-9]+)?", re.ASCII)
# Nine digits, or the fourteen of an establishment, which a spreadsheet may have turned into a decimal number.
BENEFICIARY = re.compile(r"([0-9]{9})(?:[0-9]{5})?(?:\.0)?", re.ASCII)
SPACES = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


def load_2023(path: Path, source: Official, ground: Ground) -> Loaded:
    """The file of 2023: each row whose amount can be read, placed where its commune is known.

    A row without a known commune stays in the table, `localisation` « non localisé », and is listed with its reason.
    Several rows may share a file number: each is a grant of its own, none is merged.
    """
    rows = official_rows.read(path, source)
    published = rows["code_commune"].where(~rows["code_commune"].isin(ABSENT))
    present = inventory.present_codes(published, ground.communes, ground.successions)
    is_located = present.isin(ground.communes["code_insee"])
    amounts = rows["montant_engage"].map(_centimes).astype("Int64")
    reasons = first_reason(
        rows.index,
        (amounts.isna(), "montant illisible : " + rows["montant_engage"]),
        (published.isna(), "aucun code de commune dans le fichier publié"),
        (~is_located, "commune inconnue de la géographie de référence : " + rows["code_commune"]),
    )
    sirens = rows["siren"].map(_siren)
    table = pd.DataFrame(
        {
            "source_id": source.source_id,
            "ligne": rows.index,
            "numero_dossier": rows["numero_dossier_ds"],
            "projet": rows["nom_du_projet"].map(_text),
            "beneficiaire": rows["nom_beneficiaire_principal"].map(_text),
            "siren_beneficiaire": sirens,
            "code_insee": present.where(is_located),
            "code_insee_publie": published.where(published.str.fullmatch(INSEE).fillna(False)),
            "localisation": is_located.map({True: LOCATED, False: NOT_LOCATED}),
            "programme": PROGRAMME,
            "demarche": rows["nom_demarche_ds"].map(_text),
            "numero_axe": rows["axe"],
            "annee": 2023,
            "aide_centimes": amounts,
        }
    )
    table = _placed(table[amounts.notna()], ground.communes)
    notes = (
        f"{int(sirens.isna().sum())} identifiants de bénéficiaire illisibles, laissés vides",
        f"{int((is_located & (present != published)).sum())} communes anciennes ramenées à la commune actuelle",
    )
    return Loaded("fonds_vert", table, len(rows), set_aside(rows, reasons, counted=amounts.notna()), notes)


def _placed(table: pd.DataFrame, communes: pd.DataFrame) -> pd.DataFrame:
    """The table with the name of the commune of each row and the codes of every level; empty where there is none."""
    places = communes.set_index("code_insee")[["nom", *inventory.PLACE_COLUMNS]].reindex(table["code_insee"])
    return table.assign(
        **{name: places[name].to_numpy() for name in inventory.PLACE_COLUMNS}, commune=places["nom"].to_numpy()
    )


def _centimes(cell: str) -> int | None:
    """An amount in euros, to the centime: the file has the noise of binary fractions (98708.70000000001)."""
    if AMOUNT.fullmatch(cell) is None or Decimal(cell) > MAX_AMOUNT_EUR:
        return None
    return int((Decimal(cell) * CENTIMES_PER_EURO).quantize(Decimal(1), ROUND_HALF_EVEN))


def _siren(cell: str) -> str | None:
    match = BENEFICIARY.fullmatch(cell)
    return match[1] if match and siren.is_valid(match[1]) else None


def _text(cell: str) -> str | None:
    """A text on one line, or None where the file has none."""
    cleaned = SPACES.sub(" ", unicodedata.normalize("NFC", cell)).strip()
    return None if cleaned in ABSENT else cleaned
