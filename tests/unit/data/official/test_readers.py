"""Official files: each row counts where it belongs, or is listed with its reason; a file that changed is refused."""

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from data.official import populations, published_rows, readers
from data.official.readers import Officials
from data.sources import raw_files
from data.sources.raw_files import RawSet
from data.tables import contracts
from data.tables.official import ABOVE, DENSITES, OFFICIAL, REJECTED
from geo.errors import DataError
from tests.unit.support import official_files as made
from tests.unit.support.official_files import FILES, FUND_HEADER, fund_row, geojson

Read = Callable[..., Officials]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read files by source_id, from their text or their bytes."""

    def run(**contents: str | bytes) -> Officials:
        kept = {}
        for source_id, content in contents.items():
            path = tmp_path / source_id
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
            kept[source_id] = raw_files.adopt(path, tmp_path / "home", source_id, 10**6)
        return readers.load(RawSet(tmp_path / "home", kept), made.ground(), made.known())

    return run


def reasons(found: Officials) -> list[tuple[int, str, str]]:
    return list(found.tables["mises_de_cote"][["ligne", "effet", "motif"]].itertuples(index=False, name=None))


def test_without_any_file_the_tables_are_there_empty(read: Read) -> None:
    found = read()
    assert {name: len(table) for name, table in found.tables.items()} == {declared.name: 0 for declared in OFFICIAL}
    assert (found.sources, found.notes) == ((), ())
    for declared in OFFICIAL:
        contracts.contract(declared).validate(found.tables[declared.name])


def history(*rows: str) -> str:
    """The columns of INSEE's history of populations, the last year first."""
    return "\n".join(("CODGEO,REG,DEP,LIBGEO,PMUN2024,PMUN2023,PTOT1876", *rows)) + "\n"


def test_the_last_year_of_the_history_gives_the_populations(read: Read) -> None:
    rows = (
        "01001,84,01,L'Abergement,870,860,900",
        "75056,11,75,Paris,2100000,2103778,1988806",
    )
    found = read(populations=history(*rows))
    assert found.tables["populations"].to_dict("records") == [
        {"code_insee": "01001", "population": 870, "population_millesime": "2024"},
        {"code_insee": "75056", "population": 2_100_000, "population_millesime": "2024"},
    ]


def test_a_commune_that_the_history_lacks_keeps_its_embedded_population(tmp_path: Path) -> None:
    path = tmp_path / "populations"
    path.write_text(history("01001,84,01,L'Abergement,870,860,900"))
    kept = {"populations": raw_files.adopt(path, tmp_path / "home", "populations", 10**6)}
    embedded = pd.DataFrame({"code_insee": ["01001", "97601"], "population": [860, 9_000], "millesime": [2023, 2017]})
    published = readers.read(RawSet(tmp_path / "home", kept), made.known())["populations"]
    found = populations.latest(embedded, published)
    assert found["population"].tolist() == [870, 9_000]
    assert found["millesime"].tolist() == [2024, 2017]
    assert populations.latest(embedded, None) is embedded


def test_a_history_without_a_population_is_refused(read: Read) -> None:
    with pytest.raises(DataError, match=r"aucune colonne PMUN suivie d'une année"):
        read(populations="CODGEO,LIBGEO\n01001,L'Abergement\n")


def test_each_commune_has_the_density_of_its_name(read: Read) -> None:
    found = read(densite=FILES["densite"])
    assert found.tables["densites"].set_index("code_insee")["niveau_densite"].to_dict() == {
        "01001": 6,
        "2A004": 2,
        "75056": 1,
    }
    assert sorted(DENSITES.values()) == [1, 2, 3, 4, 5, 6, 7]
    source = found.sources[0]
    assert (source["lus"], source["gardes"], source["ecartes"], source["motif"]) == (3, 3, 0, "")


def test_a_former_commune_gives_its_density_only_where_the_present_one_has_none(read: Read) -> None:
    header = "insee_com,lib_com,niveau_densite\n"
    arrondissement = "75101,Paris 1er,Petites villes\n"
    found = read(densite=header + arrondissement)
    assert found.tables["densites"].iloc[0].to_list() == ["75056", 4, "Petites villes"]
    paris = "75056,Paris,Grands centres urbains\n"
    filler = "01001,x,Bourgs ruraux\n" + "2A004,x,Bourgs ruraux\n"
    # One refused row among the three others would be too many: see MAX_REJECTED_SHARE.
    with pytest.raises(DataError, match=r"ligne 2 : 1 lignes refusées sur 4, par exemple : une autre ligne donne"):
        read(densite=header + arrondissement + paris + filler)


