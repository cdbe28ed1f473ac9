"""What the SQL screen knows without a screen: statements, completion, history, results. No Textual.

| module          | what it holds                                                     |
|-----------------|-------------------------------------------------------------------|
| `statement.py`  | tokens, the statement at the cursor, its parameters               |
| `mistake.py`    | where in the text an error is                                     |
| `completion.py` | what to offer at the cursor                                       |
| `params.py`     | values of parameters as one types and reads them                  |
| `history.py`    | what was asked before, kept in a file                             |
| `result.py`     | rows that came, as cells; those a filter lets through             |
| `results.py`    | the results one can go back to                                    |
| `charting.py`   | which charts a result makes                                       |
| `asking.py`     | what the screen asks the store before it asks the sandbox         |
| `preparing.py`  | from what is typed to what can be asked                           |
| `taking.py`     | a result for the clipboard, or as a file                          |
"""
