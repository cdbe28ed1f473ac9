"""A simulated contact centre that writes a true Asterisk queue_log (see `writer` and `live`)."""
