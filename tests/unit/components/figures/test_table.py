"""Tables as HTML: real headers, everything escaped, links to the web only."""

import pandas as pd

from components.figures import table
from components.figures.table import Column

ROWS = pd.DataFrame(
    {
        "nom": ["<script>alert(1)</script>", "L'Isle & fils"],
        "montant": [12.0, None],
        "adresse": ["javascript:alert(1)", 'https://exemple.fr/?a=1&b="2"'],
        "source": ["Presse", "Site"],
    }
)
COLUMNS = [Column("nom", "Nom"), Column("montant", "Montant (€)", lambda v: f"{v:.0f}", numeric=True)]
LINKED = [*COLUMNS, Column("source", "Source", link="adresse")]


def test_cells_and_captions_are_escaped() -> None:
    html = table.html(ROWS, COLUMNS, caption="A < B")
    assert "<script>" not in html and "&lt;script&gt;" in html and "A &lt; B" in html


def test_an_absent_value_is_a_dash_and_not_a_zero() -> None:
    html = table.html(ROWS, COLUMNS, caption="Montants")
    assert '<td class="numeric">—</td>' in html and '<td class="numeric">12</td>' in html


def test_a_wide_column_says_so_once() -> None:
    html = table.html(ROWS, [COLUMNS[0], Column("source", "Source", wide=True)], caption="Sources")
    assert html.count('class="wide"') == 1 and '<th scope="col" class="wide">Source' in html


def test_only_web_addresses_become_links() -> None:
    html = table.html(ROWS, LINKED, caption="Sources")
    assert "javascript:" not in html
    assert 'href="https://exemple.fr/?a=1&amp;b=&#34;2&#34;" target="_blank" rel="noopener noreferrer">Site</a>' in html


def test_rows_and_columns_have_headers_that_a_screen_reader_announces() -> None:
    html = table.html(ROWS, COLUMNS, caption="Montants", height=200)
    assert html.count('<th scope="col"') == 2 and html.count("<th scope=row") == 2
    assert "<caption>Montants</caption>" in html
    assert 'tabindex="0" role="region" aria-label="Tableau\xa0: Montants"' in html


def test_a_long_table_is_sorted_by_values_and_a_part_of_one_is_not() -> None:
    rows = pd.DataFrame({"nom": [f"n{at}" for at in range(9)], "montant": [1200.5, None, *range(7)]})
    shown = table.html(rows, COLUMNS, caption="Titre")
    assert shown.count('class="sort-rows"') == 2 and shown.count('class="filter-rows"') == 1
    assert shown.count("data-value=") == 8 and 'data-value="1200.5"' in shown
    assert "sort-rows" not in table.html(rows, COLUMNS, caption="Titre", whole=False)


def test_a_view_may_be_made_from_the_rows() -> None:
    rows = pd.DataFrame({"nom": ["a", "b"], "code": ["1", None]})
    column = Column(
        "nom", "Nom", view=lambda rows: [None if pd.isna(code) else f"page?x={code}" for code in rows["code"]]
    )
    shown = table.html(rows, [column], caption="Titre")
    assert '<a href="page?x=1" data-view>a</a>' in shown and shown.count("<a ") == 1


def test_a_column_without_a_word_is_left_out_and_an_unknown_one_is_not() -> None:
    rows = pd.DataFrame({"nom": ["Corse", "Bretagne"], "situation": ["", ""], "montant": [None, None]})
    rows["annee"] = pd.array([None, None], dtype="Int64")
    said = [*COLUMNS, Column("situation", "Situation"), Column("annee", "Année")]
    shown = table.html(rows, said, caption="Régions")
    assert "Situation" not in shown and "Année" in shown and shown.count(">—<") == 4
