"""The front as Streamlit takes it: its middleware, outermost first."""

from collections.abc import Callable, Collection, Mapping, Sequence, Set
from typing import cast

from starlette.middleware import Middleware
from streamlit import config, runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from components.front.codings import Codings
from components.front.compression import Compressed
from components.front.contact import Contact
from components.front.document import Document
from components.front.guard import Guard
from components.front.headers import Headers, allowed
from components.front.held import Held
from components.front.measured import Measured
from components.front.messages import Messages
from components.front.plain import Plain
from components.front.refusals import Refusals
from components.front.uploads import Uploads
from components.front.warmth import Warmth
from components.front.wire import Wire


def middleware(titles: Mapping[str, str], beside_panel: Set[str]) -> list[Middleware]:
    """titles: the title of each page, by its slug; the home page is "". beside_panel: the slugs of those whose panel of
    filters is open."""
    return [
        Middleware(Wire),
        Middleware(Headers, frames=allowed()),
        Middleware(Measured),
        Middleware(Refusals),
        Middleware(Guard, hosts=_setting("server.allowedHosts"), origins=_setting("server.corsAllowedOrigins")),
        Middleware(Held),
        Middleware(Warmth, hosts=_setting("server.allowedHosts")),
        Middleware(Messages),
        Middleware(Contact),
        Middleware(Uploads, held=held_sizes),
        Middleware(Plain),
        Middleware(Compressed),
        Middleware(Document, titles=titles, beside_panel=beside_panel),
        Middleware(Codings),
    ]


def held_sizes() -> dict[str, Sequence[int]]:
    """The sizes of the files that Streamlit keeps, by visit."""
    if not runtime.exists():
        return {}
    kept = cast("MemoryUploadedFileManager", runtime.get_instance().uploaded_file_mgr).file_storage
    return {visit: [len(file.data) for file in list(files.values())] for visit, files in list(kept.items())}


def _setting(name: str) -> Callable[[], Collection[str]]:
    # Read at each request: Streamlit reads its settings after this module is imported.
    return lambda: config.get_option(name)
