"""Canned answers: written once by staff, and put into the answer field of a chat."""
