"""Tests of ops.settings."""
