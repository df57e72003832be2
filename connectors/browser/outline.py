"""The form of a page without anything that it says: what a report of a changed layout may hold.

Elements, their classes and their kind; no text, no address, no id, no other attribute. A page is a stranger: what it
gives back is checked here again.
"""

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.async_api import Page

MOST = 250
_DEEPEST = 14
_CLASSES = 6
# A site's own vocabulary. A longer number within a class is somebody's id.
_WORD = re.compile(r"[A-Za-z][A-Za-z_-]{0,38}[0-9]{0,2}")
_KINDS = frozenset({"button", "checkbox", "dialog", "email", "file", "link", "listbox", "menu", "menuitem", "password"})
_WALK = """([most, deepest, classes]) => {
  const rows = [];
  const walk = (element, depth) => {
    if (rows.length >= most || depth > deepest) return;
    if (["SCRIPT", "STYLE", "SVG", "svg", "NOSCRIPT", "TEMPLATE"].includes(element.tagName)) return;
    const kind = element.getAttribute("type") || element.getAttribute("role") || "";
    rows.push([depth, String(element.tagName), Array.from(element.classList).slice(0, classes), kind]);
    for (const child of element.children) walk(child, depth + 1);
  };
  if (document.body) walk(document.body, 0);
  return rows;
}"""


async def outline(page: "Page") -> str:
    """The page's form, a line for each element. Raises Playwright's errors."""
    rows: Any = await page.evaluate(_WALK, [MOST, _DEEPEST, _CLASSES])
    return "\n".join(_line(row) for row in rows[:MOST]) if isinstance(rows, list) else ""


def _line(row: Any) -> str:
    if not (isinstance(row, list) and len(row) == 4 and isinstance(row[0], int) and isinstance(row[2], list)):
        return "…"
    depth, tag, classes, kind = row
    words = "".join(f".{_word(one)}" for one in classes[:_CLASSES])
    shown = f"[{kind}]" if isinstance(kind, str) and kind in _KINDS else ""
    return f"{' ' * max(0, min(depth, _DEEPEST))}{_word(tag).lower()}{words}{shown}"


def _word(given: Any) -> str:
    return given if isinstance(given, str) and _WORD.fullmatch(given) else "…"
