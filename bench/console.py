"""`python -m bench.console`: how long the console's pages take on the server.

In a business of 200 chats and 2,000 appointments a day that has 180 such days behind it, so that 90 days are shown
beside the 90 before, and a week ahead, so that a week of the agenda is full on any weekday.
"""

import asyncio
import os
import time
from pathlib import Path
from typing import Annotated

import httpx
import typer

from agent.data import scratch
from agent.data.migrate import migrate
from agent.observability.logs import configure_logging
from agent.settings import Settings
from bench import ground
from bench.figures import Figure, Report, milliseconds
from gateway.access import staff_commands
from gateway.access.staff import Role
from gateway.app import create_app
from gateway.container import Container, open_container
from tests.gateway.access.conftest import hidden_field

MOST = 200.0
"""Milliseconds of server time."""
DAYS, APPOINTMENTS, CHATS, MESSAGES = 180, 2000, 200, 12
MEMBERS, SERVICES = 50, 30
SLUG, EMAIL, PASSWORD = "busy", "owner@busy.example", "correct horse battery"
PAGES = {
    "Today": "/console",
    "Chats": "/console/chats",
    "Agenda, a day": "/console/agenda",
    "Agenda, a week": "/console/agenda?view=week",
    "Customers": "/console/customers",
    "Customers, a name": "/console/customers?q=Cliente+49",
    "Figures, today": "/console/figures?span=today",
    "Figures, 7 days": "/console/figures?span=7",
    "Figures, 30 days": "/console/figures?span=30",
    "Figures, 90 days": "/console/figures?span=90",
    "Figures, 90 days as CSV": "/console/figures/day.csv?span=90",
}
_FILL = (
    """
    insert into organizations (id, slug, name, language, time_zone, country, currency)
    values (md5('o')::uuid, 'busy', 'Busy', 'es', 'America/Bogota', 'CO', 'COP')
    """,
    """
    insert into services (id, organization_id, key, name, duration_minutes, position)
    select md5('s' || n)::uuid, md5('o')::uuid, 's' || n, 'Servicio ' || n, 10, n from generate_series(0, :services - 1) n
    """,
    """
    insert into members (id, organization_id, key, name, position)
    select md5('m' || n)::uuid, md5('o')::uuid, 'm' || n, 'Persona ' || n, n from generate_series(0, :members - 1) n
    """,
    """
    insert into platform_connections (id, organization_id, key, channel, name, token_hash, token_env)
    values (md5('c')::uuid, md5('o')::uuid, 'g', 'gupshup', 'g', sha256('g'), '')
    """,
    """
    insert into contacts (id, organization_id, name)
    select md5('p' || n)::uuid, md5('o')::uuid, 'Cliente ' || n from generate_series(0, 4999) n
    """,
    "alter table appointments disable trigger user",
    "alter table chat_identities disable trigger user",
    "alter table chat_messages disable trigger user",
    # In the order of the days, as real ones come in.
    """
    insert into appointments (id, organization_id, contact_id, service_id, member_id, starts_at, ends_at, during,
        status, price, currency, created_at, updated_at)
    select md5('a' || d || ' ' || n)::uuid, md5('o')::uuid, md5('p' || (n * 7 + d + 100000) % 5000)::uuid,
        md5('s' || n % :services)::uuid, md5('m' || n % :members)::uuid, t.at, t.at + interval '10 minutes',
        tstzrange(t.at, t.at + interval '10 minutes'),
        case when d >= 0 then 'scheduled' when n % 10 = 0 then 'cancelled' else 'completed' end, 50000, 'COP',
        t.at - interval '2 days', t.at
    from generate_series(-:days, 7) d, generate_series(0, :appointments - 1) n
    cross join lateral (
        select (current_date + d) + interval '13 hours' + (n / :members) * interval '15 minutes' as at) t
    order by d, n
    """,
    """
    insert into appointment_events (organization_id, appointment_id, at, kind, actor, detail)
    select a.organization_id, a.id, e.at, e.kind, 'customer', jsonb_build_object('member', a.member_id)
    from appointments a cross join lateral (values ('booked', a.created_at),
        (case when a.status = 'cancelled' then 'cancelled' end, a.starts_at)) e (kind, at)
    where e.kind is not null order by e.at
    """,
    """
    insert into chat_identities (id, organization_id, connection_id, contact_id, address, phone, display_name,
        created_at, last_inbound_at)
    select md5('i' || n)::uuid, md5('o')::uuid, md5('c')::uuid, md5('p' || n)::uuid, '57300' || (1000000 + n),
        '57300' || (1000000 + n), 'Cliente ' || n, now() - interval '200 days', now() - n * interval '5 minutes'
    from generate_series(0, 4999) n
    """,
    """
    insert into chat_messages (organization_id, chat_identity_id, connection_id, direction, status, body, turn_id,
        created_at)
    select md5('o')::uuid, md5('i' || (n + d * 13 + 100000) % 5000)::uuid, md5('c')::uuid,
        case m % 2 when 0 then 'inbound' else 'outbound' end, case m % 2 when 0 then 'handled' else 'read' end,
        'Hola, quisiera una cita para el viernes por la tarde si se puede', md5('t' || d || n || m / 2)::uuid,
        (current_date + d) + interval '13 hours' + n * interval '3 minutes' + (m / 2) * interval '1 minute'
            + (m % 2) * (8 + n % 40) * interval '1 second'
    from generate_series(-:days, 0) d, generate_series(0, :chats - 1) n, generate_series(0, :messages - 1) m
    order by d, n, m
    """,
    """
    insert into model_usage (organization_id, turn_id, day, node, model, calls, input_tokens, cached_input_tokens,
        output_tokens, cost_usd, recorded_at)
    select md5('o')::uuid, md5('t' || d || n || m)::uuid, current_date + d, 'booking', 'openai:x', 2, 5000, 4000, 200,
        0.002, now()
    from generate_series(-:days, 0) d, generate_series(0, :chats - 1) n, generate_series(0, :messages / 2 - 1) m
    """,
    """
    insert into escalations (organization_id, chat_identity_id, reason, created_at, answered_at, closed_at)
    select md5('o')::uuid, md5('i' || (n + d * 13 + 100000) % 5000)::uuid,
        (array['asked', 'health', 'money', 'privacy'])[1 + n % 4], t.at, t.at, t.at
    from generate_series(-:days, 0) d, generate_series(0, 9) n
    cross join lateral (select (current_date + d) + interval '15 hours' as at) t
    """,
    """
    insert into knowledge_gaps (organization_id, question, asked_at)
    select md5('o')::uuid, '¿Pregunta ' || n || '?', (current_date + d) + interval '15 hours'
    from generate_series(-:days, 0) d, generate_series(0, 9) n
    """,
    "alter table appointments enable trigger user",
    "alter table chat_identities enable trigger user",
    "alter table chat_messages enable trigger user",
    "vacuum analyze",
)


