"""`/api/v1`: the agenda, chats and customers as programs read them, of the caller's organization alone."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.agenda import clients
from tests.front import Front
from tests.front_fixtures import Opening
from tests.gateway.callers import Program, operator, program
from tests.gateway.console.agenda_desk import AT, Agenda, agenda_of
from tests.scripted_model import ScriptedModel

_SERVICE, _MEMBER = "limpieza-facial", "laura"
SPAN = {"from": "2026-11-20T00:00:00Z", "to": "2026-12-20T00:00:00Z"}


async def booked(desk: Agenda, hours: int) -> UUID:
    return await desk.booked(_SERVICE, _MEMBER, AT + timedelta(hours=hours), override=True)


async def moved(desk: Agenda, appointment: UUID, hours: int) -> None:
    act = await desk.owner.move(
        appointment,
        await desk.version(appointment),
        uuid4().hex,
        AT + timedelta(hours=hours),
        desk.id("members", _MEMBER),
        60,
        override=True,
    )
    assert act.status == "moved", act


async def page(caller: Program, **params: Any) -> Any:
    answer = await caller.get("/api/v1/appointments", **params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def ids(body: Any, what: str = "appointments") -> list[str]:
    return [one["id"] for one in body[what]]


async def test_an_appointment_as_it_stands(plain: Front) -> None:
    desk, caller = await agenda_of(plain), await program(plain, "agenda")
    appointment = await booked(desk, 0)
    listed = await page(caller, **SPAN)
    [one] = listed["appointments"]
    assert listed["next"] is None
    assert (one["id"], one["status"]) == (str(appointment), "scheduled")
    assert (one["starts_at"], one["ends_at"]) == ("2026-11-24T20:00:00Z", "2026-11-24T21:00:00Z")
    assert (one["service"]["key"], one["member"]["key"]) == (_SERVICE, _MEMBER)
    assert (one["attendee"], one["customer"]["name"]) == ("Rosa Gil", "Rosa Gil")
    assert "phone" not in one["customer"]
    assert (await caller.get(f"/api/v1/appointments/{appointment}")).json() == one


async def test_pages_lose_nothing_and_have_nothing_twice_while_the_agenda_changes(
    plain: Front,
) -> None:
    desk, caller = await agenda_of(plain), await program(plain, "agenda")
    made = []
    for hours in (0, 2, 4, 24, 26, 28):
        made.append(await booked(desk, hours))
        await plain.pass_time(1)
    seen, cursor = [], None
    for change in range(10):
        body = await page(caller, **SPAN, limit=2, **({"cursor": cursor} if cursor else {}))
        seen += ids(body)
        cursor = body["next"]
        if change == 0:  # from the end to the beginning, and the other way
            await moved(desk, made[5], -2)
            await moved(desk, made[0], 72)
            made.append(await booked(desk, 48))
        if cursor is None:
            break
    assert seen == [str(one) for one in made]


async def test_what_changed_since_is_read_to_the_end(plain: Front) -> None:
    desk, caller = await agenda_of(plain), await program(plain, "agenda")
    first, second, third = [await booked(desk, hours) for hours in (0, 2, 4)]
    since = (await page(caller, **SPAN))["since"]
    assert since == "2026-11-20T14:59:00Z", "a minute earlier: what is not visible yet comes then"
    await plain.pass_time(300)
    assert ids(await page(caller, updated_since=since)) != []
    since = (await page(caller, updated_since=since))["since"]
    assert (await page(caller, updated_since=since))["appointments"] == []
    await moved(desk, second, 24)
    await plain.pass_time(5)
    await moved(desk, first, 26)
    body = await page(caller, updated_since=since, limit=1)
    assert ids(body) == [str(second)]
    began = body["since"]
    # While it is read, one that was read changes again: it comes once more, with what is new.
    await plain.pass_time(200)
    await moved(desk, second, 48)
    seen = []
    while body["next"]:
        body = await page(caller, updated_since=since, limit=1, cursor=body["next"])
        seen += ids(body)
        assert body["since"] == began, "the next reading begins where this one did"
    assert seen == [str(first), str(second)]
    assert str(third) not in seen


async def test_every_way_of_changing_an_appointment_counts_as_a_change(plain: Front) -> None:
    desk = await agenda_of(plain)
    appointment = await booked(desk, 0)
    await plain.pass_time(60)
    for column, value in (("arrived_at", "now()"), ("attendee_name", "'Eva'"), ("price", "5")):
        before = plain.rows("select updated_at from appointments where id = %s", appointment)
        await plain.pass_time(60)
        plain.execute(f"update appointments set {column} = {value} where id = %s", appointment)
        after = plain.rows("select updated_at from appointments where id = %s", appointment)
        assert after[0]["updated_at"] > before[0]["updated_at"], column


async def test_by_member_service_and_state(plain: Front) -> None:
    desk, caller = await agenda_of(plain), await program(plain, "agenda")
    appointment = await booked(desk, 0)
    member, service = desk.id("members", _MEMBER), desk.id("services", _SERVICE)
    assert ids(await page(caller, **SPAN, member=member, service=service)) == [str(appointment)]
    assert ids(await page(caller, **SPAN, member=desk.id("members", "camila"))) == []
    assert ids(await page(caller, **SPAN, status=["scheduled", "confirmed"])) == [str(appointment)]
    assert ids(await page(caller, **SPAN, status=["cancelled"])) == []
    assert ids(await page(caller)) == [str(appointment)], "from now on, a month"
    assert ids(await page(caller, to=SPAN["from"])) == []


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({"from": "2026-11-20T00:00:00Z", "to": "2027-11-20T00:00:00Z"}, 400),
        ({"from": "2026-11-20T00:00:00Z", "to": "2026-11-19T00:00:00Z"}, 400),
        ({"from": "0001-01-01T00:00:00Z"}, 200),
        ({"to": "0001-01-01T00:00:00Z"}, 400),
        ({"from": "2026-11-20T00:00:00"}, 422),
        ({"from": "yesterday"}, 422),
        ({"status": "lost"}, 422),
        ({"limit": 201}, 422),
        ({"limit": 0}, 422),
        ({"member": "laura"}, 422),
        ({"cursor": "x"}, 400),
        ({"cursor": "2026-11-20T00:00:00~x"}, 400),
        ({"cursor": f"2026-11-20T00:00:00~{uuid4()}"}, 400),
        ({"cursor": "x" * 200}, 422),
        (
            {"updated_since": "2026-11-20T00:00:00Z", "cursor": f"2026-11-20T00:00:00Z~{uuid4()}"},
            400,
        ),
    ],
)
async def test_what_cannot_be_meant_is_refused(
    plain: Front, params: dict[str, Any], status: int
) -> None:
    caller = await program(plain, "agenda")
    answer = await caller.get("/api/v1/appointments", **params)
    assert answer.status_code == status, answer.text
    if status >= 400:
        assert answer.headers["content-type"] == "application/problem+json"


async def test_catalogue_and_free_starts(plain: Front) -> None:
    desk, caller = await agenda_of(plain), await program(plain, "agenda")
    catalogue = (await caller.get("/api/v1/catalogue")).json()
    assert catalogue["time_zone"] == "America/Bogota"
    service = next(one for one in catalogue["services"] if one["key"] == _SERVICE)
    member = next(one for one in catalogue["members"] if one["key"] == _MEMBER)
    assert service["id"] in member["service_ids"]
    assert all(resource["units"] for resource in catalogue["resources"])
    days = {"from": "2026-11-24", "to": "2026-11-25"}
    asked = {"service": service["id"], "member": member["id"], **days}
    free = (await caller.get("/api/v1/free", **asked)).json()
    assert [day["day"] for day in free["days"]] == ["2026-11-24", "2026-11-25"]
    locals_ = [start["local"] for start in free["starts"]]
    assert "2026-11-24T15:00" in locals_
    await booked(desk, 0)
    free = (await caller.get("/api/v1/free", **asked)).json()
    assert "2026-11-24T15:00" not in [start["local"] for start in free["starts"]]
    assert (await caller.get("/api/v1/free", **asked | {"to": "2027-01-25"})).status_code == 400
    assert (await caller.get("/api/v1/free", **asked | {"to": "2026-11-01"})).status_code == 400
    nobody = await caller.get("/api/v1/free", **asked | {"service": uuid4()})
    assert nobody.status_code == 404


async def test_chats_their_messages_and_customers(plain: Front) -> None:
    caller = await program(plain, "chats")
    marta = plain.customer(name="Marta")
    await marta.say("hola")
    await plain.pass_time(60)
    await plain.customer("573005550102", name="Eva").say("buenas")
    body = (await caller.get("/api/v1/chats")).json()
    assert ids(body, "chats")[0] == str(marta.chat["id"])
    assert len(body["chats"]) == 2
    one = body["chats"][0]
    assert (one["channel"], one["with_person"]) == ("gupshup", False)
    assert (await caller.get(f"/api/v1/chats/{one['id']}")).json() == one
    states = {chat["state"] for chat in body["chats"]}
    for state in ("closed", *states):
        some = (await caller.get("/api/v1/chats", state=state)).json()["chats"]
        assert {chat["state"] for chat in some} <= {state}
    messages = (await caller.get(f"/api/v1/chats/{one['id']}/messages", limit=1)).json()
    assert [(m["by"], m["text"], m["receipt"]) for m in messages["messages"]] == [
        ("inbound", "hola", False)
    ]
    rest = f"/api/v1/chats/{one['id']}/messages"
    answered = (await caller.get(rest, cursor=messages["next"])).json()
    assert [message["by"] for message in answered["messages"]] == ["outbound"]
    assert (await caller.get(rest, cursor=answered["next"])).json() == {
        "messages": [],
        "next": answered["next"],
    }


async def test_a_customer(plain: Front) -> None:
    caller = await program(plain, "chats")
    [client] = clients(plain, 1)
    await client.named()
    chat = await client.chat()
    [row] = plain.rows("select contact_id from chat_identities where id = %s", chat)
    contact = (await caller.get(f"/api/v1/contacts/{row['contact_id']}")).json()
    assert contact["phone"] == f"+{client.phone}"
    assert (contact["name"], contact["chat_ids"]) == (client.name, [str(chat)])
    assert (await caller.get(f"/api/v1/chats/{chat}")).json()["contact_id"] == contact["id"]


async def test_chats_in_which_a_customer_wrote_since(plain: Front) -> None:
    caller = await program(plain, "chats")
    customers = [plain.customer(f"57300555010{n}") for n in range(3)]
    for customer in customers:
        await customer.say("hola")
        await plain.pass_time(60)
    since = (await caller.get("/api/v1/chats")).json()["since"]
    await plain.pass_time(200)
    await customers[0].say("otra cosa")
    listed, cursor = [], None
    for _ in range(5):
        more: dict[str, Any] = {"cursor": cursor} if cursor else {}
        body = (await caller.get("/api/v1/chats", updated_since=since, limit=1, **more)).json()
        listed += ids(body, "chats")
        cursor = body["next"]
        if cursor is None:
            break
    assert listed[-1] == str(customers[0].chat["id"])
    assert str(customers[1].chat["id"]) not in listed


async def test_rights(plain: Front) -> None:
    agenda = ["/api/v1/appointments", f"/api/v1/appointments/{uuid4()}", "/api/v1/catalogue"]
    chats = ["/api/v1/chats", f"/api/v1/chats/{uuid4()}", f"/api/v1/contacts/{uuid4()}"]
    for scope in ("invoke", "notify", "read", "admin", "mcp", "agenda", "chats"):
        caller = await program(plain, scope)
        for paths, right in ((agenda, "agenda"), (chats, "chats")):
            for path in paths:
                status = (await caller.get(path)).status_code
                assert (status in (200, 404)) == (scope == right), (scope, path, status)
                assert status != 403 or scope != right


async def test_nothing_of_another_organization(plain: Front) -> None:
    desk = await agenda_of(plain)
    appointment = await booked(desk, 0)
    marta = plain.customer(name="Marta")
    await marta.say("hola")
    chat = marta.chat
    [row] = plain.rows("select contact_id from appointments where id = %s", appointment)
    stranger = await program(plain, "agenda", "chats", tenant="sorriso")
    for path in (
        f"/api/v1/appointments/{appointment}",
        f"/api/v1/chats/{chat['id']}",
        f"/api/v1/chats/{chat['id']}/messages",
        f"/api/v1/contacts/{row['contact_id']}",
    ):
        answer = await stranger.get(path)
        assert answer.status_code == 404, path
        assert (
            answer.json()["detail"]
            == (await stranger.get(f"/api/v1/chats/{uuid4()}")).json()["detail"]
        )
    days = {"from": "2026-11-24", "to": "2026-11-24"}
    asked = {"service": desk.id("services", _SERVICE), **days}
    assert (await stranger.get("/api/v1/free", **asked)).status_code == 404
    aurora = plain.organization("aurora")
    for path in ("/api/v1/appointments", "/api/v1/chats", "/api/v1/catalogue"):
        assert (await stranger.get(path, organization_id=aurora)).status_code == 404
        assert "Rosa" not in (await stranger.get(path)).text
        assert (await operator(plain).get(path, organization_id=aurora)).status_code == 200
    foreign = {"member": desk.id("members", _MEMBER), "service": desk.id("services", _SERVICE)}
    assert ids(await page(stranger, **SPAN, **foreign)) == []


async def test_a_key_has_its_rate(open_front_with: Opening) -> None:
    async with open_front_with(ScriptedModel(), api_key_rate="2/minute") as front:
        caller = await program(front, "agenda")
        answers = [await caller.get("/api/v1/catalogue") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert int(answers[-1].headers["retry-after"]) > 0


async def test_the_reference_names_the_routes_which_only_read(plain: Front) -> None:
    document = (await operator(plain).get("/openapi.json")).json()
    paths = {path: set(about) for path, about in document["paths"].items() if "/v1/" in path}
    ours = {path: methods for path, methods in paths.items() if "twilio" not in path}
    assert len(ours) == 8
    assert all(methods == {"get"} for methods in ours.values())
