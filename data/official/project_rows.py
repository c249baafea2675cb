"""The projects of an official file, in the common columns: one reader, told by `ProjectMapping` what each column is."""

import json
from collections.abc import Callable, Mapping

import pandas as pd

from data.cells import amounts, dates, identifiers, published_values
from data.cells.amounts import Numbers
from data.cells.kinds import DATE
from data.official import placing
from data.official.ground import Ground, Loaded, first_reason, set_aside
from data.official.placing import Placed
from data.official.published_rows import Published
from data.sources.catalogue import Official
from data.sources.correspondences import Translated, translate
from data.sources.mapping import EVERY_ROW, ROLES, ProjectMapping
from data.tables.official import ABOVE, COUNTED, REJECTED
from data.tables.projects import LOCALISATIONS, OFFICIAL_PROJECTS
from data.words.quantities import QUANTITIES
from data.words.text import grouped, name_words

# What no official file says of a project, and the type of each column.
_INVENTORY_ONLY = {
    "annee_fin": "Int16",
    "nature_aide": "str",
    "statut_date": "str",
    "communes_du_site": "str",
    "site_verifie": "str",
    "etiquette": "str",
}
NATURE = "officielle"
MAX_NAMED = 20  # values without a correspondence that the page of checks names: a file may have hundreds
# Role -> (column of the table, what reads it, how an unread one is called).
_NUMBERS: Mapping[str, tuple[str, Callable[..., Numbers], str]] = {
    key: (
        each.column,
        amounts.cents if each.kind == "cents" else amounts.counts,
        f"{each.cell} illisible : ",
    )
    for key, each in QUANTITIES.items()
}
_COST = "cout_total_centimes"
# Role -> column, of what is kept as it is published.
_AS_PUBLISHED = {
    **{role: role for role in ("entreprise", "demarche", "resume", "instrument", "operateur")},
    "decision": "numero_decision",
    "versement": "periode_versement",
}
_WORDS = {"filiere": "filières", "programme": "programmes"}
_VOCABULARIES = {"filiere": "correspondance_filieres", "programme": "correspondance_programmes"}


def load(published: Published, source: Official, ground: Ground) -> Loaded:
    """Each row of the file that has a title and numbers that can be read, placed where its commune is known.

    A row without a known commune stays in the table, at the level that it names or « non localisé », and is listed with
    its reason.
    Several rows may share a file number: each is a grant of its own, none is merged. The density of the communes is
    added once all the files are read. ValueError for a source whose record has no part `projets`.
    """
    mapping = source.projects
    if mapping is None:
        raise ValueError(f"no columns of projects are declared for {source.source_id}")
    rows = published.rows
    nothing = pd.Series(pd.NA, index=rows.index, dtype="str")
    said = pd.DataFrame(
        {
            role: published_values.first_filled(rows, mapping.columns[role]) if role in mapping.columns else nothing
            for role in ROLES
        }
    )
    numbers = {role: read(said[role], mapping.decimal) for role, (_, read, _) in _NUMBERS.items()}
    # A cost that cannot be read is left out of its row: nothing is summed of it.
    cost = amounts.cents(said["cout_total"], mapping.decimal)
    place = placing.placed(said[list(mapping.columns)], ground)
    refused = first_reason(
        rows.index,
        (said["projet"].isna(), "aucun intitulé"),
        *((numbers[role].unread, wrong + said[role].fillna("")) for role, (_, _, wrong) in _NUMBERS.items()),
    )
    words = {
        role: translate(published_values.texts(said[role]), source.source_id, ground.facts[name], role)
        for role, name in _VOCABULARIES.items()
    }
    table = _table(rows, said, source, mapping, place).assign(
        **{column: numbers[role].values for role, (column, _, _) in _NUMBERS.items()},
        **{role: translated.values for role, translated in words.items()},
        **{_COST: cost.values},
    )
    kept = refused.isna()
    reasons = refused.fillna(place.reason)  # a row that is refused counts nowhere, wherever it is
    effects = place.lieu.notna().map({True: ABOVE, False: COUNTED}).where(kept, REJECTED)
    return Loaded(
        OFFICIAL_PROJECTS.name,
        in_levels(table[kept], place.lieu[kept], ground),
        published.count,
        set_aside(published, reasons, effects),
        (*published.notes, *_repairs(table, place, said, cost.unread, kept), *_untranslated(words)),
    )


