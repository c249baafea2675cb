"""What is given to Streamlit as it is written is printed as French is: every literal of the pages, by their syntax."""

import ast
from collections.abc import Iterator

from data.paths import PROJECT
from data.words.typography import typeset

# Calls whose first texts a page shows; the others are given what a function of the project has printed.
SHOWING = {
    *(
        "title",
        "header",
        "subheader",
        "markdown",
        "caption",
        "metric",
        "info",
        "warning",
        "success",
        "toast",
        "spinner",
    ),
    *(
        "text_input",
        "text_area",
        "selectbox",
        "multiselect",
        "slider",
        "toggle",
        "checkbox",
        "radio",
        "pills",
        "progress",
    ),
    *("button", "download_button", "link_button", "page_link", "expander", "popover", "file_uploader"),
    "segmented_control",
}
ARGUMENTS = frozenset(("help", "label", "placeholder"))


def texts(value: ast.expr) -> Iterator[str]:
    """The literals of an argument, but what it gives to a function."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.JoinedStr | ast.BinOp | ast.IfExp):
        yield from (text for part in ast.iter_child_nodes(value) if isinstance(part, ast.expr) for text in texts(part))


def unprinted(source: str) -> list[str]:
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    shown = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr in SHOWING]
    given = [
        each for call in shown for each in (*call.args[:1], *(k.value for k in call.keywords if k.arg in ARGUMENTS))
    ]
    return [text for value in given for text in texts(value) if typeset(text) != text]


def test_each_literal_that_a_page_shows_is_printed() -> None:
    files = [*(PROJECT / "components").rglob("*.py"), *(PROJECT / "pages").glob("*.py")]
    found = {path.name: unprinted(path.read_text("utf-8")) for path in files}
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_a_literal_that_is_not_printed_is_found() -> None:
    assert unprinted('st.info("Ce que l\'on sait : rien")') == ["Ce que l'on sait : rien"]
    assert unprinted('st.button(f"L\'édition {name}", help="d\'hier")') == ["L'édition ", "d'hier"]
    assert unprinted('st.info(said("Ce que l\'on sait : rien")); log.error("l\'erreur")') == []
