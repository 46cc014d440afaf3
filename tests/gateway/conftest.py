"""The gateway with a model whose words do not matter."""

from tests.desks import open_desk_with, plain

__all__ = ["open_desk_with", "plain"]
