"""The words with which customers say hello, over folded text."""

HELLO = r"hola+|holi+s?|ola|oi+e?|hi|hiya|heya|howdy|hello+|hey+|helo|alo"
"""Alternatives of a pattern, each one word."""
