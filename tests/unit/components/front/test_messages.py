"""What pages say is heard, in their pace; what only who writes an application says is not."""

import asyncio

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from components.front import messages
from components.front.asgi import Message, Receive, Scope, Send
from components.front.messages import Messages, said_by_a_page


def rerun(widgets: int = 0) -> BackMsg:
    made = BackMsg()
    made.rerun_script.page_name = "carte"
    for number in range(widgets):
        made.rerun_script.widget_states.widgets.add(id=str(number))
    return made


def operation(name: str) -> BackMsg:
    made = BackMsg()
    getattr(made.backend_operation_request, name).SetInParent()
    return made


def files(count: int) -> BackMsg:
    made = BackMsg()
    made.file_urls_request.file_names.extend(["a.csv"] * count)
    return made


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (rerun(), True),
        (rerun(300), True),
        (rerun(100_000), False),
        (BackMsg(stop_script=True), True),
        (BackMsg(app_heartbeat=True), True),
        (files(1), True),
        (files(100_000), False),
        (operation("deferred_file"), True),
        (operation("dataframe_chunk"), True),
        (operation("install_skills"), False),
        (operation("dismiss_skills_nudge"), False),
        (BackMsg(clear_cache=True), False),
        (BackMsg(load_git_info=True), False),
        (BackMsg(set_run_on_save=True), False),
        (BackMsg(debug_shutdown_runtime=True), False),
        (BackMsg(debug_disconnect_websocket=True), False),
        (BackMsg(), False),
    ],
)
def test_a_page_says_these_messages_and_no_other(said: BackMsg, heard: bool) -> None:
    assert said_by_a_page(said.SerializeToString()) is heard


def test_all_that_streamlit_knows_was_thought_of() -> None:
    """Another version that knows more must be read again."""
    kinds = {field.name for field in BackMsg.DESCRIPTOR.fields} - {"debug_last_backmsg_id"}
    operations = {field.name for field in BackMsg().backend_operation_request.DESCRIPTOR.oneofs[0].fields}
    told_to_developers = {
        "clear_cache",
        "set_run_on_save",
        "load_git_info",
        "debug_disconnect_websocket",
        "debug_shutdown_runtime",
    }
    assert kinds == messages._SAID | told_to_developers | {"backend_operation_request"}
    assert operations == messages._OPERATIONS | {"install_skills", "dismiss_skills_nudge"}


def heard_of(said: list[Message], front: Messages | None = None, client: str = "192.0.2.1") -> list[Message]:
    """What reaches the application of what a connection says, in order."""
    coming, reached = iter(said), list[Message]()

    async def application(_: Scope, receive: Receive, __: Send) -> None:
        for _turn in range(len(said)):
            reached.append(await receive())

    async def receive() -> Message:
        return next(coming, {"type": "websocket.disconnect"})

    async def send(_: Message) -> None:
        return None

    front = front or Messages(application)
    front._app = application
    asyncio.run(front({"type": "websocket", "client": (client, 1), "headers": []}, receive, send))
    return reached


def test_what_is_not_to_be_said_is_not_heard_and_the_rest_comes_as_it_was_said() -> None:
    good = {"type": "websocket.receive", "bytes": rerun().SerializeToString()}
    bad = {"type": "websocket.receive", "bytes": BackMsg(clear_cache=True).SerializeToString()}
    none = {"type": "websocket.receive", "bytes": b"\xff\xff"}
    text = {"type": "websocket.receive", "text": "a"}
    heard = heard_of([{"type": "websocket.connect"}, bad, good, bad, none, text])
    assert heard == [{"type": "websocket.connect"}, good, none, text, *[{"type": "websocket.disconnect"}] * 2]


def test_an_address_that_says_too_much_waits_and_another_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(messages.asyncio, "sleep", sleep)
    front = Messages(None)  # type: ignore[arg-type]
    said = [{"type": "websocket.receive", "bytes": rerun().SerializeToString()}] * 1_200
    heard_of(said, front)
    assert max(slept[:1_000]) == 0 and 0.5 < slept[-1] < 1.01
    slept.clear()
    heard_of(said[:3], front, "192.0.2.2")
    assert slept == [0, 0, 0]


def test_a_long_message_counts_for_many(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(messages.asyncio, "sleep", sleep)
    said = rerun()
    said.rerun_script.query_string = "a" * 250_000
    heard_of([{"type": "websocket.receive", "bytes": said.SerializeToString()}] * 100)
    assert slept[20] == 0 and slept[-1] > 10


def test_who_was_heard_long_ago_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "_REMEMBERED", 10)
    monkeypatch.setattr(messages, "_PER_S", 1e9)
    front = Messages(None)  # type: ignore[arg-type]
    for number in range(100):
        front._wait(str(number), 1)
    assert len(front._due) <= 10
