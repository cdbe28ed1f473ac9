"""What lasts: immutable segments of events, cuts of closed calls, the journal, one collector."""
