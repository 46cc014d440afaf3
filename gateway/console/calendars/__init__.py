"""Calendars in the console: feeds out, calendars elsewhere that are followed, and conflicts with them."""