def test_unknown_communes_and_levels_are_set_aside_with_their_reason(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.official.ground.MAX_REJECTED_SHARE", 0.9)
    found = read(densite=FILES["densite"] + "99999,Nulle part,Bourgs ruraux\n01002,Ailleurs,Banlieue\n")
    assert reasons(found) == [
        (5, REJECTED, "commune inconnue de la géographie de référence : 99999"),
        (6, REJECTED, "niveau de densité inconnu : Banlieue"),
    ]
    assert json.loads(found.tables["mises_de_cote"]["contenu"][0]) == {
        "insee_com": "99999",
        "lib_com": "Nulle part",
        "niveau_densite": "Bourgs ruraux",
    }
    assert found.sources[0]["motif"] == "2 écartées"
    assert len(found.tables["densites"]) == 3


def test_grants_are_exact_to_the_centime_and_follow_the_present_commune(read: Read) -> None:
    table = read(fonds_vert_2023=FILES["fonds_vert_2023"]).tables["projets_officiels"]
    assert table["aide_centimes"].to_list() == [10_000, 2_382_890, 17_032_055]
    assert table["code_insee"].fillna("").to_list() == ["01001", "", "75056"]
    assert table["code_insee_publie"].fillna("").to_list() == ["01001", "", "75101"]
    assert table["localisation"].to_list() == ["commune", "département", "commune"]
    assert table["commune"].fillna("").to_list() == ["L'Abergement-Clémenciat", "", "Paris"]
    assert table["code_departement"].fillna("").to_list() == ["01", "01", "75"]


def test_a_grant_without_a_commune_counts_and_is_listed(read: Read) -> None:
    found = read(fonds_vert_2023=FUND_HEADER + fund_row("NULL") + fund_row("98999") + fund_row())
    assert reasons(found) == [
        (2, ABOVE, "aucun code de commune dans le fichier publié"),
        (3, ABOVE, "commune inconnue de la géographie de référence : 98999"),
    ]
    assert len(found.tables["projets_officiels"]) == 3
    source = found.sources[0]
    assert (source["lus"], source["gardes"], source["ecartes"]) == (3, 3, 0)
    assert source["motif"] == "2 sans commune connue, comptées au niveau qu'elles nomment"


def test_an_amount_is_read_to_the_centime_or_its_row_is_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.official.ground.MAX_REJECTED_SHARE", 0.9)
    amounts = [("98708.70000000001", 9_870_870), ("0", 0), ("0.005", 0), ("0.015", 2), ("315.47", 31_547)]
    amounts += [("12 000", 1_200_000), ("1.234.567", 123_456_700), ("5 €", 500), ("5 k€", 500_000), ("1.500", 150)]
    unread = ["-5", "12 00", "12 %", "1 à 2", "inf", "1.", "٣", "1000000000000"]
    published = [*unread, *(text for text, _ in amounts)]
    found = read(fonds_vert_2023=FUND_HEADER + "".join(fund_row(amount=text) for text in published))
    assert found.tables["projets_officiels"]["aide_centimes"].to_list() == [centimes for _, centimes in amounts]
    assert reasons(found) == [
        (line, REJECTED, f"montant illisible : {text}") for line, text in enumerate(unread, start=2)
    ]


@pytest.mark.parametrize("published", ["", "NULL", "NC"])
def test_a_grant_without_an_amount_counts_as_a_project_and_its_amount_as_unknown(read: Read, published: str) -> None:
    found = read(fonds_vert_2023=FUND_HEADER + fund_row(amount=published) + fund_row())
    assert found.tables["projets_officiels"]["aide_centimes"].fillna(-1).to_list() == [-1, 10_000]
    assert reasons(found) == []


def test_a_beneficiary_is_a_valid_siren_or_nothing(read: Read) -> None:
    siren = "200018653"
    published = {siren: siren, f"{siren}.0": siren, f"{siren}00016": siren}
    published |= dict.fromkeys(["", "#", "200018654", "1090992001", "6650089"], "")
    found = read(fonds_vert_2023=FUND_HEADER + "".join(fund_row(siren=text) for text in published))
    assert found.tables["projets_officiels"]["siren"].fillna("").to_list() == list(published.values())


def test_titles_are_cleaned_and_never_formed_anew(read: Read) -> None:
    title = "\"=cmd|' /C'!A0\u0085 <img onerror=x>\n  E\u0301clairage \""
    found = read(fonds_vert_2023=FUND_HEADER + fund_row(title=title)).tables["projets_officiels"]["projet"][0]
    assert found == "=cmd|' /C'!A0 <img onerror=x> Éclairage"


def test_repeated_grants_are_all_kept(read: Read) -> None:
    table = read(fonds_vert_2023=FUND_HEADER + fund_row() * 3).tables["projets_officiels"]
    assert table["ligne"].to_list() == [2, 3, 4]
    assert table["aide_centimes"].sum() == 30_000


def test_perimeters_that_agree_leave_no_difference(read: Read) -> None:
    found = read(anct_phase1=FILES["anct_phase1"], anct_phase2=FILES["anct_phase2"])
    assert found.tables["ecarts_perimetres"].empty
    findings = [finding for _, finding in found.notes]
    assert findings.count("2 territoires officiels comparés, 0 avec un écart") == 2


def test_each_difference_of_perimeters_is_listed(read: Read) -> None:
    changed = [
        {**made.PHASE_2[0], "lib_territoire": "Ici même", "liste_geo": "CC A (200000001); CC D (200000004)"},
        {"id_territoire": "ti-0003", "lib_territoire": "Ailleurs", "liste_geo": "CC E (200000005)"},
    ]
    table = read(anct_phase2=geojson(changed)).tables["ecarts_perimetres"]
    assert list(table.itertuples(index=False, name=None)) == [
        (2, "ti-0001", "membre absent de l'atlas", "200000004"),
        (2, "ti-0001", "membre absent du fichier officiel", "200000002"),
        (2, "ti-0001", "nom différent", "Ici même (fichier officiel), Ici (atlas)"),
        (2, "ti-0002", "territoire absent du fichier officiel", "Là"),
        (2, "ti-0003", "territoire absent de l'atlas", "Ailleurs"),
    ]


def test_each_table_meets_its_contract(read: Read) -> None:
    found = read(**FILES)
    for declared in OFFICIAL:
        frame, problems = contracts._typed(declared, found.tables[declared.name])
        assert problems == []
        contracts.contract(declared).validate(frame)


def renamed(text: str, column: str) -> str:
    return text.replace(column, f"{column}_2")


COLUMNS = [(key, column) for key, record in made.known().items() if key in FILES for column in record.columns]


@pytest.mark.parametrize(("source_id", "column"), COLUMNS)
def test_a_renamed_column_is_named_and_refused(read: Read, source_id: str, column: str) -> None:
    file = made.known()[source_id].file
    with pytest.raises(
        DataError, match=rf"^{file}, ligne 1, colonne {column} : colonne absente ; colonnes trouvées : "
    ):
        read(**{source_id: renamed(FILES[source_id], column)})


def test_reordered_and_added_columns_change_nothing(read: Read) -> None:
    text = "niveau_densite,nouveau,insee_com,lib_com\nBourgs ruraux,x,01001,A\n"
    assert read(densite=text).tables["densites"].iloc[0].to_list() == ["01001", 5, "Bourgs ruraux"]


@pytest.mark.parametrize(
    "content",
    [
        FILES["densite"].replace(",", ";"),
        FILES["densite"].replace(",", "\t"),
        FILES["densite"].rstrip("\n"),
        FILES["densite"].encode("utf-16"),
        FILES["densite"].encode("cp1252", "ignore"),
        FILES["densite"].replace("niveau_densite", '"niveau_densite"'),
    ],
)
def test_a_table_is_read_whatever_its_separator_and_its_encoding(read: Read, content: str | bytes) -> None:
    found = read(densite=content)
    assert found.tables["densites"]["code_insee"].to_list() == ["01001", "2A004", "75056"]
    assert found.tables["mises_de_cote"].empty


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (FILES["densite"].replace("lib_com", "insee_com"), "colonne"),
        (FILES["densite"][:-40], "dernière ligne est incomplète"),
        (FILES["densite"] + '01004,"Ambérieu,Bourgs ruraux\n', "un guillemet ouvert n'est jamais fermé"),
        (FILES["densite"] + "01004,Ambérieu,Bourgs ruraux,1\n", "4 cases trouvées pour 3 colonnes"),
        ("insee_com,lib_com,niveau_densite\n", "l'en-tête n'est suivi d'aucune ligne"),
        (FILES["densite"] + "\0\n", "octet nul"),
    ],
)
def test_a_damaged_table_is_refused_under_its_own_name(read: Read, content: str | bytes, message: str) -> None:
    with pytest.raises(DataError, match=rf"^insee_grille_densite_2025\.csv.*{message}"):
        read(densite=content)


