"""A front desk over a fresh database whose model says the same sentence to everything."""

from tests.desks import Opening, open_desk_with, plain

__all__ = ["Opening", "open_desk_with", "plain"]
