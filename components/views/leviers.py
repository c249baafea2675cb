"""What public aid goes with, by programme, filière or territory, kinds of aid apart, and the projects behind."""

from dataclasses import replace
from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from components.charts import bar_charts
from components.drawn import chart
from components.figures import coverage_notes, figure, links, project_list, section
from components.figures.figure import Figure
from components.figures.section import Part, Section
from components.figures.table import Column, View, coverage_column
from components.levels import filter_bar
from components.text import coverages, formats, measure_labels
from components.text.formats import number, typeset
from components.text.plain import said
from components.visit import page_environment
from components.visit.kept import SECTIONS, kept
from components.visit.visit import Visit
from data.query import coverage, outputs
from data.query.measures import MEASURES, MIN_PROJECTS
from data.query.projects import NONE
from data.query.selection import Selection
from data.spread import leverage
from data.spread.concentration import Estimate
from data.spread.leverage import DIMENSIONS, RATIOS, Weight
from data.words.vocabulary import NATURE_INCONNUE, NATURES_A_PART, PHASES

EVERYTHING: Final = "Toute la sélection"
FRAGILE: Final = f"fragile : moins de {MIN_PROJECTS} projets"
_BY: Final = "leverage-by"
_ROW: Final = "leverage-row"
_LISTS: Final = 16  # up to 1.5 MB each: two thousand rows
_BARS: Final = 20  # the seventeen filières are all there; territories, which are hundreds, are in the table
_WARNING: Final = (
    "Deux rapports, jamais une note : ce qui est investi par euro d'aide publique, que l'on cherche aussi sous le nom "
    "de « ROI territorial » ou d'« effet de levier », et les emplois annoncés par million d'euros d'aide. "
    "Ce sont des rapports de sommes, sur les seuls projets dont les deux montants sont publiés ; "
    "ils ne disent pas ce que l'aide a causé, et un grand projet y pèse plus qu'un petit."
)
_PROJECT_COLUMNS: Final = (
    Column("projet", "Projet", view=links.project),
    Column("entreprise", "Entreprise", view=links.company),
    Column("commune", "Commune", view=links.place("communes", "code_insee")),
    Column("filiere", "Filière"),
    Column("programme", "Programme", view=links.programme()),
    Column("annee", "Année", numeric=True),
    Column("investissement_centimes", "Investissement (M€)", formats.millions_of_cents, numeric=True),
    Column("emplois", "Emplois", number, numeric=True),
    Column("aide_centimes", "Aide publique (M€)", formats.millions_of_cents, numeric=True),
    Column("nature_aide", "Nature de l'aide"),
    Column("effet_levier", "€ investis par € d'aide", partial(number, decimals=1), numeric=True),
    Column("emplois_par_million", "Emplois par M€ d'aide", partial(number, decimals=1), numeric=True),
    Column("source_editeur", "Source", link="source_url"),
)
_NATURE_COLUMNS: Final = (
    Column("nom", "Nature de l'aide"),
    Column("projets", "Aides connues", number, numeric=True),
    Column("effet_levier", "€ investis par € d'aide", partial(number, decimals=1), numeric=True),
    Column("effet_levier_connus", "Projets comptés", number, numeric=True),
    Column("effet_levier_fiabilite", "Fiabilité"),
    Column("emplois_par_million", "Emplois par M€ d'aide", partial(number, decimals=1), numeric=True),
    Column("emplois_par_million_connus", "Projets comptés pour les emplois", number, numeric=True),
    Column("emplois_par_million_fiabilite", "Fiabilité pour les emplois"),
)


def draw(selection: Selection) -> None:
    """Draw both ratios of the selection, then by the dimension that the visitor chooses, then the projects behind."""
    visit = Visit.current()
    st.markdown(said(_WARNING))
    whole = visit.asked(leverage.ratios, selection, None)
    if whole.empty:
        st.info(typeset("La sélection n'a aucun projet."))
        return
    for sentences in _told(visit, selection):
        st.markdown(sentences)
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="leverage-controls"):
        by = st.segmented_control(
            "Par",
            list(DIMENSIONS),
            default="programmes",
            format_func=lambda key: typeset(DIMENSIONS[key]),
            key=_BY,
            required=True,
        )
        if by == "territoires":
            filter_bar.choose("phase", PHASES, "Périmètres")
    view = _viewed(selection, by)
    for ratio in RATIOS:
        _ratio(visit, view, by, ratio, page_environment.narrow()).draw()
    if (natures := _by_nature(visit, view)) is not None:
        figure.tabular(*natures)
    _behind(_named(visit, view, by), by, selection)


