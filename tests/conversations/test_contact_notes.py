"""What customers ask to have noted: kept in their words, confirmed, told to staff, erasable."""

import pytest

from tests.front import Front

NOTES = "select n.body, c.name from contact_notes n join contacts c on c.id = n.contact_id"


@pytest.mark.parametrize(
    ("tenant", "booking", "note", "confirmed"),
    [
        (
            "aurora",
            ("Hola, cejas el lunes a las 10", "sí", "Ana Pérez", "no"),
            "soy alérgica al látex, anótalo por favor",
            "notad",
        ),
        (
            "sorriso",
            ("Oi, limpeza na terça às 15h", "sim", "Bia Lima", "não"),
            "anota aí por favor que sou alérgica a látex",
            "notad",
        ),
        (
            "aurora",
            ("Hi, eyebrows on Monday at 10 am", "yes", "Kate Lee", "no"),
            "please make a note that I am allergic to latex",
            "ote",
        ),
    ],
    ids=["es", "pt", "en"],
)
async def test_a_note_is_kept(
    front: Front, tenant: str, booking: tuple[str, ...], note: str, confirmed: str
) -> None:
    ana = front.customer(tenant=tenant)
    for words in booking:
        await ana.say(words)
    answer = await ana.say(note)
    assert confirmed in answer
    assert front.rows(NOTES) == [{"body": note, "name": booking[2]}]
    told = front.rows("select body from notifications")
    assert any("látex" in row["body"] or "latex" in row["body"] for row in told)


async def test_staff_read_and_erase_it(front: Front) -> None:
    ana = front.customer()
    for words in ("Hola, cejas el lunes a las 10", "sí", "Ana Pérez", "no"):
        await ana.say(words)
    await ana.say("soy alérgica al látex, anótalo por favor")
    [row] = front.rows("select id, organization_id from appointments")
    call = front.container.database.call
    about = {"organization": row["organization_id"], "appointment": row["id"]}
    story = await call("appointment_events_list", **about)
    assert [note["text"] for note in story["notes"]] == ["soy alérgica al látex, anótalo por favor"]
    assert await call("notes_erase", **about) == 1
    assert front.rows(NOTES) == []
