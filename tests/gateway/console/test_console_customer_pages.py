"""The customers' pages over HTTP, canned answers, and what is told of a turn: roles, other organizations, files."""

import io
import json
import zipfile
from uuid import uuid4

from gateway.access.staff import Role
from tests.gateway.console.conftest import BETO, Desk, member
from tests.gateway.console.test_console_routes import logged_in, send
from tests.gateway.people.test_people_command import people


async def contact(desk: Desk) -> str:
    """Marta's contact, with a note."""
    await send_note(desk)
    return str(desk.front.rows("select id from contacts")[0]["id"])


async def send_note(desk: Desk) -> None:
    async with logged_in(desk.front) as http:
        path = f"/console/customers/{desk.chat}/note"
        done = await send(http, path, note="alergia <i>al látex</i>", kind="visit")
        assert done.status_code == 303


def forms(one: object, other: object, chat: object) -> dict[str, dict[str, str]]:
    page = f"/console/customers/{one}"
    return {
        f"{page}/rename": {"name": "Otra"},
        f"{page}/note": {"note": "x"},
        f"{page}/note/remove": {"note": str(uuid4())},
        f"{page}/consent": {"kind": "news", "granted": "yes", "source": "x"},
        f"{page}/merge/{other}": {"digest": "x"},
        f"{page}/export": {"as": "json"},
        f"{page}/erase": {"typed": "Marta"},
        f"/console/chats/{chat}/insert": {"canned": str(uuid4()), "text": "x"},
        "/console/answers/remove": {"answer": str(other)},
    }


def looks(one: object, other: object, chat: object, turn: object) -> list[str]:
    page = f"/console/customers/{one}"
    return [
        page,
        f"{page}/merge",
        f"{page}/merge/{other}",
        f"{page}/erase",
        f"/console/chats/{chat}/turns/{turn}",
    ]


