"""Conversations in which a good hosted model is played from scripts, and what its calls cost.

Each `*.yaml` here is one conversation: what the customer writes, the node that a good supervisor would
choose, and the answers that a good model would give in this turn. `python -m tests.graphs.played`
prints the calls and the input of a turn, and how much of it a provider could cache.
"""
