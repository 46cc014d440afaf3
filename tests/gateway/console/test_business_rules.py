"""What the business's pages say beyond names and prices: questions, rooms, rules of booking, and who gets figures."""

import re

import httpx
import pytest

from gateway.organizations import commands
from gateway.organizations.file_schema import OrganizationFile, Question
from gateway.organizations.loading import loads
from tests import databases
from tests.front import Front
from tests.gateway.console.conftest import Desk
from tests.gateway.console.test_business import AT, applied, exported, parts
from tests.gateway.console.test_console_routes import logged_in, send

PEELING = f"{AT}/services/peeling"
SERVICE = {"name": "Peeling", "minutes": "45", "price": "200000", "bookable": "on", "m.laura": "on"}
QUESTIONS = {
    "questions": "5",
    "q0_text": "¿Estás embarazada?", "q0_kind": "yes_no", "q0_yes": "on",
    "q1_text": "¿Cómo es tu piel?", "q1_kind": "choice", "q1_choices": "Seca\r\nMixta, a ratos\r\n\r\nGrasa",
    "q1_flag": "grasa", "q1_months": "12",
    "q2_text": "¿Cuántos años tienes?", "q2_kind": "number", "q2_flag_below": "18", "q2_choices": "a\nb",
    "q3_text": "¿Qué medicamentos: «tomas»?", "q3_kind": "text", "q3_yes": "on",
    "q4_text": "  ", "q4_kind": "text",
}  # fmt: skip
ASKED = [
    Question(key="estas-embarazada", text="¿Estás embarazada?", flag=["yes"]),
    Question(
        key="como-es-tu-piel",
        text="¿Cómo es tu piel?",
        kind="choice",
        choices=["Seca", "Mixta, a ratos", "Grasa"],
        flag=["Grasa"],
        ask_again_months=12,
    ),
    Question(key="cuantos-anos-tienes", text="¿Cuántos años tienes?", kind="number", flag_below=18),
    Question(key="que-medicamentos-tomas", text="¿Qué medicamentos: «tomas»?", kind="text"),
]


async def file_of(front: Front) -> OrganizationFile:
    """What is exported, which applies again without a change."""
    file = loads((await exported(front)).encode())
    plan = await commands.plan(front.container.database, file, databases.SECRETS.get)
    assert plan.changes == []
    return file


async def asked(front: Front) -> list[Question]:
    [service] = [one for one in (await file_of(front)).services if one.key == "peeling"]
    return service.questions


def fields_of(page: str) -> dict[str, str]:
    """What a browser would send of the form of questions as it is."""
    form = page.split('class="card form"')[1].split("</form>")[0]
    fields = dict(
        re.findall(r'<input[^>]* name="(q\d+_\w+)" type="(?:text|number)" value="([^"]*)"', form)
    )
    fields |= dict(
        re.findall(r'<input type="hidden" name="(q\d+_key|questions)" value="([^"]*)"', form)
    )
    fields |= dict.fromkeys(re.findall(r'type="checkbox" name="(q\d+_\w+)" checked', form), "on")
    fields |= dict(re.findall(r'<textarea[^>]* name="(q\d+_\w+)"[^>]*>([^<]*)<', form))
    for name, options in re.findall(r'<select[^>]* name="(q\d+_\w+)"[^>]*>(.*?)</select>', form):
        [fields[name]] = re.findall(r'value="(\w*)" selected', options)
    return fields


async def test_questions_are_written_changed_ordered_and_removed(desk: Desk) -> None:
    front = desk.front
    async with logged_in(front) as http:
        shown = await send(http, PEELING, **SERVICE, **QUESTIONS)
        for words in ("¿Estás embarazada?", "Sí o no; avisa al equipo: Sí", "avisa al equipo: &lt; 18",
                      "Una opción: Seca, Mixta, a ratos, Grasa; avisa al equipo: Grasa; se vuelve a preguntar a los 12"):  # fmt: skip
            assert words in shown.text, words
        assert await asked(front) == [], "nothing is changed before the yes"
        done = await applied(http, PEELING, **SERVICE, **QUESTIONS)
        assert done.status_code == 303
        assert await asked(front) == ASKED
        same = fields_of((await http.get(PEELING)).text)
        unchanged = await send(http, PEELING, **SERVICE, **same)
        assert unchanged.headers["location"].endswith("same=1"), "the form says what is there"
        silent = await send(http, PEELING, **SERVICE)
        assert silent.headers["location"].endswith("same=1")
        assert await asked(front) == ASKED, "a page from before says nothing of them"
        moved = same | {"q3_place": "1", "q0_text": "¿Estás en embarazo?", "q2_gone": "on"}
        told = await send(http, PEELING, **SERVICE, **moved)
        assert "Orden de las preguntas" in told.text
        await applied(http, PEELING, **SERVICE, **moved)
        assert [(one.key, one.text) for one in await asked(front)] == [
            ("que-medicamentos-tomas", "¿Qué medicamentos: «tomas»?"),
            ("estas-embarazada", "¿Estás en embarazo?"),
            ("como-es-tu-piel", "¿Cómo es tu piel?"),
        ]
        await applied(http, PEELING, **SERVICE, questions="0")
        assert await asked(front) == []


