"""The line for a business's own site, and what `frontdesk check` says of its sites."""

from agent.settings import Settings
from gateway.checks import Finding
from gateway.checks.stored import open_stored
from gateway.checks.widget import check_widget
from gateway.cli.org import org_app
from tests.command_line import Deployment, command
from tests.databases import SECRETS
from tests.front import Front

TOKEN = SECRETS["AURORA_WEB_TOKEN"]


def deployment(front: Front, **settings: str) -> Deployment:
    given = {"public_url": "https://desk.example", **settings}
    return Deployment(front.url, Settings.model_validate(given), front.clock)


def allow(front: Front, *origins: str) -> None:
    front.execute(
        "update platform_connections set settings = jsonb_build_object('origins', %s::text[])"
        " where channel = 'web' and key = 'web'",
        list(origins),
    )


async def test_the_line_is_ready_to_paste(plain: Front) -> None:
    allow(plain, "https://clinic.example")
    printed = (await command(deployment(plain), org_app, "widget", "aurora")).output
    address = "https://desk.example"
    assert printed.splitlines() == [
        f'<script src="{address}/widget/{TOKEN}.js" async referrerpolicy="origin"></script>',
        "  on          https://clinic.example",
        f"  its policy  script-src {address}; frame-src {address} (if it has one)",
    ]


async def test_without_sites_it_says_where_they_stand(plain: Front) -> None:
    allow(plain)
    printed = (await command(deployment(plain), org_app, "widget", "aurora")).output
    assert "settings: {origins: [https://…]}" in printed


async def test_without_its_token_it_names_the_variable(plain: Front) -> None:
    plain.execute("update platform_connections set token_env = 'AURORA_NEW_TOKEN'")
    printed = (await command(deployment(plain), org_app, "widget", "aurora")).output
    assert printed == "web: AURORA_NEW_TOKEN is not set\n"


async def test_without_a_page_there_is_no_line(plain: Front) -> None:
    plain.execute("delete from platform_connections where channel = 'web'")
    result = await command(deployment(plain), org_app, "widget", "aurora")
    assert (result.exit_code, result.stdout) == (1, "")


async def finding(front: Front, **settings: str) -> Finding:
    read = deployment(front, database_url=front.url, **settings).settings
    async with open_stored(read) as stored:
        assert stored is not None
        [line] = await check_widget(read, stored)
    return line


async def test_the_check_names_the_sites(plain: Front) -> None:
    allow(plain, "https://clinic.example")
    line = await finding(plain)
    assert line.state == "ok"
    assert "aurora: https://clinic.example" in line.text
    assert "frontdesk org widget" in line.text


async def test_an_address_that_their_pages_cannot_load_is_bad(plain: Front) -> None:
    allow(plain, "https://clinic.example")
    line = await finding(plain, public_url="http://desk.example")
    assert line.state == "bad"
    allow(plain, "http://localhost:5500")
    assert (await finding(plain, public_url="http://desk.example")).state == "ok"


async def test_no_sites_are_no_fault(plain: Front) -> None:
    allow(plain)
    line = await finding(plain)
    assert (line.state, line.text) == ("off", "no site may show one")
    assert "origins" in line.do
