"""What a screen reader is given of a page, node by node, and what is wrong with it."""

import re
from typing import Any, Final

from playwright.sync_api import Page

# What is reached or announced by its name.
NAMED: Final = {
    *("button", "link", "textbox", "searchbox", "combobox", "slider", "switch", "radio", "tab", "menuitem", "option"),
    *("DisclosureTriangle", "application", "region", "dialog", "tablist", "figure", "image", "table", "radiogroup"),
}
ICON: Final = re.compile(r"\b[a-z]+_[a-z_]+\b")  # « arrow_right », a text for the font of icons
RAW: Final = re.compile(r"\d\.\d{3,}|\b0\.\d")  # « 12.3456 », « 0.3 »; « 10.13 » is a criterion of accessibility


def misread(page: Page) -> list[str]:
    """The nodes without a name, named twice, by an icon, or with a number as computers write it."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [f"{fault}: {_of(node, 'role')} « {_of(node, 'name')[:80]} »" for node in nodes if (fault := _fault(node))]


def _fault(node: dict[str, Any]) -> str:
    role, name, told = (_of(node, each) for each in ("role", "name", "description"))
    if node.get("ignored"):
        return ""
    if role in NAMED and not name:
        return "no name"
    if told and told in name:
        return "named twice"
    if role != "StaticText" and ICON.search(name):
        return "named by an icon"
    return "raw number" if RAW.search(f"{name} {_of(node, 'value')}") else ""


def _of(node: dict[str, Any], field: str) -> str:
    """Without the spaces of typography, which what is joined by a script has lost."""
    return " ".join(str(node.get(field, {}).get("value", "")).replace("\N{WORD JOINER}", "").split())
