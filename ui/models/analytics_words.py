"""What the Analytics page says: names and meanings of numbers, comparisons, trends, times and goals. Pure; no Qt."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from ofauto_desktop.domain.audience import AudienceBy
from ofauto_desktop.domain.best_times import BestTimes, Slot, SlotEstimate
from ofauto_desktop.domain.content_types import Form, Grouping
from ofauto_desktop.domain.goals import NET_REVENUE, Forecast, Goal, Progress
from ofauto_desktop.domain.measures import Headline, RateLine
from ofauto_desktop.domain.metrics import Change, Rate
from ofauto_desktop.domain.periods import Against, Period
from ofauto_desktop.domain.trend import FEWEST_WEEKS, Direction, Trend
from ui.format import age, count, country, day, money, percent, place, when, within
from ui.language import tr, tr_n


def measure_name(name: str) -> str:
    """A measure's id, or a goal's metric, in words."""
    return {
        "followers": tr("Followers"),
        "engagement": tr("Engagement"),
        "impressions": tr("Impressions"),
        "reach": tr("Reach"),
        "views": tr("Views"),
        "video_views": tr("Video views"),
        "likes": tr("Likes"),
        "comments": tr("Comments"),
        "shares": tr("Shares"),
        "saves": tr("Saves"),
        "clicks": tr("Clicks"),
        "url_clicks": tr("Link clicks"),
        "profile_visits": tr("Profile visits"),
        "subscribers": tr("Subscribers"),
        "posts": tr("Posts on the profile"),
        "following": tr("Following"),
        NET_REVENUE: tr("Net revenue"),
    }[name]


def measure_meaning(name: str) -> str:
    """How the number is made, for its tooltip."""
    levels = {
        "followers": tr("The last known count of each account in the period, added up (E0)."),
        "subscribers": tr("Running paid subscriptions by the last reading in the period, added up (S)."),
        "posts": tr("How many posts the platform counts on the profile, by the last reading."),
        "following": tr("How many others the accounts follow, by the last reading."),
    }
    if name == "engagement":
        return tr("Likes, comments, shares and saves that came in the period (E0, E1).")
    return levels.get(name) or tr("What came in the period: each post's last reading less the one before it (E0).")


def audience_by(by: AudienceBy) -> str:
    return {
        AudienceBy.AGE: tr("By age"),
        AudienceBy.GENDER: tr("By gender"),
        AudienceBy.COUNTRY: tr("By country"),
        AudienceBy.CITY: tr("By city"),
    }[by]


def audience_name(by: AudienceBy, name: str) -> str:
    """A group in words; what the platform calls otherwise stands as it is."""
    if by is AudienceBy.COUNTRY:
        return country(name)
    if by is AudienceBy.GENDER:
        return {"F": tr("Women"), "M": tr("Men"), "U": tr("Not told")}.get(name, name)
    return name


def rate_name(rate: Rate) -> str:
    return tr("Engagement rate") if rate is Rate.ENGAGEMENT else tr("Engagement rate by impressions")


def rate_base(rate: Rate) -> str:
    return tr("reach") if rate is Rate.ENGAGEMENT else tr("impressions")


def fraction(value: float | None) -> str:
    """A rate with one decimal, two below 1 % (G2)."""
    if value is None:
        return "–"
    return f"{value * 100:.2f} %" if abs(value) < 0.01 else f"{value * 100:.1f} %"


def rate_of(line: RateLine) -> str:
    """Numerator and denominator, as every rate shows them (G2)."""
    return tr(
        "{part} of {whole} {base} of {posts}",
        part=count(line.engagement),
        whole=count(line.base),
        base=rate_base(line.rate),
        posts=posts(line.posts),
    )


def posts(number: int) -> str:
    return tr_n("{n} post", "{n} posts", number)


def period_name(period: Period) -> str:
    return {
        Period.WEEK: tr("Last 7 days"),
        Period.FOUR_WEEKS: tr("Last 28 days"),
        Period.QUARTER: tr("Last 90 days"),
        Period.YEAR: tr("Last 365 days"),
        Period.THREE_YEARS: tr("Last 3 years"),
        Period.THIS_MONTH: tr("This month"),
        Period.LAST_MONTH: tr("Last month"),
        Period.THIS_YEAR: tr("This year"),
        Period.CUSTOM: tr("From … to …"),
    }[period]


def against_name(against: Against) -> str:
    return {
        Against.BEFORE: tr("vs period before"),
        Against.SAME_WEEKDAYS: tr("vs same weekdays"),
        Against.YEAR_BEFORE: tr("vs a year before"),
        Against.NOTHING: tr("No comparison"),
    }[against]


def against_meaning(against: Against) -> str:
    """Which days those are (C1)."""
    return {
        Against.BEFORE: tr("As many days straight before; for a calendar month the month before."),
        Against.SAME_WEEKDAYS: tr("As many days before, shifted by whole weeks, so that weekdays match."),
        Against.YEAR_BEFORE: tr("The same days 52 weeks before, so that weekdays match."),
        Against.NOTHING: tr("Nothing is compared."),
    }[against]


def days(start: date, end: date, today: date) -> str:
    """The days [start, end) in words."""
    last = date.fromordinal(end.toordinal() - 1)
    if start == last:
        return day(start, today=today)
    return tr("{first} to {last}", first=day(start, today=today), last=day(last, today=today))


def changed(change: Change | None, *, gained: int | None = None) -> str:
    """A comparison (C1): its size, or why there is none. `gained` for levels: how much that is."""
    if change is None:
        return ""
    if change.fraction is not None:
        words = percent(change.fraction, signed=True)
        return f"{words} ({gained:+,})".replace("-", "−") if gained else words
    if change.note == "new":
        return tr("New: it was 0 before")
    return tr("No comparison: days are unknown")


def headline_change(one: Headline) -> str:
    gained = None
    if one.measure.level and one.value is not None and one.previous is not None:
        gained = one.value - one.previous
    return changed(one.change, gained=gained)


def points_change(line: RateLine) -> str:
    """How a rate changed, in points: of percentages a percentage would mislead."""
    if line.fraction is None or line.previous is None:
        return ""
    difference = (line.fraction - line.previous) * 100
    return tr("{points} points", points=f"{difference:+.2f}".replace("-", "−"))


def how_old(as_of: datetime | None, source: str, now: datetime) -> str:
    """As tiles say it: 22 min ago · X API."""
    if as_of is None:
        return tr("Never read yet")
    words = age(as_of, now)
    words = words[0].upper() + words[1:]
    return f"{words} · {short(source)}" if source else words


def short(source: str) -> str:
    """The ribbon says already that all is practice."""
    bare = source.replace("practice: ", "")
    return tr("made-up history") if bare == "made-up history" else bare


def read(as_of: datetime | None, source: str, zone: str, now: datetime) -> str:
    """When and from where, with the zone: below charts and on exports (E11, E12)."""
    if as_of is None:
        return tr("Never read yet")
    return tr(
        "Read {at} ({zone}) from {source}",
        at=within(when(as_of, zone, now=now)),
        zone=place(zone),
        source=source or tr("an unknown source"),
    )


def days_in(zones: Sequence[str]) -> str:
    """Whose days are counted (E12)."""
    if not zones:
        return ""
    if len(zones) == 1:
        return tr("Days in {zone}", zone=place(zones[0]))
    return tr("Days in each client's time zone: {zones}", zones=", ".join(place(zone) for zone in zones))


def trend(found: Trend) -> str:
    """C2 in a sentence; "no clear trend" and "cannot tell yet" are answers."""
    if found.direction is Direction.CANNOT_TELL or found.per_week is None:
        return tr(
            "Trend: cannot tell yet, {known} of {needed} complete weeks are known.",
            known=found.weeks,
            needed=FEWEST_WEEKS,
        )
    interval = tr("{low} to {high}", low=percent(found.low, signed=True), high=percent(found.high, signed=True))
    if found.direction is Direction.NO_CLEAR_TREND:
        return tr("No clear trend in the last {n} weeks ({interval} a week).", n=found.weeks, interval=interval)
    words = {Direction.UP: tr("Up"), Direction.DOWN: tr("Down")}[found.direction]
    return tr(
        "{direction} {size} a week ({interval}), by the last {n} weeks.",
        direction=words,
        size=percent(abs(found.per_week)),
        interval=interval,
        n=found.weeks,
    )


def slot_name(slot: Slot) -> str:
    first, last = slot.hours
    hours = f"{first:02d}:00–{last:02d}:00"
    return tr("Weekends {hours}", hours=hours) if slot.weekend else tr("Weekdays {hours}", hours=hours)


def gain(one: SlotEstimate) -> str:
    """What a slot brings over the average; a dash where it rests on too little."""
    return "–" if one.gain is None else percent(round(one.gain, 2), signed=True)


def slot_words(one: SlotEstimate) -> str:
    """All that is known of a slot, in a sentence."""
    parts = [slot_name(one.slot), posts(one.posts)]
    if one.gain is not None and one.probability is not None:
        parts.append(tr("{gain} against the average", gain=gain(one)))
        parts.append(tr("better than average with {sure} certainty", sure=percent(round(one.probability, 2))))
    else:
        parts.append(tr("too few posts to tell"))
    return ", ".join(parts)


def best_time(found: BestTimes) -> str:
    """The answer: a time, that none stands out, or that it cannot be told (E4)."""
    if not found.enough:
        return tr("Cannot tell yet: {posts} with a reading after 24 h are too few.", posts=posts(found.posts))
    best = found.recommended
    if not best:
        return tr("No time stands out. By {posts}, post when it suits you.", posts=posts(found.posts))
    return tr(
        "{slot} does best: {gain} against the average, by {n} of {posts}.",
        slot=slot_name(best[0].slot),
        gain=gain(best[0]),
        n=best[0].posts,
        posts=posts(found.posts),
    )


def grouping_name(grouping: Grouping) -> str:
    return {
        Grouping.FORM: tr("By form"),
        Grouping.LENGTH: tr("By length"),
        Grouping.TAG: tr("By tag"),
    }[grouping]


def form_name(form: Form) -> str:
    return {
        Form.TEXT: tr("Text"),
        Form.PICTURE: tr("Picture"),
        Form.VIDEO: tr("Video"),
        Form.THREAD: tr("Thread"),
        Form.REPLY: tr("Reply"),
    }[form]


def kind_name(grouping: Grouping, key: str) -> str:
    """A kind of posts in words."""
    if grouping is Grouping.FORM:
        return form_name(Form(key))
    if grouping is Grouping.TAG:
        return key
    return {
        "80": tr("Up to 80 characters"),
        "140": tr("81 to 140 characters"),
        "280": tr("141 to 280 characters"),
        "more": tr("More than 280 characters"),
    }[key]


def goal_value(goal: Goal, value: int | None) -> str:
    return money(value, goal.currency) if goal.currency else count(value)


def goal_state(found: Progress, today: date) -> str:
    """How a goal stands against its line, and when it will be reached."""
    parts = [_against_line(found), _outlook(found, today)]
    return " ".join(part for part in parts if part)


def _against_line(found: Progress) -> str:
    if found.forecast in {Forecast.REACHED, Forecast.OVER} or found.ahead is None:
        return ""
    ahead = round(found.ahead * 100)
    if ahead == 0:
        return tr("On its line.")
    if ahead > 0:
        return tr("{n} % of the way ahead of its line.", n=ahead)
    return tr("{n} % of the way behind its line.", n=-ahead)


def _outlook(found: Progress, today: date) -> str:
    outlook: dict[Forecast, Callable[[], str]] = {
        Forecast.REACHED: lambda: tr("Reached."),
        Forecast.ON: lambda: tr(
            "At the pace of the last 7 days it is reached on {day}.",
            day="" if found.reached_on is None else day(found.reached_on, today=today),
        ),
        Forecast.NOT_WITHIN_REACH: lambda: tr("At the pace of the last 7 days it is not reached within 90 days."),
        Forecast.CANNOT_TELL: lambda: tr("When it is reached cannot be told yet: 28 known days are needed."),
        Forecast.OVER: lambda: tr("It ended without being reached."),
    }
    return outlook[found.forecast]()
