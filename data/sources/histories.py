"""The life of each project: the dated events that sources show, and where it stands after the last of them."""

from collections.abc import Sequence

import pandas as pd

from data.words.vocabulary import VIVANTS


def events(projets: pd.DataFrame, evenements: pd.DataFrame) -> pd.DataFrame:
    """The events of `evenements.csv`, and for each project the status that its own source gives, by project and date.

    Both as `facts.read_facts` returns them. A status that the project's source does not date is its first event.
    Columns: id_projet, date (null when not known), statut, source_editeur, source_date, source_url, remarque.
    """
    told = projets[["id_projet", "statut", "source_editeur", "source_date", "source_url"]]
    told = told.assign(date=told["source_date"], remarque=pd.Series(pd.NA, told.index, dtype="str"))
    every = pd.concat([told[evenements.columns], evenements], ignore_index=True)
    every = every.drop_duplicates(["id_projet", "date", "statut"], keep="last")
    # A year stands for its end: « Liquidé » in 2025 comes after « En service » in March 2025.
    order = every.assign(date=every["date"].str.ljust(len("2025-03-12"), "~").fillna(""))
    return every.loc[order.sort_values(["id_projet", "date"], kind="stable").index].reset_index(drop=True)


def last_status(history: pd.DataFrame) -> pd.DataFrame:
    """The status of each project after its last event, indexed by id_projet: statut, statut_date.

    history: as `events` returns it. A plant in service is not announced again: a later page that still calls it so
    says less, not more. `statut_date` is the last date at which a source shows the status, null when none is dated.
    """
    steps = {
        project: _stand(list(zip(rows["statut"], rows["date"], strict=True)))
        for project, rows in history.groupby("id_projet")
    }
    return pd.DataFrame.from_dict(steps, orient="index", columns=["statut", "statut_date"]).astype("str")


def _stand(steps: Sequence[tuple[str, str | None]]) -> tuple[str, str | None]:
    status, seen = steps[0]
    for next_status, date in steps[1:]:
        both_live = status in VIVANTS and next_status in VIVANTS
        if not (both_live and VIVANTS.index(next_status) < VIVANTS.index(status)):
            status, seen = next_status, date
    return status, seen
