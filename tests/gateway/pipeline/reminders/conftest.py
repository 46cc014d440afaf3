"""The demo clinic whose model says one sentence to everything: reminders need no wording of its."""

from tests.desks import clinic, open_desk_with

__all__ = ["clinic", "open_desk_with"]
