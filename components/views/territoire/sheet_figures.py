"""The figures of the sheet of a place: projects over time, standing among its kind, ranking, members, projects."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from components.charts import bar_charts
from components.drawn import chart
from components.figures import figure, links, project_list, table
from components.figures.figure import Figure
from components.figures.table import Column
from components.levels import level_controls, ranking
from components.places import comparison_text, status_ladder
from components.places.place_sentences import kin_name, ordinal
from components.text import formats, measure_labels
from components.text.formats import typeset
from components.text.plain import said
from components.views.territoire.page import Sheet
from components.visit import page_environment, provenance
from components.visit.kept import TABLES, kept
from components.visit.visit import Visit
from data.places import sheet
from data.places.belonging import SITE_SEPARATOR
from data.places.levels import with_values
from data.query import aggregation, outputs
from data.query.projects import Rows
from data.words.levels import NATIONAL
from data.words.numbers import CENTS_PER_EURO
from data.words.quantities import QUANTITIES

_DIMENSIONS: Final = {"programme": "Par programme", "filiere": "Par filière"}
_LARGEST: Final = (
    "projet",
    "entreprise",
    "commune",
    "filiere",
    "programme",
    "annee",
    "investissement_centimes",
    "statut",
)


def life(shown: Sheet) -> None:
    """The ladder of the statuses of its projects, stopped ones beside; then the plants that reach it from elsewhere."""
    place = shown.place
    held = place.holds(Visit.current().project_table())
    status_ladder.draw_of(status_ladder.with_stopped(shown.selection, held), shown.selection)
    reaching = sheet.reaching(*_spread(Visit.current()), place)
    if len(reaching):
        names = " ; ".join(f"{row.projet} ({row.commune})" for row in reaching.itertuples())
        st.markdown(
            said(f"Le site de {formats.counted(len(reaching), 'projet')} s'étend ici, compté ailleurs : {names}.")
        )


@kept(TABLES)
def _spread(visit: Visit) -> tuple[pd.DataFrame, Sequence[Rows]]:
    """The projects whose site is in several communes, and where these are in `Places.communes`."""
    columns = ["projet", "commune", "communes_du_site", "code_insee", *(level.column for level in NATIONAL)]
    found = sheet.spread(visit.project_table()[columns])
    sites = (codes.split(SITE_SEPARATOR) for codes in found["communes_du_site"])
    return found, [visit.places().positions(pd.Series(codes)) for codes in sites]


def over_time(shown: Sheet) -> None:
    """Projects and investment by programme or by filière, year by year."""
    if shown.projects.empty:
        return
    dimension = _dimension()
    rows = sheet.over_time(shown.projects, dimension)
    described = _figure(
        shown,
        key="temps",
        title=f"Projets et investissement dans le temps – {shown.place.nom}",
        coverage=_over_time_coverage(shown, dimension),
        rows=rows,
        columns=_time_columns(dimension),
        export=partial(outputs.in_euros, rows),
    )
    with figure.around(described):
        chart.draw(
            _bubbles(rows, dimension),
            bar_charts.bubbles(Visit.current().vocabulary().years, narrow=page_environment.narrow()),
            alt=f"{described.title} : un cercle par année, d'aire proportionnelle à l'investissement connu.",
        )
        st.caption(
            typeset(
                "Aire des cercles : investissement connu, en euros courants. Anneau vide : projets dont le montant "
                "n'est pas connu."
            )
        )


def standings(shown: Sheet) -> None:
    """Rank and position of the place among its kind, measure by measure."""
    place = shown.place
    figure.tabular(
        _figure(
            shown,
            key="situation",
            title=f"{place.nom} parmi les {kin_name(place)}",
            coverage=f"{formats.number(len(shown.kin.sums))} {kin_name(place)} ; rang et quartiles portent sur ceux "
            "dont la valeur est connue",
            rows=pd.DataFrame([_standing(row) for _, row in shown.standings.iterrows()]),
            columns=_STANDING_COLUMNS,
            export=lambda: shown.standings,
        )
    )


def ranked(shown: Sheet) -> None:
    """The places of the same kind by the measure of the selection, the own row first."""
    level_controls.draw_measure()
    whole = aggregation.aggregate(Visit.current().projects(), shown.selection)
    ranking.of(
        with_values(shown.kin.sums, shown.selection, whole),
        shown.selection,
        level=shown.place.level,
        where=kin_name(shown.place),
        source=shown.source,
        own=shown.place.code,
        narrow=page_environment.narrow(),
    ).draw()


def members(shown: Sheet) -> None:
    """The communes of a place, with their projects."""
    visit = Visit.current()
    place, places = shown.place, visit.places()
    if place.kind == "commune":
        return
    own = places.communes.loc[place.communes, ["nom", "precision_nom", "population", "superficie_km2", "code_epci"]]
    rows = aggregation.matching(visit.projects(), shown.selection)
    sums = aggregation.aggregate(visit.projects(), shown.selection, by="communes", rows=rows)
    found = own.join(sums.reindex(own.index, fill_value=0)).sort_values(["projets", "population"], ascending=False)
    for each in QUANTITIES.values():
        found[f"{each.column}_connu"] = found[each.column].where(found[each.known] > 0)
    found["intercommunalite"] = found["code_epci"].map(places.levels["epci"]["nom"])
    active = int((found["projets"] > 0).sum())
    figure.tabular(
        _figure(
            shown,
            key="membres",
            title=f"Communes – {place.nom}",
            coverage=f"{formats.counted(active, 'commune')} sur {formats.number(len(found))} avec un projet connu",
            rows=found,
            columns=_MEMBER_COLUMNS,
            export=lambda: outputs.place_output(found).assign(intercommunalite=found["intercommunalite"]).reset_index(),
        )
    )


def projects(shown: Sheet) -> None:
    """The ten largest projects with their sources, then all of them."""
    if shown.projects.empty:
        return
    listed = project_list.described(shown.rows, shown.selection)
    described = replace(listed, title=f"Projets – {shown.place.nom}", source=shown.source)
    largest = sheet.largest(listed.rows)
    with figure.around(described):
        if largest.empty:
            st.markdown(typeset("Aucun de ces projets n'a de montant connu."))
        else:
            columns = [column for column in described.columns if column.name in _LARGEST]
            caption = f"Les {len(largest)} plus gros montants connus" if len(largest) > 1 else "Le seul montant connu"
            table.draw(largest, columns, caption=caption)


def _dimension() -> str:
    with st.container(key="over-time-control", width=320):
        chosen: str = st.segmented_control(
            "Répartir",
            list(_DIMENSIONS),
            default="programme",
            format_func=lambda key: typeset(_DIMENSIONS[key]),
            required=True,
            key="over-time",
            label_visibility="collapsed",
        )
    return chosen


def _figure(shown: Sheet, **described: Any) -> Figure:
    return Figure(
        source=shown.source,
        filters=(shown.place.nom, *provenance.filter_lines(shown.selection)),
        edition_id=Visit.current().edition_id,
        **described,
    )


def _over_time_coverage(shown: Sheet, dimension: str) -> str:
    known = measure_labels.coverage(replace(shown.selection, measure="investissement"), shown.sums)
    undated = int(shown.projects[[dimension, "annee"]].isna().any(axis=1).sum())
    if not undated:
        return known
    some = formats.counted(undated, "projet")
    return f"{known} ; {some} sans année ou sans {dimension.replace('filiere', 'filière')} : hors de cette figure"


def _bubbles(rows: pd.DataFrame, dimension: str) -> pd.DataFrame:
    amounts = rows["investissement_centimes"] / CENTS_PER_EURO
    return pd.DataFrame(
        {
            "nom": rows[dimension].to_numpy(),
            "annee": rows["annee"].to_numpy(),
            "montant": amounts.fillna(0).to_numpy(dtype="float64"),
            "connu": amounts.notna().to_numpy(),
            "texte": [_bubble(*pair) for pair in zip(rows["projets"], amounts, strict=True)],
        }
    )


def _bubble(projects: int, amount: Any) -> str:
    money = "montant inconnu" if pd.isna(amount) else formats.short_euros(amount)
    return f"{formats.counted(projects, 'projet')}, {money}"


def _standing(row: "pd.Series[Any]") -> dict[str, Any]:
    """One line of the table of standings, as it reads; None is « — »."""
    ranked_among = None
    if not pd.isna(row["rang"]):
        ties = f" ({formats.number(row['ex_aequo'])} ex æquo)" if row["ex_aequo"] else ""
        ranked_among = f"{ordinal(int(row['rang']))} sur {formats.number(row['classes'])}{ties}"
    read = comparison_text.reader(row["mesure"], row["denominateur"])
    amounts = {name: read(row[name]) for name in ("valeur", *sheet.QUARTILES)}
    counted = f"{formats.number(row['connus'])} sur {formats.number(row['projets'])}"
    label = comparison_text.label(row["mesure"], row["denominateur"])
    return {"libelle": label, **amounts, "rang": ranked_among, "comptes": counted}


def _time_columns(dimension: str) -> list[Column]:
    return [
        Column(dimension, _DIMENSIONS[dimension].removeprefix("Par ").capitalize()),
        Column("annee", "Année", numeric=True),
        Column("projets", "Projets", formats.number, numeric=True),
        Column("investissement_centimes", "Investissement (M€)", formats.millions_of_cents, numeric=True),
        Column("investissement_connus", "Montants connus", formats.number, numeric=True),
        Column("aide_centimes", "Aide publique (M€)", formats.millions_of_cents, numeric=True),
        Column("aide_connus", "Aides connues", formats.number, numeric=True),
    ]


_STANDING_COLUMNS: Final = (
    Column("libelle", "Mesure"),
    Column("valeur", "Valeur", numeric=True),
    Column("comptes", "Projets comptés", numeric=True),
    Column("rang", "Rang", numeric=True),
    Column("q1", "Premier quartile", numeric=True),
    Column("mediane", "Médiane", numeric=True),
    Column("q3", "Troisième quartile", numeric=True),
)
_MEMBER_COLUMNS: Final = (
    Column("nom", "Commune", view=links.place("communes")),
    Column("intercommunalite", "Intercommunalité", view=links.place("epci", "code_epci")),
    Column("precision_nom", "Département", view=links.situation("precision_nom")),
    Column("population", "Population", formats.number, numeric=True),
    Column("projets", "Projets", formats.number, numeric=True),
    *(
        Column(f"{each.column}_connu", measure_labels.heading(each), measure_labels.held(each), numeric=True)
        for each in QUANTITIES.values()
    ),
)
