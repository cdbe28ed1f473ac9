"""Our numbers against Asterisk's own counters: a real run, and tiny logs worked out by hand."""
