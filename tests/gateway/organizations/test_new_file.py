"""A new business's file of every trade applies as it is, anywhere."""

import pytest

from agent.data.postgres import PostgresDatabase
from gateway.organizations import commands
from gateway.organizations.loading import loads
from gateway.organizations.new_file import BadWish, NewBusiness, new_file
from gateway.organizations.reach import refuse_unreachable
from gateway.organizations.trades import TRADES


@pytest.mark.parametrize("country", ["BR", "CO", "US", "PT", "GB", "MX"])
@pytest.mark.parametrize("trade", TRADES)
def test_every_trade_is_a_valid_file(trade: str, country: str) -> None:
    file = loads(new_file(NewBusiness("faro", trade, country)).encode())
    assert (file.country, file.scheduling.holidays) == (country, True)
    assert len(file.services) == len(TRADES[trade])


async def test_it_is_applied_as_it_is(database: PostgresDatabase) -> None:
    text = new_file(NewBusiness("faro-novo", "dental", "br", 'O "Faro"'))
    plan = await commands.plan(database, loads(text.encode()), lambda name: None)
    assert refuse_unreachable(plan.document, own_gupshup=False) == []
    await commands.apply(database, plan)
    shown = await commands.show(database, "faro-novo")
    assert (shown["time_zone"], shown["currency"]) == ("America/Sao_Paulo", "BRL")
    assert shown["services"][0]["name"] == "Avaliação"


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        (NewBusiness("x", "bakery", "CO"), "write one of dental"),
        (NewBusiness("x", "dental", "Colombia"), "two letters"),
        (NewBusiness("x", "dental", "RU"), "--time-zone"),
        (NewBusiness("x", "dental", "CO", time_zone="America/Bogotá"), "did you mean"),
    ],
)
def test_what_is_not_known_is_told(wish: NewBusiness, told: str) -> None:
    with pytest.raises(BadWish, match=told):
        new_file(wish)