async def test_a_form_has_room_for_another_question_without_script(desk: Desk) -> None:
    async with logged_in(desk.front) as http:
        before = await exported(desk.front)
        fields = SERVICE | {
            "name": "Otro nombre",
            "questions": "1",
            "q0_text": "¿Vienes?",
            "more": "1",
        }
        page = (await send(http, PEELING, **fields)).text
        assert "Pregunta 2" in page
        assert "¿Vienes?" in page
        assert "Otro nombre" in page
        full = (await send(http, PEELING, **fields | {"questions": "99"})).text
        assert "Pregunta 12" in full
        assert "Pregunta 13" not in full
        assert (await send(http, f"{AT}/services/none", more="1")).status_code == 404
        assert await exported(desk.front) == before


async def test_a_service_says_what_it_needs(desk: Desk) -> None:
    front = desk.front
    async with logged_in(front) as http:
        room = {"n.+": "Sala de láser", "c.+": "2"}
        await applied(http, f"{AT}/resources", **room)
        page = (await http.get(PEELING)).text
        assert "Sala de láser" in page
        rules = {"rules": "1", "synonyms": "exfoliación, scrub", "assessment": "valoracion", "capacity": "1",
                 "where": "business", "r.sala-de-laser": "on", "d2_from0": "09:00", "d2_to0": "12:00"}  # fmt: skip
        told = await send(http, PEELING, **SERVICE, **rules)
        for words in ("Sala de láser", "exfoliación, scrub", "Martes", "Exige antes"):
            assert words in told.text, words
        await applied(http, PEELING, **SERVICE, **rules)
        assert (await send(http, PEELING, **SERVICE)).headers["location"].endswith("same=1")
        [service] = [one for one in (await file_of(front)).services if one.key == "peeling"]
        assert (service.synonyms, service.requires_assessment, service.resources) == (
            ["exfoliación", "scrub"],
            "valoracion",
            ["sala-de-laser"],
        )
        assert {day: [*map(str, hours)] for day, hours in service.hours.items()} == {
            "tue": ["09:00-12:00"]
        }
        gone = await send(
            http, f"{AT}/resources", **{"n.sala-de-laser": "", "c.sala-de-laser": "2"}
        )
        assert "Qué necesita" in gone.text
        await applied(http, f"{AT}/resources", **{"n.sala-de-laser": "", "c.sala-de-laser": "2"})
    file = await file_of(front)
    assert "sala-de-laser" not in {one.key for one in file.resources}
    assert not any("sala-de-laser" in one.resources for one in file.services)
    assert parts(front) == ["resources", "services", "resources"]


RULES = {
    "slot_step_minutes": "15", "horizon_days": "90", "max_open_appointments": "3", "notice_minutes": "2h",
    "cancel_notice_minutes": "1d", "move_notice_minutes": "", "hold_minutes": "15", "waiting_hold_minutes": "1h",
    "handoff_minutes": "90", "second_notice_minutes": "5m", "confirmation": "2d, 24h", "reminders": "2h",
    "release": "3h", "late_message": "Llámanos, por favor.", "holidays": "on", "region": "",
    "quiet_from": "20:30", "quiet_to": "07:00",
}  # fmt: skip


async def test_rules_of_booking_are_changed_and_the_form_says_them(desk: Desk) -> None:
    front = desk.front
    async with logged_in(front) as http:
        told = (await send(http, f"{AT}/rules", **RULES)).text
        for words in ("Pedir que confirme", "48h, 24h", "20:30", "Llámanos, por favor."):
            assert words in told, words
        await applied(http, f"{AT}/rules", **RULES)
        page = (await http.get(f"{AT}/rules")).text
        for words in (
            'value="48h, 24h"',
            'value="90m"',
            'value="20:30"',
            'name="holidays" checked',
        ):
            assert words in page, words
        same = await send(http, f"{AT}/rules", **RULES | {"cancel_notice_minutes": "24h"})
        assert same.headers["location"].endswith("same=1")
    rules = (await file_of(front)).scheduling
    assert (rules.slot_step_minutes, rules.notice_minutes, rules.cancel_notice_minutes) == (
        15,
        120,
        1440,
    )
    assert (rules.move_notice_minutes, rules.release, rules.holidays) == (None, 180, True)
    assert (rules.confirmation, rules.reminders, str(rules.quiet_hours)) == (
        [2880, 1440],
        [120],
        "20:30-07:00",
    )
    assert parts(front) == ["rules"]


