"""Nothing is reached through Supabase's API without the service key, and no table even with it."""

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import httpx
import psycopg

from tests.agenda import clients
from tests.databases import rows
from tests.front import Front
from tests.promises.test_promise_06_attempts import FREE, FUNCTIONS, arguments_of
from tests.promises.victims import Attempts, Victim, snapshot, victim
from tests.protocols.tokens import sign
from tests.supabase_project import Project

ALL_COLUMNS = {
    "member_services", "organization_availability", "member_availability", "service_availability",
    "organization_special_dates", "member_special_dates", "organization_holidays", "vacations",
    "resources", "organization_staff", "knowledge_gaps", "model_usage",
}  # fmt: skip
"""Tables of which staff may read every column."""


def as_json(value: Any) -> Any:
    """An argument as it travels: jsonb arguments are text for psycopg and JSON here."""
    if isinstance(value, str) and value[:1] in ("[", "{"):
        return json.loads(value)
    return str(value) if isinstance(value, UUID) else value


@asynccontextmanager
async def untouched(front: Front) -> AsyncIterator[Victim]:
    """Somebody of whom nothing may be changed."""
    rui = await victim(front, clients(front, 3, "sorriso")[2], None, None)
    await front.settle()
    with psycopg.connect(front.url, autocommit=True) as connection:
        before = snapshot(connection, rui)
        yield rui
        assert snapshot(connection, rui) == before


class Api:
    """One caller: an API key of the project, and a token or none."""

    def __init__(self, http: httpx.AsyncClient, key: str, token: str | None):
        self._http = http
        self._headers = {"apikey": key} | ({"authorization": f"Bearer {token}"} if token else {})

    async def ask(self, method: str, path: str, **given: Any) -> tuple[int, Any]:
        """(status, the error's code or the answer)"""
        answer = await self._http.request(
            method, f"/rest/v1/{path}", headers=self._headers, **given
        )
        body = answer.json() if answer.content else None
        return answer.status_code, body.get("code", body) if isinstance(body, dict) else body


def tables(project: Project) -> list[str]:
    query = "select tablename as name from pg_tables where schemaname = 'public' order by 1"
    return [row["name"] for row in rows(project.root, query)]


async def test_promise_6_no_table_is_written_and_no_function_called_without_the_service_key(
    front: Front, project: Project
) -> None:
    rest, attempts = project.rest, Attempts()
    user = uuid4()
    aurora = front.organization("aurora")
    await front.container.database.call("reader_add", organization=aurora, user=user)
    staff = rest.token(sub=str(user), exp=int(time.time()) + 600)
    async with (
        untouched(front) as rui,
        httpx.AsyncClient(base_url=rest.url, trust_env=False) as http,
    ):
        theirs = str(rui.client.organization)
        callers = {
            "anon": (Api(http, rest.anon_key, None), 401),
            "staff": (Api(http, rest.anon_key, staff), 403),
        }
        for who, (api, status) in callers.items():
            for table in tables(project):
                of = "id" if table == "organizations" else "organization_id"
                path = f"{table}?{of}=eq.{theirs}"
                tried = [
                    await api.ask("POST", table, json={of: theirs}),
                    await api.ask("PATCH", path, json={of: str(aurora)}),
                    await api.ask("DELETE", path),
                    await api.ask("GET", path),  # every column, some of which are nobody's
                ]
                if who != "staff":
                    tried.append(await api.ask("GET", f"{path}&select={of}"))
                read: list[tuple[int, Any]] = [(status, "42501")] * len(tried[3:])
                granted = who == "staff" and table in ALL_COLUMNS
                assert tried[:3] == [(status, "42501")] * 3, (who, table, tried)
                assert tried[3:] == ([(200, [])] if granted else read), (who, table, tried)
                attempts.made += [f"{who} {table}"] * len(tried)
            for function in rows(project.root, FUNCTIONS):
                for args in arguments_of(function, rui, {}):
                    sent = {"p_organization": theirs} | {k: as_json(v) for k, v in args.items()}
                    answer = await api.ask("POST", f"rpc/{function['name']}", json=sent)
                    assert answer == (status, "42501"), (who, function, answer)
                    attempts.note(function["name"])
            for name in ("organization_list", "holds_sweep", "migrations_applied"):
                assert await api.ask("POST", f"rpc/{name}", json={}) == (status, "42501")
                attempts.note(name)
    attempts.enough(400)


