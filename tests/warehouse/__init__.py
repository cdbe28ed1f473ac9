"""Asking a store: as of any moment, near and far, and what is not asked twice."""
