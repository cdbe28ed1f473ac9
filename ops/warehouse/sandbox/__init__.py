"""Ad-hoc SQL over the store, in a process of its own that can read and compute and nothing else.

| module       | what it holds                                                   |
|--------------|-----------------------------------------------------------------|
| `grammar.py` | what a statement may say: one SELECT over the shown relations   |
| `kernel.py`  | what the operating system lets the process do                   |
| `child.py`   | the process: opens the store, locks itself in, answers a question |
| `parent.py`  | starts it, waits, kills it                                      |
| `wire.py`    | what the two say to each other                                  |

The relations are those of `ops.warehouse.shown`, callers' numbers masked. Grammar, engine and
kernel each keep a statement from writing; none of them is trusted to be enough.
"""
