"""What an operator watches: lines of the log, failures, figures, alarms and who is told of them."""
