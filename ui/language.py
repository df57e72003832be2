"""Words in the person's language. The source is English; translations come as Qt's .qm files (resources/i18n)."""

from PySide6.QtCore import QCoreApplication

_CONTEXT = "OFAuto"


def tr(text: str, /, **values: object) -> str:
    """`text` in the window's language, its {names} filled in from `values`. A literal, so that translators get it."""
    said = QCoreApplication.translate(_CONTEXT, text)
    return said.format(**values) if values else said


def tr_n(one: str, many: str, n: int, /, **values: object) -> str:
    """The form for `n` things, {n} being the number: `one` and `many` are the English forms, both literals.

    Other languages have forms of their own, which a translation gives for `many`.
    """
    said = QCoreApplication.translate(_CONTEXT, many, None, n)
    if said == many and n == 1:
        said = one
    return said.format(n=n, **values)
