"""Asterisk's queues.conf: thresholds, wrap-up, memberdelay and static members of its queues.

`read` follows the rules of Asterisk's own reader (templates, inheritance, block comments,
#include) and of app_queue for what the values mean. `ops.queuesconf.syntax` knows the first,
`ops.queuesconf.model` the second.
"""

from ops.queuesconf.model import Member, QueueConf, QueuesConf, read

__all__ = ["Member", "QueueConf", "QueuesConf", "read"]
