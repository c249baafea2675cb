"""Who may ask: the hosts of the settings, on every route; pages of this very site, for what changes or drives a visit.

Streamlit looks at the host of its websocket alone, and asks an outside address for the server's own before it refuses
the handshake of another site, in the event loop: ten of them froze everybody for 24 s
(https://github.com/streamlit/streamlit/issues/7721). Nothing of another site reaches it here.
"""

from collections.abc import Callable, Collection
from typing import Final
from urllib.parse import urlsplit

from components.front.asgi import Application, Receive, Scope, Send, header, refuse

_READING: Final = frozenset(["GET", "HEAD", "OPTIONS"])
# Counters of the process; an interface that is off; accounts, which no page has.
_CLOSED: Final = ("/_stcore/metrics", "/_stcore/agent/", "/auth/", "/oauth2callback")


class Guard:
    """Refuses what the settings do not allow. hosts: `server.allowedHosts`; origins: `server.corsAllowedOrigins`."""

    def __init__(
        self, app: Application, hosts: Callable[[], Collection[str]], origins: Callable[[], Collection[str]]
    ) -> None:
        self._app, self._hosts, self._origins = app, hosts, origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
        elif not host_allowed(header(scope, b"host"), self._hosts()):
            await refuse(scope, send, 400, "Ce nom d'hôte n'est pas servi ici. Remède : server.allowedHosts.")
        elif _drives(scope) and not origin_allowed(header(scope, b"origin"), header(scope, b"host"), self._origins()):
            await refuse(scope, send, 403, "Une page d'un autre site ne peut pas conduire une visite de celui-ci.")
        elif any(closed in scope["path"] for closed in _CLOSED):  # under `server.baseUrlPath` too
            await refuse(scope, send, 404, "Cette adresse n'est pas servie.")
        else:
            await self._app(scope, receive, send)


def host_allowed(host: str | None, allowed: Collection[str]) -> bool:
    """Whether a `Host` header names a host of the settings: a name, « *.exemple.fr » or « * »; none allows all."""
    if not allowed:
        return True
    name = _name(host)
    return name is not None and any(
        pattern in {"*", name} or (pattern.startswith("*.") and name.endswith(pattern[1:]))
        for pattern in (each.strip().lower().rstrip(".") for each in allowed)
    )


def origin_allowed(origin: str | None, host: str | None, allowed: Collection[str]) -> bool:
    """Whether what a page asks comes from this site, port included, or from one of the settings.

    A browser always says its origin; what says none is no page of another site.
    """
    if origin is None or origin in allowed:
        return True
    try:
        return urlsplit(origin).netloc == host
    except ValueError:  # a browser says no such origin
        return False


def _drives(scope: Scope) -> bool:
    return scope["type"] == "websocket" or scope["method"] not in _READING


def _name(host: str | None) -> str | None:
    """The name in a `Host` header, without its port; None for what is none."""
    try:
        parts = urlsplit(f"//{host}")
        parts.port  # noqa: B018  # raises for a port that is none
    except ValueError:
        return None
    bare = host is not None and parts.netloc == host and "@" not in host
    return parts.hostname.lower().rstrip(".") if bare and parts.hostname else None