def test_one_damaged_row_among_many_is_set_aside_with_its_content(read: Read) -> None:
    found = read(fonds_vert_2023=FUND_HEADER + fund_row() * 30 + fund_row().replace("\n", ",x\n") + fund_row())
    assert reasons(found) == [(32, REJECTED, "14 cases trouvées pour 13 colonnes")]
    assert "SYNDICAT" in found.tables["mises_de_cote"]["contenu"][0]
    assert (found.sources[0]["lus"], found.sources[0]["gardes"], found.sources[0]["ecartes"]) == (32, 31, 1)


@pytest.mark.parametrize(
    "content",
    [
        '{"features": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"features": 3}',
        '{"features": [3]}',
        '{"features": [{"properties": null}]}',
        "[]",
        '{"type": "FeatureCollection"}',
        FILES["anct_phase2"][:-5],
        '[{"id_territoire": "ti-0001"}]',
    ],
)
def test_a_damaged_geojson_is_refused(read: Read, content: str) -> None:
    with pytest.raises(DataError, match=r"^anct_territoires_industrie_183\.geojson.* : .*Remède"):
        read(anct_phase2=content)


def test_a_table_lower_in_a_workbook_is_read_from_its_header(tmp_path: Path) -> None:
    record = made.known()["insee_ept"]
    book = openpyxl.Workbook()
    sheet = book.create_sheet(record.sheet)
    for row in (
        ["Titre"],
        [],
        [],
        [],
        [],
        record.columns,
        ["91027", "Athis-Mons", 200058014, "Grand-Orly", "91", "11"],
    ):
        sheet.append(row)
    path = tmp_path / record.file
    book.save(path)
    rows = published_rows.read(path, record).rows
    assert (rows.index.to_list(), rows["EPT"].to_list()) == ([7], ["200058014"])
    sheet["A6"] = "CODE"
    book.save(path)
    with pytest.raises(DataError, match=r"^insee_ept_2023\.xlsx, ligne 6, colonne CODGEO : colonne absente"):
        published_rows.read(path, record)


