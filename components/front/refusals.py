"""What Streamlit and its server refuse, said in French: their own refusals are a few English words on a white page."""

from collections.abc import Mapping
from typing import Final

from components.front.asgi import FRENCH, Application, Message, Receive, Scope, Send, refuse

_ERROR: Final = 400  # the statuses of refusals and failures begin there, RFC 9110
_UNKNOWN: Final = "Il n'y a rien à cette adresse. Remède : vérifier le lien, ou chercher depuis l'accueil."
_BROKEN: Final = "Le serveur n'a pas pu répondre. Remède : recharger la page dans un instant."
_MALFORMED: Final = "Cette demande est mal formée. Remède : vérifier l'adresse, qui commence par une seule barre."
# What Streamlit and its server refuse by itself; the front says its own refusals.
_REASONS: Final[Mapping[int, str]] = {
    403: "Cette demande est refusée. Remède : recharger la page.",
    404: _UNKNOWN,
    405: "Cette adresse ne se demande pas de cette façon. Remède : l'ouvrir dans un navigateur.",
    413: "Ce fichier est trop grand. Remède : en envoyer un de 50 Mo au plus.",
    416: "Le fichier n'a pas la partie demandée. Remède : le télécharger en entier.",
}
_OF_THE_BODY: Final = frozenset([b"content-type", b"content-length", b"content-encoding", b"content-language"])


class Refusals:
    """Says each refusal in French, those of the front as they are; what is no address of the site is one too."""

    def __init__(self, app: Application) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and translate its refusal."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(scope, send)
        try:
            await self._app(scope, receive, answer.send)
        except Exception:
            if not answer.started:
                await refuse(scope, send, 500, _BROKEN)
            raise


class _Answer:
    """The answer to one request, on its way to the browser."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope, self._send = scope, send
        self.started = self._replaced = False

    async def send(self, message: Message) -> None:
        """Send a message of the answer, or what stands for it."""
        if message["type"] == "http.response.start":
            self.started = True
            status = _refused(self._scope, message)
            self._replaced = status is not None
            if status is not None:
                kept = [each for each in message.get("headers", []) if each[0].lower() not in _OF_THE_BODY]
                await refuse(self._scope, self._send, status, reason(status), kept)
        if not self._replaced:
            await self._send(message)


def reason(status: int) -> str:
    """What a status means to who reads it, with the remedy."""
    return _REASONS.get(status, _MALFORMED if status < 500 else _BROKEN)


def _refused(scope: Scope, start: Message) -> int | None:
    """The status of a refusal that is not said in French; None for what is none."""
    headers = {name.lower(): value for name, value in start.get("headers", [])}
    if headers.get(b"content-language") == FRENCH:
        return None
    if start["status"] >= _ERROR:
        return int(start["status"])
    # For whatever it does not know, Streamlit answers with its own document, in English.
    is_page = headers.get(b"content-type", b"").startswith(b"text/html") and b"content-disposition" not in headers
    return 404 if is_page and scope["method"] in {"GET", "HEAD"} and start["status"] == 200 else None
