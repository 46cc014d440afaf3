"""Calendars: feeds of the agenda out, and calendars elsewhere whose busy times are followed."""
