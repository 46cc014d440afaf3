"""A front desk for each promise: `open_front_with(model=…)` opens one over a fresh database."""

from tests.front_fixtures import Opening, open_front_with, plain, real_worker

__all__ = ["Opening", "open_front_with", "plain", "real_worker"]
