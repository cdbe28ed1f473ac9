"""Tests of the app, driven as a person would."""
