"""Received files on this floor: downloaded, read, kept for a while, shown by signed links."""
