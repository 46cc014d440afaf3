"""The console's page of calendars and the command: who may have which, and no secret is shown twice."""

import re
from pathlib import Path

import httpx
import pytest

from gateway.cli.calendars import calendars_app
from gateway.organizations import commands
from gateway.organizations.document_types import OrganizationDocument
from gateway.organizations.loading import load
from gateway.organizations.source import InvalidFile
from gateway.organizations.writing import to_yaml
from tests.command_line import Deployment, command
from tests.databases import DEMO, SECRETS
from tests.gateway.calendars.conftest import Elsewhere
from tests.gateway.console.agenda_desk import AT, CAMILA
from tests.gateway.console.conftest import ANA, BETO
from tests.gateway.console.test_console_routes import logged_in, send
from tests.providers.calendars import calendar, event, page

PAGE = "/console/agenda/calendars"
BUSY = event("DTSTART:20261124T200000Z", "DURATION:PT1H", "SUMMARY:Dentista")
_ADDRESS = re.compile(r"/calendar/feeds/[\w-]{43}\.ics")


async def add(http: httpx.AsyncClient, elsewhere: Elsewhere, member: str, path: str) -> int:
    answer = await send(
        http,
        f"{PAGE}/add",
        subject=str(elsewhere.agenda.id("members", member)),
        address=elsewhere.server.url + path,
        kind="ics",
    )
    return answer.status_code


async def test_a_professional_has_their_own_calendars_and_nobody_elses(
    elsewhere: Elsewhere,
) -> None:
    agenda = elsewhere.agenda
    elsewhere.server.files["/secreto-1.ics"] = calendar(BUSY)
    camila, laura = (str(agenda.id("members", key)) for key in ("camila", "laura"))
    async with logged_in(agenda.front, CAMILA) as http:
        assert await add(http, elsewhere, "laura", "/secreto-1.ics") == 404
        assert await add(http, elsewhere, "camila", "/secreto-1.ics") == 303
        shown = (await http.get(PAGE)).text
        assert "Camila" in shown
        assert "Laura" not in shown
        assert "secreto-1" not in shown, "what opens a calendar is shown to nobody"
        for whose, status in ((laura, 404), ("business", 404), ("x", 404), (camila, 200)):
            made = await send(http, f"{PAGE}/feed", whose=whose)
            assert made.status_code == status, whose
        [path] = _ADDRESS.findall(made.text)
        assert (await agenda.front.http.get(path)).status_code == 200
        assert path not in (await http.get(PAGE)).text, "it is shown once"
        assert (await send(http, f"{PAGE}/names", shown="none")).status_code == 404
    assert elsewhere.taken() == ["24 20:00-21:00"]
    async with logged_in(agenda.front, BETO) as http:
        whole = await send(http, f"{PAGE}/feed", whose="business")
        [everybody] = _ADDRESS.findall(whole.text)
        assert (await send(http, f"{PAGE}/feed/revoke", whose=camila)).status_code == 303
        assert (await send(http, f"{PAGE}/names", shown="none")).status_code == 303
    assert (await agenda.front.http.get(path)).status_code == 404
    assert (await agenda.front.http.get(everybody)).status_code == 200
    logged = {row["action"] for row in agenda.front.rows("select action from staff_actions")}
    assert logged >= {"calendar_added", "feed_made", "feed_revoked", "feed_names"}


async def test_a_wrong_address_is_told_at_once_and_adds_nothing(elsewhere: Elsewhere) -> None:
    elsewhere.server.files["/page"] = b"<html>Inicia sesi\xc3\xb3n</html>"
    async with logged_in(elsewhere.agenda.front, ANA) as http:
        for address, why in (
            ("ftp://example.com/x", "no es una dirección"),
            ("nothing", "no es una dirección"),
            (f"{elsewhere.server.url}/page", "no es un calendario"),
            (f"{elsewhere.server.url}/nothing", "ya no hay un calendario"),
        ):
            answer = await send(
                http,
                f"{PAGE}/add",
                subject=str(elsewhere.agenda.id("members", "camila")),
                address=address,
            )
            assert answer.status_code == 422
            assert why in answer.text, address
    assert elsewhere.agenda.front.rows("select * from busy_calendars") == []


async def test_conflicts_and_trouble_are_seen_and_a_calendar_goes_with_its_times(
    elsewhere: Elsewhere,
) -> None:
    agenda = elsewhere.agenda
    booked = await agenda.booked("limpieza-facial", "camila", AT)
    elsewhere.server.files["/camila.ics"] = calendar(BUSY)
    which = await elsewhere.add()
    await elsewhere.follow(which)
    async with logged_in(agenda.front, ANA) as http:
        shown = (await http.get(PAGE)).text
        assert "1 cita choca con otro calendario" in shown
        assert f"/console/agenda/appointments/{booked}" in shown
        day = (await http.get(f"/console/agenda?day={AT.date()}")).text
        assert "Choca con otro calendario" in day
        elsewhere.server.answer = page(b"", "500 Internal Server Error")
        read = await send(http, f"{PAGE}/{which}/read")
        assert read.headers["location"].endswith("state=failed")
        shown = (await http.get(PAGE)).text
        assert "responde con un error" in shown
        assert "Leído a las 10:00" in shown, "how old it is stands there"
        assert (await send(http, f"{PAGE}/{which}/remove")).status_code == 303
        assert (await send(http, f"{PAGE}/{which}/remove")).status_code == 404
    assert elsewhere.taken() == []
    assert elsewhere.conflicts() == []


