"""The command line of the official files: what a user reads, and what is in use afterwards."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from data.build import cli
from data.editions import durable, registry
from data.paths import PROJECT
from data.refresh import refresh
from data.sources import raw_files
from tests.unit.support import official_files as made
from tests.unit.support.official_files import FILES, in_folder

Command = Callable[..., tuple[int, str]]
NEW = {**FILES, "densite": FILES["densite"].replace("Rural à habitat dispersé", "Rural à habitat très dispersé")}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def command(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The commands, on a home of their own and on small records."""
    monkeypatch.setenv(registry.HOME_VARIABLE, str(root))
    monkeypatch.setattr(registry, "STATIC_FOLDER", tmp_path / "static")
    monkeypatch.setattr(cli, "_built", made.build)
    records = made.known()
    monkeypatch.setattr(refresh.catalogue, "read", lambda: records)

    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli.main, arguments, catch_exceptions=False)
        return done.exit_code, done.output

    return run


@pytest.fixture
def old(tmp_path: Path) -> str:
    return str(in_folder(tmp_path / "old", FILES))


@pytest.fixture
def new(tmp_path: Path) -> str:
    return str(in_folder(tmp_path / "new", NEW))


def test_the_rows_of_each_file_are_reported(command: Command, root: Path, old: str) -> None:
    code, said = command("refresh", "--from", old)
    assert code == 0
    assert "densite (nouveau) : 3 lignes lues, 3 gardées, 0 écartées\n" in said
    assert "(1 sans commune connue, comptées au niveau qu'elles nomment)\n" in said
    assert said.endswith(f"Édition {registry.current_id(root)} publiée.\n")
    assert "densite (inchangé)" in command("refresh", "--from", old)[1]


def test_what_the_edition_lacks_is_said_with_where_to_find_it(command: Command, old: str, tmp_path: Path) -> None:
    only = str(in_folder(tmp_path / "only", {"densite": FILES["densite"]}))
    said = command("refresh", "--from", only)[1]
    head, _, dropped = said.partition("à déposer dans un dossier, puis lancer « territoires refresh --from DOSSIER »\n")
    assert "  anct_phase2 : anct_territoires_industrie_183.geojson, depuis https://www.data" in dropped
    assert "anct_phase2" not in head
    assert "  fonds_vert_2023 (absent de l'édition) : lancer « territoires refresh fonds_vert_2023 »\n" in said
    assert "absent de l'édition" not in command("refresh", "densite", "--from", only)[1]


BROKEN = {**NEW, "fonds_vert_2023": NEW["fonds_vert_2023"].replace("montant_engage", "montant")}


def test_a_file_that_fails_does_not_stop_the_others(command: Command, root: Path, old: str, tmp_path: Path) -> None:
    command("refresh", "--from", old)
    before = raw_files.in_use(root).files
    folder = str(in_folder(tmp_path / "broken", BROKEN))
    assert command("refresh", "--from", folder)[0] == 1
    assert raw_files.in_use(root).files == before
    code, said = command("refresh", "--all", "--from", folder)
    assert code == 1
    assert "densite (nouveau) : 3 lignes lues" in said
    assert f"Édition {registry.current_id(root)} publiée.\n" in said
    assert said.partition("Laissés de côté :\n")[2].startswith(
        "  fonds_vert_2023 (le fichier d'avant reste en service) : fonds_vert_2023.csv, ligne 1, colonne montant_engage"
        " : colonne absente"
    )
    after = raw_files.in_use(root).files
    assert (after["fonds_vert_2023"], after["densite"] == before["densite"]) == (before["fonds_vert_2023"], False)


def test_a_jump_of_one_file_does_not_stop_the_others(command: Command, root: Path, old: str, tmp_path: Path) -> None:
    command("refresh", "--from", old)
    less = {**NEW, "fonds_vert_2023": made.FUND_HEADER + made.fund_row()}
    code, said = command("refresh", "--all", "--from", str(in_folder(tmp_path / "less", less)))
    assert (code, "densite (nouveau)" in said) == (1, True)
    assert "lignes lues : 3 dans l'édition en service, 1 dans ce fichier" in said
    assert raw_files.in_use(root).files["fonds_vert_2023"].size == len(FILES["fonds_vert_2023"].encode())


