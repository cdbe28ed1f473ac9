"""The command line: one module a command; each declares options, calls what is below, prints."""
