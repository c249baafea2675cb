"""What every answer tells the browser: what a page may run and reach, who may frame it, what it may say elsewhere."""

import os
import re
from collections.abc import Sequence
from typing import Final

from components.front.asgi import Application, Message, Receive, Scope, Send
from geo.errors import DataError

# Scripts are those of the site: Streamlit's, by file, and those that it makes itself of a component's text (`blob:`).
# Vega compiles the expressions of its charts, which `unsafe-eval` alone allows; none holds what a visitor wrote.
# Styles are written by Streamlit's own scripts, element by element.
_CONTENT: Final = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-eval' blob:",
    "worker-src": "'self' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-src": "'none'",
}
_HEADERS: Final = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
}
FRAMES: Final = "TERRITOIRES_FRAMES"
"""Variable of the environment that names the sites whose pages may show a figure of this one in a frame."""

_ORIGIN: Final = re.compile(r"https?://[\w.-]+(:\d+)?")


def frames(said: str) -> tuple[str, ...]:
    """The origins that a setting names, separated by blanks. Raises `DataError`."""
    found = tuple(said.split())
    for origin in found:
        if not _ORIGIN.fullmatch(origin):
            remedy = "écrire des origines séparées par des blancs, comme https://exemple.fr"
            raise DataError.single(FRAMES, f"« {origin} » n'est pas l'origine d'un site", remedy)
    return found


def allowed() -> tuple[str, ...]:
    """Those of this server. Raises `DataError`."""
    return frames(os.environ.get(FRAMES, ""))


def sent(origins: Sequence[str]) -> tuple[tuple[bytes, bytes], ...]:
    """The headers. origins: those whose pages may frame those of this site; without any, nobody may."""
    content = {**_CONTENT, "frame-ancestors": " ".join(["'self'", *origins]) if origins else "'none'"}
    policy = "; ".join(f"{name} {value}" for name, value in content.items())
    headers = {"content-security-policy": policy, **_HEADERS}
    return tuple((name.encode(), value.encode()) for name, value in headers.items())


class Headers:
    """Adds them to each answer."""

    def __init__(self, app: Application, frames: Sequence[str]) -> None:
        """frames: as `sent` takes them."""
        self._app, self._sent = app, sent(frames)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; its answer gets the headers."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *self._sent]
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)
