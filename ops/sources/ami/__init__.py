"""Asterisk's manager interface: what the phone system itself says of its queues, at this moment.

`messages` reads its words, `floor` keeps what they say, `reader` holds the connection.
"""
