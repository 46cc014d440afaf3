"""`frontdesk secrets`, and what the gateway does with what is kept."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from agent.data.postgres import PostgresDatabase
from agent.types import Connection
from gateway.channels.base import WebhookRequest
from gateway.channels.gupshup.channel import Gupshup
from gateway.cli.org import org_app
from gateway.cli.secrets import secrets_app
from tests.databases import NOW, SECRETS
from tests.front import Front, open_front
from tests.gateway.access.conftest import KEY, OTHER_KEY, command
from tests.scripted_model import ScriptedModel

VALUE = "sk-planted-1f4c9a77"


async def keep(front: Front, value: str = VALUE, tenant: str = "aurora") -> None:
    done = await command(front, secrets_app, "set", tenant, "gupshup", typed=f"{value}\n")
    assert done.exit_code == 0, done.output
    assert value not in done.output


async def test_a_stored_credential_comes_before_the_environments(container: Front) -> None:
    container.gupshup.api_key = VALUE
    await keep(container)
    assert "De acuerdo." in await container.customer().say("hola")


async def test_without_one_the_environments_is_used_again(container: Front) -> None:
    await keep(container)
    removed = await command(container, secrets_app, "remove", "aurora", "gupshup")
    assert removed.exit_code == 0
    assert "De acuerdo." in await container.customer().say("hola")
    assert (await command(container, secrets_app, "remove", "aurora", "gupshup")).exit_code == 1


async def test_it_is_stored_encrypted_and_listed_without_its_value(container: Front) -> None:
    await keep(container)
    (row,) = container.rows("select * from connection_secrets")
    assert VALUE.encode() not in row["ciphertext"]
    listed = await command(container, secrets_app, "list")
    cells = listed.output.strip().split("\t")
    assert cells[:4] == ["aurora", "gupshup", "api_key", row["key_id"]]
    exported = await command(container, org_app, "export", "aurora")
    for output in (listed.output, exported.output):
        assert VALUE not in output
        assert row["ciphertext"].hex() not in output
    assert exported.exit_code == 0


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (("nobody", "gupshup"), VALUE, "there is no organization `nobody`"),
        (("aurora", "nothing"), VALUE, "there is no connection `nothing`"),
        (("aurora", "gupshup"), "", "empty"),
        (("aurora", "gupshup"), "a\x07b", "characters"),
        (("aurora", "gupshup"), "x" * 8001, "too long"),
        (("aurora", "gupshup", "--name", "API key"), VALUE, "such as api_key"),
    ],
)
async def test_what_cannot_be_kept_is_refused_without_repeating_it(
    container: Front, words: tuple[str, ...], typed: str, said: str
) -> None:
    done = await command(container, secrets_app, "set", *words, typed=f"{typed}\n")
    assert done.exit_code == 1
    assert said in done.output
    assert not typed or typed not in done.output
    assert container.rows("select 1 from connection_secrets") == []


async def test_a_value_is_never_an_argument(container: Front) -> None:
    done = await command(container, secrets_app, "set", "aurora", "gupshup", VALUE)
    assert done.exit_code == 2
    assert container.rows("select 1 from connection_secrets") == []


async def test_no_key_no_secrets(plain: Front) -> None:
    done = await command(plain, secrets_app, "set", "aurora", "gupshup", typed=f"{VALUE}\n")
    assert (done.exit_code, "FRONTDESK_SECRET_KEY is not set" in done.output) == (1, True)


async def test_rotation_encrypts_anew_and_the_old_key_may_go(container: Front) -> None:
    await keep(container)
    await keep(container, "another", "sorriso")
    both = f"{OTHER_KEY},{KEY}"
    first = await command(container, secrets_app, "rotate", secret_key=both)
    assert "encrypted anew: 2, already so: 0" in first.output
    again = await command(container, secrets_app, "rotate", secret_key=both)
    assert "encrypted anew: 0, already so: 2" in again.output
    async with reopened(container, OTHER_KEY) as front:
        front.gupshup.api_key = VALUE
        assert "De acuerdo." in await front.customer().say("hola")


async def test_rotation_without_the_old_key_changes_nothing_and_says_so(container: Front) -> None:
    await keep(container)
    before = container.rows("select * from connection_secrets")
    done = await command(container, secrets_app, "rotate", secret_key=OTHER_KEY)
    assert done.exit_code == 1
    assert "which FRONTDESK_SECRET_KEY does not hold" in done.output
    assert container.rows("select * from connection_secrets") == before


async def test_with_the_wrong_key_messages_wait_and_are_sent_once_it_is_right(
    container: Front,
) -> None:
    """Nothing is lost, nothing is tried in vain, and attempts are left for real failures."""
    await keep(container)
    async with reopened(container, OTHER_KEY) as front:
        customer = front.customer()
        assert await customer.say("hola") == ""
        for _ in range(30):
            await front.pass_time(61)
            await front.work()
        assert front.gupshup.requests == []
        (row,) = front.rows(
            "select status, attempts, error from chat_messages where direction = 'outbound'"
        )
        assert (row["status"], row["attempts"]) == ("queued", 0)
        assert "does not hold" in row["error"]
    async with reopened(container, f"{OTHER_KEY},{KEY}") as front:
        front.clock.advance(3600)
        front.gupshup.api_key = VALUE
        await front.pass_time(61)
        await front.work()
        sent = [(message.destination, message.text) for message in front.gupshup.sent]
        assert [text for to, text in sent if to == customer.phone] == ["De acuerdo."]


async def test_after_a_day_a_waiting_message_has_failed(container: Front) -> None:
    await keep(container, tenant="aurora")
    # Evolution has no 24-hour window that would end the wait.
    container.execute(
        "update connection_secrets set connection_id = (select id from platform_connections c "
        "where c.channel = 'evolution' and c.organization_id = connection_secrets.organization_id)"
    )
    customer = container.customer(channel="evolution")
    assert await customer.say("hola") == ""
    (row,) = container.rows("select status, error from chat_messages where direction = 'outbound'")
    assert row["status"] == "queued", "a row that was moved must not be read"
    assert "belongs to another connection" in row["error"]
    await container.pass_time(24 * 3600 + 60)
    await container.work()
    (row,) = container.rows("select status from chat_messages where direction = 'outbound'")
    assert row["status"] == "failed"


async def test_notices_to_staff_wait_as_well(container: Front) -> None:
    await keep(container)
    async with reopened(container, OTHER_KEY) as front:
        await front.customer().write("hola")
        organization = front.organization("aurora")
        chat = front.rows("select id from chat_identities")[0]["id"]
        about: dict[str, Any] = {"turn": None, "reason": "asked", "summary": "", "body": "x"}
        await front.container.database.call(
            "escalation_open", organization=organization, conversation=chat, params=[], **about
        )
        for _ in range(12):
            await front.pass_time(61)
            await front.work()
        states = front.rows(
            "select n.status from notifications n join internal_notifications_config r "
            "on r.id = n.recipient_id where r.channel = 'gupshup'"
        )
        assert states
        assert all(s == {"status": "queued"} for s in states)
        front.execute("update connection_secrets set key_id = '00000000'")
        await front.pass_time(24 * 3600)
        await front.work()
        (opened,) = front.rows("select status from escalations")
    assert opened["status"] in ("unreachable", "notified")


async def test_the_webhook_works_whatever_the_key_and_asks_the_database_no_more(
    container: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    await keep(container)
    async with reopened(container, OTHER_KEY) as front:
        called: list[str] = []
        answer_of = PostgresDatabase._answer

        async def counted(self: Any, function: str, *args: Any) -> Any:
            called.append(function)
            return await answer_of(self, function, *args)

        monkeypatch.setattr(PostgresDatabase, "_answer", counted)
        for number in range(3):
            answer = await front.customer().write(f"hola {number}")
            assert answer.status_code == 200
        token = SECRETS["AURORA_GUPSHUP_TOKEN"]
        found = await front.container.connections.find("gupshup", token)
        assert found
        assert (found.secret, found.credentials) == (None, {}), "the environment must not step in"
    called.remove("organization_show")  # once, for the log
    assert called == ["connection_find", "inbox_put", "inbox_put", "inbox_put"]


async def test_a_webhook_that_cannot_be_checked_is_to_be_repeated(
    container: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A provider that signs: without the credential nobody knows whether it is genuine."""

    def signed(self: Gupshup, request: WebhookRequest, connection: Connection) -> bool:
        return connection.secret == VALUE

    monkeypatch.setattr(Gupshup, "authentic", signed)
    assert (await container.customer().write("hola")).status_code == 401
    await keep(container)
    async with reopened(container, OTHER_KEY) as front:
        answer = await front.customer().write("hola")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert VALUE not in answer.text
        assert len(front.rows("select 1 from notifications")) == 2, "staff were told"
    async with reopened(container, KEY) as front:
        assert (await front.customer().write("hola")).status_code == 200


