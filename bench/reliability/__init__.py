"""Figures of docs/reliability.md that no other bench shows: each counts what must never happen, and among how many."""
