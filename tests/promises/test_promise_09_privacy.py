"""Logs and job arguments carry no message text, phone or name, and problem bodies repeat nothing."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from agent.observability.logs import line_formatter
from gateway.serving import server_config
from tests import databases
from tests.front import API_KEY, Front
from tests.gateway.web.page_app import serve
from tests.promises.conftest import Opening
from tests.promises.test_promise_07_a_person_handles import staff_writes
from tests.providers import gupshup
from tests.scripted_model import Line, Messages, ScriptedModel, words

PHONE = "573009994321"
NAME = "Zenobia Quintanilla"
TEXT = "xilófono"
PLANTED = (PHONE, "Zenobia", "Quintanilla", TEXT, "xil\\u00f3fono", "9994321")
SECRETS = (*databases.SECRETS.values(), databases.PROVIDER_KEY, API_KEY)


@contextmanager
def everything_logged() -> Iterator[io.StringIO]:
    """What the gateway's own formatter writes when every logger is at DEBUG."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(line_formatter(as_json=True))
    root = logging.getLogger()
    # httpx and its like are kept at warnings by configure_logging: they log URLs and headers.
    quiet = [logging.getLogger(name) for name in ("httpx", "httpcore")]
    before = [(logger, logger.level) for logger in (root, *quiet)]
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    for logger in quiet:
        logger.setLevel(logging.WARNING)
    try:
        yield written
    finally:
        root.removeHandler(handler)
        for logger, level in before:
            logger.setLevel(level)


def clean(text: str, where: str) -> None:
    found = [planted for planted in (*PLANTED, *SECRETS) if planted.lower() in text.lower()]
    assert not found, f"{where} tells {found}"


async def test_promise_9_a_whole_booking_leaves_nothing_in_logs_and_jobs(front: Front) -> None:
    _keep_jobs(front)
    with everything_logged() as written:
        zenobia = front.customer(PHONE, name=NAME)
        await zenobia.say(f"Hola, quiero depilación láser mañana a las 3 de la tarde {TEXT}")
        await zenobia.say("sí")
        await zenobia.say(f"Me llamo {NAME}")
        await zenobia.say("sí, por favor")
        await zenobia.say(f"quiero hablar con una persona, {TEXT}")
        await front.post("gupshup", "aurora", _image(front))
        await zenobia.listen()
        by_phone = front.customer(PHONE, name=NAME, channel="evolution")
        await staff_writes(front, by_phone, f"Soy Marta, {TEXT}")
        await by_phone.say(TEXT)
        await front.http.post("/invoke", json=_invoke(front), headers=_authorized())
        await front.container.worker.sweep()
    clean(written.getvalue(), "the log")
    _tells_the_flow(front, [json.loads(line) for line in written.getvalue().splitlines()])
    jobs = front.rows("select args::text as args, lock from kept_jobs")
    assert len(jobs) > 10
    clean(str(jobs), "a job")
    assert front.appointments(), "the conversation went nowhere"


def _tells_the_flow(front: Front, lines: list[dict[str, Any]]) -> None:
    """Whose a line is stands in it, and a turn's line says what was decided, called, booked and sent."""
    chats = {str(row["id"]) for row in front.rows("select id from chat_identities")}
    turns = {str(row["id"]): row["slug"] for row in front.rows(
        "select t.id, o.slug from turns t join organizations o on o.id = t.organization_id")}  # fmt: skip
    ended = [line for line in lines if line["event"] == "turn ended"]
    assert {line["turn"] for line in ended} == turns.keys()
    for line in ended:
        assert line["organization"] == turns[line["turn"]]
        assert line["chat"] in chats
        assert line["ms"] > 0
        assert line["nodes"]
    (appointment,) = front.rows("select id from appointments")
    booked = [line for line in ended if f"booked:{appointment['id']}" in line["changed"]]
    assert [line["nodes"] for line in booked] == [["appointment"]]
    assert "book_appointment:booked" in booked[0]["tools"]
    for event in ("webhook stored", "reply sent", "notice sent"):
        told = [line for line in lines if line["event"] == event]
        assert {line["organization"] for line in told} == {"aurora"}, event
    assert {line["chat"] for line in lines if line["event"] == "reply sent"} <= chats
    assert {line["chat"] for line in lines if "message:1" in line.get("events", ())} <= chats


