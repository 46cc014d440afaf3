"""What the database is asked at the end, and the order in which turns began and ended, whatever clocks said."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from agent.data import scratch

_TRIGGER = (
    "create table public.chaos_turns (n bigserial, turn uuid, chat uuid, status text)",
    """
    create function public.chaos_note() returns trigger language plpgsql security definer
    set search_path = public, pg_temp as $$
    begin
        insert into public.chaos_turns (turn, chat, status) values (new.id, new.chat_identity_id, new.status);
        return null;
    end;
    $$
    """,
    "create trigger chaos_note after insert or update of status on turns for each row execute function public.chaos_note()",
)


def watch_turns(conninfo: str) -> None:
    """From now on the order of turns is noted."""
    for statement in _TRIGGER:
        scratch.execute(conninfo, statement)


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything that is judged."""

    inbound: list[dict[str, Any]]
    outbound: list[dict[str, Any]]
    turns: list[dict[str, Any]]
    order: list[dict[str, Any]]
    persons: frozenset[UUID]
    """Chats of which a person was told."""
    appointments: list[dict[str, Any]]
    notices: list[dict[str, Any]]


def read_rows(conninfo: str) -> Rows:
    def query(words: str) -> list[dict[str, Any]]:
        return scratch.rows(conninfo, words)

    return Rows(
        inbound=query(
            "select m.id, m.seq, m.provider_id, m.status, m.turn_id, m.chat_identity_id as chat, m.body "
            "from chat_messages m where m.direction = 'inbound' order by m.seq"
        ),
        outbound=query(
            "select m.id, m.seq, m.provider_id, m.second_id, m.status, m.turn_id, m.error, m.body, m.attempts, "
            "m.refusals, m.given_up_told, m.payload ? 'receipt' as receipt, m.chat_identity_id as chat, i.address, c.channel, "
            "c.name as tenant from chat_messages m join chat_identities i on i.id = m.chat_identity_id "
            "join platform_connections c on c.id = m.connection_id where m.direction = 'outbound' order by m.seq"
        ),
        turns=query(
            "select id, chat_identity_id as chat, token, status, message_ids, trace ->> 'guard' as guard from turns order by token"
        ),
        order=query("select n, turn, chat, status from public.chaos_turns order by n"),
        persons=frozenset(
            row["chat"]
            for row in query(
                "select distinct e.chat_identity_id as chat from escalations e "
                "where e.status in ('notified', 'closed') or exists (select from notifications n "
                "where n.escalation_id = e.id and n.status in ('queued', 'sending', 'sent')) "
                "union select chat_identity_id from chat_messages where direction = 'staff'"
            )
        ),
        appointments=query(
            "select a.id, a.chat_identity_id as chat, a.contact_id, a.service_id, a.member_id, a.during::text, "
            "a.starts_at, (select count(*) from appointments o where o.member_id = a.member_id and o.id <> a.id "
            "and o.during && a.during and o.status in ('scheduled', 'confirmed') and o.session_id is null) as beside "
            "from appointments a where a.status in ('scheduled', 'confirmed') and a.session_id is null"
        ),
        notices=query("select id, provider_id, status, body from notifications"),
    )


STUCK = """
select i.id from chat_identities i where
    (i.first_pending_at is not null and i.due_at < clock_timestamp() - interval '10 seconds')
    or exists (select from chat_messages m where m.chat_identity_id = i.id and m.direction = 'outbound'
        and m.status in ('queued', 'sending', 'unknown')
        and coalesce(m.retry_at, m.attempted_at, m.created_at) < clock_timestamp() - interval '30 seconds')
"""
"""Chats in which something has been due for a while and nothing happens."""

OPEN = """
select (select count(*) from chat_messages m where m.direction = 'outbound'
        and m.status in ('queued', 'sending', 'unknown'))
    + (select count(*) from chat_messages m where m.direction = 'inbound' and m.status = 'pending')
    + (select count(*) from chat_messages m where m.given_up_at is not null and not m.given_up_told) as n
"""
"""Messages that wait for anything: a turn, the provider, or that staff are told of them."""
