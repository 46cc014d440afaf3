"""The demo clinic with resources, groups and gaps where a test asks for them."""

from tests.front_fixtures import clinic, open_front_with

__all__ = ["clinic", "open_front_with"]