async def test_a_customer_from_the_list_to_the_file(desk: Desk) -> None:
    one = await contact(desk)
    async with logged_in(desk.front, BETO) as http:
        listed = (await http.get("/console/customers?q=marta")).text
        assert f"/console/customers/{one}" in listed
        page = (await http.get(f"/console/customers/{one}")).text
        assert "alergia &lt;i&gt;al látex" in page
        assert "Ana Rojas" in page
        assert f"/console/customers/{one}/erase" not in page, "an owner's alone"
        assert (await http.get(f"/console/customers/{desk.chat}")).headers["location"].endswith(one)
        copy = await send(http, f"/console/customers/{one}/export", **{"as": "json"})
        whole = await send(http, f"/console/customers/{one}/export", **{"as": "zip"})
    written = await people(desk.front, "export", "--id", one)
    assert json.loads(copy.content)["rows"] == json.loads(written.output)["rows"]
    assert copy.headers["content-disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(whole.content)) as archive:
        assert archive.namelist() == ["data.json"]
    exported = [action for who, action in desk.actions() if who == "beto"]
    assert exported == ["searched", "customer", "exported", "exported"]


async def test_what_is_too_long_or_odd_is_refused_and_kept(desk: Desk) -> None:
    one = await contact(desk)
    async with logged_in(desk.front) as http:
        long = "palabra " * 300
        noted = await send(http, f"/console/customers/{one}/note", note=long, kind="internal")
        assert (noted.status_code, long.strip() in noted.text) == (422, True)
        named = await send(http, f"/console/customers/{one}/rename", name="x" * 101)
        assert named.status_code == 422
        saved = await send(http, "/console/answers", title="x" * 61, text="hola")
        assert (saved.status_code, "hola" in saved.text) == (422, True)
        for query in ("at=x&id=y", "q=%00", "q=" + "a" * 9000, "past=x"):
            assert (await http.get(f"/console/customers?{query}")).status_code == 200
    assert [a for _, a in desk.actions()] == ["customer_noted", "customer", "customer", "searched"]


async def test_pages_of_others_and_of_other_roles(desk: Desk) -> None:
    front, one = desk.front, await contact(desk)
    [turn] = front.rows("select id from turns")
    await member(front, "rui@sorriso.example", [Role.OWNER], "sorriso")
    await member(front, "camila@aurora.example", [Role.PROFESSIONAL])
    async with logged_in(front) as http:
        await send(http, "/console/answers", title="Dirección", text="Calle 99")
    [answer] = front.rows("select id from canned_answers")
    for email, status in (("rui@sorriso.example", 404), ("camila@aurora.example", 403)):
        async with logged_in(front, email) as http:
            for path in looks(one, one, desk.chat, turn["id"]):
                seen = await http.get(path)
                assert (seen.status_code, "Marta" in seen.text) == (status, False), path
            for path, fields in forms(one, answer["id"], desk.chat).items():
                assert (await send(http, path, **fields)).status_code == status, path
            assert "Calle 99" not in (await http.get("/console/answers")).text
            assert "Marta" not in (await http.get("/console/customers")).text
    async with logged_in(front, BETO) as http:
        assert (await http.get(f"/console/customers/{one}/erase")).status_code == 404
    assert front.rows("select name from contacts") == [{"name": None}]
    assert len(front.rows("select * from canned_answers")) == 1


async def test_an_answer_is_written_once_and_put_into_a_chat(desk: Desk) -> None:
    async with logged_in(desk.front, BETO) as http:
        text = "Hola {nombre}, somos {name}: Calle 10"
        for title, status in (("Dirección", 303), ("Dirección", 409), ("Otra", 303)):
            written = await send(http, "/console/answers", title=title, text=text)
            assert written.status_code == status
        page = (await http.get(f"/console/chats/{desk.chat}")).text
        assert 'data-canned="Hola Marta, somos Marta: Calle 10"' in page
        one, other = desk.front.rows("select id from canned_answers order by title")
        await send(http, "/console/answers/remove", answer=str(other["id"]))
        path = f"/console/chats/{desk.chat}/insert"
        put = await send(http, path, canned=str(one["id"]), text="Buenas")
        assert "Buenas\nHola Marta, somos Marta: Calle 10</textarea>" in put.text
        changed = await send(
            http, "/console/answers", answer=str(one["id"]), title="Sede", text="Cra 7"
        )
        assert changed.status_code == 303
    rows = desk.front.rows("select title, body from canned_answers")
    assert rows == [{"title": "Sede", "body": "Cra 7"}]
    assert await desk.customer.listen() == "", "nothing was sent"


async def test_the_steps_of_a_reply_hide_what_books(desk: Desk) -> None:
    [turn] = desk.front.rows("select id from turns")
    trace = {
        "nodes": ["appointment"],
        "tools": [
            {
                "name": "book_appointment",
                "args": {"slot": "tok-123", "name": "<b>Marta</b>", "more": {"api_key": "k-1"}},
                "result": {"status": "booked"},
            },
            {"name": "made_up", "args": {}, "result": "there is no such tool"},
        ],
        "vetoes": [["date: el martes", "promise: te llamamos"]],
        "models": [{"node": "appointment", "model": "m-1", "input_tokens": 1, "output_tokens": 1}],
        "guard": "",
    }
    desk.front.execute("update turns set trace = %s where id = %s", json.dumps(trace), turn["id"])
    async with logged_in(desk.front) as http:
        chat = (await http.get(f"/console/chats/{desk.chat}")).text
        path = f"/console/chats/{desk.chat}/turns/{turn['id']}"
        assert chat.count(f'data-why="{path}"') == 1, "under the last of its replies"
        page = (await http.get(path)).text
        for words in ("Citas", "Reservó", "reservada", "&lt;b&gt;Marta", "m-1", "made up", "falló",
                      "Un día", "el martes", "Una promesa", "hola", "No se registra"):  # fmt: skip
            assert words in page, words
        assert page.count('<span dir="auto">•••</span>') == 2
        assert "tok-123" not in page
        assert "k-1" not in page
        desk.front.execute("update turns set trace = '{}'")
        assert "ya no se guarda nada" in (await http.get(path)).text
    assert [a for _, a in desk.actions()] == ["read", "steps", "steps"]
