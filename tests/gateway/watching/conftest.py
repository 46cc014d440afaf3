"""A front desk whose model's words do not matter."""

from tests.front_fixtures import open_front_with, plain

__all__ = ["open_front_with", "plain"]
