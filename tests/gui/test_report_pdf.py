"""A report on paper: pages are counted, words can be selected whatever the window's font does, nothing needs its thread."""

import re
import threading

import pytest

from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.preferences import Paper
from ofauto_desktop.domain.reports import Bars, Document, Figure, Figures, Heading, Table, Words
from tests.pictures import jpeg
from ui.report_pdf import rendered

LONG = "Post {n} with rather long words that wrap onto a second line on paper, as long ones do in any column"


def a_report(rows: int = 3) -> Document:
    return Document(
        title="Ada",
        subtitle="May 2026",
        foot="Ada, May 2026. Made Thu 4 Jun, 12:00, Berlin time.",
        blocks=(
            Figures(
                items=tuple(
                    Figure(title=f"Figure {n}", value="$1,234.50", change="+1 %", better=n % 2 == 0) for n in range(5)
                )
            ),
            Heading(text="Income"),
            Bars(title="By day", values=(None, 0.0, 5.0, -2.0), labels=("1", "2", "3", "4"), most="The best: $5.00."),
            Heading(text="Posts"),
            Table(
                columns=("Post", "Account", "Engagement"),
                rows=tuple((LONG.format(n=n), "averyveryverylongaccountname" * 3, "1,000") for n in range(rows)),
                numeric=frozenset((2,)),
            ),
            Table(columns=("Nothing",), rows=()),
            Words(text="Small print", quiet=True),
        ),
    )


def pages(content: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", content))


def test_it_is_as_long_as_it_needs_and_the_paper_is_the_one_asked_for(theme):
    short, long = rendered(a_report(), paper=Paper.A4), rendered(a_report(60), paper=Paper.LETTER)
    assert short.startswith(b"%PDF-")
    assert pages(short) == 1
    assert pages(long) > 3
    boxes = [re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", one) for one in (short, long)]
    sizes = [tuple(round(float(part)) for part in box.groups()) for box in boxes]
    assert sizes == [(595, 842), (612, 792)]


def test_figures_and_letters_can_be_selected(theme):
    """Every glyph that is drawn leads back to its letter: with the window's figures of one width they would not."""
    text = b"".join(re.findall(rb"beginbfrange(.*?)endbfrange", rendered(a_report(), paper=Paper.A4), re.DOTALL))
    mapped = {int(code, 16) for code in re.findall(rb"<([0-9A-Fa-f]{4})>", text)}
    assert {ord(letter) for letter in "Ada$1,234.50+%"} <= mapped


def test_it_is_drawn_away_from_the_window_with_a_logo(theme):
    made = []
    drawing = threading.Thread(target=lambda: made.append(rendered(a_report(), paper=Paper.A4, logo=jpeg())))
    drawing.start()
    drawing.join(30)
    assert b"/Subtype /Image" in made[0] or b"/Subtype/Image" in made[0]
    with pytest.raises(BadInput):
        rendered(a_report(), paper=Paper.A4, logo=b"no picture")


def test_a_report_of_nothing_is_a_page(theme):
    nothing = Document(title="Bo", subtitle="May 2026", foot="", blocks=())
    assert pages(rendered(nothing, paper=Paper.A4)) == 1
