"""How well the knowledge base answers questions in words that its entries do not use."""
