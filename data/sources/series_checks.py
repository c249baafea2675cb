"""Each published figure in exactly one series, and every name that the tables of series use known to another table.

The build refuses anything else: a point in no series would not be shown, one in two would be counted twice.
"""

from collections.abc import Collection, Iterator, Mapping

import pandas as pd

from data.cells.kinds import quoted
from data.sources.facts import LINE
from geo.errors import DataError, Problem

_WORDING = ["indicateur", "programme", "unite"]
_NARROWED = ("source_editeur", "date")  # empty in a rule: whatever the row holds


def assigned(indicateurs: pd.DataFrame, libelles: pd.DataFrame) -> "pd.Series[str]":
    """The series of each row, by line of its file. Raises `DataError` unless each row falls under exactly one rule.

    A rule names a wording, its programme and its unit; an editor or a date narrows it.
    """
    found = _matches(indicateurs, libelles)
    counts = found.groupby(LINE).size().reindex(indicateurs.index, fill_value=0)
    problems = [
        Problem(
            "indicateurs.csv",
            f"{quoted(str(indicateurs.at[line, 'indicateur']))} : {count} séries au lieu d'une",
            "dans libelles.csv, écrire une ligne et une seule pour ce libellé, ce programme et cette unité "
            "(avec l'éditeur ou la date s'il faut distinguer)",
            int(str(line)),
            "indicateur",
        )
        for line, count in counts[counts != 1].items()
    ]
    problems += [
        Problem(
            "libelles.csv", "aucun chiffre n'a ce libellé", "corriger la ligne, ou la retirer", int(line), "indicateur"
        )
        for line in libelles.index.difference(found["regle"].tolist())
    ]
    _refuse(problems)
    return found.set_index(LINE)["serie"].reindex(indicateurs.index)


def check(known: Mapping[str, pd.DataFrame], indicateurs: pd.DataFrame) -> None:
    """Refuse series that mix units or are empty, and names that no other table declares.

    known: the facts, indexed by line; indicateurs: with their `serie`. Raises `DataError` with every problem.
    """
    series, programmes = known["series"], known["programmes"]["programme"]
    cited = {*indicateurs["programme"].dropna(), *known["projets"]["programme"]}
    drawn = set(zip(indicateurs["serie"], indicateurs["perimetre"], indicateurs["date"], strict=True))
    points, totals = _points(known["points_desaccords"]), _points(known["totaux"])
    held = set(known["projets"]["programme"])
    _refuse(
        [
            *_mixed(indicateurs, known["unites"], series),
            *_unknown("series.csv", series["serie"], set(indicateurs["serie"]), "libelles.csv"),
            *_unknown("series.csv", series["total_de"], set(programmes), "programmes.csv"),
            *_unknown("objectifs.csv", known["objectifs"]["repere"], set(series["serie"]), "series.csv"),
            *_unknown("axes.csv", known["axes"]["programme"], set(programmes), "programmes.csv"),
            *_unknown("axes.csv", known["axes"]["serie"], set(series["serie"]), "series.csv"),
            *_unknown("noms_programmes.csv", known["noms_programmes"]["nom_cite"], cited, "indicateurs.csv"),
            *_unknown("points_desaccords.csv", points, drawn, "indicateurs.csv"),
            *_unknown("totaux.csv", totals, drawn, "indicateurs.csv"),
            *_unknown("totaux.csv", known["totaux"]["programme"], held, "projets.csv"),
        ]
    )


def _points(rows: pd.DataFrame) -> pd.Series:
    """The figure that each row names, by its series, perimeter and date."""
    named = list(zip(rows["serie"], rows["perimetre"], rows["date"], strict=True))
    return pd.Series(named, index=rows.index, name="serie")


def _matches(indicateurs: pd.DataFrame, libelles: pd.DataFrame) -> pd.DataFrame:
    """The rules that each row falls under: ligne, regle (line of the rule), serie."""
    rows = indicateurs[[*_WORDING, *_NARROWED]].reset_index().fillna({"programme": ""})
    rules = libelles.rename_axis("regle").reset_index().fillna({"programme": ""})
    pairs = rows.merge(rules, on=_WORDING, suffixes=("", "_regle"))
    for name in _NARROWED:
        wanted = pairs[f"{name}_regle"]
        pairs = pairs[wanted.isna() | (wanted == pairs[name])]
    return pairs[[LINE, "regle", "serie"]]


def _mixed(indicateurs: pd.DataFrame, unites: pd.DataFrame, series: pd.DataFrame) -> Iterator[Problem]:
    """The series and the figures whose points are not all in one unit."""
    common = unites.set_index("unite")["unite_commune"]
    figures = series.set_index("serie")["figure"]
    lines = pd.Series(series.index, index=series["serie"])
    rows = pd.DataFrame(
        {"serie": indicateurs["serie"], "unite": indicateurs["unite"].map(common)},
    ).drop_duplicates()
    rows["figure"] = rows["serie"].map(figures)
    for column in ("serie", "figure"):
        units = rows.groupby(column)["unite"].agg(lambda found: sorted(set(found)))
        for name, several in units[units.map(len) > 1].items():
            line = lines[rows.loc[rows[column] == name, "serie"].iloc[0]]
            message = f"{quoted(str(name))} réunit plusieurs unités : {', '.join(several)}"
            remedy = "séparer les unités, ou les ramener à une seule dans unites.csv"
            yield Problem("series.csv", message, remedy, int(str(line)), column)


def _unknown(file: str, values: pd.Series, known: Collection[object], where: str) -> Iterator[Problem]:
    named = values.dropna()
    for line, value in named[~named.isin(list(known))].items():
        shown = " + ".join(value) if isinstance(value, tuple) else str(value)
        message = f"{quoted(shown)} n'est pas dans {where}"
        yield Problem(file, message, "corriger la case, ou y ajouter sa ligne", int(str(line)), str(values.name))


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise DataError(problems)
