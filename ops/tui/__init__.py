"""The terminal app: one snapshot in, lines out. The only package that imports Textual."""