async def test_a_credential_that_is_set_while_rotation_runs_stays_as_it_was_set(
    container: Front,
) -> None:
    await keep(container)
    (row,) = container.rows("select * from connection_secrets")
    about = {
        "organization": row["organization_id"],
        "connection": row["connection_id"],
        "name": "api_key",
        "key_id": "00000000",
    }
    put = container.container.database.call
    late = await put("connection_secret_put", **about, ciphertext=b"x" * 40, instead_of=b"old")
    assert late is False
    assert container.rows("select * from connection_secrets") == [row]


async def test_another_tenants_connection_is_out_of_reach(container: Front) -> None:
    (other,) = container.rows(
        "select c.id from platform_connections c join organizations o on o.id = c.organization_id "
        "where o.slug = 'sorriso' and c.channel = 'gupshup'"
    )
    await keep(container, tenant="sorriso")
    mine = container.organization("aurora")
    call = container.container.database.call
    place = {"organization": mine, "connection": other["id"]}
    about = {"name": "api_key", "ciphertext": b"x" * 40, "key_id": "00000000"}
    assert await call("connection_secret_put", **place, **about) is False
    assert await call("connection_secret_remove", **place, name="api_key") is False
    assert await call("connection_secrets_get", **place) == []
    listed = await call("connection_secrets_list", organization=mine)
    assert all(row["secrets"] == [] for row in listed)


def reopened(front: Front, secret_key: str) -> Any:
    """Another process over the same database, with this key and providers of its own."""
    return open_front(
        front.url,
        Path(front.container.settings.data_dir),
        NOW,
        ScriptedModel(),
        frontdesk_secret_key=SecretStr(secret_key),
    )
