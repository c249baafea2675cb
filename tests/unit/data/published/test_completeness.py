"""What the inventory holds of what was published."""

import numpy as np
import pandas as pd

from data.published import completeness
from data.words.vocabulary import AU_PLUS, COMPARAISONS, MEME_DEFINITION

REGIONS = pd.Series({"11": "Île-de-France", "76": "Occitanie"})
PROJETS = pd.DataFrame(
    {
        "programme": ["Plan", "Plan", "Plan", "Autre"],
        "annee": pd.array([2024, 2024, None, 2024], dtype="Int16"),
        "code_region": ["11", "76", "76", "11"],
    }
)
POINTS = pd.DataFrame(
    [
        ("Soutenus", "France", "2025", 6.0),
        ("De l'année", "France", "2024", 4.0),
        ("En région", "Occitanie", "2024", 8.0),
        ("Recherche", "France", "2024", 100.0),
    ],
    columns=["serie", "perimetre", "date", "valeur_commune"],
).assign(source_editeur="DGE", source_url="https://a.fr")


def totals(*rows: tuple[str, str, str, int | None, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["serie", "perimetre", "date", "annee", "comparaison"])
    return frame.assign(programme="Plan", raison="…").astype({"annee": "Int16"})


def test_a_total_is_compared_with_the_projects_of_its_perimeter_and_its_year() -> None:
    found = completeness.held(
        totals(
            ("Soutenus", "France", "2025", None, MEME_DEFINITION),
            ("De l'année", "France", "2024", 2024, AU_PLUS),
            ("En région", "Occitanie", "2024", None, MEME_DEFINITION),
        ),
        POINTS,
        PROJETS,
        REGIONS,
    )
    assert found[["publies", "tenus", "part"]].to_numpy().tolist() == [[6, 3, 0.5], [4, 2, 0.5], [8, 2, 0.25]]
    assert found["source_editeur"].tolist() == ["DGE"] * 3


def test_a_total_of_something_else_has_no_share() -> None:
    found = completeness.held(totals(("Recherche", "France", "2024", None, COMPARAISONS[-1])), POINTS, PROJETS, REGIONS)
    assert found[["publies", "tenus"]].to_numpy().tolist() == [[100, 3]]
    assert np.isnan(found["part"]).all()


def test_a_figure_published_by_two_sources_is_counted_once() -> None:
    twice = pd.concat([POINTS, POINTS], ignore_index=True)
    wanted = totals(("Soutenus", "France", "2025", None, MEME_DEFINITION))
    assert len(completeness.held(wanted, twice, PROJETS, REGIONS)) == 1


def test_regions_of_a_list_hold_what_the_inventory_has_of_them() -> None:
    listed = pd.DataFrame({"code_region": ["76", "76", "76", None]})
    found = completeness.by_region(listed, PROJETS[PROJETS["programme"] == "Plan"], REGIONS)
    assert found[["nom", "publies", "tenus"]].to_numpy().tolist() == [["Occitanie", 3, 2], ["Île-de-France", 0, 1]]
    assert found["part"].tolist()[0] == 2 / 3
    assert np.isnan(found["part"][1])