async def test_the_command_makes_feeds_and_reads_calendars(elsewhere: Elsewhere) -> None:
    front = elsewhere.agenda.front
    deployment = Deployment(front.url, front.container.settings, front.clock)
    made = await command(deployment, calendars_app, "feed", "aurora", "--member", "camila")
    [path] = _ADDRESS.findall(made.output)
    assert (await front.http.get(path)).status_code == 200
    listed = await command(deployment, calendars_app, "feeds", "aurora")
    assert listed.output.startswith("camila\tmade 2026-11-20 15:00 UTC\tlast read 2026-11-20 15:00")
    revoked = await command(deployment, calendars_app, "revoke", "aurora", "--member", "camila")
    assert revoked.exit_code == 0
    assert (await front.http.get(path)).status_code == 404
    nobody = await command(deployment, calendars_app, "feed", "aurora", "--member", "nadie")
    assert nobody.exit_code == 1
    elsewhere.server.files["/camila.ics"] = calendar(BUSY)
    await elsewhere.add("/moved.ics")
    failed = await command(deployment, calendars_app, "read", "aurora", "camila-calendar")
    assert failed.exit_code == 1
    address = f"{elsewhere.server.url}/camila.ics\n"
    kept = await command(
        deployment, calendars_app, "secret", "aurora", "camila-calendar", typed=address
    )
    assert kept.exit_code == 0
    read = await command(deployment, calendars_app, "read", "aurora", "camila-calendar")
    assert "added 1" in read.output
    line = (await command(deployment, calendars_app, "list", "aurora")).output
    assert "kept encrypted\tread 0 minutes ago\t1 times ahead" in line
    assert "camila.ics" not in line


FILE = """
calendars:
  shown: initials
  busy:
    - key: camila-google
      member: camila
      url_env: AURORA_CAMILA_ICS
    - key: festivos
      member: laura
      url: https://www.example.com/ical/festivos.ics
      every_minutes: 720
    - key: cabina
      kind: caldav
      resource: cabina
      username: recepcion
      password_env: AURORA_CABINA_PASSWORD
"""


async def test_the_file_says_them_and_the_export_says_them_back(
    elsewhere: Elsewhere, tmp_path: Path
) -> None:
    front = elsewhere.agenda.front
    written = (DEMO / "aurora.yaml").read_text(encoding="utf-8")
    resource = front.rows(
        "select r.key from resources r join organizations o on o.id = r.organization_id "
        "where o.slug = 'aurora' limit 1"
    )[0]["key"]
    file = tmp_path / "aurora.yaml"
    file.write_text(written + FILE.replace("resource: cabina", f"resource: {resource}"))
    document = await _applied(elsewhere, file)
    assert document["calendars"]["shown"] == "initials"
    assert [one["key"] for one in document["calendars"]["busy"]] == [
        "cabina",
        "camila-google",
        "festivos",
    ]
    again = tmp_path / "again.yaml"
    again.write_text(to_yaml(document), encoding="utf-8")
    assert "AURORA_CAMILA_ICS" in again.read_text(encoding="utf-8")
    assert await _applied(elsewhere, again) == document
    kept = await elsewhere.add()
    await _applied(elsewhere, file)
    assert kept not in {row["id"] for row in front.rows("select id from busy_calendars")}
    file.write_text(written)
    none = (await _applied(elsewhere, file))["calendars"]
    assert (none["shown"], none["busy"]) == ("first_name", [])


async def _applied(elsewhere: Elsewhere, file: Path) -> OrganizationDocument:
    front = elsewhere.agenda.front
    database = front.container.database
    plan = await commands.plan(database, load(file), SECRETS.get)
    await commands.apply(database, plan)
    assert (await commands.plan(database, load(file), SECRETS.get)).changes == []
    return await commands.show(database, "aurora")


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("member: camila\n      resource: x", "`member` or `resource`"),
        ("member: nadie", "there is no member `nadie`"),
        ("member: camila\n      url_env: A_B\n      url: https://example.com/x.ics", "keep one"),
        (
            "member: camila\n      url: https://calendar.google.com/ical/c/"
            "private-0a1b2c3d4e5f60718293a4b5c6d7e8f9/basic.ics",
            "looks like a secret",
        ),
        ("member: camila\n      url: https://ana:x@example.com/x.ics", "without a password"),
        ("member: camila\n      every_minutes: 1", "every_minutes"),
    ],
)
def test_a_file_that_says_them_wrong_is_told_where(tmp_path: Path, lines: str, why: str) -> None:
    file = tmp_path / "aurora.yaml"
    written = (DEMO / "aurora.yaml").read_text(encoding="utf-8")
    file.write_text(f"{written}\ncalendars:\n  busy:\n    - key: a\n      {lines}\n")
    with pytest.raises(InvalidFile, match=re.escape(why)):
        load(file)
