"""Tests of `ops/sources`."""
