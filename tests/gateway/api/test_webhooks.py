"""What providers may knock with, who is let in, and what becomes of each event."""

from typing import Any

import pytest

from tests.databases import SECRETS
from tests.front import Customer, Front
from tests.providers import evolution, gupshup

GUPSHUP, EVOLUTION = SECRETS["AURORA_GUPSHUP_TOKEN"], SECRETS["AURORA_EVOLUTION_TOKEN"]
OTHERS = SECRETS["SORRISO_GUPSHUP_TOKEN"]


# Who is let in


@pytest.mark.parametrize(
    "path",
    [
        "/webhooks/gupshup/wrong",
        f"/webhooks/gupshup/{GUPSHUP[:-1]}",
        f"/webhooks/gupshup/{GUPSHUP.upper()}",
        f"/webhooks/gupshup/{EVOLUTION}",
        f"/webhooks/evolution/{GUPSHUP}",
        f"/webhooks/nochannel/{GUPSHUP}",
        f"/webhooks/meta/{GUPSHUP}",
        "/webhooks/gupshup/ñandú-%F0%9F%92%85",
        f"/webhooks/gupshup/{OTHERS}",
    ],
)
async def test_unknown_tokens_channels_and_another_tenants_app_are_all_404(
    plain: Front, path: str
) -> None:
    answer = await plain.http.post(path, json=_text(plain, "hola"))
    assert answer.status_code == 404
    assert answer.json()["detail"] == "There is no such thing here."
    assert plain.rows("select * from chat_messages") == []


async def test_another_instance_or_business_phone_is_refused(plain: Front) -> None:
    other = _evolution(plain, "hola") | {"instance": "somebody-else"}
    assert (await plain.post("evolution", "aurora", other)).status_code == 404
    phone = _text(plain, "hola") | {"phone": "573119999999"}
    assert (await plain.post("gupshup", "aurora", phone)).status_code == 404
    assert plain.rows("select * from chat_messages") == []


@pytest.mark.parametrize("headers", [{}, {"authorization": "Basic abc"}, {"x-webhook-token": ""}])
@pytest.mark.parametrize("path", ["/webhooks/gupshup", "/webhook/evolution"])
async def test_known_paths_without_a_token_are_401(
    plain: Front, path: str, headers: dict[str, str]
) -> None:
    answer = await plain.http.post(path, json={}, headers=headers)
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        (f"?token={GUPSHUP}", {}),
        ("", {"x-webhook-token": GUPSHUP}),
        ("", {"x-gupshup-webhook-secret": GUPSHUP}),
        ("", {"authorization": f"Bearer {GUPSHUP}"}),
    ],
)
async def test_the_known_path_of_gupshup_takes_its_token_in_several_places(
    plain: Front, query: str, headers: dict[str, str]
) -> None:
    path = f"/webhooks/gupshup{query}"
    answer = await plain.http.post(path, json=_text(plain, "hola"), headers=headers)
    assert (answer.status_code, answer.content) == (200, b"")
    assert _bodies(plain) == ["hola"]


async def test_the_known_path_of_evolution_takes_a_bearer(plain: Front) -> None:
    payload, path = _evolution(plain, "hola"), "/webhook/evolution"
    right, wrong = ({"authorization": f"Bearer {token}"} for token in (EVOLUTION, GUPSHUP))
    assert (await plain.http.post(path, json=payload, headers=wrong)).status_code == 404
    assert (await plain.http.post(path, json=payload, headers=right)).status_code == 200
    assert _bodies(plain) == ["hola"]


async def test_evolution_may_append_the_event_to_the_address(plain: Front) -> None:
    path = f"/webhooks/evolution/{EVOLUTION}/messages-upsert"
    answer = await plain.http.post(path, json=_evolution(plain, "hola"))
    assert answer.status_code == 200
    assert _bodies(plain) == ["hola"]


async def test_a_deactivated_connection_is_gone(plain: Front) -> None:
    plain.execute("update platform_connections set active = false")
    answer = await plain.post("gupshup", "aurora", _text(plain, "hola"))
    assert answer.status_code == 404


async def test_only_post_is_answered_and_every_answer_is_protected(plain: Front) -> None:
    answer = await plain.http.get(f"/webhooks/gupshup/{GUPSHUP}")
    assert answer.status_code == 405
    assert answer.headers["x-content-type-options"] == "nosniff"


# What is ignored


async def test_groups_reactions_echoes_and_broadcasts_are_not_answered(plain: Front) -> None:
    sent_before = await _answered_once(plain, "evolution")
    jid = f"{sent_before.phone}@s.whatsapp.net"
    name = plain.connection_name("aurora", "evolution")
    quiet = [
        evolution.text("hola", jid="120363000000000001@g.us", alternative=None, instance=name),
        evolution.text("hola", jid="status@broadcast", alternative=None, instance=name),
        evolution.upsert(
            {"reactionMessage": {"key": {"id": "x"}, "text": "👍"}},
            jid=jid,
            alternative=None,
            instance=name,
        ),
        evolution.echo("unknown-id", "otro texto", jid=jid, instance=name),
        {"event": "connection.update", "instance": name, "data": {"state": "open"}},
        {"event": "qrcode.updated", "instance": name, "data": {}},
    ]
    for payload in quiet:
        assert (await plain.post("evolution", "aurora", payload)).status_code == 200
    await plain.settle()
    assert len(plain.evolution.sent) == 1
    assert len(plain.rows("select * from chat_identities")) == 1


