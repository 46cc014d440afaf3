"""What the gateway and the database both know of desks, they know alike."""

from gateway.channels.registry import channel_classes
from tests.gateway.pipeline.desk.played_desk import Desk


async def test_database_and_gateway_name_the_same_channels_with_a_desk(desk: Desk) -> None:
    for name, channel in channel_classes().items():
        [row] = desk.front.rows("select frontdesk.has_desk(%s) as is_so", name)
        assert row["is_so"] is channel.has_desk, name
