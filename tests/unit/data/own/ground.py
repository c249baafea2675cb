"""A small ground for the tests of a visitor's table: communes whose codes are those of years and counts among them."""

from dataclasses import replace

import numpy as np
import pandas as pd
import shapely

from data.cells.communes import Names
from data.own.ground import Ground
from data.places.belonging import PLACE_COLUMNS
from data.places.wider import Wider
from geo.location import Locator

ROWS = [
    ("01004", "Ambérieu-en-Bugey", "01"),
    ("02021", "Arrancy", "02"),
    ("02022", "Artemps", "02"),
    ("02023", "Artonges", "02"),
    ("02024", "Assis-sur-Serre", "02"),
    ("02008", "Allemant", "02"),
    ("02009", "Ambleny", "02"),
    ("02010", "Ambrief", "02"),
    ("02011", "Amifontaine", "02"),
    ("02012", "Amigny-Rouy", "02"),
    ("01001", "L'Abergement-Clémenciat", "01"),
    ("01002", "L'Abergement-de-Varey", "01"),
    ("01005", "Ambérieux-en-Dombes", "01"),
    ("01006", "Ambléon", "01"),
    ("10034", "Barbuise", "10"),
    ("16015", "Angoulême", "16"),
    ("16019", "Asnières-sur-Nouère", "16"),
    ("16026", "Balzac", "16"),
    ("16055", "Bouëx", "16"),
    ("16061", "Brie", "16"),
    ("24177", "Faux", "24"),
    ("2A004", "Ajaccio", "2A"),
    ("42187", "Roanne", "42"),
    ("63300", "Riom", "63"),
    ("63430", "Thiers", "63"),
    ("64445", "Pau", "64"),
    ("71153", "Le Creusot", "71"),
    ("72382", "Volnay", "72"),
]
COMMUNES = pd.DataFrame(ROWS, columns=["code_insee", "nom", "code_departement"]).set_index("code_insee")
UNSAID = {name: None for name in (*PLACE_COLUMNS, "densite") if name not in COMMUNES}
COMMUNES = COMMUNES.assign(**{**UNSAID, "code_epci": "200070712", "code_region": "84"})
DEPARTEMENTS = pd.Series(
    {"01": "Ain", "02": "Aisne", "10": "Aube", "16": "Charente", "24": "Dordogne", "2A": "Corse-du-Sud", "42": "Loire"}
    | {"63": "Puy-de-Dôme", "64": "Pyrénées-Atlantiques", "71": "Saône-et-Loire", "72": "Sarthe"}
)
CONTOURS = np.array([shapely.box(i, 45, i + 1, 46) for i in range(len(COMMUNES))], dtype=object)
ABOVE = {"epci": pd.Series({"200070712": "CC Thiers Dore et Montagne"}), "departement": DEPARTEMENTS}
GROUND = Ground(
    COMMUNES,
    pd.Series(dtype="str"),
    Names(COMMUNES, DEPARTEMENTS),
    Locator(CONTOURS),
    Wider(ABOVE | {"region": pd.Series({"84": "Auvergne-Rhône-Alpes"})}, COMMUNES),
)
POSTCODES = pd.DataFrame(
    {"code_postal": ["63300", "63200", "71200", "16440"], "code_insee": ["63430", "63300", "71153", "16026"]}
)
WITH_POSTCODES = replace(GROUND, names=Names(COMMUNES, DEPARTEMENTS, postcodes=POSTCODES))


def table(text: str, separator: str = ";") -> pd.DataFrame:
    """A table as the reader gives it, from the lines of a file."""
    header, *lines = [line.split(separator) for line in text.strip("\n").split("\n")]
    frame = pd.DataFrame(lines, columns=header, index=pd.RangeIndex(2, len(lines) + 2, name="ligne"), dtype="str")
    return frame.replace("", None)
