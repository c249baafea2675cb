"""Turnkey sites: a place each, no amount; what finds no commune is set aside."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data.official import readers
from data.official.readers import Officials
from data.sources import raw_files
from data.sources.raw_files import RawSet
from tests.unit.support import official_files as made


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], Officials]:
    def run(content: str) -> Officials:
        path = tmp_path / "sites"
        path.write_text(content, "utf-8")
        kept = {"sites_cles_en_main": raw_files.adopt(path, tmp_path / "home", "sites_cles_en_main", 10**6)}
        return readers.load(RawSet(tmp_path / "home", kept), made.ground(), made.known())

    return run


def test_a_site_is_in_each_of_its_present_communes(
    read: Callable[[str], Officials], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.official.ground.MAX_REJECTED_SHARE", 0.9)
    rows = (
        "scem-02;75056;Paris;Mature",
        "scem-01;01002;Ancienne;À structurer",  # now in 01001
        "scem-01;01001;L'Abergement-Clémenciat;À structurer",
        "scem-02;2A004;Ajaccio;",
        ";01001;L'Abergement-Clémenciat;Mature",
        "scem-03;99999;Nulle part;Mature",
    )
    found = read("\n".join(("id_site;insee_com;lib_com;maturite_site", *rows)))
    table = found.tables["sites_cles_en_main"]
    assert table.astype("object").where(table.notna(), None).values.tolist() == [
        ["scem-01", "01001", "L'Abergement-Clémenciat", "À structurer"],
        ["scem-02", "2A004", "Ajaccio", None],
        ["scem-02", "75056", "Paris", "Mature"],
    ]
    assert found.tables["mises_de_cote"]["motif"].to_list() == [
        "commune déjà dite de ce site",
        "aucun identifiant de site",
        "commune inconnue de la géographie de référence : 99999",
    ]
    assert len(found.tables["projets_officiels"]) == 0
