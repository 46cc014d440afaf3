"""A plan is shown before anything changes, and a yes to it does all of it or nothing."""

from datetime import datetime
from uuid import UUID, uuid4

import pytest

from gateway.staff_plans.endings import PlanEndings
from tests.gateway.console.agenda_desk import AT
from tests.gateway.staff_plans.conftest import Phone

SICK = "Camila está enferma el martes"


async def ended(phone: Phone) -> str:
    """What its owner is told of a plan's end, if it has ended."""
    await PlanEndings(phone.front.container.database).round()
    return await phone.caro.listen()


def plan_of(phone: Phone) -> UUID:
    [row] = phone.front.rows("select id from staff_plans order by shown_at desc, id limit 1")
    found: UUID = row["id"]
    return found


async def press(phone: Phone, act: str, what: object, tenant: str = "aurora") -> str:
    """A button with this behind it, whoever made it up."""
    payload = phone.caro._payload("button", "Sí, hazlo", f"staff:{act}:{what}")
    await phone.front.post("gupshup", tenant, payload)
    return await phone.caro.listen()


async def test_who_is_concerned_is_shown_and_a_yes_does_it(phone: Phone) -> None:
    before = phone.counts()
    shown = await phone.caro.say(SICK)
    assert shown == (
        "Esto haría: bloquear la agenda de Camila Rojas, martes 24 de noviembre, todo el día.\n"
        "Citas ahí: 2\n"
        "• 3:00 p. m.: Marta, Limpieza facial → "
        "le ofrezco martes 24 de noviembre, 2:30 p. m. con Laura Méndez\n"
        "• 5:00 p. m.: Rosa Gil, Limpieza facial → no tiene chat\n"
        "Cada cita sigue en pie hasta que el cliente acepte otra hora.\n"
        "No he cambiado nada. ¿Lo hago? (vale 10 minutos)"
    )
    assert phone.counts() == before
    done = await phone.caro.tap("Sí, hazlo")
    assert done.startswith("Hecho: la agenda de Camila Rojas queda bloqueada, martes 24")
    assert "Marta, le ofrecí martes 24 de noviembre, 2:30 p. m. con Laura Méndez" in done
    assert "se la guardo hasta las 10:30 a. m." in done
    [block] = phone.blocks()
    assert (block["key"], block["who"], block["account_id"]) == ("camila", "coordinator", None)
    assert phone.actions() == [
        ("coordinator", action) for action in ("planned", "blocked", "offered")
    ]
    assert phone.front.rows("select 1 from staff_messages where body <> ''") == []
    assert "✅" in await phone.marta.say("sí")
    [offer] = phone.front.rows("select starts_at from slot_offers where turn_id is null")
    assert offer["starts_at"] == AT.replace(hour=14, minute=30)
    result = await ended(phone)
    assert result == (
        "Así va: Camila Rojas, martes 24 de noviembre, todo el día\n"
        "• Marta, Limpieza facial: se movió al martes 24 de noviembre, 2:30 p. m. con Laura Méndez\n"
        "• Rosa Gil, Limpieza facial: sin ofrecerle otra hora; "
        "su cita del martes 24 de noviembre, 5:00 p. m. sigue. Habla con Rosa Gil"
    )
    assert await ended(phone) == "", "once"


@pytest.mark.parametrize("refusal", ["tap", "no"])
async def test_who_refuses_and_who_does_not_answer_is_told_apart(
    phone: Phone, refusal: str
) -> None:
    pedro = phone.front.customer("573005550166", name="Pedro")
    await pedro.say("hola")
    await phone.book(AT.replace(hour=10), name="Pedro", phone=pedro.phone)
    await phone.caro.say(SICK)
    await phone.caro.say("sí")
    assert await ended(phone) == "", "two may still answer"
    if refusal == "tap":
        question = phone.marta._received()[-1]
        assert "no podemos atenderte el martes 24 de noviembre, 3:00 p. m." in question.text
        phone.marta.options = question.options
        await phone.marta.tap("dejarla")
    else:
        await phone.marta.say(refusal)
    assert await ended(phone) == "", "one may still answer"
    asked = await phone.caro.say("resultado")
    assert "• Marta, Limpieza facial: no aceptó martes 24 de noviembre, 2:30 p. m." in asked
    assert "• Pedro, Limpieza facial: todavía no contesta" in asked
    await phone.front.pass_time(31 * 60)
    told = await ended(phone)
    assert "Pedro, Limpieza facial: no contestó" in told
    assert "Marta, Limpieza facial: no aceptó" in told


