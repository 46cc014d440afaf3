"""Customers in the console: what is shown, what staff change, and what is refused; on the real database."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from gateway.access.staff import Role, Staff
from gateway.console.customers.records import CustomerPage
from gateway.console.customers.store import CustomerStore
from tests.agenda import Client, clients
from tests.gateway.console.conftest import Desk, member

AT = datetime.fromisoformat("2026-11-24T15:00:00-05:00")


@dataclass
class Counter:
    """A clinic with a customer who has an appointment on Tuesday, and reception's and the owner's view of them."""

    desk: Desk
    staff: Staff
    reception: CustomerStore
    owner: CustomerStore
    eva: Client
    booked: UUID

    async def page(self, customer: UUID | None = None) -> CustomerPage:
        page = await self.reception.customer(customer or self.contact, opened=False)
        assert page is not None
        return page

    @property
    def contact(self) -> UUID:
        return contact_of(self.desk, self.eva)

    def done(self) -> list[str]:
        rows = self.desk.front.rows("select action from staff_actions order by id")
        return [row["action"] for row in rows]


def contact_of(desk: Desk, client: Client) -> UUID:
    query = "select contact_id as id from chat_identities where id = %s"
    found: UUID = desk.front.rows(query, client.conversation)[0]["id"]
    return found


@pytest.fixture
async def counter(desk: Desk) -> Counter:
    front = desk.front
    front.clock.move_to(AT - timedelta(days=1))
    (eva,) = [await client.named() for client in clients(front, 1)]
    booked = await eva.booked("limpieza-facial", "laura", AT)
    database = front.container.database
    staff = await member(front, "rita@aurora.example", [Role.RECEPTION])
    owner = await member(front, "olga@aurora.example", [Role.OWNER])
    return Counter(
        desk,
        staff,
        CustomerStore(database, staff),
        CustomerStore(database, owner),
        eva,
        booked,
    )


async def test_the_list_finds_by_name_number_and_people(counter: Counter) -> None:
    await for_lucia(counter)
    reception = counter.reception
    first, second = await reception.customers()
    assert (first.name, first.next and first.next.service) == ("Persona 0", "Limpieza facial")
    assert (second.name, second.id) == ("Marta", counter.desk.chat), "she has no contact yet"
    for search, names in (
        ("LUCÍA góm", ["Persona 0"]),
        ("0 persona", ["Persona 0"]),
        ("5550101", ["Marta"]),
        ("%", []),
        ("777", []),
    ):
        assert [row.name for row in await reception.customers(search)] == names, search
    [rest] = await reception.customers(before=first.at, before_id=first.id)
    assert rest.id == second.id
    assert counter.done()[-5:] == ["searched"] * 5


async def for_lucia(counter: Counter) -> UUID:
    """The customer books for her daughter on Wednesday; the daughter's id."""
    await counter.eva.call("contact_resolve", name="Lucía Gómez", relation="daughter")
    await counter.eva.booked("limpieza-facial", "laura", AT + timedelta(days=1))
    [row] = counter.desk.front.rows("select id from people")
    found: UUID = row["id"]
    return found


async def test_names_change_where_they_stand_and_nobody_renames_the_contact(
    counter: Counter,
) -> None:
    lucia, reception, contact = await for_lucia(counter), counter.reception, counter.contact
    assert (await reception.rename(contact, "Lucía Gomes", "1", lucia, "niece")).status == "renamed"
    assert (await reception.rename(contact, "Eva  Paz", "1")).status == "renamed"
    again = await reception.rename(contact, "Otra", "1")
    assert again.status == "renamed", "a form that is sent twice counts once"
    page = await counter.page()
    assert (page.named, [(p.name, p.relation) for p in page.people]) == (
        "Eva Paz",
        [("Lucía Gomes", "niece")],
    )
    rows = counter.desk.front.rows(
        "select attendee_name as name from appointments order by starts_at"
    )
    assert [row["name"] for row in rows] == ["Eva Paz", "Lucía Gomes"]
    await counter.eva.call("contact_resolve", name="Bruno", relation="son")
    await counter.eva.booked("depilacion-laser", "camila", AT + timedelta(days=2))
    assert (await reception.rename(contact, "bruno", "2", lucia)).status == "taken"
    assert (await reception.rename(contact, "X", "3", uuid4())).status == "not_found"
    assert (await reception.rename(contact, "X", "4", lucia, "pirate")).status == "not_found"
    assert (await counter.page()).named == "Eva Paz"
    assert counter.done().count("renamed") == 2


