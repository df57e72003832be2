"""Money in English in the currencies that people are paid in, without Babel: its tables take 6 MB and a tenth of a second,
and the first page shows amounts. tests/unit compares each of them with Babel's.
"""

# CLDR's English symbols and digits.
_KNOWN = {
    "AUD": ("A$", 2),
    "BRL": ("R$", 2),
    "CAD": ("CA$", 2),
    "CHF": ("CHF", 2),
    "DKK": ("DKK", 2),
    "EUR": ("€", 2),
    "GBP": ("£", 2),
    "INR": ("₹", 2),
    "JPY": ("¥", 0),
    "MXN": ("MX$", 2),
    "NOK": ("NOK", 2),
    "NZD": ("NZ$", 2),
    "PLN": ("PLN", 2),
    "SEK": ("SEK", 2),
    "USD": ("$", 2),
}


def written(minor: int, currency: str) -> str | None:
    """`minor` units of `currency` (ISO 4217): 1999 USD is "$19.99". None for a currency that is not known here."""
    known = _KNOWN.get(currency)
    if known is None:
        return None
    symbol, digits = known
    whole, rest = divmod(abs(minor), 10**digits)
    return f"{'-' if minor < 0 else ''}{symbol}{whole:,}" + (f".{rest:0{digits}}" if digits else "")
