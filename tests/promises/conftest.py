"""A front desk for each promise: `open_desk_with(model=…)` opens one over a fresh database."""

from tests.desks import Opening, open_desk_with, plain

__all__ = ["Opening", "open_desk_with", "plain"]
