"""A compressed answer goes only to who accepts it, by its weight."""

import asyncio

import pytest

from components.front.asgi import Message, Receive, Scope, Send
from components.front.codings import Codings, accepts


def asked(*values: str) -> Scope:
    """A request with these `Accept-Encoding`."""
    return {"type": "http", "headers": [(b"host", b"a.fr"), *((b"accept-encoding", each.encode()) for each in values)]}


@pytest.mark.parametrize(
    ("said", "brotli"),
    [
        ("gzip, deflate, br, zstd", True),
        ("br", True),
        ("BR", True),
        ("br;q=0.5", True),
        ("br ; q = 1.000", True),
        ("gzip;q=0, br", True),
        ("*", True),
        ("gzip, *;q=0.1", True),
        ("identity;q=0, br", True),
        ("identity;q=0.5, br;q=0.5", True),
        ("", False),
        ("gzip", False),
        ("identity", False),
        ("br;q=0", False),
        ("gzip, br;q=0.000", False),
        ("*;q=0", False),
        ("br;q=0, *", False),
        ("brotli, abra, x-br", False),
        ("identity, br;q=0.5", False),
        ("br;q=2", False),
        ("br;q=", False),
        ("br;level=4", False),
        (",;,;;q", False),
        ("é;q=1", False),
    ],
)
def test_brotli_is_sent_to_who_weighs_it_above_nothing_and_above_the_plain_text(said: str, brotli: bool) -> None:
    assert accepts(asked(said), "br") is brotli


def test_a_request_without_the_header_is_answered_plainly_and_several_headers_are_one() -> None:
    assert not accepts(asked(), "br")
    assert accepts(asked("gzip", "br"), "br") and not accepts(asked("br;q=0", "*"), "br")


@pytest.mark.parametrize(
    ("said", "told"), [("gzip;q=0, br", []), ("br, gzip;q=0.2", [b"gzip"]), ("*;q=0", []), ("*", [b"gzip"]), ("br", [])]
)
def test_streamlit_is_told_of_gzip_where_it_is_accepted(said: str, told: list[bytes]) -> None:
    heard: list[Scope] = []

    async def streamlit(scope: Scope, _: Receive, __: Send) -> None:
        heard.append(scope)

    async def silent() -> Message:
        return {}

    async def unheard(_: Message) -> None:
        return None

    asyncio.run(Codings(streamlit)(asked(said), silent, unheard))
    assert [value for key, value in heard[0]["headers"] if key == b"accept-encoding"] == told
    assert (b"host", b"a.fr") in heard[0]["headers"]
