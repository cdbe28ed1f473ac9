"""Tests of ad-hoc SQL."""