async def test_a_message_older_than_half_a_day_is_kept_and_not_answered(plain: Front) -> None:
    old = _text(plain, "de ayer")
    old["timestamp"] -= 13 * 3600 * 1000
    await plain.post("gupshup", "aurora", old)
    await plain.settle()
    assert plain.gupshup.sent == []
    assert plain.rows("select status, body from chat_messages") == [
        {"status": "ignored", "body": "de ayer"}
    ]


async def test_gupshups_other_events_are_answered_with_an_empty_2xx(plain: Front) -> None:
    for kind in ("user-event", "account-event", "template-event", "billing-event", "nonsense", 7):
        payload = _text(plain, "hola") | {"type": kind}
        answer = await plain.post("gupshup", "aurora", payload)
        assert (answer.status_code, answer.content) == (200, b"")
    assert _bodies(plain) == []


# What became of what was sent


async def test_a_status_moves_forward_only(plain: Front) -> None:
    ana = await _answered_once(plain, "gupshup")
    sent = plain.gupshup.sent[0].id
    steps = [
        ("enqueued", "sent"),
        ("delivered", "delivered"),
        ("sent", "delivered"),
        ("read", "read"),
        ("delivered", "read"),
        ("failed", "read"),
    ]
    for kind, expected in steps:
        assert await _status(plain, ana, sent, kind) == expected
    assert plain.rows("select error from chat_messages where direction = 'outbound'") == [
        {"error": None}
    ]


async def test_a_failure_after_the_send_is_recorded_with_its_reason(plain: Front) -> None:
    ana = await _answered_once(plain, "gupshup")
    sent = plain.gupshup.sent[0].id
    assert await _status(plain, ana, sent, "failed") == "failed"
    assert await _status(plain, ana, sent, "sent") == "failed"
    error = plain.rows("select error from chat_messages where direction = 'outbound'")[0]["error"]
    assert error.startswith("131047: Message failed")
    assert await _status(plain, ana, sent, "delivered") == "delivered"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("SERVER_ACK", "sent"),
        ("DELIVERY_ACK", "delivered"),
        ("READ", "read"),
        ("PLAYED", "read"),
        ("ERROR", "failed"),
        ("PENDING", "sent"),
        ("NONSENSE", "sent"),
    ],
)
async def test_evolutions_receipts(plain: Front, told: str, expected: str) -> None:
    ana = await _answered_once(plain, "evolution")
    event = evolution.receipt(
        plain.evolution.sent[0].id,
        told,
        jid=f"{ana.phone}@s.whatsapp.net",
        instance=plain.connection_name("aurora", "evolution"),
    )
    assert (await plain.post("evolution", "aurora", event)).status_code == 200
    assert _outbound(plain) == [expected]


async def test_a_status_of_nobodys_message_changes_nothing(plain: Front) -> None:
    ana = await _answered_once(plain, "gupshup")
    assert await _status(plain, ana, "nobody-knows-it", "read") == "sent"
    await _status(plain, plain.customer("573005559999"), "x", "failed")
    assert _outbound(plain) == ["sent"]


def _text(front: Front, words: str, **about: Any) -> dict[str, Any]:
    payload = gupshup.text(words, app=front.connection_name("aurora", "gupshup"), **about)
    payload["timestamp"] = int(front.clock.now().timestamp() * 1000)
    return payload


def _evolution(front: Front, words: str) -> dict[str, Any]:
    name = front.connection_name("aurora", "evolution")
    payload = evolution.text(words, instance=name)
    payload["data"]["messageTimestamp"] = int(front.clock.now().timestamp())
    return payload


async def _answered_once(front: Front, channel: str) -> Customer:
    ana = front.customer(channel=channel)
    assert await ana.say("hola") == "De acuerdo."
    return ana


async def _status(front: Front, customer: Customer, id_: str, kind: str) -> str:
    """Delivers the event; the status of our message afterwards."""
    event = gupshup.message_event(
        id_, kind, destination=customer.phone, app=front.connection_name("aurora", "gupshup")
    )
    answer = await front.post("gupshup", "aurora", event)
    assert (answer.status_code, answer.content) == (200, b"")
    return _outbound(front)[0]


def _outbound(front: Front) -> list[str]:
    rows = front.rows("select status from chat_messages where direction = 'outbound' order by seq")
    return [row["status"] for row in rows]


def _bodies(front: Front) -> list[str]:
    return [row["body"] for row in front.rows("select body from chat_messages order by seq")]
