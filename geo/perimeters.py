"""Which communes make a Territoire d'industrie, in each phase of the programme."""

import pandas as pd

from geo.codes import among
from geo.errors import DataError, Problem

# Number of territories that the State published for each phase.
EXPECTED_TERRITORIES = {1: 149, 2: 183}


def qualified_id(phase: int, official_id: str) -> str:
    """« ti-0101 » of phase 2 is « 2-ti-0101 ».

    The same official id names different places in the two phases (126 of the 145 shared ids): no table of an edition
    joins on the bare one.
    """
    return f"{phase}-{official_id}"


def resolve(members: pd.DataFrame, phase: int, communes: pd.DataFrame, compositions: pd.DataFrame) -> pd.DataFrame:
    """The communes of every territory of one phase.

    members: id_ti, code_membre, type_membre, nom_membre (EPCI, EPT or single communes, by SIREN)
    communes: code_insee, code_epci
    compositions: code_membre, code_insee, for the members that the reference geography does not know (EPCI that merged
      since, EPT, SIREN of single communes)
    Returns phase, id_territoire, code_membre, code_insee, one row per commune. Raises DataError when a member resolves
    to nothing, when a commune falls in two territories, or when a territory is missing.
    """
    file = f"membres_phase{phase}.csv"
    known = pd.concat(
        [
            communes[["code_epci", "code_insee"]].dropna().set_axis(["code_membre", "code_insee"], axis=1),
            compositions[["code_membre", "code_insee"]],
        ],
        ignore_index=True,
    )
    unresolved = members[~among(members["code_membre"], known["code_membre"])]
    if len(unresolved):
        raise _unresolved(file, len(members), unresolved)
    rows = members[["id_ti", "code_membre"]].merge(known, on="code_membre")
    rows["id_territoire"] = [qualified_id(phase, official) for official in rows["id_ti"]]
    rows["phase"] = phase
    _check(file, phase, rows, communes)
    columns = ["phase", "id_territoire", "code_membre", "code_insee"]
    return rows[columns].sort_values(["id_territoire", "code_insee"], ignore_index=True)


def merged(compositions: pd.DataFrame, communes: pd.DataFrame) -> pd.DataFrame:
    """The intercommunalités that have merged since, each in the present one that holds all its communes.

    compositions: as in `resolve`, with type_membre and nom_membre. Returns siren_ancien, nom, code_epci.
    """
    held = compositions[compositions["type_membre"] == "EPCI"].merge(communes[["code_insee", "code_epci"]])
    grouped = held[~among(held["code_membre"], communes["code_epci"])].groupby("code_membre")
    # An intercommunalité that was split has no single heir: its name leads nowhere rather than to the wrong one.
    now = grouped["code_epci"].first().where(grouped["code_epci"].nunique(dropna=False) == 1).dropna()
    names = grouped["nom_membre"].first().reindex(now.index)
    return pd.DataFrame({"siren_ancien": now.index, "nom": names.to_numpy(), "code_epci": now.to_numpy()})


def _unresolved(file: str, expected: int, unresolved: pd.DataFrame) -> DataError:
    codes = ", ".join(unresolved["code_membre"].head(10))
    return DataError.single(
        file,
        f"{expected} membres attendus, {expected - len(unresolved)} résolus : {codes}",
        "ajouter leurs communes à compositions.csv, avec la source",
        column="code_membre",
    )


def _check(file: str, phase: int, rows: pd.DataFrame, communes: pd.DataFrame) -> None:
    problems = []
    twice = rows[rows.duplicated("code_insee", keep=False)]
    if len(twice):
        example = twice.sort_values("code_insee").head(2)
        problems.append(
            Problem(
                file,
                f"{twice['code_insee'].nunique()} communes sont dans deux territoires de la phase {phase}, "
                f"par exemple {example['code_insee'].iloc[0]} ({' et '.join(example['id_territoire'])})",
                "corriger les membres : une commune n'est que dans un territoire par phase",
            )
        )
    strangers = rows.loc[~among(rows["code_insee"], communes["code_insee"]), "code_insee"]
    if len(strangers):
        problems.append(
            Problem(
                "compositions.csv",
                f"communes inconnues : {', '.join(strangers.head(10))}",
                "remplacer par le code de la commune actuelle",
                column="code_insee",
            )
        )
    found = rows["id_territoire"].nunique()
    if found != EXPECTED_TERRITORIES[phase]:
        problems.append(
            Problem(
                file,
                f"{EXPECTED_TERRITORIES[phase]} territoires attendus, {found} trouvés",
                "vérifier que chaque territoire a ses membres",
                column="id_ti",
            )
        )
    if problems:
        raise DataError(problems)
