"""Rows that leave the house as files: streamed, masked, whole or not at all.

`files.py` writes the rows of one question, `database.py` everything into one DuckDB file,
`prometheus.py` the present as text for a monitoring system. `source.py` is what they read:
the store as `ops.warehouse.shown` shows it.
"""
