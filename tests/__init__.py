"""Tests: they mirror ops/ and queries/."""
