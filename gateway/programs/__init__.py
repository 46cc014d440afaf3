"""The desk's tools for other agents, by the Model Context Protocol (docs/mcp.md).

The SDK is imported by `server.py` alone, and that by a call with a right key: who has no such key pays nothing.
"""
