"""The facts as an edition holds them: in series, corrected, doubles out, each project with its last status and site.

What cannot stand is refused here, whether an edition is built or the facts are only checked.
"""

from pathlib import Path

import pandas as pd

from data.official import populations
from data.official.published_rows import Published
from data.sources import corrections, facts, histories, labels, merges, publishers, series_checks, sites
from data.words.vocabulary import NATURE_INCONNUE
from geo.errors import DataError, Problem
from geo.reference import Reference

_WITH_COMMUNES = ("projets", "accelerateurs", "accompagnes", "compositions", "populations")


def facts_in_series(folder: Path, official: Published | None = None) -> dict[str, pd.DataFrame]:
    """The facts, with the populations of the official file where it is kept, and the series of each indicator."""
    known = facts.read_facts(folder)
    known["populations"] = populations.latest(known["populations"], official)
    # What the facts alone can tell is told before the long work.
    indicateurs = known["indicateurs"].assign(serie=series_checks.assigned(known["indicateurs"], known["libelles"]))
    series_checks.check(known, indicateurs)
    known["indicateurs"] = indicateurs
    return known


def require_known_communes(known: dict[str, pd.DataFrame], geography_read: Reference) -> None:
    """Raise `DataError` for a code that is no commune, present or former, and for a commune without a population."""
    codes = set(geography_read.communes["code_insee"]) | set(geography_read.successions.index)
    problems = [problem for name in _WITH_COMMUNES for problem in facts.unknown_communes(name, known[name], codes)]
    counted = set(known["populations"]["code_insee"])
    problems += [
        Problem("populations.csv", f"aucune population pour la commune {code}", "ajouter la ligne de cette commune")
        for code in geography_read.communes["code_insee"]
        if code not in counted
    ]
    moved = known["corrections"][known["corrections"]["colonne"] == "code_insee"]
    problems += facts.unknown_communes("corrections", moved, codes, "nouvelle_valeur")
    if problems:
        raise DataError(problems)


def settled(known: dict[str, pd.DataFrame], geography_read: Reference) -> dict[str, pd.DataFrame]:
    """The projects as corrected, doubles out, each with its last status, the nature of its aid and its site; and the
    events of their lives.
    """
    projets = corrections.applied(known["projets"], known["corrections"])
    publishers.check(projets, known["hotes_publics"])
    labels.check(known["projets"], known["etiquettes"])
    projets = labels.labelled(merges.applied(projets, known["fusions"]), known["etiquettes"])
    inhabitants = known["populations"].set_index("code_insee")["population"]
    sites.check(projets, known["verifications"], with_former(inhabitants, geography_read.successions))
    projets = sites.with_sites(projets, known["verifications"])
    told = known["evenements"][known["evenements"]["id_projet"].isin(projets["id_projet"])]
    evenements = histories.events(projets, told)
    status = histories.last_status(evenements).reindex(projets["id_projet"]).set_axis(projets.index)
    nature = projets["nature_aide"].fillna(NATURE_INCONNUE).where(projets["aide_centimes"].notna())
    projets = projets.assign(statut=status["statut"], statut_date=status["statut_date"], nature_aide=nature)
    return {"projets": projets, "evenements": evenements}


def with_former(values: pd.Series, successions: pd.Series) -> pd.Series:
    """What is known by the code of a commune, for former codes too: that of the commune they are now in."""
    former = successions[~successions.index.isin(values.index)]
    return pd.concat([values, former.map(values)])
