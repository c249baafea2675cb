"""What is kept for those who come to the same view is what would be made for them, and nobody else's."""

import gc
from collections.abc import Iterator
from dataclasses import replace
from functools import _lru_cache_wrapper

import pytest
from streamlit.testing.v1 import AppTest

from data.paths import PROJECT
from data.query.address import encode
from data.query.selection import DEFAULT, Selection

SHOWN = ("header", "markdown", "caption", "warning", "html", "vega_lite_chart", "bidi_component")
ANNOUNCED = Selection(statuses=("Annoncé",))
# Where figures are made; what these read of an edition is kept below them, and takes long to make again.
DRAWN = ("components.views", "components.levels", "components.places", "components.figures")
# Near one another: a key that leaves one of these out gives a visitor the figure of another.
VIEWS = (
    DEFAULT,
    ANNOUNCED,
    replace(ANNOUNCED, measure="investissement"),
    replace(ANNOUNCED, measure="investissement", denominator="habitants"),
    replace(ANNOUNCED, stopped="avec"),
    replace(ANNOUNCED, filieres=("Santé",)),
    replace(DEFAULT, phase=1),
    replace(DEFAULT, level="regions", form="ecart", denominator="habitants", measure="investissement"),
)


@pytest.mark.slow
@pytest.mark.parametrize("page", ["accueil", "carte", "repartition", "filieres", "programmes", "leviers"])
def test_what_is_kept_is_what_would_be_made(page: str, app_home: object) -> None:
    open_page(page, VIEWS[-1])
    for view in VIEWS:
        warm = open_page(page, view)  # after the view before
        forget()
        assert open_page(page, view) == warm


def open_page(page: str, view: Selection) -> list[tuple[str, bytes]]:
    at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    for name, values in encode(view).items():
        at.query_params[name] = values
    at.switch_page(f"pages/{page}.py").run()
    assert not at.exception
    return list(shown(at))


def shown(at: AppTest) -> Iterator[tuple[str, bytes]]:
    for kind in SHOWN:
        for each in at.get(kind):
            yield kind, each.proto.SerializeToString(deterministic=True)


def forget() -> None:
    gc.unfreeze()  # the application sets aside what is made at its start, these caches too
    for each in gc.get_objects():
        if isinstance(each, _lru_cache_wrapper) and each.__wrapped__.__module__.startswith(DRAWN):
            each.cache_clear()
