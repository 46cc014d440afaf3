from tests.desks import open_desk_with, plain

__all__ = ["open_desk_with", "plain"]