def _viewed(selection: Selection, by: str) -> Selection:
    """What the page shows of a selection, by a dimension."""
    return replace(selection, level="territoires" if by == "territoires" else "regions", denominator="aucun")


@kept(SECTIONS)
def _told(visit: Visit, selection: Selection) -> tuple[str, str]:
    """Which aid is counted, then both ratios with how firm they are, in Markdown."""
    whole = visit.asked(leverage.ratios, selection, None).iloc[0]
    ratios = "\n".join(f"- {said(sentence(whole, ratio))}{said(_how_firm(selection, ratio))}" for ratio in RATIOS)
    return said(kinds_counted(visit.asked(leverage.by_nature, selection))), ratios


@kept(SECTIONS)
def _named(visit: Visit, view: Selection, by: str) -> pd.DataFrame:
    """The ratios by a dimension: `leverage.ratios`, with nom, in its order."""
    found = visit.asked(leverage.ratios, view, by)
    return found.assign(nom=names(found.index, by, view)).sort_values("nom")


def kinds_counted(natures: pd.DataFrame) -> str:
    """Which kinds of aid the ratios add up, and how many of them nobody named. natures: of `leverage.by_nature`."""
    told = (
        "Aide comptée : subventions et avances remboursables, et les aides dont la nature n'est pas précisée. "
        "Prêts, garanties, plafonds autorisés et aides mixtes n'y sont jamais ajoutés : le tableau par nature les "
        "donne."
    )
    counted = natures.drop(index=[*NATURES_A_PART], errors="ignore")
    unnamed = counted[counted.index.isin([NATURE_INCONNUE, NONE])]["projets"].sum() if len(counted) else 0
    if not unnamed:
        return told
    known = formats.counted(int(counted["projets"].sum()), "aide comptée", "aides comptées")
    return f"{told} Nature non précisée : {number(int(unnamed))} sur {known}."


def firmness(found: Estimate, heavy: Weight | None, ratio: str) -> str:
    """How much a ratio owes to which projects are there, in words; empty when too few enter it to say."""
    measure = MEASURES[ratio]
    parts = []
    if not np.isnan(found.low):
        low, high = (number(bound, measure.decimals) for bound in (found.low, found.high))
        parts.append(f" Sensibilité aux projets présents : de {low} à {high}, dans 95 % des tirages avec remise.")
    if heavy is not None:
        of = "emplois" if measure.numerator == "ratio_emplois" else "euros investis"
        rest = (
            "les autres n'ont aucune aide connue non nulle"
            if np.isnan(heavy.without)
            else f"sans eux, {number(heavy.without, measure.decimals)}"
        )
        parts.append(f" Les {heavy.n} plus gros pèsent {formats.percent(100 * heavy.share, 0)} des {of} ; {rest}.")
    return "".join(parts)


def _how_firm(selection: Selection, ratio: str) -> str:
    visit = Visit.current()
    found = visit.asked(leverage.sensitivity, selection, ratio)
    return firmness(found, visit.asked(leverage.weight, selection, ratio), ratio)


@kept(SECTIONS)
def _by_nature(visit: Visit, view: Selection) -> tuple[Figure, str] | None:
    """Each kind of aid alone, those apart as well, as a figure and its table; None where no aid is known."""
    natures = visit.asked(leverage.by_nature, view)
    if natures.empty:
        return None
    rows = natures.assign(nom=natures.index)
    rows["nom"] = rows["nom"].replace({NONE: NATURE_INCONNUE})
    for ratio in RATIOS:
        rows[f"{ratio}_fiabilite"] = np.where(rows[f"{ratio}_fragile"], FRAGILE, "")
    found = Figure.of(
        view,
        key="par-nature",
        title="Rapports par nature de l'aide",
        coverage=f"{formats.counted(int(natures['projets'].sum()), 'projet')} dont l'aide est connue ; chaque "
        "nature seule, sans total, parce qu'une subvention, un prêt et une garantie ne s'additionnent pas",
        rows=rows,
        columns=_NATURE_COLUMNS,
        export=lambda: output(rows),
    )
    return found, figure.write(found)


