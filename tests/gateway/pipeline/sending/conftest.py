"""A front desk over a fresh database whose model says the same sentence to everything."""

from tests.front_fixtures import Opening, clinic, open_front_with, plain, real_worker

__all__ = ["Opening", "clinic", "open_front_with", "plain", "real_worker"]
