"""The front as Streamlit takes it: its middleware, outermost first."""

from collections.abc import Callable, Collection, Mapping

from starlette.middleware import Middleware
from streamlit import config

from components.front.compression import Compressed
from components.front.document import Document
from components.front.guard import Guard
from components.front.headers import Headers


def middleware(titles: Mapping[str, str]) -> list[Middleware]:
    """titles: the title of each page, by its slug; the home page is ""."""
    return [
        Middleware(Headers),
        Middleware(Guard, hosts=_setting("server.allowedHosts"), origins=_setting("server.corsAllowedOrigins")),
        Middleware(Compressed),
        Middleware(Document, titles=titles),
    ]


def _setting(name: str) -> Callable[[], Collection[str]]:
    # Read at each request: Streamlit reads its settings after this module is imported.
    return lambda: config.get_option(name)
