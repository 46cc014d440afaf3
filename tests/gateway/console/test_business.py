"""The business's page: a change is seen before it is made, is the file's change, and is the owner's."""

import re
from datetime import datetime

import httpx
from pydantic import SecretStr

from gateway.access.staff import Role
from gateway.organizations import commands
from gateway.organizations.loading import loads
from tests import databases
from tests.agenda import clients
from tests.front import Front
from tests.gateway.console.conftest import BETO, Desk, Opening, desk_of, member
from tests.gateway.console.test_console_routes import logged_in, send
from tests.providers.setups import EvolutionManager
from tests.scripted_model import ScriptedModel

AT = "/console/business"
LATE = datetime.fromisoformat("2026-11-23T17:30:00-05:00")
"""A Monday, after the new hours."""
NOTHING = (
    "slug: nueva\nname: Nueva\nlanguage: es\ntime_zone: America/Bogota\ncountry: CO\nhours: {}\n"
)
"""The file of a business that has nothing yet."""
WEEK = {
    f"d{day}_{end}0": time
    for day in range(1, 6)
    for end, time in (("from", "09:00"), ("to", "17:00"))
}


def seen(page: str) -> str:
    """The version of the business that a page was made of."""
    versions: list[str] = re.findall(r'name="seen" value="([0-9a-f]+)"', page)
    return versions[-1]


async def applied(http: httpx.AsyncClient, path: str, **fields: str) -> httpx.Response:
    """A form, and the yes to what it would change."""
    shown = await send(http, path, **fields)
    assert shown.status_code == 200, shown.text
    return await send(http, path, **fields, confirm="1", seen=seen(shown.text))


async def exported(front: Front) -> str:
    return await commands.export(front.container.database, "aurora")


def parts(front: Front) -> list[str]:
    return [row["part"] for row in front.rows(
        "select part from staff_actions where action = 'business' order by id")]  # fmt: skip


async def test_hours_are_changed_when_somebody_saw_what_that_concerns(desk: Desk) -> None:
    front = desk.front
    (eva,) = [await client.named() for client in clients(front, 1)]
    await eva.booked("masaje-relajante", "paula", LATE)
    async with logged_in(front) as http:
        assert "14:00" in (await http.get(f"{AT}/hours")).text
        shown = await send(http, f"{AT}/hours", **WEEK)
        told = shown.text.replace("\u00a0", " ").replace("\u2060", "")
        assert '<strong dir="auto">Lunes – Viernes</strong>' in told
        assert "8:00 a. m.–12:00 p. m., 2:00 p. m.–7:00 p. m." in told
        assert "9:00 a. m.–5:00 p. m." in told
        assert "1 cita por delante queda fuera de las reglas" in shown.text
        assert "el negocio está cerrado" in shown.text
        away = await send(http, f"{AT}/dates", who="paula", first="2026-11-23")
        assert "la persona no está" in away.text
        assert "Persona 0" in away.text
        assert front.rows("select count(*) as n from organization_availability")[0]["n"] > 5
        done = await send(http, f"{AT}/hours", **WEEK, confirm="1", seen=seen(shown.text))
        assert done.headers["location"] == f"{AT}/hours?done=1"
        again = await send(http, f"{AT}/hours", **WEEK, confirm="1", seen=seen(shown.text))
        assert again.headers["location"] == f"{AT}/hours?same=1"
    file = loads((await exported(front)).encode())
    assert {day: [str(i) for i in hours] for day, hours in file.hours.items()} == {
        "mon-fri": ["09:00-17:00"]
    }
    assert parts(front) == ["hours"]
    assert len(front.appointments("aurora")) == 1


async def test_a_change_of_somebody_elses_in_between_is_told_and_kept(desk: Desk) -> None:
    path, fields = (
        f"{AT}/services/limpieza-facial",
        {"name": "Limpieza facial", "minutes": "60", "m.laura": "on"},
    )
    async with logged_in(desk.front) as http:
        shown = await send(http, path, **fields, price="150.000", bookable="on")
        assert "$140.000" in shown.text
        assert "$150.000" in shown.text
        async with logged_in(desk.front) as other:
            done = await applied(
                other,
                f"{AT}/services/peeling",
                name="Peeling",
                minutes="45",
                price="200000",
                bookable="on",
                **{"m.laura": "on"},
            )
            assert done.status_code == 303
        stale = await send(
            http, path, **fields, price="150.000", bookable="on", confirm="1", seen=seen(shown.text)
        )
        assert stale.status_code == 409
        assert "Alguien cambió el negocio mientras tanto" in stale.text
        done = await send(
            http, path, **fields, price="150.000", bookable="on", confirm="1", seen=seen(stale.text)
        )
        assert done.headers["location"] == f"{AT}/services?done=1"
    prices = desk.front.rows(
        "select key, price from services where key in ('limpieza-facial', 'peeling') order by 1"
    )
    assert [int(row["price"]) for row in prices] == [150000, 200000]
    assert parts(desk.front) == ["services", "services"]


