"""Calling a person."""

from graphs.node import Node
from tools.escalation import escalate_to_human

NODE = Node("escalation", (escalate_to_human,))
