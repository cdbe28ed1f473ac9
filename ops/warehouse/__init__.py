"""DuckDB over the store: the catalog of queries, and asking them as of any moment."""
