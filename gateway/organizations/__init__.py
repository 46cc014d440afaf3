"""Organizations as files: read a YAML file, show what it changes, apply it, write it back."""
