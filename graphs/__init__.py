"""The LangGraph graph: supervisor, nodes, prompts and one turn."""