@pytest.mark.parametrize(
    "before", [b" " * 2**20, b"\0" * 2**20, b"\xd0\xcf\x11\xe0" * 2**18], ids=["blanks", "nul", "old"]
)
def test_a_workbook_that_begins_with_what_is_none_is_refused_by_its_name(tmp_path: Path, before: bytes) -> None:
    """In a child: a reader of workbooks that aborts would take the refreshing with it."""
    record = made.known()["insee_ept"]
    book = openpyxl.Workbook()
    book.create_sheet(record.sheet).append(record.columns)
    path = tmp_path / record.file
    book.save(path)
    path.write_bytes(before + path.read_bytes())
    with pytest.raises(DataError, match=r"^insee_ept_2023\.xlsx.*Remède"):
        published_rows.read(path, record)


def test_fewer_rows_than_ever_are_refused(read: Read, tmp_path: Path) -> None:
    read(densite=FILES["densite"])
    raw = RawSet(
        tmp_path / "home", {"densite": raw_files.adopt(tmp_path / "densite", tmp_path / "home", "densite", 999)}
    )
    with pytest.raises(DataError, match="3 lignes, au moins 34000 attendues"):
        readers.load(raw, made.ground())


def test_the_faults_of_all_the_files_are_said_at_once(read: Read) -> None:
    with pytest.raises(DataError) as caught:
        read(densite="a\n1\n", anct_phase1="[]", fonds_vert_2023=FILES["fonds_vert_2023"])
    assert {problem.file for problem in caught.value.problems} == {
        "insee_grille_densite_2025.csv",
        "anct_territoires_industrie_149.geojson",
    }


def test_a_kept_file_that_was_altered_is_not_read(read: Read, tmp_path: Path) -> None:
    read(densite=FILES["densite"])
    path = next((tmp_path / "home" / raw_files.FOLDER / "densite").iterdir())
    path.chmod(0o644)
    path.write_text("x")
    raw = RawSet(tmp_path / "home", {"densite": raw_files.RawFile("densite", path.name, 1, "x", "2026-01-01")})
    with pytest.raises(DataError, match="le fichier officiel gardé est altéré"):
        readers.load(raw, made.ground(), made.known())


def test_the_same_files_make_the_same_tables(read: Read) -> None:
    one, other = read(**FILES), read(**FILES)
    for name, table in one.tables.items():
        pd.testing.assert_frame_equal(table, other.tables[name])
    assert one.sources == other.sources