def sentence(total: "pd.Series[Any]", ratio: str) -> str:
    """« Euros investis par euro d'aide : 8,3 € investis par € d'aide ; 60 des 875… ». total: a row of `ratios`."""
    measure = MEASURES[ratio]
    covered = told_coverage(total, ratio)
    if np.isnan(total[ratio]):
        return f"{measure.label} : {formats.NO_DATA} ; {covered}."
    fragile = f" ({FRAGILE})" if total[f"{ratio}_fragile"] else ""
    return f"{measure.label} : {number(total[ratio], measure.decimals)} {measure.unit}{fragile} ; {covered}."


def told_coverage(total: "pd.Series[Any]", ratio: str) -> str:
    """« 60 des 875 projets ont un investissement et une aide connus »."""
    sums = pd.Series({"projets": total["projets"], MEASURES[ratio].known: total[f"{ratio}_connus"]})
    return measure_labels.coverage(Selection(measure=ratio), sums)


def names(values: pd.Index, by: str, view: Selection) -> pd.Series:
    """How the values of a dimension read; territories of one name with their région."""
    visit = Visit.current()
    if by != "territoires":
        without = {"programmes": "Sans programme", "filieres": "Sans filière"}[by]
        return pd.Series(values, index=values).replace({NONE: without})
    level = visit.places().levels[f"territoires-{view.phase}"].reindex(values)
    twice = level["nom"].duplicated(keep=False)
    shown = level["nom"].where(~twice, level["nom"] + " (" + level["precision_nom"] + ")")
    lost = ", ou non localisés" if visit.project_table()["code_insee"].isna().any() else ""
    return shown.fillna(f"Hors territoires de la phase {view.phase}{lost}")


def ordered(table: pd.DataFrame, ratio: str) -> pd.DataFrame:
    """The rows that have a value, those that rest on enough projects first, then the highest. table: with nom."""
    known = table[table[ratio].notna()]
    return known.sort_values([f"{ratio}_fragile", ratio, "nom"], ascending=[True, False, True])


@kept(SECTIONS)
def _ratio(visit: Visit, view: Selection, by: str, ratio: str, narrow: bool) -> Section:
    """One ratio by a dimension: bars, and a table with the sums that it is made of."""
    total, table = visit.asked(leverage.ratios, view, None).iloc[0], _named(visit, view, by)
    measure, rows = MEASURES[ratio], ordered(table, ratio)
    empty = len(table) - len(rows)
    missing = f" ; {formats.counted(empty, 'ligne')} sans projet où les deux sont connus" if empty else ""
    described = Figure.of(
        view,
        key=ratio.replace("_", "-"),
        title=f"{measure.label} par {DIMENSIONS[by].lower()}",
        coverage=f"{told_coverage(total, ratio)}{missing} ; un rapport sur moins de {MIN_PROJECTS} projets est fragile",
        rows=rows.assign(
            fiabilite=np.where(rows[f"{ratio}_fragile"], FRAGILE, ""),
            couverture=coverage.share(rows[f"{ratio}_connus"], rows["projets"]),
        ),
        columns=_columns(ratio, by),
        export=lambda: output(table),
    )
    return Section(described, _bars(rows, ratio, by, described.title, narrow=narrow))