def _table(
    rows: pd.DataFrame, said: pd.DataFrame, source: Official, mapping: ProjectMapping, place: Placed
) -> pd.DataFrame:
    """All but the numbers and the words of the inventory."""
    lines = rows.index.to_series()
    years = dates.years(said["annee"]).values.fillna(mapping.year)
    return pd.DataFrame(
        {
            # Six digits: in the order of the lines as texts too, in a file of less than a million.
            "id_projet": f"{source.source_id}-" + lines.astype("str").str.zfill(6),
            "projet": published_values.titles(published_values.texts(said["projet"])),
            **{column: published_values.texts(said[role]) for role, column in _AS_PUBLISHED.items()},
            # The same column: files have a SIREN or a SIRET under any of both names.
            "siren": identifiers.sirens(said["siren"]),
            "siret": identifiers.sirets(said["siren"]),
            "code_insee": place.code,
            "code_insee_publie": place.published,
            "annee": years.astype("Int16"),
            "statut": pd.Series(pd.NA, index=rows.index, dtype="str"),
            "precision": place.code.notna().map({True: mapping.precision, False: None}).astype("str"),
            "source_editeur": published_values.texts(said["editeur"]).fillna(source.texts["editeur"]),
            "nature_source": NATURE,
            "source_date": said["date"].where(said["date"].str.fullmatch(DATE).fillna(False)).fillna(mapping.date),
            "source_url": source.texts["adresse"],
            "source_id": source.source_id,
            "industriel": _industrial(said["demarche"], mapping).map({True: "oui", False: "non"}),
            "localisation": place.levels.map(LOCALISATIONS),
            "ligne": lines,
            "contenu": [json.dumps(row, ensure_ascii=False) for row in rows.to_dict("records")],
        }
    )


def _industrial(measures: pd.Series, mapping: ProjectMapping) -> "pd.Series[bool]":
    """Which rows are of a file, or of a measure, of industry. measures: as published, null where there is none."""
    if EVERY_ROW in mapping.industry:
        return pd.Series(data=True, index=measures.index)
    # The space: a word that begins so, not one that holds it.
    named = {text: f" {name_words(text)}" for text in measures.dropna().unique().tolist()}
    found = {text: any(f" {word}" in words for word in mapping.industry) for text, words in named.items()}
    return pd.Series([found.get(text, False) for text in measures], index=measures.index)


def in_levels(table: pd.DataFrame, lieu: pd.Series, ground: Ground) -> pd.DataFrame:
    """The table with the name of the commune of each row and the codes of every level; empty where there is none, as
    are the columns that only the inventory fills.
    """
    names = ground.communes.set_index("code_insee")["nom"].reindex(table["code_insee"])
    unsaid = {name: pd.Series(pd.NA, index=table.index, dtype=dtype) for name, dtype in _INVENTORY_ONLY.items()}
    return table.assign(**ground.wider.columns(table["code_insee"], lieu), **unsaid, commune=names.to_numpy())


def _repairs(
    table: pd.DataFrame, place: Placed, said: pd.DataFrame, unread_costs: pd.Series, kept: pd.Series
) -> tuple[str, ...]:
    former = place.code.notna() & place.published.notna() & (place.code != place.published)
    found = (
        (table["siren"].isna(), "identifiants d'entreprise ou de bénéficiaire absents ou illisibles, laissés vides"),
        (
            identifiers.rounded(said["siren"]),
            "identifiants arrondis par un tableur (« 7,17E+13 »), dont les derniers chiffres sont perdus",
        ),
        (former, "communes anciennes ramenées à la commune actuelle"),
        (table["annee"].isna(), "lignes sans année lisible, laissée vide"),
        (unread_costs, "coûts totaux illisibles, laissés vides"),
        (place.by_name, "communes trouvées par leur nom"),
        (place.by_point, "communes trouvées par leur point"),
    )
    counted = ((what, int((rows & kept).sum())) for rows, what in found)
    return tuple(f"{what} : {grouped(count)}" for what, count in counted if count)


def _untranslated(words: Mapping[str, Translated]) -> tuple[str, ...]:
    return tuple(
        f"{_WORDS[role]} : {grouped(len(found.unknown))} sans correspondance, telles que publiées : "
        + ", ".join(found.unknown[:MAX_NAMED])
        + (", etc." if len(found.unknown) > MAX_NAMED else "")
        for role, found in words.items()
        if found.unknown
    )
