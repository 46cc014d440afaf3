"""Phones as people copy them, at every entrance: read as the same customer's, or refused."""

from typing import Any
from uuid import uuid4

import pytest
from pydantic_core import PydanticCustomError
from typer.testing import Result

from gateway.cli.media import media_app
from gateway.organizations.fields import digits
from tests.agent.data.people import contact
from tests.command_line import Deployment, command
from tests.front import API_KEY, Front

PHONE = "573005550144"
AUTHORIZED = {"Authorization": f"Bearer {API_KEY}"}
PASTED = [
    "\u202a+57 300 5550144\u202c",
    "\u2066+57\u00a0300\u00a0555\u00a00144\u2069",
    "\ufeff+573005550144",
    "tel:+573005550144",
    "TEL:+57-300-555-0144",
    "whatsapp:+573005550144",
    "sms:+573005550144",
    "573005550144@s.whatsapp.net",
    "573005550144:7@s.whatsapp.net",
    "573005550144@c.us",
    "\uff0b\uff15\uff17 300 555 0144",
    "0057 300 555 0144",
]
NO_PHONES = [
    "100000000000009@lid",
    "CO.13491208655302741918",
    "mailto:ana@example.com",
    "tel:",
    "whatsapp:",
    "+",
    "\u202a\u202c",
    "573005x50144",
    "\u00b2\u00b3\u2074\u2075\u2076x",
]


async def post(front: Front, path: str, **about: Any) -> Any:
    body = {"organization_id": str(front.organization("aurora")), **about}
    return await front.http.post(path, json=body, headers=AUTHORIZED)


@pytest.mark.parametrize("phone", PASTED)
async def test_invoke_reads_it(plain: Front, phone: str) -> None:
    chat = str(uuid4())
    answer = await post(plain, "/invoke", chat_identity_id=chat, message="hola", phone=phone)
    assert answer.status_code == 200, answer.text
    assert plain.rows("select phone from chat_identities") == [{"phone": PHONE}]


@pytest.mark.parametrize("phone", NO_PHONES)
@pytest.mark.parametrize("field", ["phone", "phone_number"])
async def test_invoke_refuses_what_is_none(plain: Front, phone: str, field: str) -> None:
    about = {"chat_identity_id": str(uuid4()), "message": "hola", field: phone}
    answer = await post(plain, "/invoke", **about)
    assert answer.status_code == 422, answer.text
    assert plain.rows("select phone from chat_identities") == []


@pytest.mark.parametrize("country", ["57", "+57", "CO", "\u202a+57\u202c", "\u200e57", " co "])
@pytest.mark.parametrize("phone", ["300 555 0144", "\u202a300 555 0144\u202c", *PASTED[:4]])
async def test_invoke_reads_a_local_number_with_its_country(
    plain: Front, phone: str, country: str
) -> None:
    about = {"phone_number": phone, "country_code": country}
    answer = await post(plain, "/invoke", chat_identity_id=str(uuid4()), message="hola", **about)
    assert answer.status_code == 200, answer.text
    assert plain.rows("select phone from chat_identities") == [{"phone": PHONE}]


# Calling a person


async def chat_of(front: Front) -> str:
    await front.customer().say("hola")
    return str(front.rows("select id from chat_identities")[0]["id"])


async def notified(front: Front, phone: str, country: str) -> Any:
    chat = await chat_of(front)
    return await post(
        front, "/internal/notify/escalation", chat_identity_id=chat, phone_number=phone,
        country_code=country, reason="quiere que le llamen",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("phone", "country"),
    [*((phone, "57") for phone in PASTED), ("300 555 0144", "57"), ("3005550144", "\u202a+57\u202c"),
     ("573005550144", ""), ("3005550144", "CO")],
)  # fmt: skip
async def test_a_notice_tells_the_number_to_dial(plain: Front, phone: str, country: str) -> None:
    answer = await notified(plain, phone, country)
    assert answer.status_code == 200, answer.text
    [notice] = plain.rows("select distinct body from notifications")
    assert f"Teléfono: +{PHONE}" in notice["body"].splitlines()


@pytest.mark.parametrize("phone", [*NO_PHONES, "ana", "300"])
async def test_a_notice_with_no_number_to_dial_is_refused(plain: Front, phone: str) -> None:
    answer = await notified(plain, phone, "")
    assert answer.status_code == 422, answer.text
    assert plain.rows("select * from escalations") == []


async def test_a_number_that_the_library_does_not_know_reaches_staff(plain: Front) -> None:
    assert (await notified(plain, "999 111 2233", "57")).status_code == 200
    [notice] = plain.rows("select distinct body from notifications")
    assert "+579991112233" in notice["body"]


async def test_an_empty_one_is_that_of_the_chat(plain: Front) -> None:
    assert (await notified(plain, "", "")).status_code == 200
    [notice] = plain.rows("select distinct body from notifications")
    assert "+573005550101" in notice["body"]


# Filters, files and commands


@pytest.mark.parametrize("phone", PASTED)
def test_a_businesss_file_reads_it(phone: str) -> None:
    assert digits(phone, "CO") == PHONE


@pytest.mark.parametrize("phone", NO_PHONES)
def test_a_businesss_file_refuses_what_is_none(phone: str) -> None:
    with pytest.raises(PydanticCustomError, match="is not a phone number"):
        digits(phone, "CO")


@pytest.mark.parametrize("user", ["\u202au-17\u202c", "u\u200b17", "\ufeffu-17"])
async def test_a_user_with_marks_that_nobody_sees_is_refused(plain: Front, user: str) -> None:
    answer = await plain.http.get("/api/chats/", params={"user_id": user}, headers=AUTHORIZED)
    assert answer.status_code == 422
    tried = await post(plain, "/test/message", message="hola", user_id=user)
    assert tried.status_code == 422


async def forgotten(front: Front, phone: str) -> Result:
    return await command(
        Deployment(front.url, clock=front.clock), media_app, "delete", "aurora", "--phone", phone,
        "--yes",
    )  # fmt: skip


@pytest.mark.parametrize("phone", PASTED)
async def test_a_command_reads_it(plain: Front, phone: str) -> None:
    contact(plain, "Ana", PHONE)
    ran = await forgotten(plain, phone)
    assert ran.exit_code == 0, ran.output


@pytest.mark.parametrize("phone", NO_PHONES)
async def test_a_command_refuses_what_is_none(plain: Front, phone: str) -> None:
    ran = await forgotten(plain, phone)
    assert ran.exit_code == 2
    assert "not a phone" in ran.output
