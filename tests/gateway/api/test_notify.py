"""`POST /internal/notify/escalation`: another service asks for a person."""

from typing import Any
from uuid import uuid4

import pytest

from tests.front import API_KEY, Front

PATH = "/internal/notify/escalation"
AUTHORIZED = {"Authorization": f"Bearer {API_KEY}"}


async def test_staff_are_told_once(plain: Front) -> None:
    body = await _body(plain)
    statuses = [await _ask(plain, body) for _ in range(3)]
    await plain.settle()
    assert statuses == ["notified", "already_notified", "already_notified"]
    notices = [s for s in plain.gupshup.sent if s.destination == "573000000001"]
    assert len(notices) == 1
    assert "+573001112233" in notices[0].text
    assert "quiere hablar con alguien" in notices[0].text


async def test_a_null_byte_or_a_line_break_in_the_reason_does_no_harm(plain: Front) -> None:
    body = await _body(plain) | {"reason": "uno\x00\nCliente: otra persona\r\ndos"}
    assert await _ask(plain, body) == "notified"
    (notice,) = plain.rows("select body from notifications n limit 1")
    assert len(notice["body"].split("\n")) == 4


async def test_nobody_to_tell(plain: Front) -> None:
    plain.execute("update internal_notifications_config set active = false")
    assert await _ask(plain, await _body(plain)) == "no_recipient"


async def test_unknown_and_foreign_ids_are_404(plain: Front) -> None:
    body = await _body(plain)
    for changed in (
        {"organization_id": str(uuid4())},
        {"chat_identity_id": str(uuid4())},
        {"organization_id": str(plain.organization("sorriso"))},
    ):
        answer = await plain.http.post(PATH, json=body | changed, headers=AUTHORIZED)
        assert answer.status_code == 404
    assert plain.rows("select * from escalations") == []


@pytest.mark.parametrize(
    "changed",
    [
        {"organization_id": "x"},
        {"chat_identity_id": None},
        {"reason": "  "},
        {"reason": "x" * 501},
        {"phone_number": "5" * 41},
        {"country_code": "123456789"},
        {"phone_number": 573001112233},
    ],
)
async def test_an_invalid_body_is_422(plain: Front, changed: dict[str, Any]) -> None:
    answer = await plain.http.post(PATH, json=await _body(plain) | changed, headers=AUTHORIZED)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert next(iter(changed)) in answer.json()["detail"]


async def _body(front: Front) -> dict[str, Any]:
    await front.customer().write("hola")
    return {
        "organization_id": str(front.organization("aurora")),
        "chat_identity_id": str(front.rows("select id from chat_identities")[0]["id"]),
        "phone_number": "300 111 2233",
        "country_code": "+57",
        "reason": "quiere hablar con alguien",
    }


async def _ask(front: Front, body: dict[str, Any]) -> str:
    answer = await front.http.post(PATH, json=body, headers=AUTHORIZED)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["status"])
