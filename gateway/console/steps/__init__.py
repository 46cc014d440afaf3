"""What the assistant did in a turn, and why: read from the turn's record, for staff who look at a reply."""
