"""What leaves in euros, on the built edition."""

from data.editions.edition import Edition
from data.query import outputs
from tests.inventory import euros, every_project, known


def test_projects_leave_without_their_internal_columns(edition: Edition) -> None:
    projets = edition.table("projets")
    output = outputs.project_output(projets)
    assert len(output) == len(projets)
    assert output["investissement_eur"].sum() == euros(list(every_project()))
    assert output["investissement_eur"].notna().sum() == known(list(every_project()))
    assert not {"lon", "lat", "source_id", "investissement_centimes"} & set(output.columns)
