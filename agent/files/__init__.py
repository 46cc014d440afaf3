"""Received files: their kinds, where they are kept, who reads them."""
