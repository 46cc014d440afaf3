"""What a model may do: one function a tool, with the schema that the model sees."""
