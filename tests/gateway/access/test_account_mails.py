"""The person of an account gets a letter about what changed there."""

from pydantic import SecretStr

from gateway.cli.staff import staff_app
from gateway.pipeline.account_mails import AccountMails
from tests.front import Front
from tests.gateway.access.conftest import command
from tests.gateway.access.logins import ANA, account, browser, log_in
from tests.providers.smtp import mail_server


async def test_of_each_change_there_is_one_letter(container: Front) -> None:
    letters: list[str] = []
    await account(container)
    async with browser(container) as http:
        await log_in(http)
    await command(container, staff_app, "role", "aurora", ANA, "owner")
    async with mail_server(letters) as port:
        given = {
            "smtp_url": SecretStr(f"smtp://127.0.0.1:{port}"),
            "operator_email": "o@example.com",
        }
        settings = container.container.settings.model_copy(update=given)
        mails = AccountMails(container.container.database, settings)
        await mails.round()
        await mails.round()
    (letter,) = letters
    assert f"To: {ANA}" in letter
    events = container.rows("select kind from staff_events where mailed_at is not null order by at")
    assert {"signed_in_new", "roles_changed"} <= {row["kind"] for row in events}


async def test_without_a_server_nothing_waits(container: Front) -> None:
    await account(container)
    await AccountMails(container.container.database, container.container.settings).round()
    assert container.rows("select 1 from staff_events where mailed_at is not null") == []
