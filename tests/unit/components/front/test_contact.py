"""A deployment says where to report a fault of safety, if its publisher told it."""

import re
from datetime import UTC, datetime

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from components.front import contact
from components.front.contact import Contact

PLACE = "/.well-known/security.txt"


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(middleware=[Middleware(Contact)]))


@pytest.mark.parametrize("address", ["mailto:securite@exemple.fr", "https://exemple.fr/signaler"])
def test_the_contact_is_that_of_the_publisher(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv(contact.VARIABLE, address)
    told = client.get(PLACE).text
    assert f"Contact: {address}\n" in told
    (until,) = re.findall(r"Expires: (\S+)\n", told)
    assert datetime.fromisoformat(until) > datetime.now(UTC)
    assert client.get("/autre").status_code == 404


@pytest.mark.parametrize("address", ["", "securite@exemple.fr", "javascript:x", "mailto:a@b.fr\nPolicy: https://x.fr"])
def test_without_one_there_is_no_such_file(client: TestClient, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv(contact.VARIABLE, address)
    assert client.get(PLACE).status_code == 404