async def test_notes_of_both_kinds_come_and_go(counter: Counter) -> None:
    reception, chat = counter.reception, counter.desk.chat
    await reception.note(chat, "alergia al látex", "1", internal=False)
    await reception.note(chat, "alergia al látex", "1", internal=False)
    await reception.note(chat, "regatea", "2", internal=True)
    await counter.desk.ana.note(chat, "llama de noche", "3")
    page = await counter.page(chat)
    assert page.contact, "a chat got its contact"
    assert [(n.text, n.name) for n in page.notes] == [("alergia al látex", "Rita")]
    assert {(n.text, n.name, n.conversation) for n in page.internal} == {
        ("regatea", "Rita", None),
        ("llama de noche", "Ana Rojas", chat),
    }
    notes = await counter.desk.front.container.database.call(
        "console_chat", organization=counter.staff.organization, conversation=chat
    )
    assert [note["text"] for note in notes["notes"]] == ["alergia al látex"]
    assert (await reception.remove_note(counter.contact, page.notes[0].id)).status == "not_found"
    for note in (*page.notes, *page.internal):
        assert (await reception.remove_note(page.id, note.id)).status == "removed"
    page = await counter.page(chat)
    assert (page.notes, page.internal) == ((), ())
    assert counter.done().count("note_removed") == 3


async def test_consent_says_when_and_from_what_words_or_who_wrote_it_down(counter: Counter) -> None:
    front, reception, contact = counter.desk.front, counter.reception, counter.contact
    begun = await counter.eva.begin()
    turn = UUID(begun["turn"])
    await counter.eva.call("consent_record", turn=turn, kind="reminders", granted=True)
    await counter.eva.end(begun)
    [given] = (await counter.page()).consents
    assert (given.kind, given.granted, given.words, given.name) == ("reminders", True, "…", None)
    waiting = "select count(*) as n from reminders where status = 'waiting'"
    assert front.rows(waiting)[0]["n"] > 0
    for key in ("1", "1"):
        await reception.consent(contact, "reminders", "por teléfono", key, granted=False)
    await reception.consent(contact, "news", "", "1", granted=True)
    news, withdrawn = (await counter.page()).consents
    assert (news.kind, news.granted, news.source) == ("news", True, None)
    assert (withdrawn.granted, withdrawn.words) == (False, None)
    assert (withdrawn.name, withdrawn.source) == ("Rita", "por teléfono")
    assert front.rows(waiting)[0]["n"] == 0, "what was to be sent is not any more"
    assert (await reception.consent(contact, "calls", "", "2", granted=True)).status == "not_found"
    assert counter.done().count("consent_withdrawn") == 1


async def twin(counter: Counter, at: datetime | None, phone: str | None = None) -> UUID:
    """The same customer without a number, with a booking of the same service; the contact."""
    counter.desk.front.clock.advance(60)
    other = await Client(counter.desk.front, "aurora", phone, "Persona 0").named()
    if at:
        await other.booked("limpieza-facial", "camila", at)
    return contact_of(counter.desk, other)


async def test_a_merge_does_what_it_showed(counter: Counter) -> None:
    reception, contact = counter.reception, counter.contact
    await for_lucia(counter)
    other = await twin(counter, AT + timedelta(days=2))
    await reception.note(other, "prefiere mañanas", "1", internal=False)
    before = counter.desk.front.rows("select * from contacts order by id")
    shown = await reception.compare(other, contact)
    assert shown.status == "ok"
    assert counter.desk.front.rows("select * from contacts order by id") == before, "only shown"
    assert shown.after
    assert (shown.after.id, shown.after.phone) == (contact, "573005500000")
    assert (len(shown.after.ahead), shown.after.notes) == (3, ("prefiere mañanas",))
    await reception.note(contact, "llega tarde", "2", internal=False)
    changed = await reception.merge(other, contact, shown.digest, "k")
    assert changed.status == "changed"
    for _ in range(2):
        merged = await reception.merge(other, contact, changed.digest, "k")
        assert (merged.status, merged.customer) == ("merged", contact)
    page = await counter.page(other)
    assert page.id == contact, "the old address leads there"
    assert changed.after
    assert [v.id for v in page.ahead] == [v.id for v in changed.after.ahead]
    assert {n.text for n in page.notes} == set(changed.after.notes)
    assert len(page.chats) == 2
    assert (counter.done().count("merged"), len(await reception.customers("persona"))) == (1, 1)


