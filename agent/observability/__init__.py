"""Traces, Langfuse and logs: what of a run may be seen from outside."""
