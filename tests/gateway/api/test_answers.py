"""What `POST /invoke` answers beside its words: options, ids, and what was changed."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.front import Front
from tests.gateway.callers import Program, operator, program
from tests.gateway.pipeline.waiting.full_day import CAMILA, LAURA, fill


class Talk:
    """A chat that another service leads."""

    def __init__(self, caller: Program, tenant: str = "aurora") -> None:
        self._caller = caller
        self._about = {
            "organization_id": str(caller.front.organization(tenant)),
            "chat_identity_id": str(uuid4()),
        }

    @property
    def chat(self) -> str:
        return self._about["chat_identity_id"]

    async def say(self, message: str, **more: Any) -> dict[str, Any]:
        answer = await self._caller.post("/invoke", **self._about, message=message, **more)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told


async def test_options_are_those_that_stand(front: Front) -> None:
    talk = Talk(await program(front, "invoke"))
    offered = await talk.say("quiero una limpieza facial el lunes")
    assert [sorted(option) for option in offered["options"]] == [
        ["description", "id", "title"]
    ] * len(offered["options"])
    title = offered["options"][1]["title"]
    chosen = await talk.say(title)
    assert chosen["options"] == []
    assert title.partition(", ")[2] in chosen["response"], "a title chooses"


async def test_ids_are_those_of_the_stored_messages(front: Front) -> None:
    answer = await Talk(await program(front, "invoke")).say("hola")
    rows = front.rows(
        "select id, body from chat_messages where direction = 'outbound' order by seq"
    )
    assert [str(row["id"]) for row in rows] == answer["message_ids"]
    assert "\n\n".join(row["body"] for row in rows) == answer["response"]


WORDS = {
    "aurora": {
        "book": ["quiero una limpieza facial el lunes a las 9", "sí", "Ana Pérez"],
        "move": ["quiero mover mi cita al martes a las 10 de la mañana", "sí"],
        "cancel": ["quiero cancelar mi cita", "sí"],
    },
    "sorriso": {
        "book": ["quero uma limpeza na segunda às 9h", "sim", "Ana Souza"],
        "move": ["quero remarcar minha consulta para terça às 10h", "sim"],
        "cancel": ["quero cancelar minha consulta", "sim"],
    },
}


@pytest.mark.parametrize("tenant", sorted(WORDS))
async def test_what_was_changed_is_told_from_its_row(front: Front, tenant: str) -> None:
    talk = Talk(operator(front), tenant)
    kinds = []
    for words in WORDS[tenant].values():
        told = [change for text in words for change in (await talk.say(text))["changes"]]
        told = [change for change in told if change["appointment"]]
        rows = front.rows("select id, status, starts_at from appointments")
        for change in told:
            assert change["granted"] is None
            about = change["appointment"]
            [row] = [row for row in rows if str(row["id"]) == about["id"]]
            assert about["status"] == row["status"]
            assert about["starts_at"] == row["starts_at"].strftime("%Y-%m-%dT%H:%M:%SZ")
            assert "public_token" not in about
        kinds += [change["kind"] for change in told]
    assert kinds == ["booked", "moved", "cancelled"]


async def test_what_changed_nothing_tells_of_nothing(front: Front) -> None:
    talk = Talk(await program(front, "invoke"))
    for text in (
        "hola",
        "¿cuánto cuesta la limpieza facial?",
        "quiero una limpieza facial el lunes",
    ):
        assert (await talk.say(text))["changes"] == []


async def test_a_visit_is_one_change(front: Front) -> None:
    talk = Talk(await program(front, "invoke"))
    changes: list[Any] = []
    for text in (
        "quiero una limpieza facial y una depilación láser el lunes", "la primera", "Ana Pérez",
    ):  # fmt: skip
        changes += (await talk.say(text))["changes"]
    booked = [change for change in changes if change["kind"] == "booked"]
    assert len(booked) == 1
    assert len(booked[0]["appointment"]["parts"]) == len(front.rows("select from appointments"))


async def test_a_change_of_an_overtaken_turn_is_told_by_the_next(front: Front) -> None:
    """It stands, whatever became of the words."""
    talk = Talk(await program(front, "invoke"))
    for text in ("quiero una limpieza facial el lunes a las 9", "sí"):
        await talk.say(text)
    booked = await talk.say("Ana Pérez")
    assert [change["kind"] for change in booked["changes"]] == ["booked"]
    # As if the process had died between the booking and the commit of its turn.
    front.execute("delete from told_changes")
    front.execute("update chat_messages set turn_id = null where direction = 'outbound'")
    again = await talk.say("gracias")
    assert [change["kind"] for change in again["changes"]] == ["booked"]
    assert (await talk.say("gracias"))["changes"] == []


@pytest.mark.parametrize("style", ["old", "new", "mixed"])
async def test_both_styles_of_names_are_read(plain: Front, style: str) -> None:
    chat, organization = str(uuid4()), str(plain.organization("aurora"))
    recent = [{"role": "user", "content": "¿abren hoy?"}]
    old = {
        "organizationId": organization, "chatIdentityId": chat, "phoneNumber": "300 555 0102",
        "countryCode": "57", "recentMessages": recent,
    }  # fmt: skip
    new = {
        "organization_id": organization, "chat_identity_id": chat, "phone_number": "300 555 0102",
        "country_code": "57", "recent_messages": recent,
    }  # fmt: skip
    mixed = {key: new[key] for key in list(new)[:2]} | {key: old[key] for key in list(old)[2:]}
    body = {"old": old, "new": new, "mixed": mixed}[style]
    answer = await operator(plain).post("/invoke", **body, message="hola")
    assert answer.status_code == 200
    assert set(answer.json()) == {"response", "message_ids", "options", "changes"}
    row = plain.rows("select phone from chat_identities where id = %s", UUID(chat))
    assert row == [{"phone": "573005550102"}]
    assert len(plain.rows("select from chat_messages")) == 3


async def test_a_missing_name_is_asked_for_in_the_one_style(plain: Front) -> None:
    answer = await operator(plain).post("/invoke", message="hola")
    assert answer.status_code == 422
    assert "organization_id" in answer.json()["detail"]


async def test_reminders_that_nobody_would_deliver_are_not_offered(front: Front) -> None:
    talk = Talk(await program(front, "invoke"))
    for text in ("quiero una limpieza facial el lunes a las 9", "sí", "Ana Pérez"):
        told = await talk.say(text)
    assert [change["kind"] for change in told["changes"]] == ["booked"]
    assert "recordatorio" not in told["response"]
    assert told["options"] == []


async def test_a_name_in_both_styles_is_refused(plain: Front) -> None:
    aurora, sorriso = (str(plain.organization(slug)) for slug in ("aurora", "sorriso"))
    body = {"organization_id": aurora, "chat_identity_id": str(uuid4()), "message": "hola"}
    for twice in ({"organizationId": sorriso}, {"organizationId": aurora}):
        answer = await operator(plain).post("/invoke", **body, **twice)
        assert (answer.status_code, "organization_id" in answer.json()["detail"]) == (422, True)
    assert plain.rows("select from chat_messages") == []


async def test_waiting_is_offered_where_somebody_can_be_asked(front: Front) -> None:
    """Not to the customer of a caller; a test is answered as a customer with a phone is."""
    fill(front, [CAMILA, LAURA])
    wish = "Hola, diseño de cejas el martes 24"
    caller = await program(front, "invoke")
    told = await Talk(caller).say(wish)
    assert "martes 24 de noviembre ya no hay cupo" in told["response"]
    assert "te aviso si se libera" not in told["response"]
    rehearsed = (await caller.post("/test/message", message=wish, user_id="u")).json()
    assert "te aviso si se libera" in rehearsed["response"]
    assert "te aviso si se libera" in await front.customer().say(wish)
    for text in ("avísame", "Ana Pérez"):
        rehearsed = (await caller.post("/test/message", message=text, user_id="u")).json()
    assert [change["kind"] for change in rehearsed["changes"]] == ["joined"]
    assert rehearsed["changes"][0]["waiting"]["services"] == ["Diseño de cejas"]
    assert front.rows("select from waiting_list") == []
