"""Dots of projects: the euros of a commune, and the status of its greatest project."""

import numpy as np
import pandas as pd

from components.maps.frame import STAGES
from components.maps.project_points import dots

PROJECTS = pd.DataFrame(
    [
        ("63430", 1_000_00, "Annoncé"),
        ("63430", 9_000_00, "En service"),
        ("63430", None, "En construction"),
        ("59183", None, "Abandonné"),
        ("75056", 500_00, None),
        (None, 7_000_00, "Annoncé"),
    ],
    columns=["code_insee", "investissement_centimes", "statut"],
).astype({"investissement_centimes": "Int64"})
CODES = pd.Index(["01001", "59183", "63430", "75056"])


def test_a_dot_has_the_known_euros_of_its_commune_and_the_status_of_its_greatest_project() -> None:
    found = dots(PROJECTS, "lieux.json", CODES)
    np.testing.assert_array_equal(found.euros, [np.nan, np.nan, 10_000, 500])
    stages = [STAGES[stage] if stage >= 0 else None for stage in found.stages]
    assert stages == [None, "arrêté", "En service", "statut inconnu"]
    assert found.unknown.tolist() == [False, True, False, False] and found.greatest == 10_000


def test_without_a_project_there_is_no_dot() -> None:
    found = dots(PROJECTS.head(0), "lieux.json", CODES)
    assert found.greatest == 0 and (found.stages == -1).all() and not found.unknown.any()
