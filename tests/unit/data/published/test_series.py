"""Dated figures: where a date stands, what a line may join, when a target has a gap, what a build refuses."""

import re
from collections.abc import Callable
from itertools import pairwise

import pandas as pd
import pytest

from components.charts import time_chart
from components.views.programmes import sentences
from data.published import programme_sheets, series
from data.sources import series_checks
from geo.errors import DataError

UNITS = pd.DataFrame(
    [("Md€", "€", 1e9), ("M€", "€", 1e6), ("sites", "sites", 1.0), ("sites par an", "sites par an", 1.0)],
    columns=["unite", "unite_commune", "facteur"],
)
SERIES = pd.DataFrame(
    [
        ("Enveloppe", "Montants", None),
        ("Engagé", "Montants", "Plan"),
        ("Ouvertures", "Sites", None),
        ("Cible", None, None),
    ],
    columns=["serie", "figure", "total_de"],
)
NAMES = pd.DataFrame({"nom_cite": ["Le plan"], "programme": ["Plan"]})


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def figures(*rows: tuple[str, str, str, float, str]) -> pd.DataFrame:
    """Rows of (serie, perimetre, date, valeur, unite)."""
    table = pd.DataFrame(rows, columns=["serie", "perimetre", "date", "valeur", "unite"])
    return table.assign(
        indicateur=table["serie"],
        programme="Le plan",
        nature="promis",
        source_editeur="DGE",
        source_url=None,
        lieu=None,
    )


def points(*rows: tuple[str, str, str, float, str]) -> pd.DataFrame:
    return series.points(figures(*rows), SERIES, UNITS, NAMES)


def aimed(repere: str | None, meme_definition: str, *rows: tuple[str, str, str, float, str]) -> pd.Series:
    objectives = pd.DataFrame(
        [("Cible", repere, meme_definition, "parce que")], columns=["serie", "repere", "meme_definition", "raison"]
    )
    return series.targets(points(*rows), objectives).iloc[0]


def test_dates_stand_in_the_middle_of_what_they_name() -> None:
    texts = ["2022-12-31", "2023-01", "2023-S1", "2023-06-30", "2023", "2023-S2", "2023-11", "2023-11-20", "2024"]
    places = [series.position(text) for text in texts]
    assert places == sorted(places)
    assert (series.position("2023"), series.position("2023-S1"), series.position("2023-S2")) == (
        2023.5,
        2023.25,
        2023.75,
    )
    assert series.position("2024-12-31") < 2025 < series.position("2025-01-01")
    assert all(later - earlier > 0 for earlier, later in pairwise(map(series.position, ("2024-02-28", "2024-02-29"))))
    for text in ("", "2023-13-01", "mai 2023", "2023-S3"):
        with pytest.raises(ValueError, match=r".*"):
            series.position(text)


def test_points_are_in_order_and_in_the_unit_of_their_series() -> None:
    found = points(("Engagé", "France", "2024", 1.2, "Md€"), ("Engagé", "France", "2023-05", 800, "M€"))
    assert found["date"].tolist() == ["2023-05", "2024"]
    assert found["valeur_commune"].tolist() == [800e6, 1.2e9]
    assert set(found["unite_commune"]) == {"€"}
    assert set(found["fiche"]) == {"Plan"}


def test_a_half_year_is_never_on_the_line_of_a_whole_year() -> None:
    found = points(("Ouvertures", "France", "2024", 89, "sites"), ("Ouvertures", "France", "2024-S1", 36, "sites"))
    assert found.groupby(series.LINE).ngroups == 2
    assert sentences.lines_of(found) == ["Ouvertures", "Ouvertures (semestres)"]


