"""What a screen reader is given of a page, node by node, and what is wrong with it."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from playwright.sync_api import Page

Node = dict[str, Any]

# What is reached or announced by its name.
NAMED: Final = {
    *("button", "link", "textbox", "searchbox", "combobox", "slider", "switch", "radio", "tab", "menuitem", "option"),
    *("DisclosureTriangle", "application", "region", "dialog", "tablist", "figure", "image", "table", "radiogroup"),
    *("tabpanel", "heading"),
}
# What does something: two of one name cannot be told apart. In a table, the row tells them.
PRESSED: Final = {"button", "DisclosureTriangle", "searchbox", "textbox", "combobox", "slider", "switch"}
TABLE: Final = {"table", "row"}
ICON: Final = re.compile(r"\b[a-z]+_[a-z_]+\b|\bicon$")  # « arrow_right », a text for the font of icons; « add icon »
RAW: Final = re.compile(r"\d\.\d{3,}|\b0\.\d")  # « 12.3456 », « 0.3 »; « 10.13 » is a criterion of accessibility


def misread(page: Page) -> list[str]:
    """The nodes without a name, named twice or as another, by an icon, or with a number as computers write it."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return faults(nodes)


def faults(nodes: list[Node]) -> list[str]:
    """What is wrong with each node of a whole tree, then with several at once."""
    by_id = {node["nodeId"]: node for node in nodes}
    told = [f"{fault}: {_words(node)}" for node in nodes if (fault := _fault(node, list(_above(node, by_id))))]
    told += [f"no tab is chosen: {_words(node)}" for node in nodes if _is_without_choice(node, by_id)]
    alike = Counter((_of(node, "role"), _of(node, "name")) for node in nodes if _is_pressed(node, by_id))
    return told + [f"named alike: {role} « {name} »" for (role, name), count in alike.items() if count > 1]


def _fault(node: Node, above: list[Node]) -> str:
    if node.get("ignored"):
        return ""
    role, name, told = (_of(node, each) for each in ("role", "name", "description"))
    holders = {(_of(each, "role"), _of(each, "name")) for each in above}
    found = {
        "no name": role in NAMED and not name,
        "named twice": bool(told) and told in name,
        "named as its group": role in PRESSED and ("group", name) in holders,
        "said after its picture": role == "StaticText" and any(holder == "image" for holder, _ in holders),
        "named by an icon": role in NAMED and ICON.search(name),
        "raw number": RAW.search(f"{name} {_of(node, 'value')}"),
    }
    return next((fault for fault, met in found.items() if met), "")


def _is_pressed(node: Node, by_id: dict[str, Node]) -> bool:
    within = any(_of(each, "role") in TABLE for each in _above(node, by_id))
    return not node.get("ignored") and _of(node, "role") in PRESSED and bool(_of(node, "name")) and not within


def _is_without_choice(node: Node, by_id: dict[str, Node]) -> bool:
    if node.get("ignored") or _of(node, "role") != "tablist":
        return False
    tabs = [each for each in by_id.values() if _of(each, "role") == "tab" and node in _above(each, by_id)]
    chosen = ("selected", True)
    return not any(chosen == (each["name"], each["value"]["value"]) for tab in tabs for each in tab["properties"])


def _above(node: Node, by_id: dict[str, Node]) -> Iterator[Node]:
    """What holds a node, the nearest first, without what is ignored."""
    while node := by_id.get(node.get("parentId", ""), {}):
        if not node.get("ignored"):
            yield node


def _words(node: Node) -> str:
    return f"{_of(node, 'role')} « {_of(node, 'name')[:80]} »"


def _of(node: Node, field: str) -> str:
    """Without the spaces of typography, which what is joined by a script has lost."""
    return " ".join(str(node.get(field, {}).get("value", "")).replace("\N{WORD JOINER}", "").split())