def test_when_every_file_fails_nothing_changes(command: Command, root: Path, old: str, tmp_path: Path) -> None:
    command("refresh", "--from", old)
    before = registry.current_id(root)
    folder = str(in_folder(tmp_path / "broken", {"densite": "<html>"}))
    code, said = command("refresh", "--all", "--from", folder)
    assert (code, registry.current_id(root)) == (1, before)
    assert "insee_grille_densite_2025.csv : c'est une page web" in said


def test_all_and_a_name_are_not_asked_together(command: Command) -> None:
    said = "commande : --all et des sources nommées à la fois. Remède : garder l'un ou les autres.\n"
    assert command("refresh", "densite", "--all") == (1, said)


def test_a_trial_publishes_nothing(command: Command, root: Path, old: str, new: str) -> None:
    command("refresh", "--from", old)
    first = registry.current_id(root)
    code, said = command("refresh", "densite", "--from", new, "--dry-run")
    assert (code, registry.current_id(root)) == (0, first)
    assert said.endswith("publiée.\n") is False
    assert "Essai sans publication : l'édition serait " in said


def test_rolling_back_takes_the_files_back_too(command: Command, root: Path, old: str, new: str) -> None:
    command("refresh", "--from", old)
    first, files = registry.current_id(root), raw_files.in_use(root)
    assert command("refresh", "densite", "--from", new)[0] == 0
    second = registry.current_id(root)
    assert raw_files.in_use(root) != files
    code, said = command("rollback")
    assert (code, registry.current_id(root), raw_files.in_use(root)) == (0, first, files)
    assert said.startswith(f"Édition {first} remise en service")
    assert command("rollback") == (
        1,
        "éditions : aucune édition plus ancienne n'est gardée. "
        "Remède : choisir une édition que donne « territoires status ».\n",
    )
    assert command("rollback", second)[0] == 0
    assert registry.current_id(root) == second


@pytest.mark.parametrize(
    ("name", "finding"),
    [("0123456789ab", "l'édition 0123456789ab n'est pas gardée"), ("../..", "« ../.. » n'est pas un identifiant")],
)
def test_an_edition_that_is_not_kept_cannot_be_rolled_back_to(
    command: Command, root: Path, old: str, name: str, finding: str
) -> None:
    command("refresh", "--from", old)
    before = registry.current_id(root)
    code, said = command("rollback", name)
    assert code == 1
    assert said.startswith(f"éditions : {finding}")
    assert registry.current_id(root) == before


