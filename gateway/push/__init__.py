"""Notifications on the devices of staff (Web Push)."""
