"""Credentials, keys, passwords and sessions appear in no log, job, row, answer or command's output."""

import re
from pathlib import Path

from pydantic import SecretStr

from gateway.access.api_keys import new_key
from gateway.cli.keys import keys_app
from gateway.cli.org import org_app
from gateway.cli.secrets import secrets_app
from gateway.cli.staff import staff_app
from tests.databases import NOW
from tests.front import Front, open_front
from tests.gateway.access.conftest import KEY, OTHER_KEY, command
from tests.gateway.access.logins import ANA, PASSWORD, account, browser, log_in
from tests.promises.test_promise_09_privacy import everything_logged
from tests.scripted_model import ScriptedModel

CREDENTIAL = "sk-planted-credential-8f2a"
WRONG = "planted-wrong-password"


async def test_promise_9_secrets_are_told_to_nobody(database_url: str, tmp_path: Path) -> None:
    planted = [CREDENTIAL, KEY, OTHER_KEY, PASSWORD, WRONG]
    said: list[str] = []
    with everything_logged() as written:
        async with open_front(
            database_url, tmp_path, NOW, ScriptedModel(), frontdesk_secret_key=SecretStr(KEY)
        ) as front:
            said += await _operate(front, planted)
            front.gupshup.api_key = CREDENTIAL
            customer = front.customer()
            assert await customer.say("hola")
            front.gupshup.api_key = "the provider refuses it"
            await customer.say("otra vez")
            said += await _knock(front, planted)
            dump = _everything_stored(front)
        async with open_front(
            database_url, tmp_path, NOW, ScriptedModel(), frontdesk_secret_key=SecretStr(OTHER_KEY)
        ) as front:
            await front.customer("573005550102").say("con otra clave")
            said.append(repr(front.desk.settings) + repr(front.desk.connections))
            said.append((await command(front, secrets_app, "rotate")).output)
    assert "which FRONTDESK_SECRET_KEY does not hold" in written.getvalue()
    for where, text in (
        ("a log", written.getvalue()),
        ("a row", dump),
        ("output", "\n".join(said)),
    ):
        found = [secret for secret in planted if secret in text]
        assert not found, f"{where} tells {found}"


async def _operate(front: Front, planted: list[str]) -> list[str]:
    """What commands print, without the one line that is meant to be kept."""
    done = [
        await command(front, secrets_app, "set", "aurora", "gupshup", typed=f"{CREDENTIAL}\n"),
        await command(front, secrets_app, "set", "aurora", "none", typed=f"{CREDENTIAL}\n"),
        await command(front, secrets_app, "list"),
        await command(front, secrets_app, "rotate", secret_key=f"{KEY},{OTHER_KEY}"),
        await command(front, org_app, "export", "aurora"),
        await command(front, org_app, "show", "aurora"),
    ]
    await account(front)
    made = await command(
        front, keys_app, "create", "aurora", "--name", "x", "--scope", "invoke", "--scope", "notify"
    )
    link = await command(front, staff_app, "add", "aurora", "luz@aurora.example")
    found = re.search(r"/login/([\w-]{43})", link.stdout)
    assert found
    planted += [made.stdout.strip(), found[1]]
    done += [
        await command(front, keys_app, "list", "aurora"),
        await command(front, staff_app, "list", "aurora"),
    ]
    return [result.output for result in done]


async def _knock(front: Front, planted: list[str]) -> list[str]:
    """What the gateway answers to right and wrong credentials, also after a bug."""
    key, wrong = planted[-2], new_key()[0]
    planted.append(wrong)
    chat = {"organizationId": str(front.organization("aurora")), "chatIdentityId": "x"}
    answers = [
        await front.http.post("/invoke", json=chat, headers={"Authorization": f"Bearer {given}"})
        for given in (key, wrong)
    ]
    async with browser(front) as http:
        answers.append(await log_in(http, ANA, WRONG))
        answers.append(await http.get(f"/login/{planted[-2]}x"))
        entered = await log_in(http)
        planted.append(str(http.cookies["frontdesk_session"]))
        answers.append(await http.get("/web/organizations"))
    assert entered.status_code == 303
    assert [answer.status_code for answer in answers] == [422, 401, 401, 404, 200]
    front.execute("alter table staff_sessions rename to elsewhere")
    async with browser(front) as http:
        http.cookies.set("frontdesk_session", planted[-1])
        answers.append(await http.get("/"))
    async with browser(front) as http:
        answers.append(await log_in(http))
    front.execute("alter table elsewhere rename to staff_sessions")
    assert [answer.status_code for answer in answers[-2:]] == [500, 500]
    return [answer.text for answer in answers]


def _everything_stored(front: Front) -> str:
    """Every row of every table, bytes as they are and as hexadecimal."""
    tables = front.rows(
        "select schemaname || '.' || quote_ident(tablename) as name from pg_tables "
        "where schemaname in ('public', 'procrastinate', 'frontdesk', 'checkpoints')"
    )
    rows = [row for table in tables for row in front.rows(f"select * from {table['name']}")]
    kept = [bytes(v) for row in rows for v in row.values() if isinstance(v, bytes | memoryview)]
    return f"{rows} {b''.join(kept).decode('latin-1')}"
