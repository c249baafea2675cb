"""The check of the accessibility tree finds what is wrong, and nothing else, in trees as Chromium gives them."""

from typing import Any

import pytest

from tests.browser.accessible_tree import Node, faults


def node(number: int, role: str, name: str = "", parent: int = 1, **more: Any) -> Node:
    told = {each: {"value": value} for each, value in more.items() if each != "ignored"}
    return {
        "nodeId": str(number),
        "parentId": str(parent),
        "role": {"value": role},
        "name": {"value": name},
        "ignored": more.get("ignored", False),
        **told,
    }


def tree(*nodes: Node) -> list[Node]:
    return [{**node(1, "RootWebArea", "Page"), "parentId": ""}, *nodes]


@pytest.mark.parametrize(
    ("fault", "nodes"),
    [
        ("no name", [node(2, "heading")]),
        ("named twice", [node(2, "button", "Aide : Rang", description="Rang")]),
        ("named as its group", [node(2, "group", "Année"), node(3, "slider", "Année", parent=2)]),
        ("said after its picture", [node(2, "image", "Cercles : 2"), node(3, "StaticText", "2", parent=2)]),
        ("named by an icon", [node(2, "button", "arrow_right Suite")]),
        ("named by an icon", [node(2, "image", "database icon")]),
        ("raw number", [node(2, "StaticText", "0.321326435526")]),
        ("named alike", [node(2, "button", "CSV"), node(3, "button", "CSV")]),
    ],
)
def test_a_fault_is_found(fault: str, nodes: list[Node]) -> None:
    assert [each.partition(":")[0] for each in faults(tree(*nodes))] == [fault]
    assert faults(tree(*({**each, "ignored": True} for each in nodes))) == []


def test_rows_of_a_table_tell_their_buttons_apart_and_links_may_be_alike() -> None:
    rows = [node(2, "table", "T"), node(3, "button", "Rang", parent=2), node(4, "button", "Rang", parent=2)]
    links = [node(5, "link", "Sanofi"), node(6, "link", "Sanofi"), node(7, "cell", "code_insee")]
    assert faults(tree(*rows, *links)) == []
