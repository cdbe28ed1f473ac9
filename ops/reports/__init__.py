"""Reports: what a period was like, as one structure of data and several writers of it.

| module        | what it holds                                                            |
|---------------|--------------------------------------------------------------------------|
| `model.py`    | the words: a Report of Sections of Tables, Charts and sentences          |
| `spans.py`    | the period, the one before it and the norm, by the local calendar        |
| `asking.py`   | queries of the catalog, asked for those periods, and remembered by name  |
| `chance.py`   | whether a change is more than chance                                     |
| `sections/`   | what a report says, a module a section                                   |
| `build.py`    | all of it, in order                                                      |
| `writers/`    | HTML, XLSX, PDF, Markdown                                                |

The same store and period give the same bytes: nothing in a report tells when it was made, only up
to when the data goes.
"""
