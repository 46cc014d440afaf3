"""Figures of docs/reliability.md that no other bench shows: what must never happen, counted."""
