"""Calendars in iCalendar files (.ics)."""
