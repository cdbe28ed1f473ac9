"""Log formats, and the files they come in: a source turns lines into events."""