async def test_a_no_changes_nothing(phone: Phone) -> None:
    before = phone.counts()
    await phone.caro.say(SICK)
    assert await phone.caro.tap("No") == "Listo, no cambié nada."
    assert await press(phone, "plan_yes", plan_of(phone)) == "Ese plan ya no vale; no hice nada."
    await phone.caro.say(SICK)
    assert await phone.caro.say("cancela") == "Listo, no cambié nada."
    assert "No tengo ningún plan esperando tu sí" in await phone.caro.say("sí")
    assert phone.counts() == before


async def test_only_a_yes_to_what_was_shown_last_counts_in_words(phone: Phone) -> None:
    before = phone.counts()
    await phone.caro.say(SICK)
    first = plan_of(phone)
    assert "No lo leí como un sí" in await phone.caro.say("sí, pero a Marta no la muevas")
    assert "No tengo ningún plan" in await phone.caro.say("sí")
    await phone.caro.say("bloquea a Laura el martes de 3 a 5")
    assert "ya no vale" in await press(phone, "plan_yes", first)
    assert phone.counts() == before


async def test_a_quoted_plan_can_be_answered(phone: Phone) -> None:
    await phone.caro.say(SICK)
    [shown] = [s for s in phone.front.gupshup.sent if s.text.startswith("Esto haría")]
    await phone.caro.say("agenda de hoy")
    await phone.caro.write("dale", reply_to=shown.id)
    assert (await phone.caro.listen()).startswith("Hecho")
    assert len(phone.blocks()) == 1


async def test_an_agenda_that_changed_is_shown_anew(phone: Phone) -> None:
    await phone.caro.say(SICK)
    await phone.book(AT.replace(hour=10), name="Nueva Cliente")
    before = phone.counts()
    anew = await phone.caro.tap("Sí, hazlo")
    assert anew.startswith("La agenda cambió desde que te lo mostré, así que no hice nada.")
    assert "Nueva Cliente" in anew
    assert phone.counts() == before
    assert (await phone.caro.tap("Sí, hazlo")).startswith("Hecho")


async def test_a_time_that_was_taken_meanwhile_is_shown_anew(phone: Phone) -> None:
    await phone.caro.say(SICK)
    await phone.book(AT.replace(hour=14, minute=30), "laura", name="Alguien Más")
    anew = await phone.caro.say("sí")
    assert anew.startswith("La agenda cambió")
    assert "2:30 p. m. con Laura" not in anew
    assert phone.blocks() == []


async def test_a_plan_expires(phone: Phone) -> None:
    await phone.caro.say(SICK)
    await phone.front.pass_time(11 * 60)
    before = phone.counts()
    assert "ya venció y no hice nada" in await phone.caro.tap("Sí, hazlo")
    assert phone.counts() == before


async def test_two_yeses_do_it_once(phone: Phone) -> None:
    await phone.caro.say(SICK)
    await phone.caro.tap("Sí, hazlo")
    before = phone.counts()
    assert (await press(phone, "plan_yes", plan_of(phone))).startswith("Así va: Camila Rojas")
    assert phone.counts() == before


async def test_whoever_cannot_be_written_to_is_said(phone: Phone) -> None:
    await phone.front.pass_time(25 * 3600)
    shown = await phone.caro.say(SICK)
    assert "Marta, Limpieza facial → escribió hace más de 24 horas" in shown
    assert f"llama al +{phone.marta.phone}" in shown
    assert "le ofrecí" not in await phone.caro.say("sí")
    assert phone.front.rows("select 1 from slot_offers where turn_id is null") == []


async def test_all_of_it_or_nothing(phone: Phone) -> None:
    """Without the question to one who is concerned nothing is done."""
    await phone.caro.say(SICK)
    before = phone.counts()
    [row] = phone.front.rows("select id, recipient_id, organization_id from staff_plans")
    answer = await phone.front.container.database.call(
        "staff_plan_do",
        organization=row["organization_id"],
        recipient=row["recipient_id"],
        plan=row["id"],
        closed=[],
        tokens={str(uuid4()): "x"},
        replies={},
    )
    assert answer == {"status": "changed"}
    assert phone.counts() == before


