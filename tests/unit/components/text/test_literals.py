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


def named(tree: ast.Module) -> dict[str, list[ast.expr]]:
    """What each name of a module is given as it is written: by an assignment, or turn by turn by a loop."""
    given: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.For) and (
            value := node.iter if isinstance(node, ast.For) else node.value
        ):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)]
            parts = list(_parts(value)) if isinstance(node, ast.For) else [value]
            for name in names:
                given.setdefault(name, []).extend(parts)
    return given


def _parts(value: ast.expr) -> Iterator[ast.expr]:
    if isinstance(value, ast.Tuple | ast.List):
        for each in value.elts:
            yield from _parts(each)
    else:
        yield value


def unprinted(source: str) -> list[str]:
    tree = ast.parse(source)
    names = named(tree)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    shown = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr in SHOWING]
    given = [
        each for call in shown for each in (*call.args[:1], *(k.value for k in call.keywords if k.arg in ARGUMENTS))
    ]
    written = [each for value in given for each in held(value, names)]
    return [text for value in written for text in texts(value) if typeset(text) != text]


def held(value: ast.expr, names: dict[str, list[ast.expr]]) -> Iterator[ast.expr]:
    """What an argument is made of, the names of the module as they are written."""
    for part in value.values if isinstance(value, ast.JoinedStr) else [value]:
        each = part.value if isinstance(part, ast.FormattedValue) else part
        yield from names.get(each.id, []) if isinstance(each, ast.Name) else [each]


def test_each_literal_that_a_page_shows_is_printed() -> None:
    files = [*(PROJECT / "components").rglob("*.py"), *(PROJECT / "pages").glob("*.py")]
    found = {str(path.relative_to(PROJECT)): unprinted(path.read_text("utf-8")) for path in files}
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_a_literal_that_is_not_printed_is_found() -> None:
    assert unprinted('st.info("Ce que l\'on sait : rien")') == ["Ce que l'on sait : rien"]
    assert unprinted('st.button(f"L\'édition {name}", help="d\'hier")') == ["L'édition ", "d'hier"]
    assert unprinted('for a, b in ((1, "D\'hier"), (2, "Hier")):\n    st.button(b)') == ["D'hier"]
    assert unprinted('SAID = "D\'hier"\nst.markdown(SAID)') == ["D'hier"]
    assert unprinted('said = "l\'un" if a else ""\nst.markdown(f"Retirer {said}")') == ["l'un"]
    assert unprinted('st.info(said("Ce que l\'on sait : rien")); log.error("l\'erreur")') == []