def test_a_gap_asks_for_the_same_unit_definition_and_perimeter() -> None:
    known = ("Engagé", "France", "2024", 38.0, "Md€")
    same = aimed("Engagé", "oui", ("Cible", "France", "2030", 54.0, "Md€"), known)
    assert same["ecart"] == 16e9
    assert (same["repere_date"], same["repere_valeur"], same["repere_unite"]) == ("2024", 38.0, "Md€")
    older = aimed(
        "Engagé", "oui", ("Cible", "France", "2030", 54.0, "Md€"), known, ("Engagé", "France", "2022", 8, "Md€")
    )
    assert older["ecart"] == 16e9
    other_definition = aimed("Engagé", "non", ("Cible", "France", "2030", 54.0, "Md€"), known)
    assert pd.isna(other_definition["ecart"]) and other_definition["repere_valeur"] == 38.0
    other_unit = aimed(
        "Ouvertures",
        "oui",
        ("Cible", "France", "2030", 100, "sites par an"),
        ("Ouvertures", "France", "2024", 115, "sites"),
    )
    assert pd.isna(other_unit["ecart"]) and other_unit["repere_valeur"] == 115
    elsewhere = aimed("Engagé", "oui", ("Cible", "Corse", "2030", 54.0, "Md€"), known)
    assert pd.isna(elsewhere["ecart"]) and pd.isna(elsewhere["repere_valeur"])
    alone = aimed(None, "oui", ("Cible", "France", "2030", 54.0, "Md€"), known)
    assert pd.isna(alone["ecart"]) and pd.isna(alone["repere_valeur"])


def test_a_figure_shows_france_where_a_series_has_it_and_every_perimeter_elsewhere() -> None:
    found = points(
        ("Enveloppe", "France", "2022", 1, "Md€"),
        ("Enveloppe", "Corse", "2022", 2, "M€"),
        ("Engagé", "Corse", "2022", 1, "M€"),
    )
    shown = series.drawn(found, "Montants")
    assert list(zip(shown["serie"], shown["perimetre"], strict=True)) == [("Enveloppe", "France"), ("Engagé", "Corse")]


def test_the_published_total_is_the_last_for_france() -> None:
    found = points(
        ("Engagé", "France", "2023-05", 66, "sites"),
        ("Engagé", "France", "2025", 91, "sites"),
        ("Engagé", "Corse", "2026", 3, "sites"),
    )
    total = series.published_total(found, "Plan")
    assert total is not None
    assert (total["valeur"], total["date"]) == (91, "2025")
    assert series.published_total(found, "Autre plan") is None
    said = spaced(sentences.project_coverage(18, total))
    assert said == "18 des 91 projets publiés (2025, DGE) sont dans l'inventaire, qui n'est pas un recensement."
    assert "aucun nombre total" in sentences.project_coverage(4, None)


def test_waves_have_a_leverage_only_where_both_are_known() -> None:
    catalogue = pd.DataFrame({"serie": list(series._WAVES)})
    table = figures(
        (series.WAVE_AID, "France", "2023-05-12", 57, "M€"),
        (series.WAVE_INVESTMENT, "France", "2023-05-12", 0.236, "Md€"),
        (series.WAVE_AID, "France", "2022-11", 88, "M€"),
    )
    found = series.waves(series.points(table, catalogue, UNITS, NAMES))
    assert found["date"].tolist() == ["2022-11", "2023-05-12"]
    assert pd.isna(found["effet_levier"][0])
    assert found["effet_levier"][1] == pytest.approx(236 / 57)


def test_sheets_hold_every_name_once_and_figures_of_none_last() -> None:
    programmes = pd.DataFrame({"programme": ["Zèbre", "Plan"]})
    cited = programme_sheets.of_figures(pd.DataFrame({"programme": ["Le plan", None, "Été", "Abri"]}), NAMES)
    held = programme_sheets.of_projects(pd.DataFrame({"programme": ["Plan", "Autre"]}), NAMES)
    assert cited.tolist() == ["Plan", "Sans programme", "Été", "Abri"]
    assert programme_sheets.names(programmes, cited, held) == (
        "Zèbre",
        "Plan",
        "Abri",
        "Autre",
        "Été",
        "Sans programme",
    )


# What a build refuses


