"""Where a fault of safety is to be reported, as the publisher of a deployment says: `/.well-known/security.txt`.

RFC 9116. Without a contact in the environment there is none: an address that nobody reads is worse.
"""

import os
import re
from datetime import UTC, datetime, timedelta
from typing import Final

from components.front.asgi import Application, Receive, Scope, Send, answer

VARIABLE: Final = "TERRITOIRES_SIGNALEMENT"
_PLACE: Final = "/.well-known/security.txt"
_CONTACT: Final = re.compile(r"(mailto:|https://)[!-~]+")  # one address, without what would begin another line
_HOLDS: Final = timedelta(days=30)  # RFC 9116 asks for a day of less than a year; each answer gives a new one


class Contact:
    """Answers for that file, and passes the rest on."""

    def __init__(self, app: Application) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the contact, if there is one."""
        contact = os.environ.get(VARIABLE, "")
        if scope["type"] != "http" or scope["path"] != _PLACE or not _CONTACT.fullmatch(contact):
            await self._app(scope, receive, send)
            return
        until = (datetime.now(UTC) + _HOLDS).strftime("%Y-%m-%dT%H:%M:%SZ")
        text = f"Contact: {contact}\nExpires: {until}\nPreferred-Languages: fr, en\n"
        await answer(send, 200, text.encode(), [(b"content-type", b"text/plain; charset=utf-8")])
