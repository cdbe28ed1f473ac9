"""Our numbers beside Asterisk's own counters, with the reason of every difference."""
