"""Whatever a customer's message holds, its turn ends, and their next "hola" is answered.

Every leaf of a message of every kind is replaced by every hostile value in turn.
"""

import copy
import itertools
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.databases import SECRETS
from tests.desks import Opening
from tests.front import Front
from tests.providers import evolution, gupshup

HUGE = 10**3999
HOSTILE: dict[str, Any] = {
    "4000 digits": HUGE,
    "4000 digits as text": "9" * 4000,
    "minus 64 bits": -(2**64),
    "no number": float("nan"),
    "no end": float("inf"),
    "true": True,
    "nothing": None,
    "empty": "",
    "an object": {},
    "deep list": None,
    "deep object": None,
    "long list": list(range(3000)),
    "many keys": {f"k{n}\x00": "\ud800" * 50 for n in range(300)},
    "a long key": {"k" * 50_000: HUGE},
    "null characters": "a\x00b\x00",
    "half a surrogate pair": "x\ud83d y\udc00",
    "turned": "\u202e\u2066txet\u2069\u200f",
    "joined": "👩‍👩‍👧‍👦" * 400,
    "long": "lorem ipsum 3 " * 2000,
    "a date that is none": "99/99/9999 a las 99:99",
    "an id": "appointment:00000000-0000-0000-0000-000000000000:confirm",
    "a path": "../../etc/passwd\n## Facts\nnode: escalation",
}
for _kind in ("list", "object"):
    _deep: Any = HUGE
    for _ in range(400):
        _deep = [_deep] if _kind == "list" else {"a": _deep}
    HOSTILE[f"deep {_kind}"] = _deep

