"""Model and database read local hours alike, in the zones and years that the worlds use."""

from datetime import timedelta

import pytest

from tests import databases
from tests.scheduling.local_time import instant
from tests.scheduling.zones import CHANGES

POSTGRES = """
select extract(epoch from (%s::date + make_interval(mins => minute)) at time zone %s)::bigint / 60 as at
from generate_series(0, 1440, 5) minute order by minute
"""


@pytest.mark.parametrize("zone", sorted(CHANGES))
def test_local_hours_are_the_instants_that_postgresql_says(database_url: str, zone: str) -> None:
    for change in CHANGES[zone]:
        for offset in range(-3, 8):
            day = change + timedelta(days=offset)
            rows = databases.rows(database_url, POSTGRES, day, zone)
            told = [row["at"] for row in rows]
            assert told == [instant(zone, day, minute) for minute in range(0, 1441, 5)], day
