"""Tests of what a report says, a module a section."""
