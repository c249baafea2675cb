"""The official perimeters of a phase, compared with those that the atlas embeds: territories, names and members."""

import re
from dataclasses import dataclass

import pandas as pd

from data.official.ground import Ground, Loaded, first_reason, set_aside
from data.official.published_rows import Published
from data.sources.catalogue import Official
from data.tables.official import EXTRA_MEMBER, EXTRA_TERRITORY, MISSING_MEMBER, MISSING_TERRITORY, OTHER_NAME

COLUMNS = ["phase", "id_officiel", "nature_ecart", "valeur_ecart"]
SIREN = re.compile(r"(?<!\d)\d{9}(?!\d)")


@dataclass(frozen=True)
class Layout:
    """Where a published file says the identifier, the name and the members (any text around each SIREN)."""

    phase: int
    identifier: str
    name: str
    members: str


# The ANCT names the same columns otherwise from one phase to the next.
LAYOUTS = (
    Layout(1, "id_ti", "lib_ti", "siren_groupement"),
    Layout(2, "id_territoire", "lib_territoire", "liste_geo"),
)


def load_phase_1(published: Published, _source: Official, ground: Ground) -> Loaded:
    """The file of phase 1."""
    return _load(published, ground, LAYOUTS[0])


def load_phase_2(published: Published, _source: Official, ground: Ground) -> Loaded:
    """The file of phase 2."""
    return _load(published, ground, LAYOUTS[1])


def _load(published: Published, ground: Ground, layout: Layout) -> Loaded:
    rows = published.rows
    members = rows[layout.members].str.findall(SIREN)
    reasons = first_reason(
        rows.index,
        (rows[layout.identifier].duplicated(), "territoire déjà décrit par une autre ligne"),
        (members.map(len) == 0, "aucun numéro SIREN de membre"),
    )
    kept = rows[reasons.isna()]
    names = kept.set_index(layout.identifier)[layout.name]
    held = members[kept.index].set_axis(kept[layout.identifier]).explode()
    table = differences(names, held, ground, layout.phase)
    differing = table["id_officiel"].nunique()
    note = f"{len(names)} territoires officiels comparés, {differing} avec un écart"
    return Loaded("ecarts_perimetres", table, published.count, set_aside(published, reasons), (*published.notes, note))


def differences(names: pd.Series, members: pd.Series, ground: Ground, phase: int) -> pd.DataFrame:
    """What differs from the embedded facts: `COLUMNS`, in the order of the identifiers; empty when all agrees.

    names: official name by identifier; members: SIREN by identifier (repeated). The members of a territory that one
    side does not have are not listed again.
    """
    own_names = ground.facts[f"territoires_phase{phase}"].set_index("id_ti")["nom"]
    own_members = ground.facts[f"membres_phase{phase}"].set_index("id_ti")["code_membre"]
    found = [(MISSING_TERRITORY, key, names[key]) for key in names.index.difference(own_names.index)]
    found += [(EXTRA_TERRITORY, key, own_names[key]) for key in own_names.index.difference(names.index)]
    shared = names.index.intersection(own_names.index)
    for key in shared[(names[shared] != own_names[shared]).to_numpy()]:
        found.append((OTHER_NAME, key, f"{names[key]} (fichier officiel), {own_names[key]} (atlas)"))
    official, own = ({pair for pair in each.items() if pair[0] in shared} for each in (members, own_members))
    found += [(MISSING_MEMBER, *pair) for pair in official - own]
    found += [(EXTRA_MEMBER, *pair) for pair in own - official]
    rows = [(phase, key, kind, value) for kind, key, value in found]
    return pd.DataFrame(rows, columns=COLUMNS).sort_values(COLUMNS, ignore_index=True)
