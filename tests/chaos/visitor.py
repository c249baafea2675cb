"""A visitor without a browser, who speaks with the server as Streamlit's page does."""

import logging
import urllib.error
import urllib.request
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, suppress
from typing import Final
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

WAIT_S: Final = 60.0
_LARGEST: Final = 2**26
_TOO_MUCH: Final = 20_000  # messages
_FORM: Final = "chaos"
_PROOF: Final = "_streamlit_xsrf"
# The library tells of each connection that the server ends, with a traceback: what is lost is in the table.
_SILENT: Final = logging.getLogger(__name__)
_SILENT.setLevel(logging.CRITICAL + 1)


class Visitor:
    """One connection to the server, with its cookies; `session` is known once a page was asked for.

    cookies: those of another connection of the same browser. home: the address that it comes from, one of this machine.
    """

    def __init__(self, address: str, cookies: Mapping[str, str] | None = None, home: str = "127.0.0.1") -> None:
        self._address = address
        self.cookies = dict(cookies or {})
        asked = urllib.request.Request(f"{address}/_stcore/health", headers={"Cookie": self._told()})
        with urllib.request.urlopen(asked, timeout=WAIT_S) as answer:
            given = (str(each).partition(";")[0] for each in answer.headers.get_all("set-cookie", ()))
            self.cookies |= {name: value for name, _, value in (each.partition("=") for each in given)}
        url = f"ws://{urlsplit(address).netloc}/_stcore/stream"
        told = {"Origin": address, "Cookie": self._told()}
        self._left = ExitStack()
        opened = connect(
            url,
            additional_headers=told,
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=_LARGEST,
            logger=_SILENT,
            source_address=(home, 0),
        )
        self._socket = self._left.enter_context(opened)
        self.session = ""
        self.uploader = ""

    def _told(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def ask(self, page: str, query: str = "", file: tuple[str, int] | None = None) -> None:
        """Ask for a page, under filters, or with a file given to its uploader. file: its identifier and size."""
        asked = BackMsg()
        asked.rerun_script.cached_message_hashes.extend(self.kept())
        self.uploader = self.uploader if file else ""
        asked.rerun_script.page_name, asked.rerun_script.query_string = page, query
        asked.rerun_script.is_history_navigation = file is None  # an address changes no filter of an open visit else
        if file:
            state = asked.rerun_script.widget_states.widgets.add(id=self.uploader)
            told = state.file_uploader_state_value.uploaded_file_info.add(name="t.csv", file_id=file[0], size=file[1])
            told.file_urls.file_id = file[0]
        self._socket.send(asked.SerializeToString())

    def read(self) -> bool:
        """Read until the page is whole. Whether it is, without what is said of a page that cannot be shown."""
        return not [text for text in self._texts() if "n’a pas pu être affichée" in text]

    def kept(self) -> Collection[str]:
        """The messages that it need not be sent again: none here."""
        return ()

    def hear(self, content: bytes, message: ForwardMsg) -> None:
        """What is done with each message, as it came and as it is read: nothing here."""

    def _texts(self) -> Iterator[str]:
        while True:
            content = self._socket.recv(timeout=WAIT_S)
            message = ForwardMsg.FromString(content)  # type: ignore[arg-type]
            self.hear(content, message)  # type: ignore[arg-type]
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.session = message.new_session.initialize.session_id or self.session
            if kind == "delta":
                element = message.delta.new_element
                if element.HasField("file_uploader"):
                    self.uploader = self.uploader or element.file_uploader.id
                yield element.alert.body
            if kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return  # another status is that of a run that gave way to the next one

    def upload(self, name: str, content: bytes) -> int:
        """Send a file; the status of the answer."""
        body = f'--{_FORM}\r\nContent-Disposition: form-data; name="f"; filename="t.csv"\r\n\r\n'.encode()
        body += content + f"\r\n--{_FORM}--\r\n".encode()
        token = self.cookies[_PROOF].strip('"')
        headers = {
            "Cookie": self._told(),
            "X-Xsrftoken": token,
            "Content-Type": f"multipart/form-data; boundary={_FORM}",
        }
        address = f"{self._address}/_stcore/upload_file/{self.session}/{name}"
        asked = urllib.request.Request(address, body, headers, method="PUT")
        try:
            with urllib.request.urlopen(asked, timeout=WAIT_S) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    def shout(self) -> bool:
        """Say more than any page does, without pause. Whether the server ended the connection."""
        said = BackMsg(load_git_info=True).SerializeToString()
        with suppress(TimeoutError):
            try:
                for _ in range(_TOO_MUCH):
                    self._socket.send(said)
                while True:  # what was sent may wait to be read
                    self._socket.recv(timeout=WAIT_S)
            except ConnectionClosed:
                return True
        return False

    def leave(self) -> None:
        """Close the connection."""
        self._left.close()
