"""The console on a device: an app on the home screen, a page for when there is no connection, notifications."""
