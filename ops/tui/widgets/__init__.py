"""Widgets that draw lines; each shows one part of the scene."""
