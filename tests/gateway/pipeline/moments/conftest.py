"""The demo clinic whose model says one sentence to everything: moments need no wording of its."""

from tests.front_fixtures import clinic, open_front_with

__all__ = ["clinic", "open_front_with"]
