"""Systems of businesses' own, asked by MCP: only what their files list (docs/mcp.md).

The SDK is imported by `mcp_call.py` alone, by the first question to one.
"""
