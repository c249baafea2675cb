"""Published figures as dated series: where each point stands in time, in one unit, and how far a target is.

A line joins points of one series, one perimeter and one length of period: a half-year never meets a whole year.
"""

import re
from datetime import date
from typing import Final

import pandas as pd

from data.published.programme_sheets import of_figures

LINE: Final = ["serie", "perimetre", "semestre"]
"""What the points that a line may join have in common."""
FRANCE: Final = "France"
WAVE_PROJECTS: Final = "Projets lauréats de la relève"
WAVE_AID: Final = "Aide d'État de la relève"
WAVE_INVESTMENT: Final = "Investissements productifs de la relève"
WAVE_JOBS: Final = "Emplois attendus de la relève"
WAVE_SHARE: Final = "Part des investissements hors Île-de-France"
_WAVES: Final = (WAVE_PROJECTS, WAVE_AID, WAVE_INVESTMENT, WAVE_JOBS, WAVE_SHARE)
_HALF_YEAR: Final = re.compile(r"(\d{4})-S([12])")
_MONTHS: Final = 12  # a month is placed at its middle, and so is a year: half of a twelfth, half of one
_TARGET_COLUMNS: Final = (
    *("serie", "fiche", "perimetre", "lieu", "date", "valeur", "unite", "nature", "source_editeur", "source_url"),
    *("repere", "repere_date", "repere_valeur", "repere_unite", "ecart", "unite_commune", "raison"),
)


def position(text: str) -> float:
    """Where a date stands, in years: the middle of the year, half-year, month or day that it names.

    « 2023 » is 2023.5, « 2023-S1 » 2023.25, « 2023-05 » 2023.375. Raises ValueError for any other text.
    """
    half = _HALF_YEAR.fullmatch(text)
    if half:
        return int(half[1]) + (0.25 if half[2] == "1" else 0.75)
    year, *rest = (int(part) for part in text.split("-"))
    if not rest:
        return year + 0.5
    if len(rest) == 1:
        return year + (rest[0] - 0.5) / _MONTHS
    day = date(year, *rest)
    return year + (day.timetuple().tm_yday - 0.5) / date(year, 12, 31).timetuple().tm_yday


def points(indicateurs: pd.DataFrame, series: pd.DataFrame, unites: pd.DataFrame, noms: pd.DataFrame) -> pd.DataFrame:
    """Every published figure, in the order of its series and of time.

    Adds to the columns of `indicateurs` those of its series, fiche (the sheet it is on), unite_commune and
    valeur_commune (the value in the unit of the series), position (years) and semestre (whether it is of a half-year).
    """
    common = unites.set_index("unite")
    ranks = {name: rank for rank, name in enumerate(series["serie"])}
    found = indicateurs.merge(series, on="serie", how="left", validate="many_to_one")
    factors = found["unite"].map(common["facteur"])
    return (
        found.assign(
            fiche=of_figures(indicateurs, noms).to_numpy(),
            unite_commune=found["unite"].map(common["unite_commune"]),
            valeur_commune=found["valeur"] * factors,
            position=found["date"].map(position).astype("float64"),
            semestre=found["date"].str.contains("-S", regex=False),
            rang=found["serie"].map(ranks),
        )
        .sort_values(["rang", "perimetre", "semestre", "position"], kind="stable", ignore_index=True)
        .drop(columns="rang")
    )


def targets(points: pd.DataFrame, objectifs: pd.DataFrame) -> pd.DataFrame:
    """Each target with the last known point of the series that comes nearest, and what is left to reach it.

    points: of `points`. ecart: target minus last point, in unite_commune; empty unless the definition, the unit and the
    perimeter are the same. The columns of the last point are empty when nothing comes near.
    """
    aimed = points.merge(objectifs, on="serie", validate="many_to_one")
    last = points.sort_values("position", kind="stable").drop_duplicates(["serie", "perimetre"], keep="last")
    shown = ["date", "valeur", "unite", "valeur_commune", "unite_commune"]
    near = last[["serie", "perimetre", *shown]].rename(columns={name: f"repere_{name}" for name in ["serie", *shown]})
    both = aimed.merge(near, left_on=["repere", "perimetre"], right_on=["repere_serie", "perimetre"], how="left")
    comparable = (both["meme_definition"] == "oui") & (both["unite_commune"] == both["repere_unite_commune"])
    gaps = (both["valeur_commune"] - both["repere_valeur_commune"]).where(comparable)
    return both.assign(ecart=gaps)[list(_TARGET_COLUMNS)]


def published_total(points: pd.DataFrame, programme: str) -> pd.Series | None:
    """The last published count of all the projects of a programme in France: a row of `points`, or None."""
    found = points[(points["total_de"] == programme) & (points["perimetre"] == FRANCE)]
    return None if found.empty else found.sort_values("position", kind="stable").iloc[-1]


def drawn(points: pd.DataFrame, figure: str) -> pd.DataFrame:
    """The points of a figure: those of France alone for a series that has some, else of every perimeter."""
    shown = points[points["figure"] == figure]
    national = shown.loc[shown["perimetre"] == FRANCE, "serie"]
    return shown[(shown["perimetre"] == FRANCE) | ~shown["serie"].isin(national)]


def waves(points: pd.DataFrame) -> pd.DataFrame:
    """The waves of Première Usine, in the order of time: a row per date, a column per series, in its common unit.

    Adds effet_levier: investment for a euro of aid, where both are known.
    """
    told = points[points["serie"].isin(_WAVES)]
    table = told.pivot_table(index=["position", "date"], columns="serie", values="valeur_commune", aggfunc="first")
    table = table.reindex(columns=list(_WAVES)).reset_index().drop(columns="position").rename_axis(columns=None)
    return table.assign(effet_levier=table[WAVE_INVESTMENT] / table[WAVE_AID])


def disagreements(points: pd.DataFrame, cases: pd.DataFrame) -> pd.DataFrame:
    """The points that each known disagreement puts side by side, in its order. cases: the table points_desaccords."""
    return cases.merge(points, on=["serie", "perimetre", "date"], how="left")
