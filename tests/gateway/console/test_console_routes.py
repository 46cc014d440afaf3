"""The console's pages over HTTP: behind the login and a role, forms that are ours, nothing of other organizations."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import httpx
import pytest

from gateway.access.staff import Role
from tests.front import Front
from tests.gateway.access.conftest import hidden_field
from tests.gateway.access.logins import browser, log_in
from tests.gateway.console.conftest import ANA, BETO, Desk, member


@asynccontextmanager
async def logged_in(front: Front, email: str = ANA) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(front) as http:
        assert (await log_in(http, email)).status_code == 303
        yield http


async def send(http: httpx.AsyncClient, path: str, **fields: str) -> httpx.Response:
    """A form of the console's, with the token of a page of its."""
    return await http.post(path, data={"form": await form(http), "key": uuid4().hex, **fields})


async def form(http: httpx.AsyncClient) -> str:
    return hidden_field((await http.get("/logout")).text)


async def test_a_case_from_the_list_to_its_end(desk: Desk) -> None:
    await desk.call(summary="quiere <b>hablar</b>")
    async with logged_in(desk.front) as http:
        today = (await http.get("/console")).text
        assert "Marta" in today
        assert "quiere &lt;b&gt;hablar&lt;/b&gt;" in today
        case = desk.front.rows("select id from escalations")[0]["id"]
        taken = await send(http, f"/console/cases/{case}/take")
        assert (taken.status_code, taken.headers["location"]) == (
            303,
            f"/console/chats/{desk.chat}",
        )
        chat = (await http.get(f"/console/chats/{desk.chat}")).text
        assert "Lo atiendes tú" in chat
        sent = await send(http, f"/console/chats/{desk.chat}/answer", text="Hola\r\nsoy Ana")
        assert sent.status_code == 303
        assert await desk.customer.listen() == "Hola\nsoy Ana"
        await send(http, f"/console/chats/{desk.chat}/note", note="pidió descuento")
        shown = (await http.get(f"/console/chats/{desk.chat}")).text
        assert "pidió descuento" in shown
        assert "Se pidió una persona: pidió hablar con una persona" in shown
        await send(http, f"/console/cases/{case}/close")
        back = await send(http, f"/console/chats/{desk.chat}/give-back")
        assert back.status_code == 303
        shown = (await http.get(f"/console/chats/{desk.chat}")).text
        assert "El asistente atiende este chat" in shown
        assert "Todo respondido" in shown
        assert "se llamó a una persona (pidió hablar con una persona)" in shown
        ended = await send(http, f"/console/chats/{desk.chat}/end")
        assert ended.status_code == 303
        shown = (await http.get(f"/console/chats/{desk.chat}")).text
        assert shown.count('<span class="mark">Cerrada</span>') == 2, "in the list and in the chat"
        assert "Ana Rojas cerró la conversación" in shown
        assert f"/console/chats/{desk.chat}/end" not in shown
        assert "Nadie espera a una persona" in (await http.get("/console")).text


async def test_the_second_answer_is_refused_and_its_words_are_kept(desk: Desk) -> None:
    await desk.ana.take(desk.chat)
    async with logged_in(desk.front, BETO) as http:
        refused = await send(http, f"/console/chats/{desk.chat}/answer", text="Hola, soy <Beto>")
        assert refused.status_code == 409
        assert "este chat lo tiene Ana Rojas" in refused.text
        assert "Hola, soy &lt;Beto&gt;" in refused.text
        owner = (await desk.ana.chat(desk.chat)).owner  # type: ignore[union-attr]
        over = await send(http, f"/console/chats/{desk.chat}/take", over=str(owner))
        assert over.status_code == 303
        assert (
            await send(http, f"/console/chats/{desk.chat}/answer", text="Ya")
        ).status_code == 303
    assert await desk.customer.listen() == "Ya"


async def test_after_24_hours_free_text_is_refused_and_a_template_goes_out(desk: Desk) -> None:
    await desk.front.pass_time(24 * 3600 + 60)
    async with logged_in(desk.front) as http:
        page = (await http.get(f"/console/chats/{desk.chat}")).text
        assert "ya no acepta texto libre" in page
        assert 'id="answer"' not in page
        refused = await send(http, f"/console/chats/{desk.chat}/answer", text="¿Sigues ahí?")
        assert refused.status_code == 409
        assert "¿Sigues ahí?" in refused.text
        desk.front.execute(
            'update platform_connections set settings = settings || \'{"answer_template": "t-9"}\''
        )
        assert "plantilla aprobada" in (await http.get(f"/console/chats/{desk.chat}")).text
        sent = await send(http, f"/console/chats/{desk.chat}/answer", text="¿Sigues\nahí?")
        assert sent.status_code == 303
    before = len(desk.front.gupshup.sent)
    await desk.front.work()
    [template] = desk.front.gupshup.sent[before:]
    assert (template.content["id"], template.text) == ("t-9", "¿Sigues ahí?")


