"""What every answer tells the browser: what a page may run and reach, who may frame it, what it may say elsewhere."""

from typing import Final

from components.front.asgi import Application, Message, Receive, Scope, Send

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
    "frame-ancestors": "'self'",
}
_HEADERS: Final = {
    "content-security-policy": "; ".join(f"{name} {value}" for name, value in _CONTENT.items()),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
}
SENT: Final = tuple((name.encode(), value.encode()) for name, value in _HEADERS.items())


class Headers:
    """Adds them to each answer."""

    def __init__(self, app: Application) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; its answer gets the headers."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *SENT]
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)
