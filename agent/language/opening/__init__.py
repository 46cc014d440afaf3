"""When the business is open: which days a question is about, and what is said of them."""
