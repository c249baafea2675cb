"""How the Territoires d'industrie of phase 1 became those of phase 2, commune by commune.

Only communes link the two phases: their ids coincide by chance (« 1-ti-0101 » and « 2-ti-0101 » are unrelated), and a
name may have gone to another perimeter. Everything starts from `links`, whose rows partition the communes of both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final, Self

import numpy as np
import pandas as pd

from data.places.levels import Places
from data.words.text import fold
from data.words.vocabulary import PHASES, TYPES_EPCI

# A link makes a « réunion » or a « partagé » from this share, in %, of the population of either of its territories, so
# that a strip that changed hands does not. Either: a small territory may dissolve in one fifty times larger.
LEAST_SHARE: Final = 5.0

SIDES: Final = ["id_territoire_1", "id_territoire_2"]
MONEY: Final = ["projets", "investissement_centimes", "investissement_connus", "aide_centimes", "aide_connus"]
SUMS: Final = ["nb_communes", "population", *MONEY]

# What becomes of a territory: same communes, one counterpart, several, none.
OUTCOMES: Final[Mapping[int, tuple[str, str, str, str]]] = {
    1: ("inchangé", "modifié", "partagé", "disparu"),
    2: ("inchangé", "modifié", "réunion", "nouveau"),
}
SITUATIONS: Final = ("reste", "entre", "sort")  # in a territory of both phases, of phase 2 only, of phase 1 only


@dataclass(frozen=True)
class Lineage:
    """Where a territory of phase 2 comes from, or what one of phase 1 became; counterparts are of the other phase.

    devenir: one of `OUTCOMES`. renomme: none of its retained counterparts bears its name (to a hyphen, accent or
    capital); False without a counterpart.
    correspondants: one row per link, the most populated first, then the communes without counterpart (id_territoire and
    nom are null). Columns: id_territoire, nom, `SUMS`, part_population and part_correspondant (% of the population of
    this territory and of the other), retenu. Its sums add up to those of the territory.
    epci: one row per situation, EPCI and counterpart id_territoire, with nom, nb_communes, population; the communes
    without EPCI are together under a null code_epci. A territory of phase 2 is made of its « reste » and « entre », one
    of phase 1 of its « reste » and « sort », with a null id_territoire where there is no counterpart. The situation
    left over is around it: what phase 2 dropped of its retained origins, or added to what it became.
    """

    id_territoire: str
    nom: str
    devenir: str
    renomme: bool
    correspondants: pd.DataFrame
    epci: pd.DataFrame


@dataclass(frozen=True)
class Pairs:
    """The pairs of territories that share communes, whatever the projects: made once for an edition.

    table: one row per pair, a side being null for communes of one phase only. Columns: `SIDES`, nb_communes,
    population, part_1 and part_2 (% of the population of each side, NaN for a null one), retenu (the pair counts: see
    `LEAST_SHARE`). rows: the row of each commune of the pairs, by code_insee. epci: how many are in each situation.
    """

    table: pd.DataFrame
    rows: pd.Series
    epci: pd.Series

    @classmethod
    def of(cls, communes: pd.DataFrame) -> Self:
        """communes: indexed by code_insee, with population, code_epci and `SIDES`."""
        labelled = communes[communes[SIDES].notna().any(axis=1)]
        grouped = labelled.assign(nb_communes=1).groupby(SIDES, dropna=False)
        found = grouped[["nb_communes", "population"]].sum().astype("int64").reset_index()
        for side, part in zip(SIDES, ("part_1", "part_2"), strict=True):
            found[part] = 100 * found["population"] / found.groupby(side)["population"].transform("sum")
        large = (found[["part_1", "part_2"]] >= LEAST_SHARE).any(axis=1)
        epci = labelled.groupby(_situations(labelled))["code_epci"].nunique()
        return cls(
            table=found.assign(retenu=large & found[SIDES].notna().all(axis=1)),
            rows=grouped.ngroup(),
            epci=epci.rename("nb_epci"),
        )


def links(pairs: Pairs, projets: pd.DataFrame) -> pd.DataFrame:
    """The table of `pairs` with the sums of projects: `MONEY`, int64; an amount that nobody knows is 0, with 0 connus.

    projets: code_insee, and investissement_centimes and aide_centimes as nullable Int64; any part of the inventory.
    Sums over the links of a territory are exactly its own.
    """
    places = pairs.rows.index.get_indexer(pd.Index(projets["code_insee"]))
    held = places >= 0
    rows = pairs.rows.to_numpy()[places[held]]
    counted = partial(np.bincount, rows, minlength=len(pairs.table))
    sums = {"projets": counted()}
    for amount in ("investissement", "aide"):
        known = projets.loc[held, f"{amount}_centimes"]
        total = np.zeros(len(pairs.table), dtype="int64")
        np.add.at(total, rows, known.fillna(0).to_numpy(dtype="int64"))
        sums |= {f"{amount}_centimes": total, f"{amount}_connus": counted(known.notna().to_numpy()).astype("int64")}
    return pairs.table.assign(**sums)[[*SIDES, *SUMS, "part_1", "part_2", "retenu"]]


def outcomes(places: Places, linked: pd.DataFrame) -> pd.DataFrame:
    """Every territory of both phases by id: phase, nom, devenir, renomme, nb_correspondants (retained).

    linked: `Pairs.table`, or `links`, which says the same of them.

    « inchangé » has the very communes of its counterpart; otherwise the number of retained counterparts decides.
    """
    names = _names(places)
    paired = linked[SIDES].notna().all(axis=1)
    alone = ~(linked.duplicated(SIDES[0], keep=False) | linked.duplicated(SIDES[1], keep=False))
    folded = linked[SIDES].apply(lambda ids: ids.map(names.map(fold)))
    flags = linked[SIDES].assign(
        retenu=linked["retenu"],
        identique=paired & alone,
        homonyme=linked["retenu"] & (folded[SIDES[0]] == folded[SIDES[1]]),
    )
    tables = []
    for phase, side in zip(PHASES, SIDES, strict=True):
        mine = flags.groupby(side)[["retenu", "identique", "homonyme"]].sum()
        mine = mine.reindex(places.levels[f"territoires-{phase}"].index, fill_value=0)
        same, several = mine["identique"] > 0, mine["retenu"] > 1
        *named, without = OUTCOMES[phase]
        devenir = np.select([same, mine["retenu"] == 1, several], named, without)
        renomme = (mine["retenu"] > 0) & (mine["homonyme"] == 0)
        tables.append(mine.assign(phase=phase, nom=names, devenir=devenir, renomme=renomme))
    every = pd.concat(tables).rename(columns={"retenu": "nb_correspondants"}).rename_axis("id_territoire")
    return every[["phase", "nom", "devenir", "renomme", "nb_correspondants"]]


def lineage(places: Places, linked: pd.DataFrame, territory_id: str, every: pd.DataFrame | None = None) -> Lineage:
    """The lineage of one territory of either phase. Raises `KeyError` for an unknown one.

    every: `outcomes` of the same links, when it is already known.
    """
    every = outcomes(places, linked) if every is None else every
    said = every.loc[territory_id]
    phase, opposite = (1, 2) if said["phase"] == 1 else (2, 1)
    mine, other = f"id_territoire_{phase}", f"id_territoire_{opposite}"
    own = linked[linked[mine] == territory_id].rename(
        columns={other: "id_territoire", f"part_{phase}": "part_population", f"part_{opposite}": "part_correspondant"}
    )
    own = own.assign(nom=own["id_territoire"].map(_names(places)), hors=own["id_territoire"].isna())
    own = own.sort_values(["hors", "population", "id_territoire"], ascending=[True, False, True], ignore_index=True)
    return Lineage(
        id_territoire=territory_id,
        nom=str(said["nom"]),
        devenir=str(said["devenir"]),
        renomme=bool(said["renomme"]),
        correspondants=own[["id_territoire", "nom", *SUMS, "part_population", "part_correspondant", "retenu"]],
        epci=_epci(places, mine, other, territory_id, own.loc[own["retenu"], "id_territoire"]),
    )


def counted_outcomes(every: pd.DataFrame) -> pd.DataFrame:
    """How many territories of the country became what, whatever the projects are.

    every: `outcomes`. Indexed by (phase, devenir), every one of `OUTCOMES`, with territoires and renommes (counts).
    """
    kinds = pd.MultiIndex.from_tuples(
        [(phase, devenir) for phase, named in OUTCOMES.items() for devenir in named], names=["phase", "devenir"]
    )
    counted = every.groupby(["phase", "devenir"]).agg(territoires=("nom", "size"), renommes=("renomme", "sum"))
    return counted.reindex(kinds, fill_value=0)


def situations(pairs: Pairs, linked: pd.DataFrame) -> pd.DataFrame:
    """How many communes of the country stayed, entered and left, with their projects.

    linked: `links` of these pairs. Indexed by `SITUATIONS`, with nb_communes, nb_epci, population, `MONEY`. An EPCI is
    counted in each of its situations.
    """
    summed = linked.groupby(_situations(linked))[SUMS].sum().join(pairs.epci).reindex(list(SITUATIONS), fill_value=0)
    return summed[["nb_communes", "nb_epci", "population", *MONEY]].rename_axis("situation")


def _names(places: Places) -> pd.Series:
    """The name of every territory of both phases, by id."""
    return pd.concat([places.levels[f"territoires-{phase}"]["nom"] for phase in PHASES])


def _situations(rows: pd.DataFrame) -> pd.Series:
    """Which of `SITUATIONS` each row is in, from its `SIDES`, of which one at least is known."""
    first, second = (rows[side].notna() for side in SIDES)
    return pd.Series(np.select([first & second, second], SITUATIONS[:2], SITUATIONS[2]), index=rows.index)


def _epci(places: Places, mine: str, other: str, territory_id: str, counterparts: pd.Series) -> pd.DataFrame:
    """The table `Lineage.epci`, in the order of `SITUATIONS`, then the most populated first."""
    communes = places.communes
    outside = communes[mine].isna() & communes[other].isin(counterparts)
    rows = communes[(communes[mine] == territory_id) | outside]
    keys = ["situation", "code_epci", "id_territoire"]
    rows = rows.assign(situation=_situations(rows), id_territoire=rows[other], nb_communes=1)
    sums = rows.groupby(keys, dropna=False)[["nb_communes", "population"]].sum().astype("int64").reset_index()
    sums["nom"] = sums["code_epci"].map(places.levels["epci"]["nom"]).fillna(TYPES_EPCI["SE"])
    ranks = sums["situation"].map({situation: rank for rank, situation in enumerate(SITUATIONS)})
    sums = sums.assign(rang=ranks).sort_values(["rang", "population", "nom"], ascending=[True, False, True])
    return sums[["situation", "code_epci", "nom", "id_territoire", "nb_communes", "population"]].reset_index(drop=True)
