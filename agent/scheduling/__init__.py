"""What more than one floor says and asks about appointments: labels, receipts, reminders, the waiting list."""
