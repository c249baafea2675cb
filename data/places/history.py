"""The life of one project: the dated events that sources show, the last first."""

import pandas as pd


def of_project(evenements: pd.DataFrame, project: str) -> pd.DataFrame:
    """The events of a project, the last first; those without a date come last. evenements: the table of an edition."""
    own = evenements[evenements["id_projet"] == project]
    return own.iloc[::-1].reset_index(drop=True)