async def test_promise_6_a_token_that_is_not_ours_is_nobodys(
    front: Front, project: Project
) -> None:
    rest, attempts = project.rest, Attempts()
    sub = str(uuid4())
    await front.container.database.call(
        "reader_add", organization=front.organization("aurora"), user=sub
    )
    genuine = rest.token(sub=sub)
    head, body, signature = genuine.split(".")
    service_body = rest.service_key.split(".")[1]
    forged = {
        "another secret": sign("not-the-secret", role="service_role"),
        "no algorithm": sign("", {"alg": "none", "typ": "JWT"}, role="service_role"),
        "no signature": f"{head}.{body}.",
        "another's claims": f"{head}.{service_body}.{signature}",
        "expired": rest.token(sub=sub, exp=int(time.time()) - 3600),
        "not yet": rest.token(sub=sub, nbf=int(time.time()) + 3600),
        "no token": "x.y.z",
        "not even": "abc",
    }
    async with httpx.AsyncClient(base_url=rest.url, trust_env=False) as http:
        for what, token in forged.items():
            api = Api(http, rest.anon_key, token)
            for path in ("contacts?select=name", "organizations?select=name"):
                status, code = await api.ask("GET", path)
                assert (status, code[:7]) == (401, "PGRST30"), (what, status, code)
                attempts.note(what)
        for role in ("frontdesk_app", "frontdesk_caller", "project_owner", "postgres", "nobody"):
            api = Api(http, rest.anon_key, rest.token(role))
            status, code = await api.ask("GET", "contacts?select=name")
            assert status in (400, 403), (role, status, code)
            attempts.note(role)
        for key in (None, "", "x", genuine):
            headers = {"apikey": key} if key is not None else {}
            answer = await http.get("/rest/v1/contacts?select=name", headers=headers)
            assert answer.status_code == 401
            attempts.note("key")
        profiled = await http.get(
            "/rest/v1/schema_migrations",
            headers={"apikey": rest.anon_key, "accept-profile": "frontdesk"},
        )
        assert (profiled.status_code, profiled.json()["code"]) == (406, "PGRST106")
        own = Api(http, rest.anon_key, genuine)
        assert await own.ask("GET", "organizations?select=slug") == (200, [{"slug": "aurora"}])
    attempts.enough(25)


async def test_promise_6_the_service_key_calls_functions_and_reads_no_table(
    front: Front, project: Project
) -> None:
    rest, attempts = project.rest, Attempts()
    async with (
        untouched(front) as rui,
        httpx.AsyncClient(base_url=rest.url, trust_env=False) as http,
    ):
        api = Api(http, rest.service_key, rest.service_key)
        for table in tables(project):
            of = "id" if table == "organizations" else "organization_id"
            for method in ("GET", "DELETE"):
                path = f"{table}?{of}=eq.{rui.client.organization}"
                assert await api.ask(method, path) == (403, "42501"), (method, table)
                attempts.note(table)
        aurora = str(front.organization("aurora"))
        for function in rows(project.root, FUNCTIONS):
            if function["name"] in FREE:
                continue
            for args in arguments_of(function, rui, {}):
                sent = {"p_organization": aurora} | {k: as_json(v) for k, v in args.items()}
                status, answer = await api.ask("POST", f"rpc/{function['name']}", json=sent)
                given = str(sent)
                leaked = [s for s in rui.secrets if s in str(answer) and s not in given]
                assert not leaked, (function["name"], status, answer)
                attempts.note(function["name"])
    attempts.enough(100)