def acts(chat: object, case: object) -> list[str]:
    return [
        *(f"/console/chats/{chat}/{act}" for act in ("take", "answer", "note", "give-back")),
        *(f"/console/cases/{case}/{act}" for act in ("take", "close")),
    ]


async def test_another_organizations_chats_are_like_those_that_do_not_exist(desk: Desk) -> None:
    front, case = desk.front, await desk.call()
    await member(front, "rui@sorriso.example", [Role.OWNER], "sorriso")
    [message] = front.rows("select id from chat_messages where direction = 'inbound'")
    before = front.rows("select * from chat_identities"), front.rows("select * from escalations")
    async with logged_in(front, "rui@sorriso.example") as http:
        for chat, one, file in (
            (desk.chat, case, message["id"]),
            (uuid4(), uuid4(), uuid4()),
            ("x", "x", "x"),
        ):
            looks = [f"/console/chats/{chat}", f"/console/chats/{chat}/files/{file}"]
            answers = [await http.get(path) for path in looks]
            answers += [
                await send(http, path, text="x", note="x", over=str(desk.beto_id))
                for path in acts(chat, one)
            ]
            assert {answer.status_code for answer in answers} == {404}
            assert not [a for a in answers if "Marta" in a.text or "hola" in a.text]
        for path in ("/console", "/console/chats", "/console/chats?q=Marta"):
            assert "Marta" not in (await http.get(path)).text.replace('value="Marta"', "").replace(
                "«Marta»", ""
            )
    after = front.rows("select * from chat_identities"), front.rows("select * from escalations")
    assert after == before


@pytest.mark.parametrize(
    ("roles", "sees"),
    [([Role.OWNER], True), ([Role.RECEPTION], True), ([Role.PROFESSIONAL], False)],
)
async def test_who_sees_chats(desk: Desk, roles: list[Role], sees: bool) -> None:
    await member(desk.front, "camila@aurora.example", roles)
    case = await desk.call()
    async with logged_in(desk.front, "camila@aurora.example") as http:
        for path in ("/console", "/console/chats", f"/console/chats/{desk.chat}"):
            page = await http.get(path)
            if path == "/console" and not sees:
                assert page.headers["location"] == "/console/agenda", "the first that they may see"
                continue
            assert (page.status_code, "Marta" in page.text) == (
                (200, True) if sees else (403, False)
            )
        if not sees:
            assert "no puede ver esta parte" in page.text
            for path in acts(desk.chat, case):
                assert (await send(http, path, text="x", note="x")).status_code == 403
            assert [a for who, a in desk.actions() if who == "camila"] == []


async def test_a_text_that_is_too_long_is_kept(desk: Desk) -> None:
    async with logged_in(desk.front) as http:
        long = "palabra " * 600
        refused = await send(http, f"/console/chats/{desk.chat}/answer", text=long)
        assert refused.status_code == 422
        assert long.strip() in refused.text
        noted = await send(http, f"/console/chats/{desk.chat}/note", note=long)
        assert noted.status_code == 422
        assert long.strip() in noted.text
        huge = await send(http, f"/console/chats/{desk.chat}/answer", text="x" * 70_000)
        assert huge.status_code == 413
    assert await desk.customer.listen() == ""


async def test_odd_addresses_are_no_bugs(desk: Desk) -> None:
    async with logged_in(desk.front) as http:
        for query in (
            "show=nothing",
            "at=x&id=y",
            "at=2026-11-20&id=y",
            "q=%00",
            "q=" + "a" * 9000,
        ):
            assert (await http.get(f"/console/chats?{query}")).status_code == 200
        for query in ("before=x", "before=-1", "before=" + "9" * 40, "before=0"):
            page = await http.get(f"/console/chats/{desk.chat}?{query}")
            assert page.status_code == 200
        assert (await http.get("/console/static/nothing")).status_code == 404
        policy = (await http.get("/console")).headers["content-security-policy"]
        assert "unsafe" not in policy


async def test_files_are_saved_and_never_shown(desk: Desk) -> None:
    organization, (message,) = (
        desk.front.organization("aurora"),
        desk.front.rows("select id from chat_messages where direction = 'inbound'"),
    )
    path = f"media/{organization}/{message['id']}.ogg"
    await desk.front.container.outside.stores["files"].put(path, b"OggS words")
    desk.front.execute(
        "update chat_messages set kind = 'audio', body = '', media_state = 'read', "
        "media_form = 'transcript', media_text = 'quiero <i>hora</i>', payload = payload || "
        "jsonb_build_object('media', jsonb_build_object('path', %s::text, 'state', 'stored')) "
        "where id = %s",
        path,
        message["id"],
    )
    async with logged_in(desk.front) as http:
        page = (await http.get(f"/console/chats/{desk.chat}")).text
        assert "quiero &lt;i&gt;hora&lt;/i&gt;" in page
        file = await http.get(f"/console/chats/{desk.chat}/files/{message['id']}")
    assert file.content == b"OggS words"
    assert file.headers["content-disposition"] == "attachment"
    assert "sandbox" in file.headers["content-security-policy"]
    assert ("ana.rojas", "file") in desk.actions()
