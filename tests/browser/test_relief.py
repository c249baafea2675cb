"""The map in relief in a real browser: deck.gl draws under the policy of the pages, and asks nothing of anybody."""

from tests.browser.conftest import OpenPage

# Whether anything of the picture has another colour than what is around it.
PAINTED = """() => {
  const canvas = document.querySelector("[data-testid=stDeckGlJsonChart] canvas");
  if (!canvas || !canvas.width) return false;
  const copy = document.createElement("canvas");
  [copy.width, copy.height] = [canvas.width, canvas.height];
  return new Promise((told) => requestAnimationFrame(() => {
    const context = copy.getContext("2d");
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 0, copy.width, copy.height);
    told(data.some((value, rank) => rank % 4 === 3 && value > 0));
  }));
}"""


def test_prisms_are_drawn_and_nothing_leaves_the_machine(server: str, open_page: OpenPage) -> None:
    page = open_page(f"{server}/carte?niveau=regions&dessin=relief")
    page.wait_for_function(PAINTED)
    assert page.get_by_text("plus haut prisme").is_visible()
    assert page.locator(".map").count() == 0
