"""`/api/chats/`: listing, reading and naming chats, of the caller's organization alone."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.front import Front
from tests.gateway.callers import Program, operator, program


async def ask(front: Front, user: str, question: str, tenant: str = "aurora", **more: Any) -> Any:
    """A question as the socket hands it in, answered."""
    organization = front.organization(tenant)
    put = await front.container.database.call(
        "question_put",
        **{"organization": organization, "user": user, "chat": None, "session": None} | more,
        message=question,
    )
    if "refused" not in put:
        await front.container.turns.answer(
            organization, UUID(put["conversation"]), takeover=False, delivery="caller"
        )
    return put


async def pages(caller: Program, path: str, what: str, limit: int, **params: Any) -> list[Any]:
    """All of them, page by page."""
    found, cursor, most = [], None, 20
    while most:
        answer = await caller.get(
            path, limit=limit, **params, **({"cursor": cursor} if cursor else {})
        )
        assert answer.status_code == 200, answer.text
        page = answer.json()
        assert len(page[what]) <= limit
        found.append(page[what])
        cursor, most = page["next"], most - 1
        if cursor is None:
            return found
    raise AssertionError("it never ends")


async def test_a_users_chats_the_last_active_first(plain: Front) -> None:
    first = await ask(plain, "u-1", "¿Abren el sábado?")
    await plain.pass_time(60)
    second = await ask(plain, "u-1", "Otra cosa")
    await plain.pass_time(60)
    await ask(plain, "u-2", "De otra persona")
    await plain.pass_time(60)
    await ask(plain, "u-1", "Y algo más", chat=first["conversation"])
    caller = await program(plain, "read")
    listed = (await caller.get("/api/chats/", user_id="u-1")).json()
    assert listed["next"] is None
    assert [chat["chat_id"] for chat in listed["chats"]] == [
        first["conversation"], second["conversation"],
    ]  # fmt: skip
    assert [chat["title"] for chat in listed["chats"]] == ["¿Abren el sábado?", "Otra cosa"]
    assert {chat["preview"] for chat in listed["chats"]} == {"De acuerdo."}
    assert {chat["user_id"] for chat in listed["chats"]} == {"u-1"}
    assert (await caller.get("/api/chats/", user_id="nobody")).json() == {"chats": [], "next": None}


async def test_chats_of_other_channels_are_listed_with_all(plain: Front) -> None:
    await ask(plain, "u-1", "hola")
    await plain.pass_time(1)
    await plain.customer().say("buenas")
    listed = (await (await program(plain, "read")).get("/api/chats/")).json()["chats"]
    assert [(chat["channel"], chat["user_id"]) for chat in listed] == [
        ("gupshup", None), ("api", "u-1"),
    ]  # fmt: skip


async def test_pages_of_chats_are_complete_and_have_nothing_twice(plain: Front) -> None:
    made = [(await ask(plain, f"u-{n % 2}", f"q{n}"))["conversation"] for n in range(7)]
    caller = await program(plain, "read")
    for limit in (1, 3, 7):
        found = [
            chat["chat_id"]
            for page in await pages(caller, "/api/chats/", "chats", limit)
            for chat in page
        ]
        assert sorted(found) == sorted(made), limit
    own = await pages(caller, "/api/chats/", "chats", 2, user_id="u-1")
    assert [len(page) for page in own] == [2, 1]


async def test_messages_page_by_page(plain: Front) -> None:
    chat = (await ask(plain, "u-1", "m0"))["conversation"]
    for number in range(1, 4):
        await ask(plain, "u-1", f"m{number}", chat=chat)
    caller = await program(plain, "read")
    found = await pages(caller, f"/api/chats/{chat}/messages", "messages", 3)
    assert [len(page) for page in found] == [3, 3, 2]
    texts = [message["text"] for page in reversed(found) for message in page]
    assert texts == [
        "m0",
        "De acuerdo.",
        "m1",
        "De acuerdo.",
        "m2",
        "De acuerdo.",
        "m3",
        "De acuerdo.",
    ]
    roles = [message["role"] for message in found[0]]
    assert roles == ["assistant", "user", "assistant"]
    assert {message["session_id"] for page in found for message in page} == {
        (await caller.get(f"/api/chats/{chat}/sessions")).json()["sessions"][0]["session_id"]
    }


async def test_what_staff_wrote_is_theirs(plain: Front) -> None:
    ana = plain.customer(channel="evolution")
    await ana.say("hola")
    chat = ana.chat["id"]
    plain.execute(
        "insert into chat_messages (organization_id, chat_identity_id, connection_id, direction, status, "
        "body, created_at) select organization_id, id, connection_id, 'staff', 'seen', 'Soy Laura', "
        "last_inbound_at from chat_identities where id = %s",
        chat,
    )
    read = (await (await program(plain, "read")).get(f"/api/chats/{chat}/messages")).json()
    assert [message["role"] for message in read["messages"]] == ["user", "assistant", "staff"]
    assert {message["session_id"] for message in read["messages"]} == {None}


# Sessions


async def test_a_session_ends_after_a_day_of_silence(plain: Front) -> None:
    first = await ask(plain, "u-1", "uno")
    await plain.pass_time(23 * 3600)
    same = await ask(plain, "u-1", "dos", chat=first["conversation"])
    assert same["session"] == first["session"]
    await plain.pass_time(25 * 3600)
    later = await ask(plain, "u-1", "tres", chat=first["conversation"])
    assert later["session"] != first["session"]
    caller = await program(plain, "read")
    path = f"/api/chats/{first['conversation']}"
    listed = await pages(caller, f"{path}/sessions", "sessions", 1)
    assert [page[0]["session_id"] for page in listed] == [later["session"], first["session"]]
    read = (await caller.get(f"{path}/messages")).json()["messages"]
    assert [m["session_id"] for m in read] == [first["session"]] * 4 + [later["session"]] * 2


async def test_a_session_may_be_named(plain: Front) -> None:
    first = await ask(plain, "u-1", "uno")
    chat = {"chat": first["conversation"]}
    await plain.pass_time(25 * 3600)
    again = await ask(plain, "u-1", "dos", **chat, session=first["session"])
    assert again["session"] == first["session"]
    other = await ask(plain, "u-1", "en otro chat")
    for session in (other["session"], str(uuid4())):
        assert (await ask(plain, "u-1", "x", **chat, session=session)) == {"refused": "session"}
    assert (await ask(plain, "u-1", "x", session=first["session"])) == {"refused": "session"}


async def test_a_chat_is_its_users(plain: Front) -> None:
    own = await ask(plain, "u-1", "uno")
    await plain.customer().say("hola")
    others = plain.rows("select id from chat_identities where user_id is null")[0]["id"]
    before = len(plain.rows("select from chat_messages"))
    for user, chat in (("u-2", own["conversation"]), ("u-1", others), ("u-1", uuid4())):
        assert (await ask(plain, user, "x", chat=chat)) == {"refused": "chat"}
    assert (await ask(plain, "u-1", "x", "sorriso", chat=own["conversation"])) == {
        "refused": "chat"
    }
    assert len(plain.rows("select from chat_messages")) == before


async def test_a_user_is_the_same_customer_in_every_chat(front: Front) -> None:
    first = await ask(front, "u-1", "quiero una limpieza facial el lunes a las 9")
    for text in ("sí", "Ana Pérez"):
        await ask(front, "u-1", text, chat=first["conversation"])
    [booked] = front.appointments()
    second = await ask(front, "u-1", "quiero cancelar mi cita")
    await ask(front, "u-1", "sí", chat=second["conversation"])
    assert front.appointments() == []
    rows = front.rows("select status from appointments where id = %s", booked["id"])
    assert rows == [{"status": "cancelled"}]


async def test_nobody_else_is_that_customer(front: Front) -> None:
    first = await ask(front, "u-1", "quiero una limpieza facial el lunes a las 9")
    for text in ("sí", "Ana Pérez"):
        await ask(front, "u-1", text, chat=first["conversation"])
    for user, tenant, words in (
        ("u-2", "aurora", "quiero cancelar mi cita"), ("u-1", "sorriso", "quero cancelar minha consulta"),
    ):  # fmt: skip
        other = await ask(front, user, words, tenant)
        await ask(front, user, "sí", tenant, chat=other["conversation"])
    assert len(front.appointments()) == 1


# Titles


async def test_a_chat_gets_a_title_and_loses_it(plain: Front) -> None:
    chat = (await ask(plain, "u-1", "¿Abren hoy?"))["conversation"]
    caller = await program(plain)
    path = f"/api/chats/{chat}/title"
    named = await caller.patch(path, title="  Horario del sábado ")
    assert named.json() == {"chat_id": chat, "title": "Horario del sábado"}
    [listed] = (await caller.get("/api/chats/")).json()["chats"]
    assert listed["title"] == "Horario del sábado"
    assert (await caller.patch(path, title=None)).status_code == 200
    [listed] = (await caller.get("/api/chats/")).json()["chats"]
    assert listed["title"] == "¿Abren hoy?"


@pytest.mark.parametrize("title", ["", "   ", "x" * 201, "dos\nlíneas", "a\x00b", 7, ["x"]])
async def test_what_is_no_title(plain: Front, title: Any) -> None:
    chat = (await ask(plain, "u-1", "hola"))["conversation"]
    caller = await program(plain, "invoke")
    answer = await caller.patch(f"/api/chats/{chat}/title", title=title)
    assert (answer.status_code, "title" in answer.json()["detail"]) == (422, True)
    assert (await caller.patch(f"/api/chats/{chat}/title")).status_code == 422


# Who may what


async def test_another_organizations_key_sees_nothing(plain: Front) -> None:
    chat = (await ask(plain, "u-1", "hola"))["conversation"]
    foreign = await program(plain, tenant="sorriso")
    assert (await foreign.get("/api/chats/", user_id="u-1")).json()["chats"] == []
    aurora = str(plain.organization("aurora"))
    for about in ({}, {"organization_id": aurora}):
        for what in ("messages", "sessions"):
            seen = await foreign.get(f"/api/chats/{chat}/{what}", **about)
            unknown = await foreign.get(f"/api/chats/{uuid4()}/{what}", **about)
            assert seen.status_code == 404
            assert seen.content == unknown.content
    assert (await foreign.get("/api/chats/", organization_id=aurora)).status_code == 404
    assert (await foreign.patch(f"/api/chats/{chat}/title", title="x")).status_code == 404
    assert plain.rows("select title from chat_identities") == [{"title": None}]


async def test_scopes(plain: Front) -> None:
    chat = (await ask(plain, "u-1", "hola"))["conversation"]
    writer = await program(plain, "invoke", "notify", "admin")
    reader = await program(plain, "read", "notify", "admin")
    for path in ("/api/chats/", f"/api/chats/{chat}/messages", f"/api/chats/{chat}/sessions"):
        assert ((await writer.get(path)).status_code, (await reader.get(path)).status_code) == (
            403,
            200,
        )
    path = f"/api/chats/{chat}/title"
    statuses = [(await one.patch(path, title="x")).status_code for one in (writer, reader)]
    assert statuses == [200, 403]


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({"limit": 0}, 422),
        ({"limit": 201}, 422),
        ({"limit": "x"}, 422),
        ({"user_id": ""}, 422),
        ({"user_id": "x" * 201}, 422),
        ({"user_id": "a\x00b"}, 422),
        ({"organization_id": "x"}, 422),
        ({"cursor": "x"}, 400),
        ({"cursor": ""}, 400),
        ({"cursor": "2026-11-20T10:00:00~x"}, 400),
        ({"cursor": f"2026-11-20T10:00:00~{uuid4()}"}, 400),
        ({"cursor": "x" * 141}, 422),
        ({"cursor": f"0001-01-01T00:00:00+23:59~{uuid4()}"}, 200),
        ({"cursor": f"9999-12-31T23:59:59-23:59~{uuid4()}"}, 200),
    ],
)
async def test_bad_questions_are_named(plain: Front, params: dict[str, Any], status: int) -> None:
    answer = await (await program(plain, "read")).get("/api/chats/", **params)
    assert answer.status_code == status, answer.text


@pytest.mark.parametrize("cursor", ["x", "-1", "1.5", "٣", "9" * 19, ""])
async def test_bad_cursors_of_messages(plain: Front, cursor: str) -> None:
    chat = (await ask(plain, "u-1", "hola"))["conversation"]
    caller = await program(plain, "read")
    answer = await caller.get(f"/api/chats/{chat}/messages", cursor=cursor)
    assert answer.status_code == 400
    assert (await caller.get("/api/chats/x/messages")).status_code == 422


async def test_the_deployments_key_names_the_organization(plain: Front) -> None:
    await ask(plain, "u-1", "hola")
    assert (await operator(plain).get("/api/chats/")).status_code == 400
    own = {"organization_id": str(plain.organization("aurora"))}
    assert len((await operator(plain).get("/api/chats/", **own)).json()["chats"]) == 1
    assert (await operator(plain).get("/api/chats/", organization_id=uuid4())).status_code == 404
