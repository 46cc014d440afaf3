"""Staff read the rows of their organization through Supabase's login, nothing else, and change none."""

import time
from typing import Any
from uuid import uuid4

import httpx
import pytest

from gateway.cli.org import org_app
from tests.command_line import Deployment, command
from tests.databases import rows
from tests.front import Front
from tests.supabase_project import Project

SECRET = (
    ("platform_connections", "token_hash"),
    ("platform_connections", "token_env"),
    ("platform_connections", "secret_env"),
    ("platform_connections", "settings"),
    ("appointments", "public_token"),
    ("appointments", "offer_token"),
    ("chat_messages", "payload"),
    ("chat_identities", "checkpoint_id"),
)
CLOSED = (
    "turns", "slot_offers", "appointment_proposals", "holds", "hold_seats", "occupancies",
    "notifications", "reminders", "chat_addresses", "internal_notifications_config",
)  # fmt: skip


async def ask(project: Project, method: str, path: str, token: str, **given: Any) -> httpx.Response:
    """As a browser does: the public key, and the login's token."""
    async with httpx.AsyncClient(base_url=project.rest.url, trust_env=False) as http:
        headers = {"apikey": project.rest.anon_key, "authorization": f"Bearer {token}"}
        return await http.request(method, f"/rest/v1/{path}", headers=headers, **given)


async def staff_of(front: Front, project: Project, tenant: str) -> str:
    user = uuid4()
    organization = front.organization(tenant)
    await front.container.database.call("reader_add", organization=organization, user=user)
    return project.rest.token(sub=str(user), exp=int(time.time()) + 3600)


def readable(project: Project) -> list[tuple[str, str]]:
    """(table, columns) that the login may read at all."""
    found = rows(
        project.root,
        "select table_name as name, string_agg(column_name, ',') as columns "
        "from information_schema.column_privileges where grantee = 'authenticated' "
        "and privilege_type = 'SELECT' and table_schema = 'public' group by 1 order by 1",
    )
    return [(row["name"], row["columns"]) for row in found]


async def test_staff_see_what_is_theirs_and_only_that(front: Front, project: Project) -> None:
    await front.customer().say("Hola, quiero una cita de depilación láser para mañana a las 3 pm")
    await front.customer("5511955550199", tenant="sorriso").say("oi")
    own, other = front.organization("aurora"), front.organization("sorriso")
    token = await staff_of(front, project, "aurora")
    tables = readable(project)
    assert len(tables) == 31
    for table, columns in tables:
        answer = await ask(project, "GET", f"{table}?select={columns}", token)
        assert answer.status_code == 200, (table, answer.text)
        of = "id" if table == "organizations" else "organization_id"
        expected = rows(project.root, f"select count(*) as n from {table} where {of} = %s", own)
        assert {row[of] for row in answer.json()} <= {str(own)}, table
        assert len(answer.json()) == expected[0]["n"], table
        aimed = f"{table}?select={columns}&{of}=eq.{other}"
        assert (await ask(project, "GET", aimed, token)).json() == []
    both = await ask(project, "GET", "chat_messages?select=body", token)
    assert len(both.json()) >= 2


async def test_secrets_and_what_is_only_of_use_inside_are_nobodys(
    front: Front, project: Project
) -> None:
    token = await staff_of(front, project, "aurora")
    for table, column in SECRET:
        answer = await ask(project, "GET", f"{table}?select={column}", token)
        assert (answer.status_code, answer.json()["code"]) == (403, "42501"), (table, column)
    for table in CLOSED:
        answer = await ask(project, "GET", f"{table}?select=organization_id", token)
        assert (answer.status_code, answer.json()["code"]) == (403, "42501"), table


async def test_who_is_removed_reads_no_more(front: Front, project: Project) -> None:
    user = uuid4()
    token = project.rest.token(sub=str(user))

    async def staff(*words: object) -> tuple[int, str]:
        deployment = Deployment(front.url, clock=front.clock)
        done = await command(deployment, org_app, "readers", *words)
        return done.exit_code, done.output.strip()

    async def seen() -> int:
        return len((await ask(project, "GET", "services?select=name", token)).json())

    assert await staff("list", "aurora") == (0, "there is no reader")
    assert await seen() == 0
    assert await staff("add", "aurora", user) == (0, "added")
    assert await staff("add", "aurora", user) == (0, "was staff already")
    assert await staff("list", "aurora") == (0, f"{user}\tsince 2026-11-20")
    assert await seen() > 0
    assert await staff("remove", "aurora", user) == (0, "removed")
    assert await staff("remove", "aurora", user) == (1, "that user is not staff there")
    assert await seen() == 0
    assert await staff("add", "nowhere", user) == (1, "there is no organization `nowhere`")


@pytest.mark.parametrize(
    "claims", [{}, {"sub": None}, {"sub": ""}, {"sub": "1 or 1=1"}, {"sub": 7}]
)
async def test_a_login_without_a_user_sees_nothing(
    front: Front, project: Project, claims: dict[str, Any]
) -> None:
    answer = await ask(project, "GET", "contacts?select=name", project.rest.token(**claims))
    assert (answer.status_code, answer.json()) == (200, [])
