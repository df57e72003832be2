"""Words in the person's language. The source is English; translations come as Qt's .qm files (resources/i18n)."""

from PySide6.QtCore import QCoreApplication

_CONTEXT = "OFAuto"


def tr(text: str, /, n: int = -1, **values: object) -> str:
    """`text` in the window's language, its {names} filled in from `values`.

    `text` must be a literal, so that it can be collected for translators. With `n`, Qt chooses the form for that many,
    and `{n}` stands for the number.
    """
    said = QCoreApplication.translate(_CONTEXT, text, None, n)
    if n >= 0:
        values.setdefault("n", n)
    return said.format(**values) if values else said
