"""Words as cells of a CSV file. Pure."""


def safe(words: str) -> str:
    """Spreadsheets run what begins like a formula; with a ' before it they show it."""
    return f"'{words}" if words[:1] in {"=", "+", "-", "@", "\t", "\r"} else words
