"""The maps of a page that no browser draws: what each sends to its script, as `components.maps.drawing` says it."""

import json
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

_COMPONENT = "territoires_map"


def elements(at: AppTest) -> list[Element]:
    """The maps of the page, in its order."""
    return [each for each in at.get("bidi_component") if each.proto.component_name.endswith(_COMPONENT)]


def shown_maps(at: AppTest) -> list[dict[str, Any]]:
    """What each of them draws."""
    return [json.loads(each.proto.bytes) for each in elements(at)]
