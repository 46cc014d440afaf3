"""`frontdesk people`: export, erase and the open cases, as an operator types them."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import Result

from gateway.cli.people import people_app
from tests.command_line import Deployment, command
from tests.front import Customer, Front
from tests.gateway.media import files
from tests.gateway.media.sending import send, sender


async def people(front: Front, *words: object, typed: str = "") -> Result:
    deployment = Deployment(front.url, front.container.settings, front.clock)
    return await command(deployment, people_app, *words, "--organization", "aurora", typed=typed)


async def booked(front: Front) -> Customer:
    ana = front.customer()
    for words in ("Hola, cejas el lunes a las 10", "sí", "Ana Pérez", "no"):
        await ana.say(words)
    await ana.say("soy alérgica al látex, anótalo por favor")
    return ana


async def test_everything_is_exported(front: Front) -> None:
    ana = await booked(front)
    done = await people(front, "export", "--phone", f"+{ana.phone}")
    assert done.exit_code == 0, done.output
    export = json.loads(done.output)
    assert export["organization"] == "aurora"
    rows = export["rows"]
    assert [row["name"] for row in rows["contacts"]] == ["Ana Pérez"]
    assert "soy alérgica al látex, anótalo por favor" in [r["body"] for r in rows["chat_messages"]]
    for table in ("appointments", "appointment_events", "chat_identities", "chat_addresses", "turns",
                  "contact_notes", "contact_authorizations", "escalations", "notifications"):  # fmt: skip
        assert rows.get(table), table


async def test_files_come_as_a_zip(front: Front, tmp_path: Path) -> None:
    ana = sender(front)
    await send(ana, "audio", files.ogg())
    path = tmp_path / "ana.zip"
    done = await people(front, "export", "--id", ana.chat["id"], "--output", path)
    assert done.exit_code == 0, done.output
    assert path.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        [data, file] = archive.namelist()
        assert json.loads(archive.read(data))["files"] == [file]
        assert archive.read(file) == files.ogg()


async def test_what_goes_is_shown_and_asked(front: Front) -> None:
    ana = front.customer()
    await ana.say("hola")
    shown = await people(front, "erase", "--address", ana.phone, typed="n\n")
    assert shown.exit_code == 1
    assert f"Ana +{ana.phone}" in shown.output
    assert "chat_messages" in shown.output
    assert front.rows("select count(*) as n from chat_messages")[0]["n"] > 0
    done = await people(front, "erase", "--address", ana.phone, typed="y\n")
    assert done.exit_code == 0, done.output
    assert "backups" in done.output
    assert front.rows("select count(*) as n from chat_messages") == [{"n": 0}]
    again = await people(front, "erase", "--phone", ana.phone, "--yes")
    assert (again.exit_code, "no such customer" in again.output) == (1, True)


async def test_appointments_that_are_ahead(front: Front) -> None:
    """Nobody's visit disappears unseen: it is refused, or cancelled and told."""
    ana = await booked(front)
    refused = await people(front, "erase", "--phone", ana.phone, "--yes")
    assert refused.exit_code == 1
    assert "2026-11-23 10:00" in refused.output
    assert len(front.appointments()) == 1
    await front.work()
    before = len(front.gupshup.sent)
    done = await people(front, "erase", "--phone", ana.phone, "--yes", "--cancel-appointments")
    assert done.exit_code == 0, done.output
    assert front.appointments() == []
    await front.work()
    [notice] = front.gupshup.sent[before:]
    assert "2026-11-23 10:00" in str(notice.content)
    assert "Ana" not in str(notice.content)
    [row] = front.rows("select status, attendee_name from appointments")
    assert row == {"status": "cancelled", "attendee_name": None}


async def test_the_erasure_ends_the_case(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, quiero que borren mis datos por favor")
    listed = await people(front, "cases")
    [line] = listed.output.strip().split("\n")
    assert line.startswith(
        "due 2026-12-11\tprivacy (erase)\tsince 2026-11-20 10:00\tAna +573005550101"
    )
    assert (await people(front, "erase", "--phone", ana.phone, "--yes")).exit_code == 0
    assert (await people(front, "cases")).output == "there is no open case\n"
    [row] = front.rows("select due_on::text as due, asked_at is not null as asked from erasures")
    assert row == {"due": "2026-12-11", "asked": True}


async def test_a_case_is_closed_by_hand(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, me cobraron doble la depilación")
    [line] = (await people(front, "cases")).output.strip().split("\n")
    assert line.startswith("no term\tmoney\t")
    case = line.rpartition("\t")[2]
    assert (await people(front, "cases", "--close", case)).output == "there is no open case\n"
    assert (await people(front, "cases", "--close", case)).exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("export",), "one of them"),
        (("erase", "--phone", "ana"), "not a phone"),
        (("erase", "--phone", "573005550101", "--address", "x"), "one of them"),
    ],
)
async def test_mistyped(front: Front, arguments: tuple[str, ...], words: str) -> None:
    done = await people(front, *arguments)
    assert (done.exit_code, words in done.output) == (2, True), done.output
