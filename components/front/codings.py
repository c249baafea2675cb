"""What a browser reads compressed, as it weighs it (RFC 9110, 12.5.3): « br;q=0 » is a refusal."""

import re
from typing import Final

from components.front.asgi import Application, Receive, Scope, Send

_ASKED: Final = b"accept-encoding"
_GZIP: Final = "gzip"
_WEIGHT: Final = re.compile(r"q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")


class Codings:
    """Names gzip to what follows only where it is accepted: Streamlit looks for the word alone."""

    def __init__(self, app: Application) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] == "http":
            told = [(_ASKED, _GZIP.encode())] if accepts(scope, _GZIP) else []
            scope = {**scope, "headers": [*(each for each in scope["headers"] if each[0] != _ASKED), *told]}
        await self._app(scope, receive, send)


def accepts(scope: Scope, coding: str) -> bool:
    """Whether the browser reads a content coding, and does not like the plain text better."""
    weights = _weights(scope)
    weight = weights.get(coding, weights.get("*", 0.0))
    return weight > 0 and weight >= weights.get("identity", 0.0)


def _weights(scope: Scope) -> dict[str, float]:
    """By the name of a coding; 0 for one whose weight cannot be read."""
    told = b",".join(value for key, value in scope["headers"] if key == _ASKED).decode("latin-1")
    found = {}
    for each in filter(None, (part.strip().lower() for part in told.split(","))):
        coding, _, weight = (part.strip() for part in each.partition(";"))
        said = _WEIGHT.fullmatch(weight)
        found[coding] = float(said[1]) if said else 0.0 if weight else 1.0
    return found
