"""Valid documents, written from the platforms' sheets, one module for each parser.

What is private in them holds `PRIVATE`, which must never be seen in a message or a log.
"""

PRIVATE = "zq7private"
