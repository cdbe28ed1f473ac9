"""The same app in a browser: textual-serve, behind a guard.

| module        | what it holds                                                        |
|---------------|----------------------------------------------------------------------|
| `tokens.py`   | who may come in: a name and a secret each                            |
| `guard.py`    | what every request must show before anything else looks at it        |
| `sessions.py` | the server: a process a session, so many of them at most             |
| `page/`       | the page; everything it loads comes from here                        |
"""

USER_VARIABLE = "FLOORWATCH_USER"
"""In the environment of a browser's session: who acts."""
