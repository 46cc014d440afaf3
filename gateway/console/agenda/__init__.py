"""The agenda of the console: day and week, booking, moving, blocking, and what became of an appointment."""