async def test_a_block_is_taken_away_with_a_diff(phone: Phone) -> None:
    await phone.caro.say(SICK)
    await phone.caro.say("sí")
    shown = await phone.caro.say("vuelve Camila")
    assert shown == (
        "Esto haría: quitar este bloqueo.\n"
        "• Camila Rojas, martes 24 de noviembre, todo el día (lo puso Coordinadora)\n"
        "Ese tiempo se podrá agendar otra vez. "
        "A quien ya se le ofreció otra hora, se le respeta mientras contesta.\n"
        "No he cambiado nada. ¿Lo hago? (vale 10 minutos)"
    )
    assert len(phone.blocks()) == 1
    assert (await phone.caro.tap("Sí, hazlo")).startswith("Hecho: quité el bloqueo")
    assert phone.blocks() == []
    assert phone.actions()[-1] == ("coordinator", "unblocked")
    assert "No hay ningún bloqueo" in await phone.caro.say("quita el bloqueo")
    assert "ya se quitó" in await phone.caro.say("resultado")


async def test_of_several_blocks_one_is_chosen(phone: Phone) -> None:
    for words in (SICK, "bloquea a Laura el miércoles de 3 a 5"):
        await phone.caro.say(words)
        await phone.caro.say("sí")
    assert await phone.caro.say("quita el bloqueo") == "¿Cuál quito?"
    shown = await phone.caro.tap("Laura, miércoles 25 de n")
    assert "• Laura Méndez, miércoles 25 de noviembre, de 3:00 p. m. a 5:00 p. m." in shown
    await phone.caro.say("sí")
    assert [block["key"] for block in phone.blocks()] == ["camila"]


async def test_a_day_and_a_name_that_may_be_several_are_asked_for(phone: Phone) -> None:
    phone.front.execute("update members set name = 'Camila Paz' where key = 'paula'")
    assert await phone.caro.say("Camila no viene el martes") == "¿La agenda de quién?"
    assert "Camila Paz, martes 24" in await phone.caro.tap("Camila Paz")
    assert "Camila Rojas, martes" in await phone.caro.say("Camila Rojas no viene el martes")
    assert await phone.caro.say("bloquea el martes de 3 a 5") == "¿La agenda de quién?"
    assert await phone.caro.say("cierra el viernes por la tarde") == "¿Qué día?"
    shown = await phone.caro.tap("viernes 27 de noviembre,")
    assert "la agenda de todo el equipo, viernes 27 de noviembre, desde las 12:00 p. m." in shown
    await phone.caro.say("sí")
    assert len(phone.blocks()) == 4
    assert all(
        block["starts_at"] == datetime.fromisoformat("2026-11-27T12:00-05:00")
        for block in phone.blocks()
    )


async def test_no_other_business_can_say_yes(phone: Phone) -> None:
    await phone.caro.say(SICK)
    plan = plan_of(phone)
    rui = phone.front.customer("5511900000001", tenant="sorriso", name="Rui")
    payload = rui._payload("button", "Sim", f"staff:plan_yes:{plan}")
    await phone.front.post("gupshup", "sorriso", payload)
    assert await rui.listen() == "Esse plano não vale mais; não fiz nada."
    made_up = rui._payload("button", "x", "staff:plan_wish:camila/2026-11-24/00:00/23:59")
    await phone.front.post("gupshup", "sorriso", made_up)
    assert "não vale mais" in await rui.listen()
    stranger = phone.front.customer("573005550188", name="Otra")
    await phone.front.post(
        "gupshup", "aurora", stranger._payload("button", "Sí", f"staff:plan_yes:{plan}")
    )
    await phone.front.settle()
    assert phone.blocks() == []


async def test_in_the_other_languages(phone: Phone) -> None:
    for language, words, yes, done in (
        ("pt", "a Camila está doente na terça", "Sim, pode fazer", "Feito: a agenda de Camila"),
        ("en", "Laura is off on Tuesday", "Yes, do it", "Done: the agenda of Laura Méndez"),
    ):
        phone.front.execute(
            "update organizations set language = %s where slug = 'aurora'", language
        )
        await phone.caro.say(words)
        assert (await phone.caro.tap(yes)).startswith(done)
    assert [block["key"] for block in phone.blocks()] == ["camila", "laura"]
