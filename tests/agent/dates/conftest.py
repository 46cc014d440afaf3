from datetime import datetime
from zoneinfo import ZoneInfo

import pytest


@pytest.fixture(scope="session")
def now() -> datetime:
    """A Friday, ten in the morning, in Bogotá."""
    return datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("America/Bogota"))
