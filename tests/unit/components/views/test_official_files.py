"""Official files beside the inventory on a sheet: each on its own line, what is in both said, an unknown never zero."""

import pandas as pd

from components.views.territoire.official_files import by_file


def test_each_file_is_a_line_and_its_doubles_of_the_inventory_are_counted() -> None:
    rows = pd.DataFrame(
        {
            "id_projet": ["fv-1", "relance-1", "relance-2"],
            "source_id": ["fv", "relance", "relance"],
            "industriel": ["non", "oui", "non"],
            "aide_centimes": pd.array([12_050, None, None], dtype="Int64"),
        }
    )
    # A group of two official files is no double of the inventory.
    duplicates = pd.DataFrame(
        [(1, "p1", "inventaire"), (1, "relance-2", "relance"), (2, "relance-1", "relance"), (2, "fv-1", "fv")],
        columns=["groupe", "id_projet", "source_id"],
    )
    found = by_file(rows, duplicates, {"fv": "Fonds vert", "relance": "France Relance"})
    lines = found[["titre", "projets", "industriels", "aides", "aide_centimes", "doubles"]].astype("object")
    assert lines.where(lines.notna(), None).values.tolist() == [
        ["France Relance", 2, 1, 0, None, 1],
        ["Fonds vert", 1, 0, 1, 12_050, 0],
    ]
