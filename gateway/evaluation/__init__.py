"""Simulated customers with goals, and how well the desk served them: `frontdesk evaluate`."""
