"""The catalog's queries against tiny floors made by hand."""
