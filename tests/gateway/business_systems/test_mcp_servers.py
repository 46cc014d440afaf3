"""An MCP server of a business's own is asked within limits, and cannot lead the gateway anywhere."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest

from agent.clock import FixedClock
from agent.data.postgres import PostgresDatabase
from agent.errors import BusinessSystemError
from agent.records.organizations import BusinessServer
from agent.settings import Settings
from gateway.access.environment import TenantEnvironment
from gateway.business_systems.servers import McpServers
from tests.databases import NOW
from tests.protocols.mcp_server import McpShop

ORGANIZATION = uuid4()


def servers(clock: FixedClock | None = None, **options: Any) -> McpServers:
    nowhere = TenantEnvironment(PostgresDatabase("postgresql://127.0.0.1:1/x"), Settings())
    return McpServers(nowhere, clock or FixedClock(NOW), **{"allow_private": True, **options})


async def ask(asking: McpServers, url: str) -> str:
    return await asking.ask(
        ORGANIZATION, BusinessServer(key="shop", url=url), "check_stock", {"product": "crema"}
    )


async def refused(asking: McpServers, url: str) -> str:
    with pytest.raises(BusinessSystemError) as error:
        await ask(asking, url)
    return error.value.reason


async def test_it_is_asked_and_answers() -> None:
    async with McpShop() as shop:
        assert await ask(servers(), shop.url) == "42 en bodega"
        assert shop.calls == [("check_stock", {"product": "crema"})]


async def test_ten_megabytes_are_not_taken() -> None:
    async with McpShop(answer="a" * 10_000_000) as shop:
        assert await refused(servers(), shop.url) == "too_large"


async def test_one_that_hangs_is_given_up_and_then_left_alone() -> None:
    clock = FixedClock(NOW)
    asking = servers(clock, seconds=0.3)
    async with McpShop(hangs=True) as shop:
        assert [await refused(asking, shop.url) for _ in range(3)] == ["slow", "slow", "resting"]
        assert len(shop.calls) == 2
        shop.hangs = False
        clock.advance(61)
        assert await ask(asking, shop.url) == "42 en bodega"


async def test_a_redirect_leads_nowhere() -> None:
    async with McpShop() as other, McpShop(sends_to=other.url) as shop:
        assert await refused(servers(), shop.url) in ("refused", "failed")
        assert (other.calls, other.tokens) == ([], set())


@pytest.mark.parametrize(
    ("url", "addresses"),
    [
        ("https://mcp.shop.example/mcp", ["10.0.0.7"]),
        ("https://mcp.shop.example/mcp", ["203.0.114.9", "127.0.0.1"]),
        ("https://mcp.shop.example/mcp", ["169.254.169.254"]),
        ("https://mcp.shop.example/mcp", ["::ffff:192.168.0.1"]),
        ("https://127.0.0.1/mcp", ["127.0.0.1"]),
        ("https://2130706433/mcp", ["127.0.0.1"]),
        ("https://[::1]/mcp", ["::1"]),
        ("https://mcp.shop.example:5432/mcp", ["203.0.114.9"]),
        ("http://mcp.shop.example/mcp", ["203.0.114.9"]),
    ],
)
async def test_nothing_inside_is_reached(url: str, addresses: list[str]) -> None:
    async def resolver(_: str, __: int) -> Sequence[str]:
        return addresses

    asking = servers(allow_private=False, resolver=resolver)
    assert await refused(asking, url) == "refused"


async def test_nobody_there_is_no_error_of_ours() -> None:
    assert await refused(servers(), "http://127.0.0.1:9/mcp") == "failed"
