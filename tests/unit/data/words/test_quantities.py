"""Each quantity is told once: what derives from its record holds in every room."""

import pytest

from data.own.roles import ROLES
from data.query.aggregation import COLUMNS
from data.query.measures import MEASURES
from data.query.projects import PROFILES
from data.sources import mapping
from data.tables.declarations import label
from data.tables.fact_files import FILES
from data.tables.projects import PROJECT
from data.words.quantities import QUANTITIES, Quantity
from data.words.text import fold

ALL = list(QUANTITIES.values())


@pytest.mark.parametrize("quantity", ALL, ids=list(QUANTITIES))
def test_a_quantity_is_in_every_room(quantity: Quantity) -> None:
    assert quantity.column in {field.name for field in PROJECT}
    assert quantity.published in {column.name for column in FILES["projets"].columns}
    assert {quantity.column, quantity.known} <= set(COLUMNS)
    assert MEASURES[quantity.key].label == quantity.label
    assert ROLES[quantity.key].names == quantity.names
    assert quantity.key in mapping.ROLES
    assert label(quantity.exported)


@pytest.mark.parametrize("quantity", ALL, ids=list(QUANTITIES))
def test_headers_are_folded_as_they_are_looked_for(quantity: Quantity) -> None:
    assert list(quantity.names) == [fold(name) for name in quantity.names]


def test_what_is_known_of_a_project_fits_one_byte() -> None:
    assert PROFILES <= 256