async def test_promise_9_the_key_of_a_chat_page_is_in_no_log(plain: Front) -> None:
    """Who knows it is that customer."""
    browser = logging.Logger("another machine's")
    key, token = "5ec7e7" * 6, databases.SECRETS["AURORA_WEB_TOKEN"]
    with everything_logged() as written:
        config = server_config(plain.app, plain.container.settings)
        async with serve(plain.app, config=config) as url:
            page = f"{url.replace('http', 'ws')}/web/{token}/chat?customer={key}"
            async with connect(page, logger=browser) as chat:
                await chat.send(json.dumps({"type": "message", "id": "1", "text": TEXT}))
                answers = {json.loads(await chat.recv())["type"] for _ in range(2)}
                assert answers == {"hello", "ack"}
            with pytest.raises(InvalidStatus):
                await connect(page, origin="https://evil.example", logger=browser)  # type: ignore[arg-type]
            await plain.http.get("/health")
    clean(written.getvalue(), "the log")
    assert key not in written.getvalue()
    assert "ERROR" not in written.getvalue(), "a stranger could fill the log"


async def test_promise_9_errors_tell_where_and_not_what(open_front_with: Opening) -> None:
    async def broken(messages: Messages) -> Line:
        said = f"cannot parse {words(messages)[-1]!r} of {PHONE} ({NAME})"
        try:
            raise ValueError(said)
        except ValueError as error:
            raise ExceptionGroup(said, [error, RuntimeError(said)]) from error

    with everything_logged() as written:
        async with open_front_with(ScriptedModel(play=broken)) as front:
            zenobia = front.customer(PHONE, name=NAME)
            await zenobia.write(f"{TEXT} de {NAME}")
            front.gupshup.answer_next(400, {"message": f"bad destination {PHONE}"}, times=2)
            for _ in range(6):
                await front.settle()
            answer = await front.http.post("/invoke", json=_invoke(front), headers=_authorized())
            front.execute(
                "alter table chat_messages add constraint broken check (body not like 'xil%%') "
                "not valid"
            )
            refused = await zenobia.write(TEXT)
    assert (answer.status_code, refused.status_code) == (500, 500)
    clean(answer.text + refused.text, "a problem body")
    assert "builtins.ValueError" in written.getvalue()
    failed = [json.loads(line) for line in written.getvalue().splitlines()]
    assert {"aurora"} == {one["organization"] for one in failed if one["event"] == "turn ended"}
    faults = {
        str(row["fault"]) for row in front.rows("select trace ->> 'fault' as fault from turns")
    }
    assert faults == {"ExceptionGroup"}
    assert "CheckViolation" in written.getvalue()
    clean(written.getvalue(), "the log")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/invoke", {"organizationId": TEXT, "chatIdentityId": PHONE, "message": NAME}),
        ("/invoke", {"message": {TEXT: NAME}, "recentMessages": [{"role": TEXT, "content": NAME}]}),
        ("/invoke", [TEXT]),
        ("/invoke", {"message": TEXT * 5000, "phone": PHONE * 20}),
        ("/internal/notify/escalation", {"reason": "", "phone_number": PHONE * 9}),
        (
            "/webhooks/gupshup/aurora-gupshup-token-for-tests",
            {"type": "message", "payload": {"id": TEXT}},
        ),
        ("/webhooks/gupshup/aurora-gupshup-token-for-tests", [TEXT, PHONE]),
        (f"/webhooks/gupshup/{TEXT}", {"app": NAME}),
        ("/webhooks/evolution/aurora-evolution-token-for-tests", {"event": TEXT, "instance": NAME}),
        (f"/nothing/{PHONE}", {}),
    ],
)
async def test_promise_9_problem_bodies_repeat_nothing(plain: Front, path: str, body: Any) -> None:
    answer = await plain.http.post(path, json=body, headers=_authorized())
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == "application/problem+json"
    clean(answer.text, "the problem body")


def _keep_jobs(front: Front) -> None:
    """Jobs are deleted when they are done; here their arguments are kept."""
    front.execute(
        "create table public.kept_jobs (args jsonb, lock text); "
        "grant all on public.kept_jobs to frontdesk_app; "
        "create function public.keep_job() returns trigger language plpgsql as "
        "'begin insert into public.kept_jobs values (new.args, new.lock); return new; end'; "
        "create trigger keep after insert on procrastinate_jobs "
        "for each row execute function public.keep_job()"
    )


def _image(front: Front) -> dict[str, Any]:
    url = f"{front.gupshup.url}/{TEXT}.jpg"
    app = front.connection_name("aurora", "gupshup")
    return gupshup.image(url, TEXT, phone=PHONE, name=NAME, app=app)


def _invoke(front: Front) -> dict[str, Any]:
    return {
        "organizationId": str(front.organization("aurora")),
        "chatIdentityId": "00000000-0000-4000-8000-00000000abcd",
        "phone": PHONE,
        "message": TEXT,
        "recentMessages": [{"role": "user", "content": NAME}],
    }


def _authorized() -> dict[str, str]:
    return {"Authorization": f"Bearer {API_KEY}"}
