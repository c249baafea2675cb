"""Clicks that come one upon another are all heard, by the server that pages have."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final
from urllib.parse import quote

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.chaos.visitor import Visitor

FILTERS: Final = f"statut={quote('En service')}&statut={quote('En construction')}&label=dans&sans=2"
CHIPS: Final = ("Statut", "Territoires", "Sans")  # how the names of their filters begin
VISITS, AT_ONCE = 48, 8
PAUSES_S: Final = (0.0, 0.02, 0.05, 0.1)
SETTLED_S: Final = 20.0


class Hasty(Visitor):
    """One who removes filters before the page has answered. address: what the page says that it shows."""

    def __init__(self, site: str, home: str) -> None:
        self.chips: list[str] = []
        self.address = FILTERS
        super().__init__(site, home=home)

    def hear(self, _: bytes, message: ForwardMsg) -> None:
        """Know the chips, and the address that the page has come to."""
        if message.WhichOneof("type") == "page_info_changed":
            self.address = message.page_info_changed.query_string
        button = message.delta.new_element.button
        if "chip-" in button.id and button.id not in self.chips:
            self.chips.append(button.id)

    def click(self, button: str) -> None:
        """Click, and do not wait."""
        asked = BackMsg()
        asked.rerun_script.page_name, asked.rerun_script.query_string = "projets", self.address
        asked.rerun_script.widget_states.widgets.add(id=button).trigger_value = True
        self._socket.send(asked.SerializeToString())


def left_by(site: str, seed: int) -> str:
    """The filters that are left of four, once each was removed."""
    chance, visitor = random.Random(seed), Hasty(site, f"127.0.2.{seed + 1}")
    visitor.ask("projets", FILTERS)
    visitor.read()
    for chip in visitor.chips:
        visitor.click(chip)
        time.sleep(chance.choice(PAUSES_S))
    until = time.monotonic() + SETTLED_S
    while visitor.address and time.monotonic() < until:
        visitor.read()
    visitor.leave()
    assert len(visitor.chips) == len(("statut", "statut", "label", "sans"))
    return visitor.address


def test_each_of_four_filters_removed_at_once_is_removed(server: str) -> None:
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        assert list(crowd.map(partial(left_by, server), range(VISITS))) == [""] * VISITS
