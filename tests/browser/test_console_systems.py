"""Other systems, calendars and questions before a visit in a real browser, on phone and desktop, without axe's findings."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect
from pydantic import SecretStr

from tests.browser.axe import clean, with_axe
from tests.browser.test_console import BOTH, NOW, opened
from tests.front import Front, open_front
from tests.gateway.console.conftest import desk_of
from tests.gateway.web.page_app import serve
from tests.providers.calendars import CalendarServer, calendar, event
from tests.providers.event_receiver import EventReceiver
from tests.scripted_model import ScriptedModel

BUSY = event("DTSTART:20261124T200000Z", "DURATION:PT1H", "SUMMARY:Dentista")


@dataclass
class Clinic:
    """A served clinic that keeps secrets; `url`: of the gateway."""

    front: Front
    url: str


@pytest.fixture
async def clinic(database_url: str, tmp_path: Path) -> AsyncIterator[Clinic]:
    about = {
        "frontdesk_secret_key": SecretStr("k" * 40),
        "events_allow_private": True,
    }
    async with open_front(database_url, tmp_path, NOW, ScriptedModel(), **about) as front:
        await desk_of(front)
        async with serve(front.app, lifespan="on") as url:
            yield Clinic(front, url)


@BOTH
async def test_a_system_is_added_told_of_some_events_and_sent_one_again(
    browser: Browser, clinic: Clinic, size: dict[str, int]
) -> None:
    front = clinic.front
    async with EventReceiver() as crm, opened(browser, clinic.url, size) as page:
        await with_axe(page)
        await page.goto(f"{clinic.url}/console/business/systems")
        await page.get_by_label("Nombre", exact=True).fill("Nuestro CRM")
        await page.get_by_label("Dirección (https)").fill(crm.hook)
        for kind in ("Tiempo bloqueado", "Bloqueo quitado"):
            await page.get_by_label(kind).uncheck()
        await page.get_by_role("button", name="Agregar un sistema").click()
        secret = page.locator("#secret")
        await expect(secret).to_have_value(re.compile("^whsec_"))
        crm.secret = await secret.input_value()
        await clean(page)
        await page.get_by_role("link", name="Nuestro CRM").click()
        await expect(page.get_by_label("Tiempo bloqueado")).not_to_be_checked()
        await page.get_by_role("button", name="Enviar una prueba").click()
        await expect(page.get_by_role("status")).to_contain_text("en camino")
        await front.work()
        assert crm.kinds == ["test"]
        front.execute("update event_deliveries set status = 'failed', error = 'refused'")
        await page.reload()
        await clean(page)
        await page.get_by_role("button", name=re.compile("Enviar otra vez.*Prueba")).click()
        await expect(page.get_by_role("status")).to_contain_text("1 aviso va otra vez")
        await front.work()
        assert crm.kinds == ["test", "test"]
        await page.get_by_label("Tiempo bloqueado").check()
        await page.get_by_role("button", name="Guardar qué recibe").click()
        await expect(page.get_by_role("status")).to_contain_text("Guardado")
    [row] = front.rows("select kinds from event_endpoints")
    assert "block.created" in row["kinds"]
    assert "block.removed" not in row["kinds"]


@BOTH
async def test_a_calendar_is_followed_and_the_agenda_given_an_address(
    browser: Browser, clinic: Clinic, size: dict[str, int]
) -> None:
    async with CalendarServer() as server, opened(browser, clinic.url, size) as page:
        server.files["/camila.ics"] = calendar(BUSY)
        await with_axe(page)
        await page.goto(f"{clinic.url}/console/agenda")
        await page.get_by_role("link", name="Calendarios").click()
        await page.locator("summary", has_text="Seguir otro calendario").click()
        await page.get_by_label("De quién").select_option(label="Camila Rojas")
        await page.get_by_label("Dirección del calendario").fill(f"{server.url}/no.ics")
        await page.get_by_role("button", name="Probar y seguir").click()
        await expect(page.get_by_role("alert")).to_contain_text("No se agregó")
        await page.get_by_label("Dirección del calendario").fill(f"{server.url}/camila.ics")
        await page.get_by_role("button", name="Probar y seguir").click()
        await expect(page.get_by_role("status")).to_contain_text("están al día")
        await expect(page.locator(".rows").first).to_contain_text("1 hora ocupada por venir")
        await page.get_by_role("button", name=re.compile("Crear dirección.*Camila Rojas")).click()
        feed = await page.get_by_role("textbox", name="La dirección, solo esta vez").input_value()
        await clean(page)
        path = feed[feed.index("/calendar/feeds/") :]
        assert (await page.request.get(clinic.url + path)).status == 200
        await page.get_by_label("Qué se ve de cada cliente").select_option(label="Nada")
        await page.get_by_role("button", name="Guardar").click()
        await expect(page.get_by_role("status")).to_contain_text("Guardado")
        await page.get_by_role("button", name=re.compile("Quitar.*Camila Rojas")).click()
        await expect(page.get_by_role("status")).to_contain_text("ya no sirve")
        assert (await page.request.get(clinic.url + path)).status == 404


@BOTH
async def test_questions_are_written_and_seen_before_they_are_asked(
    browser: Browser, clinic: Clinic, size: dict[str, int]
) -> None:
    async with opened(browser, clinic.url, size) as page:
        await with_axe(page)
        await page.goto(f"{clinic.url}/console/business/services/peeling")
        await page.get_by_role("button", name="Añadir una pregunta").click()
        first = page.locator(".question").nth(0)
        await first.get_by_label("Pregunta", exact=True).fill("¿Estás embarazada?")
        await first.get_by_label("Sí", exact=True).check()
        await expect(first.locator(".of-choice")).to_be_hidden()
        await page.get_by_role("button", name="Añadir una pregunta").click()
        await expect(first.get_by_label("Pregunta", exact=True)).to_have_value("¿Estás embarazada?")
        second = page.locator(".question").nth(1)
        await second.get_by_label("Pregunta", exact=True).fill("¿Cómo es tu piel?")
        await second.get_by_label("Cómo se responde").select_option(label="Una opción")
        await expect(second.locator(".of-yes_no")).to_be_hidden()
        await second.get_by_label("Opciones").fill("Seca\nGrasa")
        await clean(page)
        await page.get_by_role("button", name="Ver qué cambia").click()
        await expect(page.locator(".diff")).to_contain_text("avisa al equipo: Sí")
        await expect(page.locator(".diff")).to_contain_text("Una opción: Seca, Grasa")
        await clean(page)
        await page.get_by_role("button", name="Aplicar los cambios").click()
        await expect(page.locator(".outcome")).to_contain_text("Guardado")
    [row] = clinic.front.rows("select questions from services where key = 'peeling'")
    assert [
        (one["text"], one["kind"], one["flag"], one["choices"]) for one in row["questions"]
    ] == [
        ("¿Estás embarazada?", "yes_no", ["yes"], []),
        ("¿Cómo es tu piel?", "choice", [], ["Seca", "Grasa"]),
    ]


@BOTH
async def test_rooms_and_rules_are_changed(
    browser: Browser, clinic: Clinic, size: dict[str, int]
) -> None:
    async with opened(browser, clinic.url, size, java_script_enabled=False) as page:
        await page.goto(f"{clinic.url}/console/business/rules")
        await page.get_by_label("Recordar", exact=False).first.fill("90m")
        await page.get_by_label("Silencio desde").fill("20:00")
        await page.get_by_role("button", name="Ver qué cambia").click()
        await expect(page.locator(".diff")).to_contain_text("90m")
        await page.get_by_role("button", name="Aplicar los cambios").click()
        await expect(page.locator(".outcome")).to_contain_text("Guardado")
        await page.get_by_role("link", name="Salas y equipos").click()
        new = page.get_by_role("group", name="Añadir una sala o un equipo")
        await new.get_by_label("Nombre").fill("Cabina")
        await new.get_by_label("Cuántos hay").fill("2")
        await page.get_by_role("button", name="Ver qué cambia").click()
        await page.get_by_role("button", name="Aplicar los cambios").click()
        await expect(page.get_by_role("group", name="Cabina").get_by_label("Nombre")).to_have_value(
            "Cabina"
        )