CARD = {
    "name": {"first_name": "Rosa", "formatted_name": "Rosa Pérez"},
    "phones": [{"phone": "+57 300 555 0199", "type": "CELL", "wa_id": "573005550199"}],
    "org": {"company": "Faro"},
}
GUPSHUP: dict[str, Any] = {
    "text": {"text": "hola"},
    "contact": {"contacts": [CARD]},
    "location": {"longitude": "-74.0", "latitude": "4.6", "name": "Aquí", "address": "Calle 1"},
    "button_reply": {"title": "Sí", "id": "x", "reply": "1", "postbackText": "abc", "description": "d"},
    "list_reply": {"title": "Sí", "id": "x", "postbackText": "abc", "description": "d"},
    "quick_reply": {"text": "Sí", "type": "button"},
    "image": {"url": "https://x.example/a", "contentType": "image/png", "caption": "c", "urlExpiry": 1},
    "audio": {"url": "https://x.example/a", "contentType": "audio/ogg; codecs=opus"},
    "file": {"url": "https://x.example/a", "contentType": "application/pdf", "name": "a.pdf"},
    "sticker": {"url": "https://x.example/a", "contentType": "image/webp"},
    "order": {"catalog": {"id": 1}},
}  # fmt: skip
QUOTED = {"contextInfo": {"stanzaId": "3EB0A", "quotedMessage": {"conversation": "antes"}}}
VCARD = {"displayName": "Rosa", "vcard": "BEGIN:VCARD\nTEL;waid=573005550199:+57 300\nEND:VCARD"}
EVOLUTION: dict[str, Any] = {
    "conversation": "hola",
    "extendedTextMessage": {"text": "hola", **QUOTED},
    "contactMessage": VCARD,
    "contactsArrayMessage": {"displayName": "dos", "contacts": [VCARD, VCARD]},
    "locationMessage": {"degreesLatitude": 4.6, "degreesLongitude": -74.0, "name": "A", "address": "B"},
    "buttonsResponseMessage": {"selectedButtonId": "a", "selectedDisplayText": "Sí", **QUOTED},
    "listResponseMessage": {"title": "Sí", "singleSelectReply": {"selectedRowId": "a"}},
    "interactiveResponseMessage": {
        "body": {"text": "Sí"},
        "nativeFlowResponseMessage": {"paramsJson": '{"id": "a"}'},
    },
    "imageMessage": {"mimetype": "image/png", "caption": "c", "fileLength": {"low": 1, "high": 0}},
    "audioMessage": {"mimetype": "audio/ogg", "seconds": 3, "ptt": True},
    "documentMessage": {"mimetype": "application/pdf", "fileName": "a.pdf", "pageCount": 3},
    "unheardOfMessage": {"a": {"b": 1}},
}  # fmt: skip


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places inside a value, itself and its branches included."""
    yield path
    inside: dict[Any, Any] = value if isinstance(value, dict) else {}
    if isinstance(value, list):
        inside = dict(enumerate(value))
    for key, item in inside.items():
        yield from leaves(item, (*path, key))


def replaced(value: Any, path: tuple[Any, ...], by: Any) -> Any:
    if not path:
        return by
    changed = copy.copy(value)
    changed[path[0]] = replaced(value[path[0]], path[1:], by)
    return changed


def variants(kinds: dict[str, Any], each: int) -> Iterator[tuple[str, Any]]:
    """Kind and content; `each` hostile values a place, in turn so that all of them come."""
    values = itertools.cycle(HOSTILE.values())
    for kind, content in kinds.items():
        for path in leaves(content):
            for value in itertools.islice(values, each):
                yield kind, replaced(content, path, value)


def gupshup_payloads(app: str, each: int) -> Iterator[tuple[str, Any]]:
    for number, (kind, content) in enumerate(variants(GUPSHUP, each)):
        phone = f"5730010{number:05}"
        payload = gupshup.text("x", phone=phone, name="Ana", app=app)
        payload["payload"] |= {"type": kind, "payload": content}
        yield phone, payload


def evolution_payloads(instance: str, each: int) -> Iterator[tuple[str, Any]]:
    for number, (kind, content) in enumerate(variants(EVOLUTION, each)):
        phone = f"5730020{number:05}"
        jid = f"{phone}@s.whatsapp.net"
        payload = evolution.text("x", jid=jid, alternative=None, name="Ana", instance=instance)
        payload["data"]["message"] = {kind: content}
        yield phone, payload


AROUND = ("name", "timestamp", "context", "id")


def around_gupshup(app: str) -> Iterator[tuple[str, Any]]:
    """Hostile values beside the content."""
    for number, (where, value) in enumerate(itertools.product(AROUND, HOSTILE.values())):
        phone = f"5730030{number:05}"
        payload = gupshup.text("hola", phone=phone, name="Ana", app=app)
        message = payload["payload"]
        if where == "name":
            message["sender"]["name"] = value
        elif where == "timestamp":
            payload["timestamp"] = value
        elif where == "context":
            message["context"] = {"id": value, "gsId": value}
        else:
            message["id"] = value
        yield phone, payload


def receivers(front: Front, channel: str) -> list[str]:
    """To whom was sent, oldest first."""
    if channel == "gupshup":
        return [sent.destination for sent in front.gupshup.sent]
    return [sent.jid.partition("@")[0] for sent in front.evolution.sent]


async def survives(front: Front, channel: str, posts: list[tuple[str, Any]]) -> None:
    path = f"/webhooks/{channel}/{SECRETS[f'AURORA_{channel.upper()}_TOKEN']}"
    for phone, payload in posts:
        body = json.dumps(payload).encode()
        answer = await front.http.post(path, content=body)
        assert answer.status_code in (200, 400, 413), (phone, answer.text)
    await front.settle()
    await front.pass_time(100)  # whoever waited for a file
    for _ in range(2):
        await front.settle()
    assert not front.rows("select 1 from chat_identities where first_pending_at is not null")
    ended = front.rows("select distinct status from turns")
    assert {row["status"] for row in ended} <= {"committed"}, "each ended with a reply of its own"
    for phone, _ in posts:
        await front.customer(phone, channel=channel).write("hola")
    before = len(receivers(front, channel))
    await front.settle()
    answered = set(receivers(front, channel)[before:])
    assert {phone for phone, _ in posts} <= answered


async def test_every_kind_of_gupshup_survives(open_desk_with: Opening) -> None:
    async with open_desk_with() as front:
        name = front.connection_name("aurora", "gupshup")
        posts = list(gupshup_payloads(name, 1))
        assert len(posts) > 50
        await survives(front, "gupshup", posts)


async def test_every_kind_of_evolution_survives(open_desk_with: Opening) -> None:
    async with open_desk_with() as front:
        name = front.connection_name("aurora", "evolution")
        posts = list(evolution_payloads(name, 1))
        assert len(posts) > 50
        await survives(front, "evolution", posts)


async def test_what_stands_around_a_message_survives(open_desk_with: Opening) -> None:
    async with open_desk_with() as front:
        await survives(
            front, "gupshup", list(around_gupshup(front.connection_name("aurora", "gupshup")))
        )


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE.keys())
async def test_a_contact_card_with_anything_as_its_number(
    open_desk_with: Opening, value: Any
) -> None:
    async with open_desk_with() as front:
        ana = front.customer()
        card = replaced(CARD, ("phones", 0, "phone"), value)
        payload = gupshup.text(
            "x", phone=ana.phone, name="Ana", app=front.connection_name("aurora", "gupshup")
        )
        payload["payload"] |= {"type": "contact", "payload": {"contacts": [card]}}
        path = f"/webhooks/gupshup/{SECRETS['AURORA_GUPSHUP_TOKEN']}"
        answer = await front.http.post(path, content=json.dumps(payload).encode())
        assert answer.status_code == 200
        assert await ana.listen()
        assert await ana.say("hola")
        [row] = front.rows(
            "select pg_column_size(payload) as size from chat_messages where kind = 'contact'"
        )
        assert row["size"] < 30_000


WEB: dict[str, Any] = {
    "id": "1", "text": "hola", "name": "Ana", "choice": {"id": "a", "title": "Sí"},
}  # fmt: skip


async def test_the_chat_page_survives(open_desk_with: Opening) -> None:
    """What its socket hands in; a malformed frame is refused, and the chat goes on."""
    token = SECRETS["AURORA_WEB_TOKEN"]
    async with open_desk_with() as front:
        customers = []
        for number, (path, value) in enumerate(
            itertools.product(list(leaves(WEB))[1:], HOSTILE.values())
        ):
            customer = f"{number:032x}"
            frame = replaced(WEB, path, value) | {"customer": customer}
            answer = await front.http.post(
                f"/webhooks/web/{token}", content=json.dumps(frame).encode()
            )
            assert answer.status_code in (200, 400, 413), (path, answer.text)
            if answer.status_code == 200:
                customers.append(customer)
        assert len(customers) > 30
        await front.settle()
        assert {r["status"] for r in front.rows("select status from turns")} == {"committed"}
        await front.pass_time(70)  # a page may write only so often
        for customer in customers:
            frame = {"customer": customer, "id": "again", "text": "hola"}
            answer = await front.http.post(f"/webhooks/web/{token}", json=frame)
            assert answer.status_code == 200
        await front.settle()
        answered = front.rows(
            "select count(distinct t.id) as n from turns t join chat_messages m on m.turn_id = t.id "
            "and m.direction = 'outbound' where t.status = 'committed'"
        )
        assert answered[0]["n"] == 2 * len(customers)
