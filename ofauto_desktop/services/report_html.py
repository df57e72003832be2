"""A report as one HTML file: no script, nothing from elsewhere, black on white, and fit to be printed."""

import base64
from collections.abc import Sequence
from html import escape

from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.reports import Bars, Block, Document, Figures, Heading, Table, Words

LARGEST_LOGO = 2_000_000
_WIDTH, _HEIGHT, _GAP = 720, 160, 2
_STYLE = """
:root { color-scheme: light; }
body { font: 15px/1.5 Inter, system-ui, sans-serif; color: #1c1c1a; background: #fff; max-width: 46rem;
  margin: 2.5rem auto; padding: 0 1.25rem; font-variant-numeric: tabular-nums; }
header { display: flex; align-items: flex-start; gap: 1rem; margin-bottom: 1.5rem; }
header img { max-height: 56px; max-width: 180px; margin-left: auto; }
h1 { font-size: 28px; line-height: 1.2; margin: 0; } h1 + p { margin: .15rem 0 0; color: #5e5e59; font-size: 17px; }
h2 { font-size: 17px; margin: 2rem 0 .5rem; } p { margin: .4rem 0; }
.quiet, figcaption, .change { color: #5e5e59; font-size: 13px; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 0; }
.figures div { border: 1px solid #e3e3de; border-radius: 10px; padding: 12px 14px; }
.figures dt { color: #5e5e59; font-size: 13px; } .figures dd { margin: 0; }
.figures .value { font-size: 24px; font-weight: 600; } .up { color: #1c6e41; } .down { color: #b3261e; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; margin: .5rem 0; font-size: 14px; }
th { text-align: left; font-weight: 600; color: #5e5e59; font-size: 13px; }
th, td { padding: 6px 10px 6px 0; border-bottom: 1px solid #e3e3de; vertical-align: top; }
.number { text-align: right; white-space: nowrap; padding-right: 0; padding-left: 10px; }
figure { margin: .5rem 0 1rem; } svg { width: 100%; height: auto; display: block; }
footer { margin-top: 2.5rem; padding-top: .75rem; border-top: 1px solid #e3e3de; color: #5e5e59; font-size: 13px; }
@media print { body { margin: 0; max-width: none; } h2, tr, figure, .figures div { break-inside: avoid; } }
"""


def page(document: Document, logo: bytes | None = None, *, language: str = "en") -> str:
    """The whole file. Raises BadInput for a logo that is no picture, or a large one."""
    picture = "" if logo is None else f'<img alt="" src="{_data(logo)}">'
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(document.title)}, {escape(document.subtitle)}</title><style>{_STYLE}</style></head><body>"
        f"<header><div><h1>{escape(document.title)}</h1><p>{escape(document.subtitle)}</p></div>{picture}</header>"
        f"<main>{''.join(_block(one) for one in document.blocks)}</main><footer>{escape(document.foot)}</footer></body></html>\n"
    )


def kind_of_picture(content: bytes) -> str:
    """Its media type, by its first bytes. Raises BadInput where it is neither PNG nor JPEG, or large."""
    if len(content) > LARGEST_LOGO:
        raise BadInput("a logo has at most 2 MB")
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    raise BadInput("a logo is a PNG or JPEG picture")


def _data(logo: bytes) -> str:
    return f"data:{kind_of_picture(logo)};base64,{base64.b64encode(logo).decode()}"


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"<h2>{escape(block.text)}</h2>"
        case Words():
            return f'<p class="quiet">{escape(block.text)}</p>' if block.quiet else f"<p>{escape(block.text)}</p>"
        case Figures():
            return _figures(block)
        case Table():
            return _table(block)
        case Bars():
            return _bars(block)


def _figures(block: Figures) -> str:
    found = []
    for one in block.items:
        tone = "" if one.better is None else " up" if one.better else " down"
        arrow = "" if one.better is None else "↗ " if one.better else "↘ "
        found.append(
            f'<div><dt>{escape(one.title)}</dt><dd class="value">{escape(one.value)}</dd>'
            f'<dd class="change{tone}">{arrow}{escape(one.change)}</dd></div>'
        )
    return f'<dl class="figures">{"".join(found)}</dl>'


def _table(block: Table) -> str:
    head = _cells("th", block.columns, block, ' scope="col"')
    rows = "".join(f"<tr>{_cells('td', row, block)}</tr>" for row in block.rows)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _cells(tag: str, words: Sequence[str], block: Table, more: str = "") -> str:
    return "".join(f"<{tag}{more}{_number(at, block)}>{escape(one)}</{tag}>" for at, one in enumerate(words))


def _number(at: int, block: Table) -> str:
    return ' class="number"' if at in block.numeric else ""


def _bars(block: Bars) -> str:
    """Negative days hang below the line; unknown ones are a dash on it."""
    known = [value for value in block.values if value is not None]
    top, bottom = max(0.0, *known), min(0.0, *known)
    scale = _HEIGHT / ((top - bottom) or 1)
    zero, step = top * scale, _WIDTH / len(block.values)
    parts = [f'<line x1="0" x2="{_WIDTH}" y1="{zero:.1f}" y2="{zero:.1f}" stroke="#8b8b85"/>']
    for at, value in enumerate(block.values):
        left, wide = at * step + _GAP / 2, max(1.0, step - _GAP)
        if value is None:
            parts.append(
                f'<rect x="{left:.1f}" y="{zero - 2:.1f}" width="{wide:.1f}" height="4" fill="none" stroke="#8b8b85"/>'
            )
        elif value:
            y, high = zero - max(0.0, value) * scale, abs(value) * scale
            told = f"<title>{escape(block.written[at])}</title>" if block.written else ""
            parts.append(
                f'<rect x="{left:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="#3a55c8">{told}</rect>'
            )
        if at % 5 == 4 or at == 0:
            parts.append(
                f'<text x="{left + wide / 2:.1f}" y="{_HEIGHT + 16}" font-size="12" fill="#5e5e59" text-anchor="middle">'
                f"{escape(block.labels[at])}</text>"
            )
    return (
        f'<figure><svg viewBox="0 0 {_WIDTH} {_HEIGHT + 20}" role="img" aria-label="{escape(block.title)}">{"".join(parts)}</svg>'
        f"<figcaption>{escape(block.title)}. {escape(block.most)}</figcaption></figure>"
    )
