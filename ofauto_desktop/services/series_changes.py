"""What a change of a series does to each of its occurrences. Pure: what it needs is read before, what it plans written after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import takewhile

from ofauto_desktop.domain import recurrence, repeating
from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.drafts import Draft, When
from ofauto_desktop.domain.errors import BadInput, Conflict
from ofauto_desktop.domain.posts import EDITABLE, Post, PostState
from ofauto_desktop.domain.recurrence import Recurrence
from ofauto_desktop.domain.repeating import Scope, Series
from ofauto_desktop.domain.schedule import Moment, to_utc
from ofauto_desktop.services.stored_form import new_post
from storage.post_series import Change, Form
from storage.posts import NewPost

_WAITING = frozenset({PostState.DRAFT, PostState.PENDING_APPROVAL, PostState.SCHEDULED})
Moments = Mapping[int, Moment | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What a person wants of a series, and how it stands. `anchor` is the occurrence they edit, `wall` its new time."""

    series: Series
    anchor: Post
    draft: Draft = field(repr=False)
    wall: datetime
    scope: Scope
    rule: Recurrence | None
    accounts: tuple[Account, ...]
    occurrences: tuple[tuple[date, Post], ...]
    horizon: date
    now: datetime

    @property
    def day(self) -> date:
        """The day of the series that the edited occurrence stands for."""
        return day_of(self.anchor)

    @property
    def shift(self) -> int:
        """By how many days the edited occurrence moves."""
        before = wall_now(self.anchor) or datetime.combine(self.day, self.series.first.time())
        return (self.wall.date() - before.date()).days

    @property
    def clock(self) -> time:
        """The time of the day from now on: that of the series, unless the edited occurrence's was changed."""
        return self.series.first.time() if self.wall == wall_now(self.anchor) else self.wall.time()

    @property
    def upcoming(self) -> list[tuple[date, Post]]:
        """The occurrences of the scope that wait for their time."""
        return [
            (day, one) for day, one in self.occurrences if waits(one) and (self.scope is Scope.ALL or day >= self.day)
        ]


def planned(edit: Edit) -> tuple[Change, tuple[int, ...]]:
    """The change, and the ids of the occurrences that stay as they are. Raises Conflict where the edited one is out."""
    if not waits(edit.anchor):
        raise Conflict("it waits for no time any more", item=f"post {edit.anchor.id}", post_id=edit.anchor.id)
    return _planned_anew(edit) if edit.rule is not None or edit.shift else _rewritten(edit)


def _rewritten(edit: Edit) -> tuple[Change, tuple[int, ...]]:
    """The same days: other words, and perhaps another time of the day."""
    series, began = edit.series, edit.series.first.date()
    cut = _cut(series, edit.day) if edit.scope is Scope.FOLLOWING else None
    first_day = began if cut is None else edit.day
    form = Form(
        client_id=series.client_id,
        rule=series.rule if cut is None else recurrence.from_the(series.rule, began, edit.day),
        draft=edit.draft,
        first=datetime.combine(first_day, edit.clock),
        made_until=series.made_until,
    )
    rewrite: dict[int, NewPost] = {}
    kept = []
    for day, post in edit.upcoming:
        at = _moments(edit, day, post)
        own_words = post.id != edit.anchor.id and not repeating.says_the_same(post, series.draft)
        if own_words or any(one is not None and one.due_at <= edit.now for one in at.values()):
            kept.append(post.id)
        else:
            rewrite[post.id] = new_post(edit.draft, edit.accounts, at)
    return Change(of=series, cut=cut, form=form, rewrite=rewrite, carry=kept), tuple(kept)


