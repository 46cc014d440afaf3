"""A message on its way: inbox, turns, guards, outbox, and the jobs and workers behind them."""
