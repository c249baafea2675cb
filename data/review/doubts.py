"""What a row may hold and is rare enough to be read again: amounts out of proportion, dates out of order."""

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from data.cells.kinds import quoted
from data.tables.fact_files import FILES
from data.words.numbers import CENTS_PER_EURO
from data.words.text import grouped
from data.words.vocabulary import NATURES_A_PART
from geo.errors import Problem

# In November 2026, 98 % of the projects of which both were known were between: a job under the price of a machine, or
# above that of a unit of semiconductors, is more often a unit mistaken, or the jobs of the whole site.
EUROS_PER_JOB: Final = (20_000, 5_000_000)
# And 94 % were under: more aid than that is often of something else than what it stands beside.
AID_SHARE: Final = 0.5
# A branch or a programme of fewer projects is more often a name mistaken than a small one: the smallest has nine.
FEWEST_OF_A_NAME: Final = 3
_FILE: Final = FILES["projets"].file
_EVENTS: Final = FILES["evenements"].file


def per_job(projets: pd.DataFrame) -> Iterator[Problem]:
    """The projects whose investment is out of proportion with their jobs."""
    euros = projets["investissement_centimes"] / CENTS_PER_EURO / projets["emplois"].mask(projets["emplois"] == 0)
    low, high = EUROS_PER_JOB
    for line, row in _where(projets.assign(par_emploi=euros), (euros < low) | (euros > high)):
        message = f"{grouped(round(row['par_emploi']))} € d'investissement par emploi : {quoted(row['projet'])}"
        remedy = "relire les deux nombres : même site, même projet, emplois créés"
        yield Problem(_FILE, message, remedy, line, "emplois")


def aid_share(projets: pd.DataFrame) -> Iterator[Problem]:
    """The projects whose aid, of a kind that ratios count, is a large share of what it helped."""
    counted = ~projets["nature_aide"].isin(list(NATURES_A_PART))
    share = (projets["aide_centimes"] / projets["investissement_centimes"]).where(counted)
    for line, row in _where(projets.assign(part=share), share > AID_SHARE):
        message = f"l'aide fait {round(100 * row['part'])} % de l'investissement : {quoted(row['projet'])}"
        remedy = "relire ce que chaque montant couvre : une aide à la recherche n'est pas celle d'un bâtiment"
        yield Problem(_FILE, message, remedy, line, "aide_publique_eur")


def late_years(projets: pd.DataFrame) -> Iterator[Problem]:
    """The projects announced, they say, after the page that announces them."""
    pages = _year(projets["source_date"])
    for line, row in _where(projets.assign(page=pages), projets["annee"] > pages):
        message = f"projet de {row['annee']}, sa page est de {row['page']} : {quoted(row['projet'])}"
        yield Problem(_FILE, message, "écrire l'année de l'annonce ou du soutien", line, "annee")


def rare_names(projets: pd.DataFrame) -> Iterator[Problem]:
    """The projects whose branch or programme hardly any other project has."""
    for column in ("filiere", "programme"):
        used = projets[column].map(projets[column].value_counts())
        for line, row in _where(projets.assign(cites=used), used < FEWEST_OF_A_NAME):
            message = f"{quoted(row[column])} n'a que {row['cites']} projet(s) : {quoted(row['projet'])}"
            remedy = "écrire le nom qu'ont les autres projets, ou en ajouter sous celui-ci"
            yield Problem(_FILE, message, remedy, line, column)


def early_events(evenements: pd.DataFrame, projets: pd.DataFrame) -> Iterator[Problem]:
    """The events before the year of their project. evenements: as the file has them, indexed by line."""
    project = projets.set_index("id_projet")
    years, happened = evenements["id_projet"].map(project["annee"]).astype("Int64"), _year(evenements["date"])
    told = evenements.assign(annee=years, arrive=happened, projet=evenements["id_projet"].map(project["projet"]))
    for line, row in _where(told, happened < years):
        message = f"événement de {row['arrive']}, projet de {row['annee']} : {quoted(row['projet'])}"
        remedy = "revoir l'année du projet, qui est celle de l'annonce, ou la date de l'événement"
        yield Problem(_EVENTS, message, remedy, line, "date")


def foretold(evenements: pd.DataFrame) -> Iterator[Problem]:
    """The events that are after the page that tells them."""
    pages = evenements["source_date"].fillna(evenements["date"])
    # « 2023 » tells nothing of the months of « 2023-09 »: what both dates say is compared.
    after = [day[: len(page)] > page[: len(day)] for day, page in zip(evenements["date"], pages, strict=True)]
    for line, row in _where(evenements.assign(page=pages), pd.Series(after, evenements.index)):
        message = f"événement du {row['date']}, sa page est du {row['page']}"
        remedy = "écrire la date de la page : ce qui est annoncé n'a pas encore eu lieu"
        yield Problem(_EVENTS, message, remedy, line, "date")


def _where(rows: pd.DataFrame, asked: "pd.Series[bool]") -> Iterator[tuple[int, dict[str, Any]]]:
    """The lines of the file that are asked, each with its cells."""
    for line, row in rows[asked.fillna(value=False)].to_dict("index").items():
        yield int(str(line)), {str(name): cell for name, cell in row.items()}


def _year(dates: "pd.Series[str]") -> pd.Series:
    return pd.to_numeric(dates.str[:4]).astype("Int64")
