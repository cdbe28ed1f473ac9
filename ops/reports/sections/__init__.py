"""What a report says, a module a section: each has `section(asking) -> Section`."""
