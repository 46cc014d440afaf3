"""`POST /invoke`: another service hands in a message and delivers the answer itself."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from tests.databases import NOW
from tests.front import API_KEY, Front, open_front
from tests.scripted_model import Line, Messages, Pause, ScriptedModel, words

CHAT = "00000000-0000-4000-8000-000000000001"
AUTHORIZED = {"Authorization": f"Bearer {API_KEY}"}


async def test_the_answer_comes_back_and_is_not_sent_by_the_gateway(plain: Front) -> None:
    answer = await _invoke(plain, "hola")
    assert answer.status_code == 200
    sent = plain.rows("select id::text from chat_messages where direction = 'outbound'")
    assert answer.json() == {
        "response": "De acuerdo.",
        "message_ids": [row["id"] for row in sent],
        "options": [],
        "changes": [],
    }
    await plain.settle()
    assert not plain.gupshup.sent
    assert not plain.evolution.sent
    rows = plain.rows("select direction, status, body from chat_messages order by seq")
    assert [tuple(r.values()) for r in rows] == [
        ("inbound", "handled", "hola"),
        ("outbound", "sent", "De acuerdo."),
    ]


# Who may call


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": f"Bearer {API_KEY}x"},
        {"Authorization": f"Basic {API_KEY}"},
        {"Authorization": API_KEY},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer ñ".encode()},
        {"X-API-Key": API_KEY},
    ],
    ids=range(8),
)
@pytest.mark.parametrize("path", ["/invoke", "/internal/notify/escalation"])
async def test_without_the_key_nothing_is_looked_at(
    plain: Front, path: str, headers: dict[str, Any]
) -> None:
    answer = await plain.http.post(path, json=_body(plain, "hola"), headers=headers)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert plain.rows("select * from chat_messages") == []


async def test_with_no_key_configured_nobody_passes(database_url: str, tmp_path: Any) -> None:
    async with open_front(database_url, tmp_path, NOW, ScriptedModel(), api_key=None) as front:
        for header in ("Bearer", "Bearer None", f"Bearer {API_KEY}"):
            answer = await front.http.post(
                "/invoke", json=_body(front, "x"), headers={"Authorization": header}
            )
            assert answer.status_code == 401


# What is asked


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"organizationId": "not-a-uuid"}, "organizationId"),
        ({"organizationId": None}, "organizationId"),
        ({"chatIdentityId": 7}, "chatIdentityId"),
        ({"contactId": "x"}, "contactId"),
        ({"message": ""}, "message"),
        ({"message": "  \n"}, "message"),
        ({"message": "\x00"}, "message"),
        ({"message": "x" * 20_001}, "message"),
        ({"message": ["hola"]}, "message"),
        ({"phone": "5" * 41}, "phone"),
        ({"recentMessages": [{"role": "system", "content": "x"}]}, "recentMessages"),
        ({"recentMessages": [{"role": "user"}]}, "recentMessages"),
        ({"recentMessages": [{"role": "user", "content": "x"}] * 101}, "recentMessages"),
    ],
)
async def test_an_invalid_body_is_422_and_says_where(
    plain: Front, changed: dict[str, Any], field: str
) -> None:
    answer = await plain.http.post(
        "/invoke", json=_body(plain, "hola") | changed, headers=AUTHORIZED
    )
    assert answer.status_code == 422
    assert field in answer.json()["detail"]
    assert plain.rows("select * from chat_messages") == []


async def test_a_body_that_is_no_json_is_422(plain: Front) -> None:
    for body in (b"", b"{", b"[]", b'{"message": "\\ud800"}'):
        answer = await plain.http.post("/invoke", content=body, headers=AUTHORIZED)
        assert answer.status_code == 422


async def test_an_unknown_organization_is_404(plain: Front) -> None:
    body = _body(plain, "hola") | {"organizationId": str(uuid4())}
    assert (await plain.http.post("/invoke", json=body, headers=AUTHORIZED)).status_code == 404


async def test_another_organizations_chat_or_contact_is_404(plain: Front) -> None:
    await _invoke(plain, "hola")
    foreign = _body(plain, "hola") | {"organizationId": str(plain.organization("sorriso"))}
    answer = await plain.http.post("/invoke", json=foreign, headers=AUTHORIZED)
    assert answer.status_code == 404
    contact = _body(plain, "hola") | {"contactId": str(uuid4())}
    assert (await plain.http.post("/invoke", json=contact, headers=AUTHORIZED)).status_code == 404
    assert len(plain.rows("select * from chat_messages where direction = 'inbound'")) == 1


async def test_a_phone_is_read_from_either_form(plain: Front) -> None:
    forms = [
        ({"phone": "+57 300 555 0101"}, "573005550101"),
        ({"phoneNumber": "300 555 0102", "countryCode": "+57"}, "573005550102"),
        ({"phoneNumber": "(11) 8765-4321", "countryCode": "55"}, "5511987654321"),
        ({"phone": "5215512345678"}, "525512345678"),
        ({"phone": "\u202a+57 300 555 0103\u202c"}, "573005550103"),
        ({"phone": "tel:+57-300-555-0104"}, "573005550104"),
        ({"phone": "whatsapp:+573005550105"}, "573005550105"),
        ({"phone": "573005550106:3@s.whatsapp.net"}, "573005550106"),
        ({"countryCode": "57"}, None),
    ]
    for number, (given, stored) in enumerate(forms):
        body = _body(plain, "hola", chat=str(UUID(int=number))) | given
        assert (await plain.http.post("/invoke", json=body, headers=AUTHORIZED)).status_code == 200
        query = "select phone from chat_identities where id = %s"
        assert plain.rows(query, body["chatIdentityId"]) == [{"phone": stored}]


@pytest.mark.parametrize(
    "phone",
    [
        {"phoneNumber": "15 2345-6789", "countryCode": "54"},  # of several areas
        {"phone": "12"},
        {"phone": "100000000000001@lid"},
        {"phone": "57300555010x"},
        {"phone": "+57 300 555 0101, +57 300 555 0102"},
    ],
)
async def test_a_phone_that_cannot_be_read_is_refused(plain: Front, phone: dict[str, str]) -> None:
    answer = await plain.http.post("/invoke", json=_body(plain, "hola") | phone, headers=AUTHORIZED)
    assert answer.status_code == 422
    assert "phone" in answer.text
    assert plain.rows("select * from chat_messages") == []


async def test_what_was_said_before_is_known_once(database_url: str, tmp_path: Any) -> None:
    model = ScriptedModel()
    async with open_front(database_url, tmp_path, NOW, model) as front:
        recent = [
            {"role": "user", "content": "¿abren el sábado?"},
            {"role": "assistant", "content": "Sí, de 9 a 4."},
        ]
        await _invoke(front, "gracias", recentMessages=recent)
        await _invoke(front, "¿y el domingo?", recentMessages=recent)
    said = [str(m.text) for m in model.seen[-1] if isinstance(m, HumanMessage | AIMessage)]
    assert said == [
        "¿abren el sábado?",
        "Sí, de 9 a 4.",
        "gracias",
        "De acuerdo.",
        "¿y el domingo?",
    ]


# At the same time


async def test_calls_at_the_same_time_are_all_answered_and_never_overlap(
    database_url: str, tmp_path: Any
) -> None:
    running = most = 0

    async def answer(messages: Messages) -> Line:
        nonlocal running, most
        running += 1
        most = max(most, running)
        for _ in range(10):
            await asyncio.sleep(0)
        running -= 1
        return " ".join(words(messages))

    async with open_front(database_url, tmp_path, NOW, ScriptedModel(play=answer)) as front:
        answers = await asyncio.gather(*(_invoke(front, f"m{n}") for n in range(6)))
    assert [a.status_code for a in answers] == [200] * 6
    assert most == 1
    for number, reply in enumerate(answers):
        assert f"m{number}" in reply.json()["response"].split()
    turns = front.rows("select message_ids from turns where status = 'committed'")
    handled = [message for turn in turns for message in turn["message_ids"]]
    assert len(handled) == len(set(handled)) == 6


async def test_the_same_call_twice_at_once_is_one_message(database_url: str, tmp_path: Any) -> None:
    pause = Pause("Una sola vez.")
    async with open_front(database_url, tmp_path, NOW, ScriptedModel(play=pause)) as front:
        first = asyncio.create_task(_invoke(front, "hola"))
        await pause.reached.wait()
        front.clock.advance(1)
        again = asyncio.create_task(_invoke(front, "hola"))
        await _until_written(front)
        pause.go.set()
        answers = [await first, await again]
    assert [a.json()["response"] for a in answers] == ["Una sola vez."] * 2
    assert answers[0].json() == answers[1].json()
    assert len(front.rows("select * from turns where status = 'committed'")) == 1


async def test_a_slow_call_is_not_overtaken_by_the_rescue_of_forgotten_work(
    database_url: str, tmp_path: Any
) -> None:
    pause = Pause("Aquí estoy.")
    async with open_front(database_url, tmp_path, NOW, ScriptedModel(play=pause)) as front:
        await front.customer().write("hola")
        chat = str(front.rows("select id from chat_identities")[0]["id"])
        front.execute("delete from procrastinate_jobs")
        calling = asyncio.create_task(_invoke(front, "¿hola?", chat=chat))
        await pause.reached.wait()
        front.clock.advance(60)
        rescued = await front.container.database.call("work_rescue")
        pause.go.set()
        assert (await calling).json()["response"] == "Aquí estoy."
    assert rescued["turns"] == 0


# When it goes wrong


async def test_a_failing_model_is_an_honest_5xx_and_the_next_call_is_answered(
    database_url: str, tmp_path: Any
) -> None:
    lines: list[Line] = [RuntimeError("model down"), TimeoutError(), AIMessage(""), "Ya estoy."]
    model = ScriptedModel(lines=lines)
    async with open_front(database_url, tmp_path, NOW, model) as front:
        for _ in range(2):
            answer = await _invoke(front, "hola")
            assert answer.status_code >= 500
            assert "response" not in answer.json()
            assert "model" not in answer.text
        answer = await _invoke(front, "hola")
        assert answer.json()["response"] == "Ya estoy."
    assert words(model.seen[-1]) == ["hola"]


async def test_a_false_claim_is_withheld_here_too(database_url: str, tmp_path: Any) -> None:
    model = ScriptedModel(lines=["Tu cita quedó agendada."])
    async with open_front(database_url, tmp_path, NOW, model) as front:
        answer = await _invoke(front, "cita mañana")
    assert answer.status_code == 200
    assert "agendada" not in answer.json()["response"]


async def test_while_a_person_handles_the_chat_it_is_a_4xx(plain: Front) -> None:
    await _invoke(plain, "hola")
    await plain.container.database.call(
        "handoff_set",
        organization=plain.organization("aurora"),
        conversation=UUID(CHAT),
        by="person",
    )
    answer = await _invoke(plain, "¿hola?")
    assert answer.status_code == 400
    assert "person" in answer.json()["detail"]


async def _until_written(front: Front) -> None:
    """A message that came at this moment stands in the chat."""
    async with asyncio.timeout(30):
        while True:
            await asyncio.sleep(0)
            [row] = front.rows("select last_inbound_at as at from chat_identities")
            if row["at"] == front.clock.now():
                return


async def _invoke(front: Front, message: str, *, chat: str = CHAT, **more: Any) -> Any:
    body = _body(front, message, chat=chat) | more
    return await front.http.post("/invoke", json=body, headers=AUTHORIZED)


def _body(front: Front, message: str, *, chat: str = CHAT) -> dict[str, Any]:
    return {
        "organizationId": str(front.organization("aurora")),
        "chatIdentityId": chat,
        "message": message,
    }