def rows_of(*rows: tuple[str, str | None, str, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["indicateur", "programme", "source_editeur", "date"])
    return table.assign(unite="sites", perimetre="France").set_axis(pd.Index(range(2, 2 + len(rows)), name="ligne"))


def rules(*rows: tuple[str, str | None, str | None, str | None, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["indicateur", "programme", "source_editeur", "date", "serie"])
    return table.assign(unite="sites").set_axis(pd.Index(range(2, 2 + len(rows)), name="ligne"))


def test_an_editor_or_a_date_tells_apart_what_one_wording_mixes() -> None:
    table = rows_of(("Part", None, "AFP", "2023"), ("Part", None, "DGE", "2023"), ("Part", None, "DGE", "2024"))
    wordings = rules(
        ("Part", None, "AFP", None, "Part, AFP"),
        ("Part", None, "DGE", "2023", "Part, DGE"),
        ("Part", None, None, "2024", "Part, revue"),
    )
    assert series_checks.assigned(table, wordings).tolist() == ["Part, AFP", "Part, DGE", "Part, revue"]


@pytest.mark.parametrize(
    ("wordings", "message"),
    [
        (rules(("Autre", None, None, None, "Part")), "0 séries au lieu d'une"),
        (rules(("Part", "Plan", None, None, "Part")), "0 séries au lieu d'une"),
        (rules(("Part", None, None, None, "A"), ("Part", None, "AFP", None, "B")), "2 séries au lieu d'une"),
    ],
)
def test_a_figure_in_no_series_or_in_two_is_refused(wordings: pd.DataFrame, message: str) -> None:
    with pytest.raises(DataError) as refused:
        series_checks.assigned(rows_of(("Part", None, "AFP", "2023")), wordings)
    problem = refused.value.problems[0]
    assert problem.place == "indicateurs.csv, ligne 2, colonne indicateur"
    assert message in problem.message and "libelles.csv" in problem.remedy


def test_a_wording_that_no_figure_has_is_refused() -> None:
    wordings = rules(("Part", None, None, None, "A"), ("Parts", None, None, None, "A"))
    with pytest.raises(DataError, match="aucun chiffre n'a ce libellé") as refused:
        series_checks.assigned(rows_of(("Part", None, "AFP", "2023")), wordings)
    assert [problem.place for problem in refused.value.problems] == ["libelles.csv, ligne 3, colonne indicateur"]


def lined(table: pd.DataFrame) -> pd.DataFrame:
    return table.set_axis(pd.Index(range(2, 2 + len(table)), name="ligne"))


def sound() -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Facts that pass, and the figures they speak of."""
    found = figures(("Engagé", "France", "2024", 38, "Md€"), ("Enveloppe", "France", "2022", 5, "M€"))
    known = {
        "series": SERIES.head(2),
        "programmes": pd.DataFrame({"programme": ["Plan"]}),
        "projets": pd.DataFrame({"programme": ["Autre"]}),
        "unites": UNITS,
        "objectifs": pd.DataFrame({"serie": ["Enveloppe"], "repere": ["Engagé"]}),
        "axes": pd.DataFrame({"programme": ["Plan", None], "serie": [None, "Engagé"]}),
        "noms_programmes": NAMES,
        "points_desaccords": pd.DataFrame({"serie": ["Engagé"], "perimetre": ["France"], "date": ["2024"]}),
        "totaux": pd.DataFrame(
            {"programme": ["Autre"], "serie": ["Engagé"], "perimetre": ["France"], "date": ["2024"]}
        ),
    }
    return {name: lined(table) for name, table in known.items()}, lined(found)


def test_sound_tables_pass() -> None:
    series_checks.check(*sound())


def change(name: str, column: str, value: object) -> Callable[[dict[str, pd.DataFrame]], None]:
    def apply(known: dict[str, pd.DataFrame]) -> None:
        known[name].loc[2, column] = value

    return apply


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (
            change("series", "serie", "Jamais"),
            "series.csv, ligne 2, colonne serie : « Jamais » n'est pas dans libelles.csv",
        ),
        (
            change("series", "total_de", "Rien"),
            "series.csv, ligne 2, colonne total_de : « Rien » n'est pas dans programmes",
        ),
        (
            change("objectifs", "repere", "Rien"),
            "objectifs.csv, ligne 2, colonne repere : « Rien » n'est pas dans series",
        ),
        (
            change("axes", "programme", "Rien"),
            "axes.csv, ligne 2, colonne programme : « Rien » n'est pas dans programmes",
        ),
        (change("axes", "serie", "Rien"), "axes.csv, ligne 2, colonne serie : « Rien » n'est pas dans series.csv"),
        (change("noms_programmes", "nom_cite", "Rien"), "noms_programmes.csv, ligne 2, colonne nom_cite : « Rien »"),
        (
            change("points_desaccords", "date", "2025"),
            "points_desaccords.csv, ligne 2, colonne serie : « Engagé + France",
        ),
        (
            change("totaux", "date", "2025"),
            "totaux.csv, ligne 2, colonne serie : « Engagé + France + 2025 » n'est pas dans indicateurs.csv",
        ),
        (
            change("totaux", "programme", "Plan"),
            "totaux.csv, ligne 2, colonne programme : « Plan » n'est pas dans projets.csv",
        ),
        (
            change("unites", "unite_commune", "$"),
            "series.csv, ligne 3, colonne figure : « Montants » réunit plusieurs unités",
        ),
    ],
)
def test_unknown_names_and_mixed_units_are_refused(
    spoil: Callable[[dict[str, pd.DataFrame]], None], message: str
) -> None:
    known, found = sound()
    spoil(known)
    with pytest.raises(DataError, match=re.escape(message)):
        series_checks.check(known, found)


# How they read


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (1.36, "Md€", "1,36 Md€"),
        (12.47, "%", "12,47 %"),
        (-35, "%", "−35 %"),
        (1, "usines", "1 usine"),
        (-1, "sites", "−1 site"),
        (1, "sites par an", "1 site par an"),
        (9, "mois", "9 mois"),
        (1, "mois", "1 mois"),
        (2050, "année", "2050"),
        (2_000_000, "véhicules par an", "2 000 000 véhicules par an"),
    ],
)
def test_published_values_lose_no_decimal(value: float, unit: str, said: str) -> None:
    assert spaced(sentences.published(value, unit)) == said


def test_amounts_take_the_largest_unit() -> None:
    said = [spaced(sentences.amount(value, "€")) for value in (16e9, 158e6, 430_000, 0, 1.36e9, -2e6)]
    assert said == ["16 Md€", "158 M€", "430 000 €", "0 €", "1,36 Md€", "−2 M€"]
    assert spaced(sentences.amount(15e9, "€ par an")) == "15 Md€ par an"
    assert spaced(sentences.amount(-8, "mois")) == "−8 mois"


def test_editors_are_all_counted() -> None:
    rows = pd.DataFrame({"source_editeur": ["A", "B", "A", "C", "D", "E"]})
    assert spaced(sentences.editors(rows)) == "Sources : A, B, C, D et 1 autre éditeur, cités à chaque ligne"
    assert sentences.editors(rows.head(1)) == "Source : A"


@pytest.mark.parametrize(
    "values", [[8.4e9, 54e9], [-63, 100], [124, 183], [2_783_400, 2_923_300], [5], [-30, -20], [0, 0]]
)
def test_ticks_hold_every_value_and_are_evenly_spaced(values: list[float]) -> None:
    found = list(time_chart.ticks(values, str))
    assert found[0] <= min(values) and max(values) <= found[-1]
    assert found[0] == 0 or min(values) < 0 or min(values) >= max(values) / 2
    steps = {round(later - earlier, 6) for earlier, later in pairwise(found)}
    assert len(steps) == 1 and 2 <= len(found) <= 8