async def test_what_the_console_changed_is_what_the_file_says(desk: Desk) -> None:
    """An export of it applies again without a change, whatever part was changed."""
    forms = {
        "hours": WEEK,
        "dates": {"who": "laura", "first": "2026-12-01", "last": "2026-12-04", "label": "Viaje: \"sí\" # 2"},
        "add-service": {"name": "Masaje Árbol", "minutes": "50", "price": "90,50", "m.paula": "on", "bookable": "on"},
        "add-member": {"name": "Inés: la nueva", "s.peeling": "on", "d2_from0": "22:00", "d2_to0": "00:00"},
        "add-entry": {"title": "¿Wifi?", "content": "Sí:\r\n- clave en recepción", "keywords": "internet, red"},
        "recipients": {"name": "Dueña", "channel": "gupshup", "address": "300 555 0199"},
        "profile": {"name": "Aurora", "language": "pt", "tone": "Breve.", "address": "Calle 1 # 2-3"},
    }  # fmt: skip
    front = desk.front
    async with logged_in(front) as http:
        for path, fields in forms.items():
            done = await applied(http, f"{AT}/{path}", **fields)
            assert done.headers["location"].endswith("?done=1"), path
        downloaded = (await http.get(f"{AT}/file")).text
        page = (await http.get(AT)).text
        assert "Masaje Árbol" in page
        assert "$90,50" in page
    text = await exported(front)
    assert downloaded == text
    secret = databases.SECRETS.get
    plan = await commands.plan(front.container.database, loads(text.encode()), secret)
    assert plan.changes == []
    assert sorted(parts(front)) == sorted(
        ["hours", "dates", "services", "members", "knowledge", "recipients", "profile"]
    )


UNFIT = [
    ("hours", {"d1_from0": "09:00", "d1_to0": "08:00"}, "Lunes: cierra antes de abrir"),
    ("hours", {"d1_from0": "09:00"}, "Lunes: falta la hora"),
    ("hours", {"d1_from0": "x"}, "«x» no es una hora"),
    ("services/peeling", {"name": "P", "minutes": "45", "price": "mucho", "m.laura": "on"}, "«mucho» no es un precio"),
    ("services/peeling", {"name": "P", "minutes": "1"}, "escribe un número de 5 a 1440"),
    ("services/peeling", {"name": "P", "minutes": "45", "bookable": "on"}, "nadie lo haría"),
    ("services/valoracion", {"remove": "1"}, "exige este servicio antes"),
    ("members/laura", {"name": " "}, "Falta el nombre"),
    ("dates", {"first": "2026-12-22", "last": "2026-12-24", "who": "laura"}, "Ya hay vacaciones"),
    ("add-entry", {"title": "a\x00b", "content": "c"}, "a"),
    ("recipients", {"name": "X", "channel": "gupshup", "address": "abc"}, "no es un teléfono"),
    ("recipients", {"name": "X", "channel": "pigeon", "address": "3005550199"}, "pigeon"),
]  # fmt: skip


async def test_what_does_not_fit_is_told_and_nothing_is_done(desk: Desk) -> None:
    before = await exported(desk.front)
    async with logged_in(desk.front) as http:
        for path, fields, told in UNFIT:
            answer = await send(http, f"{AT}/{path}", **fields, confirm="1")
            assert answer.status_code in (409, 422), path
            assert told in answer.text
    assert await exported(desk.front) == before
    assert parts(desk.front) == []


async def test_only_the_owner_changes_and_reception_reads(desk: Desk) -> None:
    front = desk.front
    await member(front, "rui@sorriso.example", [Role.OWNER], "sorriso")
    await member(front, "pro@aurora.example", [Role.PROFESSIONAL])
    before = await exported(front)
    async with logged_in(front, BETO) as http:
        page = await http.get(AT)
        assert "Limpieza facial" in page.text
        assert f"{AT}/hours" not in page.text
        for path in ("hours", "dates", "services", "knowledge", "recipients", "file", "add-member"):
            assert (await http.get(f"{AT}/{path}")).status_code == 403, path
        for path in (
            "hours",
            "dates/drop",
            "services/peeling",
            "recipients/console",
            f"gaps/{front.organization('aurora')}/drop",
        ):
            assert (await send(http, f"{AT}/{path}", **WEEK)).status_code == 403, path
    async with logged_in(front, "pro@aurora.example") as http:
        assert (await http.get(AT)).status_code == 403
    async with logged_in(front, "rui@sorriso.example") as http:
        assert "Limpieza facial" not in (await http.get(AT)).text
        for path in ("services/peeling", "members/laura", "knowledge/parqueadero"):
            assert (
                await send(http, f"{AT}/{path}", name="x", title="x", content="x", remove="1")
            ).status_code == 404, path
    assert await exported(front) == before


