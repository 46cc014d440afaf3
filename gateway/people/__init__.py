"""What a customer may ask of their data: a copy, and to have it erased."""
