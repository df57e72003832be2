"""Opening a number of the Analytics page: what it is, and the rows behind it (E14)."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from ofauto_desktop.domain.analytics import Scope
from ofauto_desktop.domain.content_types import PostFacts
from ofauto_desktop.domain.measures import Behind, Contribution, Headline, Measure, RateLine
from ofauto_desktop.domain.metrics import Metric
from ui.desk import Desk
from ui.format import count, place
from ui.language import tr
from ui.models.analytics_words import (
    days,
    fraction,
    headline_change,
    measure_meaning,
    measure_name,
    points_change,
    rate_name,
    rate_of,
    read,
)
from ui.widgets.behind_panel import BehindPanel
from ui.widgets.post_numbers_panel import PostNumbersPanel

if TYPE_CHECKING:
    from ofauto_desktop.services.analytics import Analytics
    from ofauto_desktop.services.comments import Comments


class BehindNumbers:
    """Everything opens beside the page."""

    def __init__(self, analytics: "Analytics", desk: Desk, comments: "Comments | None" = None) -> None:
        self._analytics, self._desk, self._comments = analytics, desk, comments

    def headline(self, one: Headline, scope: Scope, *, chart: Callable[[], object]) -> None:
        """A number of the whole period. `chart` shows it over time."""
        before = "" if one.previous is None else tr("Before: {value}", value=count(one.previous))
        facts = (
            f"{self._period(scope)} · {self._whose_days(scope)}",
            measure_meaning(one.measure.id),
            headline_change(one),
            before,
            tr("Days of it are unknown: it is incomplete.") if one.incomplete and not one.measure.level else "",
            read(one.as_of, one.source, self._desk.zone, self._desk.now()),
        )
        panel = self._panel(measure_name(one.measure.id), count(one.value), facts)
        panel.add_act(tr("Show over time"), chart)
        self._read(panel, scope, one.measure.metrics, one.value)

    def day(self, measure: Measure, scope: Scope) -> None:
        """A number of a single day."""
        panel = self._panel(
            measure_name(measure.id), self._period(scope), (measure_meaning(measure.id), self._whose_days(scope))
        )
        self._read(panel, scope, measure.metrics, None)

    def rate(self, line: RateLine, *, to_posts: Callable[[], object]) -> None:
        """E1, with its numerator and denominator; its rows are the posts of the page's own table."""
        facts = (
            rate_of(line),
            tr("All engagement over all of it, never a mean of rates (E1)."),
            points_change(line),
            "" if line.previous is None else tr("Before: {value}", value=fraction(line.previous)),
            read(line.as_of, line.source, self._desk.zone, self._desk.now()),
        )
        panel = self._panel(rate_name(line.rate), fraction(line.fraction), facts)
        panel.without_rows()
        panel.add_act(tr("Show its posts"), to_posts)

    def post(self, post: PostFacts) -> None:
        self._desk.shell.inspect(tr("Post"), PostNumbersPanel(post, self._desk, self._comments))

    def _panel(self, title: str, figure: str, facts: Sequence[str]) -> BehindPanel:
        panel = BehindPanel(figure, facts, self._desk, self._open_row)
        self._desk.shell.inspect(title, panel)
        return panel

    def _read(self, panel: BehindPanel, scope: Scope, metrics: Sequence[Metric], total: float | None) -> None:
        def show(found: Behind) -> None:
            panel.show_rows(found, total)

        self._desk.tasks.run(
            self._analytics.behind(scope, metrics),
            owner=panel,
            done=show,
            failed=lambda error: panel.show_error(self._desk.errors.present(error).words.title),
        )

    def _period(self, scope: Scope) -> str:
        if scope.start is None or scope.end is None:
            return ""
        return days(scope.start, scope.end, self._desk.now().date())

    def _whose_days(self, scope: Scope) -> str:
        """In which zone the days of the number begin (E12)."""
        return tr("Days in {zone}", zone=place(scope.zone)) if scope.zone else tr("Each client's own days")

    def _open_row(self, row: Contribution) -> None:
        if row.post_id is not None:
            self._desk.shell.open_page("calendar", post_id=row.post_id)
        elif row.url:
            QDesktopServices.openUrl(QUrl(row.url))