@pytest.mark.parametrize(
    ("path", "fields", "told"),
    [
        ("rules", {"release": "47h"}, "dos horas para responder"),
        ("rules", {"release": "10"}, "al menos 30 minutos"),
        ("rules", {"reminders": "24h"}, "ya se pide confirmar"),
        ("rules", {"reminders": "pronto"}, "«pronto» no es un tiempo"),
        ("rules", {"reminders": "1h,2h,3h,4h,5h,6h"}, "hasta 5"),
        ("rules", {"hold_minutes": "9h"}, "a lo más 2h"),
        ("rules", {"waiting_hold_minutes": "1m"}, "al menos 5m"),
        ("rules", {"quiet_to": "20:30"}, "hay silencio"),
        ("rules", {"horizon_days": "0"}, "de 1 a 730"),
        ("services/peeling", {"questions": "1", "q0_text": "¿Cuál?", "q0_kind": "choice", "q0_choices": "uno"},
         "de dos a cuatro opciones"),
        ("services/peeling", {"questions": "1", "q0_text": "¿Cuál?", "q0_kind": "choice", "q0_choices": "a\nb",
                              "q0_flag": "c"}, "no es una de las opciones"),
        ("services/peeling", {"questions": "1", "q0_text": "x" * 301}, "hasta 300 letras"),
        ("services/peeling", {"questions": "1", "q0_text": "¿Cuántos?", "q0_kind": "number", "q0_flag_below": "x"},
         "«x» no sirve"),
        ("services/peeling", {"rules": "1", "capacity": "3", "where": "customer"}, "Así no se puede guardar"),
        ("recipients", {"name": "X", "channel": "gupshup", "address": "3005550199", "role": "reception",
                        "weekly": "on"}, "Las cifras son de quien ve todo"),
    ],
)  # fmt: skip
async def test_what_cannot_be_is_told(
    desk: Desk, path: str, fields: dict[str, str], told: str
) -> None:
    before = await exported(desk.front)
    usual = {"rules": RULES, "services/peeling": SERVICE}.get(path, {})
    async with logged_in(desk.front) as http:
        answer = await send(http, f"{AT}/{path}", **usual | fields)
        assert answer.status_code == 422
        assert told in answer.text
    assert await exported(desk.front) == before


async def test_how_it_speaks_and_who_gets_the_figures(desk: Desk) -> None:
    front = desk.front
    profile = {"name": "Aurora", "language": "es", "tone": "", "address": "", "emergency": ""}
    style = {
        "style": "1",
        "formality": "usted",
        "instructions": "Breve.\r\nSin jerga.",
    }
    async with logged_in(front) as http:
        told = (await send(http, f"{AT}/profile", **profile, **style)).text
        for words in ("De usted", "Usa emojis", "Sin jerga."):
            assert words in told, words
        await applied(http, f"{AT}/profile", **profile, **style)
        silent = await send(http, f"{AT}/profile", **profile)
        assert silent.headers["location"].endswith("same=1"), (
            "a page from before says nothing of it"
        )
        many = style | {"instructions": "\n".join(map(str, range(13)))}
        assert (await send(http, f"{AT}/profile", **profile, **many)).status_code == 422
        key = await first_recipient(http)
        told = (await send(http, f"{AT}/recipients/{key}", weekly="1")).text
        assert "Cifras los lunes" in told
        await applied(http, f"{AT}/recipients/{key}", weekly="1")
        assert "No enviar más las cifras" in (await http.get(f"{AT}/recipients")).text
    file = await file_of(front)
    assert (file.formality, file.emoji, file.instructions) == (
        "usted",
        False,
        ["Breve.", "Sin jerga."],
    )
    assert [one.weekly for one in file.escalation if one.key == key] == [True]


async def test_templates_of_a_connection_are_changed(desk: Desk) -> None:
    front, path = desk.front, f"{AT}/connections/gupshup/templates"

    async def settings() -> dict[str, object]:
        [one] = [one for one in (await file_of(front)).connections if one.key == "gupshup"]
        return dict(one.settings)

    before = await settings()
    others = {name: value for name, value in before.items() if not name.endswith("_template")}
    async with logged_in(front) as http:
        assert path in (await http.get(f"{AT}/connections/gupshup")).text
        written = {"answer.es": "id-es", "answer.pt": "id-pt", "reminder.es": "rem-es"}
        told = (await send(http, path, **written)).text
        for words in ("Gupshup: Respuesta del equipo", "id-pt", "rem-es"):
            assert words in told, words
        assert await settings() == before
        assert (await applied(http, path, **written)).headers["location"].endswith("done=1")
        assert await settings() == before | {
            "answer_template": {"es": "id-es", "pt": "id-pt"},
            "reminder_template": "rem-es",
        }
        assert (await send(http, path, **written)).headers["location"].endswith("same=1")
        page = (await http.get(path)).text
        assert 'value="id-pt"' in page
        await applied(http, path, **dict.fromkeys(written, ""))
        after = await settings()
        assert {"answer_template", "reminder_template"}.isdisjoint(after)
        assert {name: value for name, value in after.items() if name in others} == others
        assert "no es un identificador" in (await send(http, path, **{"answer.es": "a b"})).text
        assert (await http.get(f"{AT}/connections/web/templates")).status_code == 404
    assert parts(front) == ["templates", "templates"]


async def first_recipient(http: httpx.AsyncClient) -> str:
    page = (await http.get(f"{AT}/recipients")).text
    return str(re.findall(r'action="/console/business/recipients/([\w-]+)"', page)[0])