def _planned_anew(edit: Edit) -> tuple[Change, tuple[int, ...]]:
    """Other days: what follows is made anew by the rule, but for the edited one, which becomes the first."""
    series, began = edit.series, edit.series.first.date()
    begins = edit.day if edit.scope is Scope.FOLLOWING else edit.upcoming[0][0]
    shifted = timedelta(days=edit.shift)
    rule = edit.rule or recurrence.moved(recurrence.from_the(series.rule, began, begins), edit.day, edit.day + shifted)
    form = Form(
        client_id=series.client_id,
        rule=rule,
        draft=edit.draft,
        first=datetime.combine(begins + shifted if edit.scope is Scope.ALL else edit.wall.date(), edit.wall.time()),
        made_until=edit.horizon,
    )
    others = [(day, one) for day, one in edit.upcoming if one.id != edit.anchor.id]
    own = {one.id: day for day, one in others if not repeating.says_the_same(one, series.draft)}
    days = [day for day in days_until(rule, form.first, edit.horizon) if day != edit.wall.date()]
    change = Change(
        of=series,
        cut=_cut(series, begins),
        form=form,
        rewrite={edit.anchor.id: new_post(edit.draft, edit.accounts, moments_at(edit.wall, edit.accounts))},
        # One that a person made their own stands for its day in the new rhythm too, if that has such a day.
        carry=[post_id for post_id, day in own.items() if day in days],
        free=[post_id for post_id, day in own.items() if day not in days],
        drop=[one.id for _, one in others if one.id not in own],
        adopt={edit.anchor.id: edit.wall.date()},
        make=occurrences(edit.draft, edit.accounts, days, form.first, edit.now),
    )
    return change, tuple(own)


def _moments(edit: Edit, day: date, post: Post) -> Moments:
    """When an occurrence goes out: by the series, unless it was moved alone, or has no time."""
    if post.id == edit.anchor.id:
        return moments_at(edit.wall, edit.accounts)
    wall = wall_now(post)
    if wall is None:
        return {account.id: None for account in edit.accounts}
    moved_alone = wall != datetime.combine(day, edit.series.first.time())
    return moments_at(wall if moved_alone else datetime.combine(day, edit.clock), edit.accounts)


def _cut(series: Series, day: date) -> Recurrence | None:
    """The rule of what came before `day`; None where nothing did."""
    begins = next(recurrence.days(series.rule, series.first.date()), day)
    return recurrence.ending_before(series.rule, day) if begins < day else None


def occurrences(
    draft: Draft, accounts: Sequence[Account], days: Sequence[date], first: datetime, now: datetime
) -> dict[date, NewPost]:
    """A post for each of `days` at the time of `first` on each account's wall clock, but for those that are past."""
    made = {}
    for day in days:
        at = moments_at(datetime.combine(day, first.time()), accounts)
        if all(one is not None and one.due_at > now for one in at.values()):
            made[day] = new_post(draft, accounts, at)
    return made


def days_until(rule: Recurrence, first: datetime, last: date) -> list[date]:
    """The days of a rule up to `last` (inside)."""
    return list(takewhile(lambda day: day <= last, recurrence.days(rule, first.date())))


def moments_at(wall: datetime, accounts: Sequence[Account]) -> Moments:
    """A wall time as each account means it; in a gap it goes out later by the gap."""
    return {one.id: Moment(wall=wall, zone=one.zone, due_at=to_utc(wall, one.zone)) for one in accounts}


def waits(post: Post) -> bool:
    """Every account of it still waits for its time, and nothing of it is out."""
    return all(one.state in _WAITING and not one.part_ids for one in post.targets)


def is_out(post: Post) -> bool:
    """Something of it is out, may be, or is about to be."""
    return any(one.state not in EDITABLE or one.part_ids for one in post.targets)


def wall_now(post: Post) -> datetime | None:
    """The wall time at which it is planned; None for a draft without one."""
    return next((one.wall for one in post.targets if one.wall is not None), None)


def day_of(post: Post) -> date:
    """The day of its series that a post stands for."""
    if post.series_day is None:
        raise BadInput("it belongs to no series", item=f"post {post.id}", post_id=post.id)
    return post.series_day


def wall_of(draft: Draft) -> datetime:
    """The local time that a draft is meant for. Raises BadInput where it is a word or an instant."""
    at = draft.at
    if isinstance(at, str) and at not in list(When):
        try:
            at = datetime.fromisoformat(at)
        except ValueError as error:
            raise BadInput(f"{draft.at!r} is not an ISO 8601 time") from error
    if not isinstance(at, datetime) or at.tzinfo is not None:
        raise BadInput("a series needs a day and a local time to begin at")
    return at


def explicit(rule: Recurrence, first: date) -> Recurrence:
    """The rule with its days named, so that it stays the same wherever it is cut. Raises BadInput for what is none."""
    reason = recurrence.wrong(rule)
    if reason is not None:
        raise BadInput(reason)
    return recurrence.named(rule, first)
