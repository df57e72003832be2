"""Texts as the site writes them: HTML with entities, to what people read. Pure."""

import html
import re

_BREAK = re.compile(r"<br\s*/?>|</p>\s*<p[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


def plain(text: str) -> str:
    """`<p>Hi &amp; thanks<br />you</p>` as two lines of text."""
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", text))).strip()
