"""The screens: what is on them and how it is laid out."""
