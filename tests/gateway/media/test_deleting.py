"""`frontdesk media delete`: one customer's files, or the old ones, at once."""

from uuid import UUID

import pytest

from gateway.media.places import media_stores
from tests.front import Front
from tests.gateway.media import files
from tests.gateway.media.sending import rows, send, sender
from tests.gateway.media.test_links import media
from tests.gateway.media.test_retention import DAY, kept, said


async def test_one_customers_files_are_deleted_by_command(front: Front) -> None:
    for number, tenant in ((0, "aurora"), (0, "aurora"), (1, "aurora"), (0, "sorriso")):
        await send(sender(front, tenant, number), "audio", files.ogg())
    phone = f"+{sender(front).phone[:2]} {sender(front).phone[2:]}"
    asked = await media(front, "delete", "aurora", "--phone", phone)
    assert asked.exit_code == 1
    assert len(kept(front)) == 4
    done = await media(front, "delete", "aurora", "--phone", phone, "--yes")
    assert (done.exit_code, done.output) == (0, "2 files are deleted\n")
    assert [r["media"]["state"] for r in rows(front)] == ["deleted", "deleted", "stored", "stored"]
    again = await media(front, "delete", "aurora", "--phone", phone, "--yes")
    assert again.output == "0 files are deleted\n"
    await send(sender(front), "audio", files.ogg())
    for number, days in enumerate((0, 0, 4, 4, 2)):
        front.execute(
            "update chat_messages set created_at = now() - make_interval(days => %s) where id = %s",
            days,
            rows(front)[number]["id"],
        )
    aged = await media(front, "delete", "aurora", "--older-than", 3, "--yes")
    assert aged.output == "1 files are deleted\n"
    states = [r["media"]["state"] for r in rows(front)]
    assert states == ["deleted", "deleted", "deleted", "stored", "stored"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "say whose, or how old"),
        (["--phone", "ana"], "not a phone"),
        (["--older-than", "-1"], "greater than or equal to 0"),
    ],
)
async def test_a_mistyped_command_deletes_nothing(
    front: Front, arguments: list[str], words: str
) -> None:
    await send(sender(front), "audio", files.ogg())
    refused = await media(front, "delete", "aurora", *arguments, "--yes")
    assert refused.exit_code == 2
    assert words in refused.output
    assert len(kept(front)) == 1


async def test_a_file_in_a_project_that_is_not_configured(front: Front) -> None:
    await send(sender(front), "audio", files.ogg())
    row = rows(front)[0]
    front.execute(
        "update chat_messages set payload = jsonb_set(payload, '{media,store}', '\"supabase\"') "
        "where id = %s",
        UUID(str(row["id"])),
    )
    assert list(
        media_stores(front.container.settings, front.container.media._fetching._http, front.clock)
    ) == ["files"]
    for command in (
        ["link", "aurora", row["id"]],
        ["delete", "aurora", "--older-than", 0, "--yes"],
    ):
        refused = await media(front, *command)
        assert refused.exit_code == 1
        assert "Supabase, which is not configured" in refused.output
    front.clock.advance(91 * DAY)
    await front.container.maintenance.run_due()
    assert rows(front)[0]["media"]["state"] == "stored"
    assert (await said(front, 90))[0] == "warn"
