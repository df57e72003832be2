"""Which kind of post works (E9): by form, length or tag, each with its rate (E1), what it rests on, and its posts."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from ofauto_desktop.domain.content_types import THIN, ContentRow, Grouping
from ui.desk import Desk
from ui.format import count
from ui.language import tr
from ui.models.analytics_words import fraction, grouping_name, kind_name, posts, rate_base, rate_name, read
from ui.widgets.fields import name_choice
from ui.widgets.layouts import clear, column
from ui.widgets.line_button import LineButton
from ui.widgets.section import Section
from ui.widgets.share_bar import ShareBar
from ui.widgets.text import label

_MOST = 12


class ContentSection(Section):
    """`changed` with another grouping; `chosen` with a kind whose posts are wanted."""

    changed = Signal(object)
    chosen = Signal(object, str)

    def __init__(self, desk: Desk) -> None:
        content = QWidget()
        super().__init__(tr("What kind of post works"), content, desk, rows=5, row_height=44, least_width=420)
        lines = column(content, gap=8)
        self.grouping = QComboBox()
        name_choice(self.grouping, tr("Kinds of posts"))
        self.grouping.setToolTip(tr("Kinds of posts"))
        for grouping in Grouping:
            self.grouping.addItem(grouping_name(grouping), grouping)
        self.grouping.activated.connect(lambda _: self.changed.emit(self.chosen_grouping()))
        self.heading.addWidget(self.grouping)
        self._rows = column(gap=0)
        lines.addLayout(self._rows)
        self.foot = label("", "caption")
        lines.addWidget(self.foot)
        lines.addStretch(1)

    def chosen_grouping(self) -> Grouping:
        return Grouping(self.grouping.currentData())

    def put(self, found: Sequence[ContentRow]) -> None:
        clear(self._rows)
        if not found:
            tags = self.chosen_grouping() is Grouping.TAG
            self.states.empty(
                tr("Tag posts in the composer, and see here which themes work.")
                if tags
                else tr("No posts were made in these days.")
            )
            return
        best = max((row.fraction or 0 for row in found if not row.thin), default=0)
        for one in found[:_MOST]:
            self._rows.addWidget(self._line(one, best))
        rate = found[0].rate
        newest = max((row.as_of for row in found if row.as_of is not None), default=None)
        sources = ", ".join(sorted({row.source for row in found if row.source}))
        self.foot.setText(
            " · ".join(
                (
                    tr("{rate}: all engagement over all {base}", rate=rate_name(rate), base=rate_base(rate)),
                    tr("grey: fewer than {n} posts", n=THIN),
                    read(newest, sources, self.desk.zone, self.desk.now()),
                )
            )
        )
        self.states.content()

    def _line(self, one: ContentRow, best: float) -> QWidget:
        name = kind_name(self.chosen_grouping(), one.key)
        share = (one.fraction or 0) / best if best else 0
        rests_on = (
            tr("{part} of {whole} {base}", part=count(one.engagement), whole=count(one.base), base=rate_base(one.rate))
            if one.base
            else tr("nothing read of them")
        )
        detail = f"{posts(one.posts)} · {rests_on}"
        if one.thin:
            detail = f"{detail} · {tr('too few to tell')}"
        return LineButton(
            name,
            detail,
            fraction(one.fraction),
            partial(self.chosen.emit, self.chosen_grouping(), one.key),
            below=ShareBar(min(share, 1.0), quiet=one.thin),
            muted=one.thin,
            wrap=True,
        )