async def test_what_cannot_be_one_is_refused(counter: Counter) -> None:
    reception, contact = counter.reception, counter.contact
    hour = await twin(counter, AT + timedelta(minutes=30))
    refused = await reception.compare(contact, hour)
    assert (refused.status, len(refused.appointments)) == ("overlap", 2)
    assert (await reception.merge(contact, hour, refused.digest, "1")).status == "overlap"
    numbered = await twin(counter, None, "573005550444")
    assert (await reception.compare(contact, numbered)).status == "two_phones"
    assert (await reception.compare(contact, counter.desk.chat)).status == "two_phones"
    assert (await reception.compare(contact, contact)).status == "same"
    assert (await reception.compare(contact, uuid4())).status == "not_found"
    same = await twin(counter, None)
    begun = await counter.eva.begin()
    assert (await reception.compare(contact, same)).status == "busy"
    await counter.eva.end(begun)
    assert (await reception.compare(contact, same)).status == "ok"
    rows = counter.desk.front.rows(
        "select count(*) as n from contacts where merged_into is not null"
    )
    assert rows == [{"n": 0}]


async def test_erasing_is_an_owners_and_asks_for_the_name(counter: Counter) -> None:
    contact, owner = counter.contact, counter.owner
    assert await counter.reception.erasure(contact) is None
    refused = await counter.reception.erase(contact, "Persona 0", "{list}", "1", cancel=True)
    assert refused.status == "not_found"
    view = await owner.erasure(contact)
    assert view
    assert (view.kept_times, len(view.appointments)) == (1, 1)
    for typed, cancel, status in (
        ("Persona", True, "mistyped"),
        ("persona 0", False, "appointments"),
        ("persona 0", True, "erased"),
        ("persona 0", True, "erased"),
    ):
        done = await owner.erase(contact, typed, "{list}", "1", cancel=cancel)
        assert done.status == status
    assert await counter.reception.customer(contact) is None
    assert (await counter.reception.note(contact, "x", "9", internal=True)).status == "not_found"
    [row] = counter.desk.front.rows("select status, attendee_name from appointments")
    assert (row["status"], row["attendee_name"]) == ("cancelled", None)
    assert counter.done().count("erased") == 1
    assert [row.name for row in await counter.reception.customers()] == ["Marta"]


@pytest.mark.parametrize(
    ("roles", "tenant"), [([Role.PROFESSIONAL], "aurora"), ([Role.OWNER], "sorriso")]
)
async def test_who_may_not_look_after_them_reaches_nothing(
    counter: Counter, roles: list[Role], tenant: str
) -> None:
    front, contact = counter.desk.front, counter.contact
    lucia = await for_lucia(counter)
    await counter.reception.note(contact, "alergia al látex", "1", internal=False)
    [note] = (await counter.page()).notes
    stranger = CustomerStore(
        front.container.database, await member(front, "x@example.com", roles, tenant)
    )
    tables = ("contacts", "people", "contact_notes", "customer_notes", "contact_authorizations")
    before = [front.rows(f"select * from {table} order by 1") for table in tables]
    for customer in (contact, counter.desk.chat):
        assert await stranger.customer(customer) is None
        assert await stranger.export(customer) is None
        assert await stranger.erasure(customer) is None
        acts = (
            await stranger.rename(customer, "X", "1"),
            await stranger.rename(customer, "X", "1", lucia),
            await stranger.note(customer, "x", "1", internal=True),
            await stranger.remove_note(customer, note.id),
            await stranger.consent(customer, "news", "x", "1", granted=True),
            await stranger.compare(customer, contact),
            await stranger.merge(contact, customer, "x", "1"),
            await stranger.erase(customer, "Persona 0", "{list}", "1", cancel=True),
        )
        assert {act.status for act in acts} == {"not_found"}
    assert [row for row in await stranger.customers() if row.name in ("Persona 0", "Marta")] == []
    assert [front.rows(f"select * from {table} order by 1") for table in tables] == before
