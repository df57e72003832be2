"""A post beside the page with all that was read of it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ofauto_desktop.domain.content_types import PostFacts
from ofauto_desktop.domain.measures import ENGAGED, MEASURES
from ui.desk import Desk
from ui.format import count, when
from ui.language import tr
from ui.models.analytics_words import form_name, fraction, measure_name, read
from ui.models.top_posts import rate, value
from ui.widgets.buttons import button
from ui.widgets.comments_part import CommentsPart
from ui.widgets.layouts import column, row
from ui.widgets.text import label, rule

if TYPE_CHECKING:
    from ofauto_desktop.services.comments import Comments


class PostNumbersPanel(QWidget):
    def __init__(self, post: PostFacts, desk: Desk, comments: "Comments | None" = None) -> None:
        super().__init__()
        lines = column(self, gap=12, margin=16)
        lines.addWidget(label(post.text or tr("A post without text")))
        parts = [post.account, when(post.at, desk.zone, now=desk.now()), form_name(post.form), *post.tags]
        lines.addWidget(label(" · ".join(parts), "caption"))
        if post.post_id is not None:
            to_calendar = partial(desk.shell.open_page, "calendar", post_id=post.post_id)
            lines.addWidget(button(tr("Show in the calendar"), to_calendar, kind="link"), 0, Qt.AlignmentFlag.AlignLeft)
        if post.url:
            go = partial(QDesktopServices.openUrl, QUrl(post.url))
            lines.addWidget(
                button(tr("Open on the platform"), go, kind="link", icon="external-link"), 0, Qt.AlignmentFlag.AlignLeft
            )
        lines.addWidget(rule())
        figures = [(measure_name(one.id), value(post, one)) for one in MEASURES if one is ENGAGED or not one.level]
        for name, number in figures:
            if number is not None:
                lines.addLayout(_line(name, count(number)))
        if rate(post) is not None:
            lines.addLayout(_line(tr("Engagement rate"), fraction(rate(post))))
        lines.addWidget(label(read(post.as_of, post.source, desk.zone, desk.now()), "caption"))
        if comments is not None:
            self.comments = CommentsPart(post, comments, desk)
            lines.addWidget(self.comments)
        lines.addStretch(1)


def _line(name: str, number: str) -> QHBoxLayout:
    line = row(gap=12)
    line.addWidget(label(name, "muted"), 1)
    line.addWidget(label(number, "strong", wrap=False))
    return line
