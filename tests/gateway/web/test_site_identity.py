"""A customer whom the business's own site knows and vouches for with a signature."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import SecretStr

from agent.types import Connection
from gateway.access import credentials
from gateway.access.vault import vault_of
from gateway.web.identity import SECRET, IdentityRefused, read_identity, signed
from tests import databases
from tests.conversations.test_web import Visitor
from tests.databases import NOW
from tests.front import Front, open_front
from tests.gateway.web.chatting import chatting, of_kind, say, take_until
from tests.gateway.web.page_app import serve

KEY = "site-secret-for-tests-of-32-letters"
AT = int(NOW.timestamp())
PHONE = "573005550101"
ONE, OTHER = "a" * 32, "b" * 32


def page(secret: str | None = KEY, **about: Any) -> Connection:
    kept = {SECRET: secret} if secret else {}
    return Connection(UUID(int=1), UUID(int=2), "web", "page", credentials=kept, **about)


def identity(
    user: str = "u-17", *, at: int = AT, phone: str = "", secret: str = KEY
) -> dict[str, Any]:
    frame = {"type": "identify", "user": user, "at": at,
             "signature": signed(secret, user=user, at=at, phone=phone)}  # fmt: skip
    return frame | ({"phone": phone} if phone else {})


def refused(frame: dict[str, Any], connection: Connection | None = None) -> str:
    with pytest.raises(IdentityRefused) as error:
        read_identity(frame, connection or page(), NOW)
    return error.value.reason


# The signature


def test_it_is_what_the_docs_say() -> None:
    """Computed beside: printf '%s' '1795186800.+573005550101.u-17' | openssl dgst -sha256 -hmac KEY."""
    assert signed(KEY, user="u-17", at=1795186800, phone="+573005550101") == (
        "6c9f9f2ab3b8e6fcd4e8a814e978fee442fa65aaa2a595cc9bc6da9e14af2300"
    )


def test_user_and_phone_are_read() -> None:
    read = read_identity(identity(phone="\u202a+57 300 555-0101\u202c"), page(), NOW)
    assert (read.user, read.phone) == ("u-17", PHONE)
    assert read_identity(identity(), page(), NOW).phone is None


@pytest.mark.parametrize("seconds", [-3600, -1, 0, 299])
def test_it_counts_for_an_hour(seconds: int) -> None:
    assert read_identity(identity(at=AT + seconds), page(), NOW).user == "u-17"


@pytest.mark.parametrize("seconds", [-3602, -86400, 302, 86400])
def test_then_it_is_stale(seconds: int) -> None:
    assert refused(identity(at=AT + seconds)) == "stale"


@pytest.mark.parametrize(
    "changed",
    [
        {"user": "u-18"}, {"at": AT - 1}, {"phone": "+573005550102"}, {"signature": "0" * 64},
        {"signature": ""}, {"signature": None}, {"user": "101.u-17", "phone": "+573005550"},
    ],
)  # fmt: skip
def test_what_was_not_signed_is_forged(changed: dict[str, Any]) -> None:
    assert refused(identity(phone="+573005550101") | changed) == "forged"


def test_leaving_the_phone_out_is_a_forgery_too() -> None:
    frame = identity(phone="+573005550101")
    del frame["phone"]
    assert refused(frame) == "forged"


@pytest.mark.parametrize(
    "changed",
    [
        {"user": ""}, {"user": " "}, {"user": "x" * 201}, {"user": "a\nb"}, {"user": 17},
        {"user": None}, {"at": str(AT)}, {"at": True}, {"at": 1.5}, {"at": 10**14}, {"at": None},
        {"phone": 57}, {"phone": ["x"]}, {"signature": 7}, {"signature": "ñ"}, {"phone": "+57\ud800"},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_invalid(changed: dict[str, Any]) -> None:
    assert refused(identity() | changed) == "invalid"


def test_a_signed_phone_that_is_none_is_invalid() -> None:
    assert refused(identity(phone="ninguno")) == "invalid"


@pytest.mark.parametrize("secret", [None, "short", ""])
def test_without_a_good_secret_nothing_is_believed(secret: str | None) -> None:
    frame = identity(secret=secret or KEY)
    assert refused(frame, page(secret)) == "not_configured"
    assert refused(identity(), page(unreadable="the key is gone")) == "not_configured"


# On the page


@pytest.fixture
async def site(database_url: str, tmp_path: Path) -> AsyncIterator[Front]:
    kept = SecretStr("k" * 40)
    async with open_front(database_url, tmp_path, NOW, frontdesk_secret_key=kept) as front:
        [row] = front.rows(
            "select c.key from platform_connections c join organizations o on o.id = c.organization_id "
            "where o.slug = 'aurora' and c.channel = 'web'"
        )
        await credentials.put(
            front.container.database, vault_of(front.container.settings), "aurora", row["key"],
            SECRET, KEY,
        )  # fmt: skip
        yield front


async def identify(site: Front, customer: str, **about: Any) -> dict[str, Any]:
    """What the socket answers to a signed identity."""
    async with serve(site.app) as url:
        token = databases.SECRETS["AURORA_WEB_TOKEN"]
        async with chatting(url, customer, token=token) as chat:
            await take_until(chat, "hello")
            await chat.send(json.dumps(identity(**about)))
            while True:
                frame: dict[str, Any] = json.loads(await chat.recv())
                if frame["type"] in ("identified", "error"):
                    return frame


async def books(site: Front, customer: str, name: str = "Ana Pérez") -> None:
    visitor = Visitor(site, customer)
    await visitor.say("Hola, cejas para el lunes a las 10")
    await visitor.say("sí")
    assert "Cita agendada" in await visitor.say(name)


def people(site: Front) -> list[Any]:
    return site.rows("select id, phone from contacts where merged_into is null order by created_at")


async def test_a_user_finds_their_appointment_in_another_browser(site: Front) -> None:
    assert (await identify(site, ONE))["type"] == "identified"
    await books(site, ONE)
    assert "cejas" not in (await Visitor(site, OTHER).say("¿qué citas tengo?")).lower()
    assert (await identify(site, OTHER))["type"] == "identified"
    other = Visitor(site, OTHER)
    other.numbers = iter(range(10, 20))
    assert "cejas" in (await other.say("¿qué citas tengo?")).lower()
    assert len(people(site)) == 1


async def test_what_was_booked_before_goes_to_the_customer_of_whatsapp(site: Front) -> None:
    ana = site.customer(PHONE)
    await ana.say("hola, soy Ana Pérez")
    await books(site, ONE)
    assert "cejas" not in (await ana.say("¿qué citas tengo?")).lower()
    answer = await identify(site, ONE, phone="+57 300 555 0101")
    assert answer["type"] == "identified"
    assert "cejas" in (await ana.say("¿qué citas tengo?")).lower()


async def test_a_service_chat_of_the_user_is_theirs_too(site: Front) -> None:
    await identify(site, ONE)
    await books(site, ONE)
    put = await site.container.database.call(
        "question_put", organization=site.organization("aurora"), user="u-17", chat=None,
        session=None, message="¿qué citas tengo?",
    )  # fmt: skip
    [chat] = site.rows("select contact_id from chat_identities where id = %s", put["conversation"])
    assert chat["contact_id"] == people(site)[0]["id"]


async def test_another_user_begins_a_new_chat(site: Front) -> None:
    """Who logs in after somebody else at the same browser does not become them."""
    await identify(site, ONE)
    await books(site, ONE)
    answer = await identify(site, ONE, user="u-18")
    assert (answer["type"], answer["code"]) == ("error", "identity_other_user")
    assert site.rows("select user_id from chat_identities") == [{"user_id": "u-17"}]


async def test_two_phones_are_two_people(site: Front) -> None:
    await identify(site, ONE, phone="+573005550101")
    await books(site, ONE)
    await identify(site, OTHER, user="u-18", phone="+573005550102")
    await books(site, OTHER, "Rita Gil")
    third = "c" * 32
    await identify(site, third, user="u-18")
    assert len(people(site)) == 2
    answer = await identify(site, ONE, user="u-18", phone="+573005550102")
    assert answer["code"] == "identity_other_user"
    assert len(people(site)) == 2


async def test_a_chat_of_another_phone_is_not_taken(site: Front) -> None:
    """A phone was signed for this chat first, and then a user who is known by another one."""
    await identify(site, OTHER, user="u-18", phone="+573005550102")
    await books(site, OTHER, "Rita Gil")
    await books(site, ONE)
    site.execute("update chat_identities set phone = %s where address = %s", PHONE, ONE)
    answer = await identify(site, ONE, user="u-18")
    assert answer["code"] == "identity_other_phone"
    assert len(people(site)) == 2


@pytest.mark.parametrize(
    ("about", "code"),
    [({"at": AT - 4000}, "identity_stale"), ({"secret": "x" * 40}, "identity_forged")],
)
async def test_a_refusal_is_clear_and_changes_nothing(
    site: Front, about: dict[str, Any], code: str
) -> None:
    answer = await identify(site, ONE, **about)
    assert (answer["type"], answer["code"]) == ("error", code)
    assert answer["detail"]
    assert site.rows("select * from chat_identities") == []
    assert "cejas" in (
        await Visitor(site, ONE).say("Hola, cejas para el lunes a las 10")
    ).lower() or (site.rows("select 1 from slot_offers"))


async def test_a_chat_stays_its_users_when_the_signature_grew_old(site: Front) -> None:
    """As a page that stays open says it again after each connection."""
    assert (await identify(site, ONE))["type"] == "identified"
    assert (await identify(site, ONE))["type"] == "identified"
    assert (await identify(site, ONE, at=AT - 4000))["code"] == "identity_stale"
    assert site.rows("select user_id from chat_identities") == [{"user_id": "u-17"}]


async def test_a_message_right_after_a_refusal_is_taken(site: Front) -> None:
    async with serve(site.app) as url:
        token = databases.SECRETS["AURORA_WEB_TOKEN"]
        async with chatting(url, ONE, token=token) as chat:
            await chat.send(json.dumps(identity(secret="x" * 40)))
            await say(chat, "hola", "m-1")
            answers = of_kind(await take_until(chat, "ack"), "error")
            assert [answer["code"] for answer in answers] == ["identity_forged"]
    assert site.rows("select user_id from chat_identities") == [{"user_id": None}]


async def test_without_a_secret_the_page_says_so(front: Front) -> None:
    answer = await identify(front, ONE)
    assert answer["code"] == "identity_not_configured"


async def test_many_browsers_of_one_user_at_once(site: Front) -> None:
    """Each had booked as somebody unknown; afterwards it is one person."""
    [connection] = site.rows(
        "select c.id from platform_connections c join organizations o on o.id = c.organization_id "
        "where o.slug = 'aurora' and c.channel = 'web'"
    )
    for round_ in range(6):
        keys = [f"{round_:02d}{n:02d}" * 8 for n in range(4)]
        for n, key in enumerate(keys):
            await site.container.database.call(
                "visitor_identify", **page_of(site, connection, key), user=f"first-{round_}-{n}"
            )
            site.execute(
                "with c as (insert into contacts (organization_id, name, created_at) values (%s, 'Ana', %s) "
                "returning id) update chat_identities set user_id = null, contact_id = (select id from c) "
                "where address = %s",
                site.organization("aurora"), NOW + timedelta(seconds=n), key,
            )  # fmt: skip
        answers = await asyncio.gather(
            *(site.container.database.call(
                "visitor_identify", **page_of(site, connection, key), user=f"u-{round_}", phone=phone)
              for key, phone in zip(keys, [None, "573005550177", None, None], strict=True))
        )  # fmt: skip
        assert answers == ["identified"] * 4
        found = site.rows(
            "select distinct contact_id from chat_identities where address = any(%s)", keys
        )
        assert len(found) == 1
        site.execute("update contacts set phone = null where phone = '573005550177'")
        site.execute("update chat_identities set phone = null")


def page_of(site: Front, connection: dict[str, Any], key: str) -> dict[str, Any]:
    return {
        "organization": site.organization("aurora"),
        "connection": connection["id"],
        "customer": key,
    }


async def test_promise_6_another_organizations_page_is_none(site: Front) -> None:
    [connection] = site.rows(
        "select c.id from platform_connections c join organizations o on o.id = c.organization_id "
        "where o.slug = 'sorriso' and c.channel = 'web'"
    )
    with pytest.raises(Exception, match="no such thing"):
        await site.container.database.call(
            "visitor_identify", **page_of(site, connection, ONE), user=str(uuid4())
        )
    assert site.rows("select * from chat_identities") == []
