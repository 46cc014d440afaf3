"""Others write to the same people through the same account: what their events say of our messages, in every order."""

from collections import Counter
from itertools import product

import pytest

from agent.types import Json
from tests.front import Front
from tests.gateway.pipeline.sending.failing_providers import (
    chat_of,
    foreign_status,
    notices,
    pass_hours,
    put,
    states,
    with_evidence,
)
from tests.providers import evolution
from tests.providers.server import Answer, Request

_WHEN = ("before", "during", "after")
_FATES = ("refused", "not taken", "taken", "answered")
_CASES = dict(enumerate(product(_WHEN, _WHEN, _FATES)))
"""When a foreign message to the same customer is told as enqueued and as delivered; what becomes of ours."""


def _phone(case: int) -> str:
    return f"57300556{case:04d}"


def _chats(front: Front, tenant_chat: Json) -> dict[int, Json]:
    """A chat for each case, in which nothing is to be answered."""
    for case in _CASES:
        front.execute(
            "with i as (insert into chat_identities (organization_id, connection_id, address, phone, "
            "last_inbound_at, created_at) select organization_id, connection_id, %s, %s, "
            "frontdesk.now(), frontdesk.now() from chat_identities where id = %s returning *) "
            "insert into chat_addresses (organization_id, connection_id, address, chat_identity_id) "
            "select organization_id, connection_id, address, id from i",
            _phone(case), _phone(case), tenant_chat["conversation"],
        )  # fmt: skip
    rows = front.rows("select id, phone from chat_identities where phone like '57300556%%'")
    found = {row["phone"]: row["id"] for row in rows}
    return {case: {**tenant_chat, "conversation": found[_phone(case)]} for case in _CASES}


class _Provider:
    """Gupshup, at which another program writes to the same customers."""

    def __init__(self, front: Front) -> None:
        self.front = front
        self.tried: set[int] = set()
        self._usual = front.gupshup.respond
        front.gupshup.respond = self._respond  # type: ignore[method-assign]

    async def tell(self, case: int, when: str) -> None:
        for kind, moment in zip(("enqueued", "delivered"), _CASES[case][:2], strict=True):
            if moment == when:
                await foreign_status(self.front, f"campaign-{case}", _phone(case), kind)

    async def _respond(self, request: Request) -> Answer:
        to = request.form()["destination"]
        case = int(to[8:]) if to.startswith("57300556") else None
        if case is None or case in self.tried:
            return await self._usual(request)
        self.tried.add(case)
        await self.tell(case, "during")
        fate = _CASES[case][2]
        if fate == "refused":
            return Answer(429, {"message": "Too Many Requests"}, {"retry-after": "1"})
        if fate == "not taken":
            raise ConnectionResetError
        answer = await self._usual(request)
        if fate == "taken":  # its events are those of an id that we never hear of otherwise
            await foreign_status(self.front, self.front.gupshup.sent[-1].id, to, "enqueued")
            raise ConnectionResetError
        return answer


async def test_foreign_events_settle_nothing_in_any_order(plain: Front) -> None:
    await with_evidence(plain, "gupshup")
    chats = _chats(plain, await chat_of(plain, plain.customer("573005550998")))
    provider = _Provider(plain)
    for case, chat in chats.items():
        await provider.tell(case, "before")
        await put(plain, chat, f"case {case}", **({"receipt": True} if case % 2 else {}))
    for _ in range(60):
        await plain.work()
        if len(provider.tried) == len(_CASES):
            break
        await plain.pass_time(20)
    for case in _CASES:
        await provider.tell(case, "after")
    await pass_hours(plain, 3)
    received = Counter(s.text for s in plain.gupshup.sent if s.text.startswith("case "))
    rows = plain.rows(
        "select body, status, given_up_at from chat_messages where body like 'case %%'"
    )
    by_case = {int(row["body"][5:]): row for row in rows}
    for case, (enqueued, delivered, fate) in _CASES.items():
        row, times = by_case[case], received[f"case {case}"]
        assert times <= 1, (enqueued, delivered, fate)
        if fate in ("refused", "answered"):
            assert (row["status"], times) == ("sent", 1), (enqueued, delivered, fate)
        elif row["status"] == "sent":
            assert times == 1, (enqueued, delivered, fate)
        else:
            assert row["given_up_at"], (enqueued, delivered, fate)
    assert notices(plain, "given_up"), "staff know of those whose fate is hidden"


@pytest.mark.parametrize("words", ["hola\n20 % off today", "HOLA", "hola, ¿cómo estás?"])
async def test_an_echo_with_other_words_is_another_message(plain: Front, words: str) -> None:
    ana = plain.customer(channel="evolution")
    chat = await chat_of(plain, ana)
    plain.evolution.drop_next()
    await put(plain, chat, "hola")
    await plain.work()
    about = {
        "jid": f"{ana.phone}@s.whatsapp.net",
        "instance": plain.connection_name("aurora", "evolution"),
    }
    echoes = (evolution.echo("foreign", words, **about), evolution.echo("ours", "hola", **about))
    for echo, status in zip(echoes, ("unknown", "sent"), strict=True):
        assert (await plain.post("evolution", "aurora", echo)).status_code == 200
        assert states(plain)[status] == 1
