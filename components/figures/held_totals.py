"""How much of what programmes published the inventory holds, worked out once for all visits and said in words."""

from typing import Any

import pandas as pd

from components.figures import table
from components.text import formats
from components.visit.visit import Visit, of_edition
from data.published import completeness, series
from data.published.series import FRANCE
from data.words.vocabulary import AU_PLUS, MEME_DEFINITION


@of_edition()
def rows(visit: Visit) -> pd.DataFrame:
    """The published totals of the edition, as `completeness.held` returns them."""
    edition = visit.edition()
    tables = (edition.table(name) for name in ("indicateurs", "series", "unites", "noms_programmes"))
    return completeness.held(
        edition.table("totaux"),
        series.points(*tables),
        edition.table("projets", ["programme", "annee", "code_region"]),
        edition.table("regions").set_index("code_region")["nom"],
    )


def share(row: "pd.Series[Any]") -> str:
    """« 22 % », « au plus 40 % », « — » for a total of something else."""
    if pd.isna(row["part"]):
        return table.EMPTY
    most = f"{AU_PLUS} " if row["comparaison"] == AU_PLUS else ""
    return most + formats.percent(100 * row["part"])


@of_edition()
def sentence(visit: Visit) -> str:
    """« L'inventaire n'est pas un recensement : il tient 20 des 91 projets publiés de Première Usine, … »; empty when
    no national total counts what the inventory counts.
    """
    found = rows(visit)
    national = found[(found["perimetre"] == FRANCE) & (found["comparaison"] == MEME_DEFINITION)]
    held = [
        f"{formats.number(tenus)} des {formats.number(publies)} projets publiés de {programme}"
        for tenus, publies, programme in national[["tenus", "publies", "programme"]].itertuples(index=False)
    ]
    return f"L'inventaire n'est pas un recensement : il tient {formats.joined(held)}." if held else ""
