"""What a map shows, read as a visitor does: the name under the pointer, the circles on the picture."""

import io
import time

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as Late

from tests.browser.reading import WAIT_MS, eventually, lasting, steady

MAP = ".map"
DRAWN = ".map.drawn"
POINTING_MS = 400  # for a tooltip to follow the pointer, which is moved again after that, for twice as long each time
RESTING_MS = 600  # more than the rest that `tooltips.js` waits for
STEPS = 12  # a hand goes through points
# What a circle paints over land or over another circle, red, green and blue.
CIRCLE = ((20, 85, 100), (75, 130, 140))


def told_at(page: Page, across: float, down: float) -> tuple[str, str]:
    """The name and the values that the map tells at a place of its box (0 to 1), as soon as it tells some.

    The pointer leaves the map first: what it told before is gone.
    """
    page.locator(DRAWN).scroll_into_view_if_needed()
    tooltip = page.locator(".map-tooltip")
    deadline = time.monotonic() + WAIT_MS / 1000
    patience = POINTING_MS
    while time.monotonic() < deadline:
        point_beside(page)
        tooltip.wait_for(state="hidden")
        x, y = spot(page, across, down)
        page.mouse.move(x - 3, y)
        page.mouse.move(x, y)
        try:
            tooltip.wait_for(state="visible", timeout=patience)
        except Late:
            patience *= 2
            continue
        return eventually(lambda: (tooltip.locator("b").inner_text(), tooltip.inner_text()), all)
    raise AssertionError(f"the map tells nothing at {across}, {down}")


def expect_readable_at_leisure(page: Page, tooltip: Locator, where: tuple[float, float]) -> None:
    """Who rests on what is drawn goes onto what it shows, which stays; Escape closes it wherever the pointer is.

    where: a pixel of the window that shows a tooltip. The keyboard is left where it is.
    """
    x, y = where
    page.mouse.move(x - 3, y)
    page.mouse.move(x, y)
    tooltip.wait_for()
    page.wait_for_timeout(RESTING_MS)
    said, box = steady(tooltip.inner_text), steady(tooltip.bounding_box)
    assert box is not None
    for across, down in ((0.5, 0.5), (0.9, 0.2)):
        page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"], steps=STEPS)
        read = lasting(page, lambda: (tooltip.is_visible(), tooltip.inner_text(), tooltip.bounding_box()), POINTING_MS)
        assert read == (True, said, box)
    page.keyboard.press("Escape")
    tooltip.wait_for(state="hidden")
    page.mouse.move(x - 3, y)
    page.mouse.move(x, y)
    tooltip.wait_for()
    page.keyboard.press("Escape")
    tooltip.wait_for(state="hidden")


def spot(page: Page, across: float, down: float) -> tuple[float, float]:
    """The pixel of the window at a place of the box of the map."""
    box = eventually(page.locator(MAP).bounding_box)
    assert box is not None
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


def point_beside(page: Page) -> None:
    x, y = spot(page, 0, 0)
    page.mouse.move(x - 20, y + 10)


def circles(page: Page) -> int:
    """The number of pixels of the map that circles cover."""
    point_beside(page)
    pixels = np.asarray(Image.open(io.BytesIO(page.locator(MAP).screenshot())).convert("RGB"))
    low, high = CIRCLE
    return int(((pixels >= low) & (pixels <= high)).all(axis=2).sum())
