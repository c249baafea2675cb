"""The ladder of statuses: what of the projects is announced, being built, in service; what stopped, beside."""

from dataclasses import replace
from typing import Final

import pandas as pd

from components.charts import bar_charts
from components.drawn import chart
from components.figures import coverage_notes, section
from components.figures.figure import Figure
from components.figures.section import Section
from components.figures.table import Column, coverage_column
from components.text import coverages, formats, measure_labels
from components.visit import page_environment
from components.visit.kept import SECTIONS, kept
from components.visit.visit import Visit
from data.places import ladder
from data.query import coverage
from data.query.projects import Flags
from data.query.selection import Selection
from data.words.quantities import INVESTISSEMENT
from data.words.vocabulary import ARRETES

_NAMES: Final = {"Suspendu": "suspendu", "Abandonné": "abandonné", "Liquidé": "liquidé"}
_COLUMNS: Final = (
    Column("statut", "Statut"),
    Column("projets", "Projets", formats.number, numeric=True),
    Column("connus", "Dont investissement connu", formats.number, numeric=True),
    Column(INVESTISSEMENT.exported, measure_labels.heading(INVESTISSEMENT), formats.millions, numeric=True),
    coverage_column(),
    Column("vu", "Statut vu en (médiane)", formats.year, numeric=True),
)


def draw(selection: Selection) -> None:
    """The ladder of the selected projects, stopped ones beside."""
    _draw(_selected(Visit.current(), selection, page_environment.narrow()))


def draw_of(projects: pd.DataFrame, selection: Selection) -> None:
    """The ladder of some projects, as `with_stopped` gives them; nothing where no project has a status."""
    _draw(_section(ladder.ladder(projects), selection, narrow=page_environment.narrow()))


def with_stopped(selection: Selection, held: Flags) -> pd.DataFrame:
    """What a ladder reads of those `held` of the selected projects, whatever their status."""
    visit = Visit.current()
    rows = visit.matching(whatever_their_status(selection))
    return visit.project_table()[ladder.READ].iloc[rows[held[rows]]]


def whatever_their_status(selection: Selection) -> Selection:
    """What chooses the same projects, stopped ones included."""
    return replace(selection, statuses=(), stopped="avec").chosen()


def _draw(found: Section | None) -> None:
    if found is not None:
        found.draw()


@kept(SECTIONS)
def _selected(visit: Visit, selection: Selection, narrow: bool) -> Section | None:
    steps = ladder.ladder(visit.selected(whatever_their_status(selection), ladder.READ))
    return _section(steps, selection, narrow=narrow)


def _section(steps: pd.DataFrame, selection: Selection, *, narrow: bool) -> Section | None:
    """None where no project has a status."""
    if steps.empty:
        return None
    rows = steps.reset_index().assign(couverture=coverage.share(steps["connus"], steps["projets"]))
    live = rows[rows["statut"].isin(ladder.live(steps).index)]
    bars, title = _bars(steps), finding(steps)
    said_of_each = " ; ".join(f"{name} : {text}" for name, text in zip(bars["nom"], bars["texte"], strict=True))
    described = Figure.of(
        selection,
        key="statuts",
        title=title,
        coverage=told_coverage(steps),
        rows=rows,
        columns=_COLUMNS,
        export=lambda: rows,
    )
    drawing = chart.ready(
        bars,
        bar_charts.bars(bars, noun="Statut", narrow=narrow),
        alt=f"{title} : une barre par statut, en euros d'investissement connu. {said_of_each}.",
    )
    compared = coverage_notes.of_rows(live, "statut", INVESTISSEMENT.having, projects="projets")
    return Section(described, [drawing, *coverage_notes.of(compared), *section.sentence(told_beside(steps))])


def finding(steps: pd.DataFrame) -> str:
    """« 42,3 % de l'investissement connu n'est qu'annoncé », or what is known when no euro is."""
    share = ladder.share_announced(steps)
    if share is None:
        return "Où en sont les projets"
    if share == 1:
        return "Tout l'investissement connu n'est qu'annoncé"
    if share == 0:
        return "Tout l'investissement connu est en construction ou en service"
    return f"{formats.percent(100 * share)} de l'investissement connu n'est qu'annoncé"


def told_coverage(steps: pd.DataFrame) -> str:
    """« 715 des 1 468 projets ont un investissement connu, projets arrêtés non comptés ; chaque statut est… »."""
    live = ladder.live(steps)
    known = formats.coverage(
        int(live["connus"].sum()), int(live["projets"].sum()), INVESTISSEMENT.having, INVESTISSEMENT.lacking
    )
    return f"{known}, projets arrêtés non comptés ; chaque statut est le dernier qu'une source montre"


def told_beside(steps: pd.DataFrame) -> str:
    """« À part des totaux : 30 projets arrêtés (10 suspendus, 15 abandonnés, 5 liquidés), 10,8 Md€ connus. »"""
    stopped = ladder.stopped(steps)
    if stopped.empty:
        return ""
    count = int(stopped["projets"].sum())
    parts = ", ".join(formats.counted(int(n), _NAMES[str(statut)]) for statut, n in stopped["projets"].items())
    euros = float(stopped[INVESTISSEMENT.exported].sum())
    known = f", {formats.short_euros(euros)} d'investissement connu" if int(stopped["connus"].sum()) else ""
    return f"À part des totaux : {formats.counted(count, 'projet arrêté', 'projets arrêtés')} ({parts}){known}."


def _bars(steps: pd.DataFrame) -> pd.DataFrame:
    names, counts, known = (values.tolist() for values in (steps.index, steps["projets"], steps["connus"]))
    euros = steps[INVESTISSEMENT.exported].tolist()
    texts = [
        f"{formats.counted(n, 'projet')}, {formats.short_euros(sum_) if some else 'montant non connu'}"
        for n, some, sum_ in zip(counts, known, euros, strict=True)
    ]
    return pd.DataFrame(
        {
            "nom": names,
            "valeur": euros,
            "texte": texts,
            # Stopped projects are pale: they are beside the totals.
            "fragile": [name in ARRETES for name in names],
            "propre": False,
            "faible": coverage.weak(known, counts),
            "couverture": [coverages.told(*pair) for pair in zip(known, counts, strict=True)],
        }
    )