async def test_a_gap_that_is_answered_is_an_entry_which_the_bot_tells(
    open_front_with: Opening,
) -> None:
    async with open_front_with() as front:
        desk = await desk_of(front)
        question = "¿Tienen guardería?"
        assert "guardería de juegos" not in await desk.customer.say(question)
        async with logged_in(front) as http:
            page = (await http.get(f"{AT}/knowledge")).text
            assert "guardería" in page
            gap = re.findall(r"gap=([0-9a-f-]{36})", page)[0]
            done = await applied(
                http,
                f"{AT}/add-entry",
                title="Guardería",
                content="Sí, hay una guardería de juegos.",
                gap=gap,
            )
            assert done.status_code == 303
            assert (
                "guardería"
                not in (await http.get(f"{AT}/knowledge")).text.split("entries-title")[0]
            )
        assert "guardería de juegos" in await front.customer("573005550777").say(question)
        assert parts(front) == ["knowledge"]


async def test_a_connection_is_tried_and_its_credential_is_replaced(
    open_front_with: Opening,
) -> None:
    async with open_front_with(ScriptedModel(), frontdesk_secret_key=SecretStr("k" * 40)) as front:
        await desk_of(front)
        path = f"{AT}/connections"
        async with logged_in(front) as http:
            assert "Funciona" in (await http.get(path)).text
            page = (await http.get(f"{path}/gupshup")).text
            assert "Último mensaje recibido" in page
            refused = await send(http, f"{path}/gupshup/test", phone="300 555 0199")
            assert "no hay plantilla" in refused.text
            sent = await send(http, f"{path}/evolution/test", phone="300 555 0199")
            assert sent.status_code == 303
            await front.work()
            assert [one.jid for one in front.evolution.sent] == ["573005550199@s.whatsapp.net"]
            assert "Enviado" in (await http.get(sent.headers["location"])).text
            for _ in range(9):
                assert (
                    await send(http, f"{path}/evolution/test", phone="3005550199")
                ).status_code == 303
            slow = await send(http, f"{path}/evolution/test", phone="3005550199")
            assert "Ya salieron diez pruebas" in slow.text
            kept = await send(
                http, f"{path}/evolution/credential", credential="api_key", value="a-new-key-of-it"
            )
            assert kept.headers["location"] == f"{path}/evolution?done=1"
            assert "a-new-key-of-it" not in (await http.get(f"{path}/evolution")).text
            front.execute(
                "update staff_sessions set confirmed_at = confirmed_at - interval '1 hour'"
            )
            late = await send(http, f"{path}/evolution/credential", credential="api_key", value="x")
            assert late.headers["location"] == "/account/confirm"
        [row] = front.rows("select name, ciphertext from connection_secrets")
        assert row["name"] == "api_key"
        assert b"a-new-key" not in bytes(row["ciphertext"])
        assert parts(front) == ["test_sent"] * 10 + ["credentials"]


async def test_the_code_of_an_instance_is_shown_until_a_phone_is_linked(
    open_front_with: Opening,
) -> None:
    async with EvolutionManager(databases.PROVIDER_KEY, ("aurora-lumbre",)) as server:
        server.states["aurora-lumbre"] = "close"
        async with open_front_with(ScriptedModel(), evolution_base_url=server.url) as front:
            await desk_of(front)
            async with logged_in(front) as http:
                page = (await http.get(f"{AT}/connections/evolution?check=1")).text
                assert "<svg" in page.split('class="qr"')[1]
                server.states["aurora-lumbre"] = "open"
                linked = (await http.get(f"{AT}/connections/evolution?check=1")).text
                assert 'class="qr"' not in linked
                assert "Todo en orden" in linked


async def test_a_new_business_is_led_from_nothing_to_its_first_message(plain: Front) -> None:
    database = plain.container.database
    await commands.apply(
        database, await commands.plan(database, loads(NOTHING.encode()), lambda name: None)
    )
    await member(plain, "eva@nueva.example", [Role.OWNER], "nueva")
    async with logged_in(plain, "eva@nueva.example") as http:
        assert open_steps((await http.get(AT)).text) == [
            "hours",
            "add-member",
            "add-service",
            "connections",
            "/console/playground",
        ]
        await applied(http, f"{AT}/hours", **WEEK)
        await applied(
            http,
            f"{AT}/add-service",
            name="Corte",
            minutes="30",
            price="25.000",
            bookable="on",
            member="Eva Luna",
        )
        assert open_steps((await http.get(AT)).text) == ["connections", "/console/playground"]
    file = loads((await commands.export(database, "nueva")).encode())
    assert [(one.key, one.services) for one in file.members] == [("eva-luna", "all")]
    assert [(one.key, one.price) for one in file.services] == [("corte", 25000)]


def open_steps(page: str) -> list[str]:
    """Where the steps lead that are still to be done."""
    steps = re.findall(r'<li class="step"><a href="([^"]+)"', page)
    return [path.removeprefix(f"{AT}/") for path in steps]
