"""What a message says about one matter: each module has the words for it, and functions that tell.

A reading takes the message as it was written and answers one question about its words. What follows
from the answer is decided where the conversation is known (agent/dialogue).
"""
