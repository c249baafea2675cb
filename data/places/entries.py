"""Every name under which a place is looked for: its own, those of the communes that it took over, abbreviations."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from data.places.levels import Places
from data.words import outside
from data.words.levels import LEVELS
from data.words.place_keys import place_key

# What people want first, of names that are as near to what is typed: « ended » territories of phase 1 come last.
COMMUNE, FORMER, TERRITORY, EPCI, DEPARTEMENT, REGION, OTHER, OUTSIDE, ENDED = range(9)
_ORDERS: Final[Mapping[str, int]] = {
    "communes": COMMUNE,
    "territoires-2": TERRITORY,
    "epci": EPCI,
    "departements": DEPARTEMENT,
    "regions": REGION,
    "territoires-1": ENDED,
}
_OTHER_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "11": ("IDF",),
    "24": ("CVL", "Centre"),
    "27": ("BFC", "Bourgogne", "Franche-Comté"),
    "28": ("Basse-Normandie", "Haute-Normandie"),
    "32": ("HDF", "Nord-Pas-de-Calais", "Picardie"),
    "44": ("Alsace", "Lorraine", "Champagne-Ardenne"),
    "52": ("PDL",),
    "75": ("NAQ", "Aquitaine", "Limousin", "Poitou-Charentes"),
    "76": ("Languedoc-Roussillon", "Midi-Pyrénées"),
    "84": ("AURA", "ARA", "Auvergne", "Rhône-Alpes"),
    "93": ("PACA", "Région Sud"),
}
_SHORT_KINDS: Final[Mapping[str, str]] = {
    "^Communauté de communes": "CC",
    "^Communauté d['’]agglomération": "CA",
    "^Communauté urbaine": "CU",
}
_ABSENT: Final = "Collectivité d'outre-mer, hors de l'atlas"


@dataclass(frozen=True)
class Entries:
    """table: one row per name, `cherche`, of a place: its key (of `place_keys`, "" outside the atlas), nom, genre,
    situation, population, ordre, code; in the order of what people want, then of population. words: by row, what else
    its place is called by: kind, département, région, postcodes.
    """

    table: pd.DataFrame
    words: pd.Series


def of_places(places: Places, former: pd.DataFrame, postcodes: pd.DataFrame) -> Entries:
    """The names of all places. former, postcodes: the tables `successions` and `codes_postaux`."""
    present = pd.concat([_level(places, level) for level in LEVELS])
    table = pd.concat([present, _former(places, former), _outside()])
    table = pd.concat([table.assign(cherche=table["nom"]), _abbreviations(present)])
    # Stable: of equals, the whole name comes before a short one.
    table = table.sort_values("population", ascending=False, kind="stable")
    table = table.sort_values("ordre", kind="stable").reset_index(drop=True).astype({"population": "int64"})
    words = table["genre"] + " " + table["situation"] + " " + table["code"]
    return Entries(table, words + " " + table["key"].map(_around(places, postcodes)).fillna(""))


def _around(places: Places, postcodes: pd.DataFrame) -> pd.Series:
    """By key of a commune: its département by name and code, its région, its postcodes."""
    communes = places.communes
    held: dict[str, list[str]] = {code: [] for code in communes.index}
    for postcode, code in postcodes[["code_postal", "code_insee"]].itertuples(index=False, name=None):
        held.setdefault(code, []).append(postcode)
    told_by_post = pd.Series([" ".join(held[code]) for code in communes.index], index=communes.index, dtype="str")
    region = communes["code_region"].map(places.levels["regions"]["nom"]).fillna("")
    told = communes["precision_nom"] + " " + communes["code_departement"] + " " + region + " " + told_by_post
    return told.set_axis([place_key("commune", code) for code in told.index])


def _level(places: Places, level: str) -> pd.DataFrame:
    frame, described = places.table(level), LEVELS[level]
    situation = frame["precision_nom"]
    if level == "communes":
        situation = situation + " (" + frame["code_departement"] + ")"
    columns = {
        "key": [place_key(described.kind, code) for code in frame.index],
        "nom": frame["nom"],
        "genre": described.genre,
        "situation": situation,
        "population": frame["population"],
        "ordre": _ORDERS.get(level, OTHER),
        "code": frame.index,
    }
    return pd.DataFrame(columns).reset_index(drop=True)


def _abbreviations(present: pd.DataFrame) -> pd.DataFrame:
    """The other names of régions and of intercommunalités: short, or those of before 2016."""
    regions = present[present["ordre"] == REGION]
    regions = regions.assign(cherche=regions["code"].map(_OTHER_NAMES)).dropna(subset="cherche").explode("cherche")
    epci = present[present["ordre"] == EPCI]
    short = epci.assign(cherche=epci["nom"].replace(_SHORT_KINDS, regex=True))
    return pd.concat([regions, short[short["cherche"] != short["nom"]]])


def _former(places: Places, former: pd.DataFrame) -> pd.DataFrame:
    """The communes of before that are not called like the present one, and arrondissements."""
    communes = places.communes.reindex(former["code_insee"]).set_axis(former.index)
    kept = former[communes["nom"].notna() & (communes["nom"] != former["nom"])]
    now = communes.loc[kept.index]
    city = now["nom"] + " (" + now["code_departement"] + ")"
    place = now["nom"] + ", " + now["precision_nom"] + " (" + now["code_departement"] + ")"
    columns = {
        "key": [place_key("commune", code) for code in kept["code_insee"]],
        "nom": kept["nom"],
        "genre": kept["nature"].str.capitalize(),
        "situation": "aujourd'hui " + place,
        "population": now["population"],
        "ordre": FORMER,
        "code": kept["code_ancien"],
    }
    table = pd.DataFrame(columns)
    return table.assign(situation=table["situation"].where(kept["nature"] != "arrondissement", city))


def _outside() -> pd.DataFrame:
    """The overseas collectivities that the atlas does not have, and their communes."""
    whole = [(nom, _ABSENT, "", code) for code, nom in outside.COLLECTIVITIES.items()]
    parts = [(nom, _ABSENT, "" if nom == of else of, code) for code, (nom, of) in outside.communes().items()]
    table = pd.DataFrame(whole + parts, columns=["nom", "genre", "situation", "code"])
    return table.assign(key="", population=0, ordre=OUTSIDE)