def test_contours_are_in_place_before_a_rollback_shows(
    command: Command, root: Path, old: str, new: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in (old, new):
        command("refresh", "--from", folder)
    before = registry.current_id(root)
    monkeypatch.setattr(registry, "STATIC_FOLDER", tmp_path / "old" / "densite" / "static")
    (tmp_path / "old" / "densite").write_text("no folder")
    assert command("rollback")[0] == 1
    assert registry.current_id(root) == before


def test_verifying_finds_a_flipped_bit_of_an_official_file(command: Command, root: Path, old: str) -> None:
    command("refresh", "--from", old)
    assert command("verify")[1].endswith(" fichiers intacts, 4 fichiers officiels intacts.\n")
    for file in raw_files.in_use(root).files.values():
        path = raw_files.path_of(root, file)
        content = path.read_bytes()
        path.chmod(0o644)
        path.write_bytes(bytes([content[0] ^ 1]) + content[1:])
        code, said = command("verify")
        assert (code, said.startswith(f"{file.source_id} : le fichier officiel gardé est altéré")) == (1, True)
        path.write_bytes(content)
    assert command("verify")[0] == 0


def test_damage_is_named_with_its_remedy_and_repaired_when_asked(command: Command, root: Path, old: str) -> None:
    command("refresh", "--from", old)
    edition = registry.current(root)
    for name in ("manifest.json", "sources.parquet"):
        path = edition.folder / name
        path.chmod(0o644)
        path.write_bytes(path.read_bytes()[:-40])
        code, said = command("verify")
        assert (code, f"{name} : " in said, "Remède : reconstruire" in said) == (1, True, True)
        assert "« territoires verify --repair »" in said
        code, said = command("verify", "--repair")
        assert (code, f"Édition {edition.id} réparée.\n" in said) == (0, True)
        assert said.endswith(" fichiers intacts, 4 fichiers officiels intacts.\n")


@pytest.mark.parametrize("arguments", [("build",), ("refresh", "densite", "--from", "new"), ("rollback",)])
def test_a_command_that_waits_for_another_says_so_and_waits_no_longer_than_asked(
    command: Command, root: Path, new: str, arguments: tuple[str, ...]
) -> None:
    with durable.locked(root / raw_files.FOLDER / raw_files.LOCK):
        code, said = command(*(new if each == "new" else each for each in arguments), "--wait", "0")
    assert code == 1
    assert "Une autre commande écrit dans ce dossier : celle-ci attend qu'elle finisse.\n" in said
    assert "une autre commande tient ce dossier depuis plus de 0 s. Remède : attendre qu'elle finisse" in said


def test_what_to_do_is_said_when_it_fails(command: Command, root: Path, tmp_path: Path) -> None:
    known = ", ".join(refresh.catalogue.read())
    unknown = f"catalogue : source inconnue : « nulle_part ». Remède : choisir parmi {known}.\n"
    assert command("refresh", "nulle_part") == (1, unknown)
    assert command("refresh", "densite", "--accept", "nulle_part") == (1, unknown)
    assert command("refresh", "densite", "--from", str(tmp_path)) == (
        1,
        f"insee_grille_densite_2025.csv : fichier absent du dossier {tmp_path}. "
        "Remède : y mettre ce fichier, ou nommer un autre dossier après --from.\n",
    )
    code, said = command("refresh", "--from", str(tmp_path / "absent"))
    assert (code, said.startswith(f"{tmp_path / 'absent'} : dossier absent. Remède : donner après --from")) == (1, True)
    code, said = command("refresh", "densite")
    assert code == 1
    assert "puis lancer « territoires refresh densite --from DOSSIER »" in said


def test_a_file_whose_licence_is_not_known_is_not_downloaded_before_its_conditions_are_read(command: Command) -> None:
    remedy = (
        "lire ses conditions sur https://data.economie.gouv.fr/explore/dataset/aides_minimis/, puis lancer "
        "« territoires refresh aides_minimis --licence aides_minimis »"
    )
    code, said = command("refresh", "aides_minimis")
    assert (code, said) == (1, f"aides_minimis : sa licence est à confirmer. Remède : {remedy}.\n")


def test_an_interruption_says_that_the_edition_stays(
    command: Command, root: Path, old: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    command("refresh", "--from", old)
    before = registry.current_id(root)

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_built", interrupted)
    assert command("refresh", "--from", new) == (130, "\nInterrompu : l'édition en service reste en place.\n")
    assert registry.current_id(root) == before


def test_a_jump_is_accepted_by_name(command: Command, old: str, tmp_path: Path) -> None:
    command("refresh", "--from", old)
    less = FILES["densite"].rpartition("2A004")[0]
    asked = ("refresh", "densite", "--from", str(in_folder(tmp_path / "less", {"densite": less})))
    code, said = command(*asked)
    assert (code, said.startswith("densite (insee_grille_densite_2025.csv) : lignes lues : 3 dans l'édition")) == (
        1,
        True,
    )
    assert command(*asked, "--accept", "densite")[0] == 0


def test_the_command_runs_from_any_folder_whatever_lies_there(tmp_path: Path) -> None:
    """The project is not installed: its own code is found, not a `data` folder of the place."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "__init__.py").write_text("raise SystemExit('another project')")
    found = subprocess.run(
        [PROJECT / "territoires", "status"],
        cwd=tmp_path,
        env={**os.environ, registry.HOME_VARIABLE: str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 1
    assert "aucune édition des données n'est publiée. Remède : lancer « make build »" in found.stderr