def _bars(rows: pd.DataFrame, ratio: str, by: str, title: str, *, narrow: bool) -> list[Part]:
    if rows.empty:
        none = "Aucun projet de la sélection n'a les deux montants connus : élargir les filtres."
        return [partial(st.info, typeset(none))]
    first = rows.head(_BARS)
    counts = [formats.counted(count, "projet") for count in first[f"{ratio}_connus"]]
    values = [number(value, MEASURES[ratio].decimals) for value in first[ratio]]
    texts = [f"{value} ({count})" for value, count in zip(values, counts, strict=True)]
    bars = pd.DataFrame(
        {
            "nom": first["nom"],
            "valeur": first[ratio],
            "texte": texts,
            "fragile": first[f"{ratio}_fragile"],
            "propre": False,
            "faible": coverage.weak(first[f"{ratio}_connus"], first["projets"]),
            "couverture": coverages.each(first[f"{ratio}_connus"], first["projets"]),
        }
    )
    drawing = chart.ready(
        bars,
        bar_charts.bars(bars, noun=DIMENSIONS[by], narrow=narrow),
        alt=f"{title} : barres horizontales. En tête : {bars['nom'].iloc[0]}, {texts[0]}.",
    )
    pale = "Barres pâles, à la suite : rapport fragile. " if first[f"{ratio}_fragile"].any() else ""
    more = f"Le graphique montre {len(first)} lignes sur {len(rows)}, le tableau toutes." if len(rows) > _BARS else ""
    compared = coverage_notes.of_rows(rows, "nom", MEASURES[ratio].having, known=f"{ratio}_connus", projects="projets")
    return [drawing, *section.remark(f"{pale}{more}".strip()), *coverage_notes.of(compared)]


def _behind(table: pd.DataFrame, by: str, selection: Selection) -> None:
    """The projects behind the values of the row that the visitor chooses."""
    visit = Visit.current()
    entering = table[(table[[f"{ratio}_connus" for ratio in RATIOS]] > 0).any(axis=1)]
    labels = {EVERYTHING: EVERYTHING} | dict(zip(entering.index, entering["nom"], strict=True))
    st.header("Les projets derrière une valeur", anchor=False)
    # Another dimension is another list, which begins at its first row.
    value = st.selectbox(
        f"{DIMENSIONS[by]} dont voir les projets",
        list(labels),
        format_func=lambda key: typeset(labels.get(str(key), str(key))),
        key=f"{_ROW}-{by}",
    )
    if value != EVERYTHING:
        st.markdown("\n".join(f"- {said(sentence(table.loc[[value]].iloc[0], ratio))}" for ratio in RATIOS))
    figure.tabular(*_counted(visit, selection, by, value, labels[value]))


@kept(_LISTS)
def _counted(visit: Visit, selection: Selection, by: str, value: str, label: str) -> tuple[Figure, str]:
    """The projects behind a value, as a figure and its table, whose links lead to the same selection."""
    view = _viewed(selection, by)
    rows = leverage.behind(visit.projects(), view, None if value == EVERYTHING else by, value)
    listed = partial(leverage.with_own, visit.projects(), visit.project_table())
    found = Figure.of(
        view,
        key="projets-derriere",
        title=f"Projets comptés : {label}",
        coverage=f"{formats.counted(len(rows), 'projet')} dont l'aide est connue, avec l'investissement ou les "
        "emplois ; un rapport est vide quand l'un de ses deux montants n'est pas publié",
        rows=listed(rows[: figure.FIRST_ROWS]),
        total=len(rows),
        columns=_PROJECT_COLUMNS,
        export=lambda: project_list.exported(listed(rows), visit.edition()),
    )
    return found, figure.write(found)


def output(table: pd.DataFrame) -> pd.DataFrame:
    """Both ratios with their sums in euros, as files hold them."""
    return outputs.in_euros(table).rename_axis("code").reset_index()


def _view(by: str) -> View | None:
    """Where the name of a row leads: a territory is known by its code, a région and a programme by their names."""
    views = {
        "territoires": links.place("territoires-2"),
        "regions": links.situation("nom"),
        "programmes": links.programme("nom"),
    }
    return views.get(by)


def _columns(ratio: str, by: str) -> tuple[Column, ...]:
    measure = MEASURES[ratio]
    jobs = measure.numerator == "ratio_emplois"
    above = ("Emplois", number) if jobs else ("Investissement (M€)", formats.millions_of_cents)
    return (
        Column("nom", DIMENSIONS[by], view=_view(by)),
        Column(ratio, measure.unit[0].upper() + measure.unit[1:], partial(number, decimals=1), numeric=True),
        Column(f"{ratio}_connus", "Projets comptés", number, numeric=True),
        Column("projets", "Sur", number, numeric=True),
        coverage_column(),
        Column(measure.numerator, *above, numeric=True),
        Column(str(measure.divisor), "Aide publique (M€)", formats.millions_of_cents, numeric=True),
        Column("fiabilite", "Fiabilité"),
    )
