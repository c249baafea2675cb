"""What the first screen of a sheet says, read in the browser, before anything is scrolled or unfolded."""

from dataclasses import dataclass

from playwright.sync_api import Page

# Of what stands whole in the window: the texts with a figure in it, and the links that go on from there.
_SEEN = """() => {
  const whole = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.bottom <= innerHeight && box.right <= innerWidth && box.top >= 0;
  };
  const all = (selector) => [...document.querySelectorAll(selector)].filter(whole);
  const read = (elements) => elements.map((element) => element.innerText.trim());
  const own = document.querySelector('.st-key-figure-reperes tbody tr');
  const figures = (texts) => texts.filter((text) => /[0-9]/.test(text));
  const map = document.querySelector('.map')?.getBoundingClientRect();
  return {
    facts: [
      ...figures(read(all('.breadcrumb'))), ...figures(read(all('.st-key-finding p'))),
      ...figures(read(own ? [...own.querySelectorAll('td')].filter(whole) : [])),
      ...figures(read(all('.st-key-figure-autour tbody tr'))),
    ],
    ways: all('.breadcrumb a, .st-key-sheet-links a, .data-table a[data-view]').length,
    listed: all('.st-key-figure-autour tbody tr').length,
    mapped: map ? Math.max(0, Math.min(map.bottom, innerHeight) - map.top) / map.height : 0,
    unknown: (document.body.innerText.match(/pas de donnée/g) ?? []).length,
  };
}"""


@dataclass(frozen=True)
class FirstScreen:
    """facts: texts that hold a figure; ways: links; listed: rows of the list around; mapped: the part of the map that
    is seen, 0 to 1; unknown: how often the page says « pas de donnée ».
    """

    facts: list[str]
    ways: int
    listed: int
    mapped: float
    unknown: int


def first_screen(page: Page) -> FirstScreen:
    """That of the page as it stands, its map placed."""
    page.locator(".map").first.wait_for(state="attached")
    return FirstScreen(**page.evaluate(_SEEN))
