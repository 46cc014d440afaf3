"""The demo clinic with resources, groups and gaps where a test asks for them."""

from tests.desks import clinic, open_desk_with

__all__ = ["clinic", "open_desk_with"]
