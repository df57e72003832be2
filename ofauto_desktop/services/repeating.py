"""Posts that come again (B12): a rule makes occurrences ahead of their time, each a post of its own."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from ofauto_desktop.domain import recurrence, repeating
from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.drafts import Draft
from ofauto_desktop.domain.errors import AppError, BadInput, NotFound
from ofauto_desktop.domain.events import PlanningChanged, PostsChanged
from ofauto_desktop.domain.planning import PlanningKind, WayBack
from ofauto_desktop.domain.posts import Post
from ofauto_desktop.domain.recurrence import Recurrence
from ofauto_desktop.domain.repeating import Scope, Series, SeriesChanged
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services.accounts import Accounts
from ofauto_desktop.services.composing import Composing
from ofauto_desktop.services.series_changes import (
    Edit,
    day_of,
    days_until,
    explicit,
    is_out,
    occurrences,
    planned,
    waits,
    wall_of,
)
from storage import keepsakes, many_posts, post_series, posts
from storage.database import Database
from storage.post_series import Change, Form

_log = logging.getLogger(__name__)
# How far ahead occurrences are made.
AHEAD = timedelta(days=90)


class Repeats:
    """Begins, changes and ends series, and makes their occurrences."""

    def __init__(self, database: Database, accounts: Accounts, composing: Composing, bus: EventBus, now: Now) -> None:
        self._database, self._accounts, self._composing, self._bus, self._now = database, accounts, composing, bus, now

    async def get(self, series_id: int) -> Series:
        """Raises NotFound."""
        return await self._database.read(post_series.get, series_id)

    async def list(self, client_id: int | None = None) -> tuple[Series, ...]:
        """Series that go on; of one client or of all."""
        return tuple(await self._database.read(post_series.listed, client_id))

    async def posts(self, series_id: int) -> tuple[Post, ...]:
        """The occurrences that were made, by the day each stands for."""
        return tuple(post for _, post in await self._database.read(post_series.occurrences, series_id))

    async def start(self, draft: Draft, rule: Recurrence) -> SeriesChanged:
        """Begin a series with its occurrences of the next 90 days; `draft.at` is the wall time of the first one.

        Raises BadInput, with every finding, where the first one could not be saved, and for what is no rule.
        """
        first = wall_of(draft)
        rule = explicit(rule, first.date())
        checked = await self._composing.approve(draft)
        accounts = [await self._accounts.get(account_id) for account_id in checked.moments]
        form = Form(
            client_id=accounts[0].client_id,
            rule=rule,
            draft=repeating.tidied(draft, first),
            first=first,
            made_until=self._horizon(),
        )
        return await self._begun(form, accounts, {})

    async def repeat(self, post_id: int, rule: Recurrence) -> SeriesChanged:
        """Make a planned post the first one of a series. Raises BadInput where it is none, or has several times."""
        post = await self._database.read(posts.get, post_id)
        walls = {target.wall for target in post.targets}
        [first, *others] = walls
        if others or first is None or not waits(post) or post.series_id is not None:
            raise BadInput(
                "only a planned post with one time, of no other series, can repeat",
                item=f"post {post_id}",
                post_id=post_id,
            )
        accounts = [await self._accounts.get(target.account_id) for target in post.targets]
        form = Form(
            client_id=post.client_id,
            rule=explicit(rule, first.date()),
            draft=repeating.draft_of(post, first),
            first=first,
            made_until=self._horizon(),
        )
        return await self._begun(form, accounts, {post_id: first.date()})

    async def edit(self, post_id: int, draft: Draft, scope: Scope, *, rule: Recurrence | None = None) -> SeriesChanged:
        """Save a post's new form, for the scope of its series; another rule or day plans what follows anew.

        What is out never changes. Occurrences that a person edited alone keep what they say, ones that were moved alone
        keep their time. Raises BadInput, with every finding; Conflict, naming the post.
        """
        series, post = await self._of(post_id)
        if scope is Scope.THIS:
            return await self._edited_alone(series, post, draft)
        first = wall_of(draft)
        rule = None if rule is None else explicit(rule, first.date())
        checked = await self._composing.approve(draft, post_id=post_id)
        edit = Edit(
            series=series,
            anchor=post,
            draft=repeating.tidied(draft, first),
            wall=first,
            scope=scope,
            rule=rule,
            accounts=tuple([await self._accounts.get(account_id) for account_id in checked.moments]),
            occurrences=tuple(await self._database.read(post_series.occurrences, series.id)),
            horizon=self._horizon(),
            now=self._now(),
        )
        change, kept = planned(edit)
        return await self._changed(change, [*change.rewrite, *change.drop], kept)

    async def remove(self, post_id: int, scope: Scope) -> SeriesChanged:
        """Delete an occurrence, this and the following, or all; what is out stays. No more of those are made."""
        series, post = await self._of(post_id)
        if scope is Scope.THIS:
            way = await self._database.write(many_posts.remove, [post_id], self._now())
            return self._told(SeriesChanged(series=series, changed=(post_id,), kept=(), way_back=way))
        begins = series.first.date() if scope is Scope.ALL else day_of(post)
        there = await self._database.read(post_series.occurrences, series.id)
        meant = [one for day, one in there if scope is Scope.ALL or day >= begins]
        drop = [one.id for one in meant if not is_out(one)]
        earlier = next(recurrence.days(series.rule, series.first.date()), begins) < begins
        rest = recurrence.ending_before(series.rule, begins) if earlier else None
        way = await self._database.write(post_series.end, series, rest, drop, self._now())
        kept = tuple(one.id for one in meant if is_out(one))
        now = await self.get(series.id)
        return self._told(SeriesChanged(series=now, changed=tuple(drop), kept=kept, way_back=way))

    async def end(self, series_id: int) -> WayBack:
        """Make no more of it; what was made stays. Raises NotFound."""
        series = await self.get(series_id)
        way = await self._database.write(post_series.end, series, None, [], self._now())
        self._tell(())
        return way

    async def make_ahead(self) -> int:
        """Make the occurrences that have come within 90 days; returns how many. The clock asks for it now and then."""
        until, made = self._horizon(), 0
        for series in await self._database.read(post_series.unmade, until):
            try:
                made += await self._made_ahead(series, until)
            except AppError as error:
                _log.warning("series %d: no occurrences could be made (%s)", series.id, error.kind.value)
        return made

    async def _made_ahead(self, series: Series, until: date) -> int:
        accounts = await self._still_there(series)
        if not accounts:
            await self._database.write(post_series.end, series, None, [], self._now())
            self._tell(())
            return 0
        after = series.made_until or date.min
        days = [day for day in days_until(series.rule, series.first, until) if day > after]
        wanted = occurrences(series.draft, accounts, days, series.first, self._now())
        made = await self._database.write(post_series.make, series, wanted, until, self._now())
        if made:
            self._tell(made)
        return len(made)

    async def _still_there(self, series: Series) -> Sequence[Account]:
        found = []
        for account_id in series.draft.account_ids:
            try:
                found.append(await self._accounts.get(account_id))
            except NotFound:
                continue  # it was removed since; the others go on
        return found

    async def _begun(self, form: Form, accounts: Sequence[Account], adopt: Mapping[int, date]) -> SeriesChanged:
        days = days_until(form.rule, form.first, self._horizon())
        fresh = [day for day in days if day not in set(adopt.values())]
        if next(recurrence.days(form.rule, form.first.date()), None) is None:
            raise BadInput("the series ends before it begins")
        make = occurrences(form.draft, accounts, fresh, form.first, self._now())
        return await self._changed(Change(of=None, cut=None, form=form, adopt=adopt, make=make), [*adopt], ())

    async def _edited_alone(self, series: Series, post: Post, draft: Draft) -> SeriesChanged:
        way = await self._database.read(keepsakes.keep, [post.id], whole=True)
        await self._composing.save(draft, post_id=post.id)
        return SeriesChanged(series=series, changed=(post.id,), kept=(), way_back=way)

    async def _changed(self, change: Change, touched: Iterable[int], kept: Sequence[int]) -> SeriesChanged:
        done = await self._database.write(post_series.change, change, self._now())
        series = await self.get(done.series_id)
        return self._told(
            SeriesChanged(series=series, changed=(*touched, *done.made), kept=tuple(kept), way_back=done.way_back)
        )

    async def _of(self, post_id: int) -> tuple[Series, Post]:
        post = await self._database.read(posts.get, post_id)
        if post.series_id is None:
            raise BadInput("it belongs to no series", item=f"post {post_id}", post_id=post_id)
        return await self.get(post.series_id), post

    def _horizon(self) -> date:
        return (self._now() + AHEAD).date()

    def _told(self, changed: SeriesChanged) -> SeriesChanged:
        self._tell(changed.changed)
        return changed

    def _tell(self, post_ids: Iterable[int]) -> None:
        self._bus.publish(PlanningChanged(at=self._now(), what=PlanningKind.SERIES.value))
        self._bus.publish(PostsChanged(at=self._now(), post_ids=tuple(post_ids)))
