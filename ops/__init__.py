"""Floorwatch: a live floor, and its past, from a phone system's own logs."""

__version__ = "0.1.0"
