"""What the answer of a server says of a file: whether it goes on with what is here, its size, its hash, when to ask."""

import base64
import re
from dataclasses import dataclass

import httpx

# Bounded digits: a length of ten thousand figures would be a number to Python.
PART = re.compile(r"bytes ([0-9]{1,15})-[0-9]{1,15}/([0-9]{1,15}|\*)")
SIZE = re.compile(r"[0-9]{1,15}")
# Repr-Digest and Content-Digest of RFC 9530, `sha-256=:…:`, and the older Digest of RFC 3230 without colons.
SHA_256 = re.compile(r"sha-256=:?([A-Za-z0-9+/]{43}=)", re.IGNORECASE)


@dataclass(frozen=True)
class Resumption:
    """What a previous attempt left: its first `size` bytes, and what the server said of the content: its validator, and
    the size of all of it, if it did.
    """

    address: str
    validator: str
    size: int
    total: int | None


def validator(response: httpx.Response) -> str | None:
    """What tells one content of this address from another: a strong ETag, else a date; None when there is neither."""
    etag = response.headers.get("ETag", "")
    return response.headers.get("Last-Modified") if etag.startswith("W/") or not etag else etag


def goes_on(response: httpx.Response, left: Resumption) -> bool:
    """Whether a part begins where `left` ends, and is of the same content, as far as the server says."""
    part = PART.fullmatch(response.headers.get("Content-Range", ""))
    if part is None or int(part[1]) != left.size or validator(response) not in (None, left.validator):
        return False
    return left.total is None or part[2] == "*" or int(part[2]) == left.total


def whole_size(response: httpx.Response, before: int) -> int | None:
    """The size of the whole file in bytes, `before` of which are not in this answer; None when it is not said."""
    part = PART.fullmatch(response.headers.get("Content-Range", ""))
    if part and part[2] != "*":
        # A server may send less than what was asked for: the length of this part is not that of the rest.
        return int(part[2])
    length = SIZE.fullmatch(response.headers.get("Content-Length", ""))
    return before + int(length[0]) if length else None


def is_announced(response: httpx.Response, sha256: str) -> bool:
    """Whether a SHA-256 is the one that the server gives for the whole file (RFC 9530); true when it gives none."""
    given = SHA_256.search(response.headers.get("Repr-Digest", ""))
    return given is None or base64.b64decode(given[1]).hex() == sha256


def asked_wait(response: httpx.Response) -> float:
    """The seconds that the server asks to wait; 0 when it does not say, or gives a date."""
    asked = response.headers.get("Retry-After", "")
    return float(asked) if asked.isdecimal() else 0
