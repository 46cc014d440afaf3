"""One file a node, named like its prompt; each defines NODE."""