def fill(conninfo: str, days: int) -> None:
    """A business whose past is as busy as its present."""
    numbers = {
        "days": days, "appointments": APPOINTMENTS, "chats": CHATS, "messages": MESSAGES,
        "members": MEMBERS, "services": SERVICES,
    }  # fmt: skip
    for statement in _FILL:
        for name, number in numbers.items():
            statement = statement.replace(f":{name}", str(number))
        scratch.execute(conninfo, statement)


async def measure(settings: Settings, rounds: int) -> list[Figure]:
    """Each page: the first look, at which days are counted, and then the median and the slowest of many."""
    async with open_container(settings) as container:
        await staff_commands.add(container.database, SLUG, EMAIL, [Role.OWNER], PASSWORD)
        async with _logged_in(container) as http:
            await _log_in(http)
            return [figure for name in PAGES for figure in await _page(http, name, rounds)]


async def _page(http: httpx.AsyncClient, name: str, rounds: int) -> list[Figure]:
    spent = [await _seconds(http, PAGES[name]) for _ in range(rounds + 1)]
    part = f"{APPOINTMENTS:,} appointments and {CHATS} chats a day"
    return [
        Figure(part, f"{name}: first look", spent[0] * 1000, "ms"),
        Figure(part, f"{name}: p50", milliseconds(spent[1:], 0.5), "ms", most=MOST),
        Figure(part, f"{name}: slowest", milliseconds(spent[1:], 1), "ms"),
    ]


async def _seconds(http: httpx.AsyncClient, path: str) -> float:
    began = time.perf_counter()
    answer = await http.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return time.perf_counter() - began


def _logged_in(container: Container) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(create_app(container, with_worker=False))
    home = "http://frontdesk"
    headers = {"Origin": home, "Sec-Fetch-Site": "same-origin", "Accept-Language": "es"}
    return httpx.AsyncClient(transport=transport, base_url=home, headers=headers, timeout=60)


async def _log_in(http: httpx.AsyncClient) -> None:
    form = hidden_field((await http.get("/login")).text)
    await http.post("/login", data={"form": form, "email": EMAIL, "password": PASSWORD})


def run(
    days: Annotated[int, typer.Option(min=1, help="Days behind the business.")] = DAYS,
    rounds: Annotated[int, typer.Option(min=1, help="Looks at each page.")] = 20,
) -> None:
    """Print the server time of Today, Chats and Figures; exit code 1 when one takes more than 200 ms."""
    configure_logging(Settings().model_copy(update={"log_level": "ERROR"}))
    with ground.server(None) as (server, folder), scratch.scratch_database(server) as conninfo:
        migrate(conninfo)
        fill(conninfo, days)
        figures = asyncio.run(measure(ground.settings_over(conninfo, Path(folder)), rounds))
        machine = {**ground.machine(conninfo), "load": round(os.getloadavg()[0], 1)}
    typer.echo(Report(machine, figures).as_text())
    raise typer.Exit(any(figure.met is False for figure in figures))


if __name__ == "__main__":
    typer.run(run)
