"""Posts with their numbers as a table for a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from ofauto_desktop.domain.content_types import PostFacts
from ofauto_desktop.domain.csv_cells import safe
from ofauto_desktop.domain.metrics import ENGAGEMENT, Metric
from ofauto_desktop.services.analytics import Analytics
from ofauto_desktop.services.exports import Exports

_PART = 500
_METRICS = tuple(metric for metric in Metric if metric not in {Metric.MRR, Metric.SUBSCRIBERS, Metric.POSTS})


class PostExport:
    """Writes what the Analytics page lists, whole, however long the list is."""

    def __init__(self, analytics: Analytics, exports: Exports) -> None:
        self._analytics, self._exports = analytics, exports

    async def write(self, file: Path, post_ids: Sequence[int]) -> int:
        """A line a post in this order, unknown numbers empty; returns how many. Raises DiskProblem."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(_HEAD)
        count = 0
        for at in range(0, len(post_ids), _PART):
            for post in await self._analytics.window(post_ids[at : at + _PART]):
                writer.writerow(_row(post))
                count += 1
        await self._exports.write(file, out.getvalue().encode(), what="posts")
        return count


_HEAD = (
    *("posted_at", "account", "form", "characters", "tags", "text", "url"),
    *(metric.value for metric in _METRICS),
    *("engagement", "as_of", "source"),
)


def _row(post: PostFacts) -> Iterable[object]:
    known = [post.values[metric] for metric in ENGAGEMENT if metric in post.values]
    return (
        post.at.isoformat(),
        safe(post.account),
        post.form.value,
        post.characters,
        safe(" ".join(post.tags)),
        safe(post.text),
        post.url,
        *(post.values.get(metric, "") for metric in _METRICS),
        sum(known) if known else "",
        "" if post.as_of is None else post.as_of.isoformat(),
        post.source,
    )
