"""Two visitors with tables of their own, in a real browser: each sees theirs everywhere, never the other's."""

from pathlib import Path

from playwright.sync_api import Page, expect

from data.files.limits import LIMITS, MEGABYTE
from data.words.typography import typeset
from tests.browser.conftest import OpenPage
from tests.browser.reading import drawn, eventually, once, settled
from tests.browser.test_shell import inaccessible, travel

# Keeps every socket of the page, to cut them as a network would.
SOCKETS = """
const Real = window.WebSocket;
window.sockets = [];
window.WebSocket = class extends Real { constructor(...all) { super(...all); window.sockets.push(this); } };
"""


def bring(page: Page, name: str, rows: str) -> None:
    page.locator("input[type=file]").first.set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": f"code insee,projet,aide\n{rows}".encode()}
    )
    use = page.get_by_role("button", name="Utiliser à la place de l’inventaire")
    use.wait_for()
    drawn(page)
    use.click()
    page.get_by_text("Les pages de l’atlas montrent maintenant").wait_for()
    drawn(page)


def through_the_atlas(page: Page, title: str) -> str:
    """What the list and the first page say, reached by their links so that the visit goes on. title: of a project."""
    page.get_by_role("link", name="Les lire une à une").click()
    expect(page.locator("table.data-table").first).to_contain_text(title)
    said = settled(page, page.locator("body").inner_text)
    page.get_by_role("link", name="Accueil").first.click()
    expect(page.get_by_role("heading", name="Ce que montre la sélection")).to_be_visible()
    return said + settled(page, page.locator("body").inner_text)


def test_two_visitors_never_see_each_other_s_rows(server: str, open_page: OpenPage) -> None:
    first, second = (open_page(f"{server}/mes_donnees") for _ in range(2))
    bring(first, "un.csv", "63430,Presse de Thiers,100\n42187,Atelier de Roanne,200\n")
    bring(second, "deux.csv", "69123,Chimie de Lyon,300\n")
    ours, theirs = through_the_atlas(first, "Presse de Thiers"), through_the_atlas(second, "Chimie de Lyon")
    assert "Presse de Thiers" in ours and "un.csv" in ours and "2 projets" in ours.replace("\u00a0", " ")
    assert "Chimie de Lyon" in theirs and "deux.csv" in theirs and "1 projet" in theirs.replace("\u00a0", " ")
    assert "deux.csv" not in ours and "Lyon" not in ours.split("Presse de Thiers")[1][:200]
    assert "un.csv" not in theirs and "Presse de Thiers" not in theirs


def test_the_table_survives_a_cut_connection_and_goes_with_its_button(server: str, open_page: OpenPage) -> None:
    page = open_page(f"{server}/mes_donnees", script=SOCKETS)
    bring(page, "un.csv", "63430,Presse de Thiers,100\n")
    assert inaccessible(page) == []
    before = settled(page, lambda: page.evaluate("window.sockets.length"))
    page.evaluate("window.sockets.forEach(socket => socket.close())")
    page.wait_for_function(f"window.sockets.length > {before}")
    page.locator("[data-testid=stApp][data-test-connection-state=CONNECTED]").wait_for()
    drawn(page)
    page.get_by_role("link", name="Les lire une à une").click()
    expect(page.locator("table.data-table").first).to_contain_text("Presse de Thiers")
    drawn(page)
    travel(page, -1)
    page.get_by_role("button", name="Supprimer mes données").click()
    expect(page.get_by_text("Choisir un fichier pour commencer.")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("un.csv")


def test_a_file_that_is_too_large_is_refused_in_french_before_it_leaves(
    server: str, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(f"{server}/mes_donnees")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "upload_file" in request.url else None)
    expect(page.get_by_text(f"{LIMITS.file // MEGABYTE} Mo au plus")).to_be_visible()
    large = tmp_path / "trop.csv"
    large.write_bytes(b"a;b\n" * (LIMITS.file // 4 + 1))
    page.locator("input[type=file]").first.set_input_files(large)
    refused = page.get_by_text(f"Le fichier dépasse {LIMITS.file // MEGABYTE} Mo et n’est pas envoyé")
    expect(refused).to_be_visible()
    eventually(refused.bounding_box, lambda box: box and box["width"] > 100)
    assert not sent
    small = {"name": "un.csv", "mimeType": "text/csv", "buffer": b"code insee,aide\n01004,1\n"}
    page.locator("input[type=file]").first.set_input_files(small)
    expect(page.get_by_text("1 ligne sur 1 placée")).to_be_visible()
    assert sent


# Sends a file of 49 MB as the uploader does, to another place of the same visit.
SEND = """async (address) => {
  const form = new FormData();
  form.append("file", new Blob([new Uint8Array(49 << 20)]), "x.csv");
  const token = document.cookie.split("; ").find((each) => each.startsWith("_streamlit_xsrf="))?.split("=")[1] ?? "";
  const answer = await fetch(address, {method: "PUT", body: form, headers: {"X-Xsrftoken": token}});
  return answer.status + " " + await answer.text();
}"""


def test_a_visit_cannot_fill_the_server_and_is_told_so_in_french(
    server: str, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(f"{server}/mes_donnees")
    with page.expect_request(lambda request: "upload_file" in request.url and request.method == "PUT") as sent:
        bring(page, "un.csv", "63430,Presse de Thiers,100\n")
    place = sent.value.url.rsplit("/", 1)[0]
    told = once(lambda: [page.evaluate(SEND, f"{place}/{rank}") for rank in range(3)])
    assert [each[:4] for each in told] == ["204 ", "204 ", "413 "]
    assert typeset("Cette visite tient assez de fichiers. Remède :") in told[2]
    page.get_by_role("button", name="Supprimer mes données").click()
    expect(page.get_by_text("Choisir un fichier pour commencer")).to_be_visible()
    assert once(lambda: [page.evaluate(SEND, f"{place}/{rank}")[:3] for rank in range(2)]) == ["204", "204"]
    large = tmp_path / "deux.csv"  # not handed over as bytes: the driver took 28 s of processor to write forty million
    large.write_bytes(b"code insee,projet\n" + (b"x" * 1_000 + b"\n") * 40_000)
    page.locator("input[type=file]").first.set_input_files(large)
    expect(page.get_by_text("Erreur : Cette visite tient assez de fichiers")).to_be_visible()
