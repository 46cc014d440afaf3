"""The worker has the coming public holidays in the database before anybody asks for them."""

from datetime import datetime
from typing import Any

from tests.front import Front


async def test_the_worker_writes_them_at_its_start_and_once_a_day(front: Front) -> None:
    def days_from(year: int) -> list[dict[str, Any]]:
        query = "select organization_id, day, name from organization_holidays "
        return front.rows(query + "where extract(year from day) = %s order by 1, 2", year)

    before = days_from(2026)
    assert len({row["organization_id"] for row in before}) == 2
    front.execute("delete from organization_holidays")
    await front.container.worker.begin_day()
    assert days_from(2026) == before

    front.execute("delete from organization_holidays")
    front.clock.advance(60)
    await front.container.worker.begin_day()
    assert days_from(2026) == []
    front.clock.move_to(datetime.fromisoformat("2027-11-20T10:00:00-05:00"))
    await front.container.worker.begin_day()
    assert days_from(2026) == []
    assert len(days_from(2027)) > 20
    assert len(days_from(2028)) > 20
