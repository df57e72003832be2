"""A goal's number as it is typed: whole, or money with its cents. Pure; no Qt."""

from decimal import Decimal, InvalidOperation


def target_of(text: str, currency: str | None) -> int | None:
    """What was typed as a whole number, or in minor units; None for what is no number above 0."""
    plain = text.strip().replace(" ", "").replace("\u202f", "").replace("'", "")
    # 1,000 and 1.000,50 and 1,000.50: the last mark parts the cents off if at most two figures follow it.
    marks = [at for at, one in enumerate(plain) if one in ".,"]
    if marks:
        cents = currency is not None and len(plain) - marks[-1] - 1 <= 2
        whole = "".join(one for one in (plain[: marks[-1]] if cents else plain) if one not in ".,")
        plain = f"{whole}.{plain[marks[-1] + 1 :]}" if cents else whole
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    if not value.is_finite():
        return None
    minor = value.scaleb(_exponent(currency)) if currency else value
    return int(minor) if minor == minor.to_integral_value() and minor > 0 else None


def as_typed(target: int, currency: str | None) -> str:
    """The other way round."""
    if currency is None:
        return str(target)
    return str(Decimal(target).scaleb(-_exponent(currency)))


def _exponent(currency: str) -> int:
    from babel.numbers import get_currency_precision

    return int(get_currency_precision(currency))
