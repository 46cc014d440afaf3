"""What a fault boundary contains, what it lets pass, and what it writes into the log."""

import asyncio
import logging

import pytest

from agent.errors import DatabaseUnavailable, MediaError
from agent.fault_boundary import FaultBoundary

log = logging.getLogger("boundary")


def ran_on(error: BaseException | None, **options: tuple[type[Exception], ...]) -> bool:
    """Whether what stands after the block was reached."""
    with FaultBoundary(log, "part %s failed", 7, **options):  # type: ignore[arg-type]
        if error is not None:
            raise error
    return True


def test_a_block_that_ends_well_leaves_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with FaultBoundary(log, "failed") as boundary:
        pass
    assert boundary.error is None
    assert caplog.records == []


@pytest.mark.parametrize(
    "error", [ValueError(), KeyError("x"), RecursionError(), MediaError("y", permanent=True)]
)
def test_an_error_is_logged_and_kept(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    with FaultBoundary(log, "part %s failed", 7, level=logging.WARNING) as boundary:
        raise error
    assert boundary.error is error
    (record,) = caplog.records
    assert (record.getMessage(), record.levelno) == ("part 7 failed", logging.WARNING)
    assert record.exc_info
    assert record.exc_info[1] is error


def test_what_passes_is_raised() -> None:
    assert ran_on(ValueError(), passes=(DatabaseUnavailable,))
    with pytest.raises(DatabaseUnavailable):
        ran_on(DatabaseUnavailable("away"), passes=(DatabaseUnavailable,))


def test_only_what_is_named_is_contained() -> None:
    assert ran_on(UnicodeError(), only=(ValueError,))
    with pytest.raises(KeyError):
        ran_on(KeyError("x"), only=(ValueError, RecursionError))


@pytest.mark.parametrize("error", [asyncio.CancelledError(), KeyboardInterrupt(), SystemExit()])
def test_the_end_of_a_process_or_a_task_is_never_contained(error: BaseException) -> None:
    with pytest.raises(type(error)):
        ran_on(error)
