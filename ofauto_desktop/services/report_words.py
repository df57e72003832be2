"""A month's report in words, figures and tables: what HTML and paper both draw."""

from collections.abc import Iterator

from ofauto_desktop.domain.metrics import Change
from ofauto_desktop.domain.platforms import SyncKind
from ofauto_desktop.domain.reports import (
    Bars,
    Block,
    Document,
    Figure,
    Figures,
    Heading,
    MonthReport,
    ReportAccount,
    ReportMoney,
    Table,
    Words,
)
from ofauto_desktop.domain.schedule import to_wall
from ofauto_desktop.domain.words import mark, said, said_n
from ofauto_desktop.services.formats import UNKNOWN, count, day, day_month, listed, money, month, percent, place, when

_PULLS = {
    SyncKind.POSTS: mark("posts"),
    SyncKind.METRICS: mark("reactions to posts"),
    SyncKind.AUDIENCE: mark("followers"),
    SyncKind.MONEY: mark("money"),
    SyncKind.FANS: mark("fans"),
    SyncKind.MESSAGES: mark("messages"),
}
_KINDS = {
    "sale": mark("Sales"),
    "tip": mark("Tips"),
    "message": mark("Paid messages"),
    "post": mark("Paid posts"),
    "stream": mark("Streams"),
    "custom": mark("Custom work"),
    "subscription": mark("New subscriptions"),
    "renewal": mark("Renewals"),
    "shop": mark("Shop"),
    "commission": mark("Commission"),
    "other": mark("Other"),
}


def document(report: MonthReport) -> Document:
    """`report` ready to be drawn."""
    client, zone = report.client, report.client.zone
    name = f"{month(report.month, long=True)} {report.month.year}"
    made = when(report.made_at, zone)
    blocks: list[Block] = []
    if not report.whole:
        blocks.append(Words(text=said("This month is still running; its numbers go up to {when}.", when=made)))
    blocks += _summary(report)
    blocks += _income(report)
    blocks += _audience(report)
    blocks += _best(report)
    blocks += _payouts(report)
    blocks += _missing(report)
    blocks += _sources(report)
    return Document(
        title=client.name,
        subtitle=name,
        foot=said(
            "{client}, {month}. Made {when}, {place} time.",
            client=client.name,
            month=name,
            when=made,
            place=place(zone),
        ),
        blocks=tuple(blocks),
    )


def _summary(report: MonthReport) -> Iterator[Block]:
    found = [_net(one) for one in report.money]
    followers = [one for one in report.accounts if one.followers is not None]
    if followers:
        found.append(_followers(followers))
    engaged = [one.engagement for one in report.accounts if one.engagement is not None]
    if engaged:
        found.append(
            Figure(title=said("Engagement"), value=count(sum(engaged)), change=said("likes, comments, shares, saves"))
        )
    if made := sum(one.posts for one in report.accounts):
        found.append(Figure(title=said("Posts"), value=count(made), change=said("made in the month")))
    if found:
        yield Figures(items=tuple(found))
    else:
        yield Words(text=said("Nothing is known of this month yet: no account was read."))


def _net(one: ReportMoney) -> Figure:
    words = _change(
        one.change, money(one.previous_net_minor, one.currency) if one.previous_net_minor is not None else ""
    )
    return Figure(
        title=said("Net revenue") if not one.incomplete else said("Net revenue, incomplete"),
        value=money(one.net_minor, one.currency),
        change=words,
        better=None if not one.change.fraction else one.change.fraction > 0,
    )


def _followers(accounts: list[ReportAccount]) -> Figure:
    total = sum(one.followers or 0 for one in accounts)
    if any(one.followers_before is None for one in accounts):
        return Figure(title=said("Followers"), value=count(total), change=said("at the end of the month"))
    more = total - sum(one.followers_before or 0 for one in accounts)
    sign = "+" if more > 0 else "−" if more < 0 else "±"
    return Figure(
        title=said("Followers"),
        value=count(total),
        change=said("{change} in the month", change=f"{sign}{count(abs(more))}"),
        better=None if more == 0 else more > 0,
    )


def _income(report: MonthReport) -> Iterator[Block]:
    if not report.money:
        return
    yield Heading(text=said("Income"))
    known = [value for _, value in report.days if value is not None]
    if known and any(known):
        currency = report.money[0].currency
        yield Bars(
            title=said("Net revenue by day, {currency}", currency=currency),
            values=tuple(None if value is None else float(value) for _, value in report.days),
            labels=tuple(str(at.day) for at, _ in report.days),
            most=said("The best day brought {amount}.", amount=money(max(known), currency)),
            written=tuple(f"{day_month(at)}: {money(value, currency)}" for at, value in report.days),
        )
    columns = (
        said("Currency"),
        said("Sales"),
        said("Gross"),
        said("Fees"),
        said("Refunds"),
        said("Net"),
        said("Month before"),
    )
    yield Table(
        columns=columns,
        rows=tuple(
            (
                one.currency,
                count(one.sales),
                money(one.gross_minor, one.currency),
                money(one.fee_minor, one.currency) + ("*" if one.fee_estimated else ""),
                money(one.refunds_minor, one.currency),
                money(one.net_minor, one.currency),
                UNKNOWN if one.previous_net_minor is None else money(one.previous_net_minor, one.currency),
            )
            for one in report.money
        ),
        numeric=frozenset(range(1, len(columns))),
    )
    if any(one.fee_estimated for one in report.money):
        yield Words(text=said("* Some fees are estimated: the platform does not state them."), quiet=True)
    yield Table(
        columns=(said("Kind"), said("Sales"), said("Net")),
        rows=tuple(
            (said(_KINDS.get(one.kind, _KINDS["other"])), count(one.sales), money(one.net_minor, one.currency))
            for one in report.kinds
        ),
        numeric=frozenset((1, 2)),
    )


def _audience(report: MonthReport) -> Iterator[Block]:
    known = [one for one in report.accounts if one.followers is not None or one.engagement is not None or one.posts]
    if not known:
        return
    yield Heading(text=said("Audience"))
    yield Table(
        columns=(
            said("Account"),
            said("Followers"),
            said("In the month"),
            said("Engagement"),
            said("Change"),
            said("Posts"),
        ),
        rows=tuple(
            (
                f"{one.account} ({one.platform.label})",
                count(one.followers),
                _grown(one),
                count(one.engagement),
                _change(one.engagement_change, ""),
                count(one.posts),
            )
            for one in known
        ),
        numeric=frozenset((1, 2, 3, 4, 5)),
    )


def _grown(one: ReportAccount) -> str:
    if one.followers is None or one.followers_before is None:
        return UNKNOWN
    more = one.followers - one.followers_before
    return f"{'+' if more > 0 else '−' if more < 0 else ''}{count(abs(more))}"


def _best(report: MonthReport) -> Iterator[Block]:
    if not report.top:
        return
    yield Heading(text=said("Posts people reacted to most"))
    yield Table(
        columns=(said("Post"), said("Account"), said("When"), said("Engagement")),
        rows=tuple(
            (
                one.text or said("(no words)"),
                one.account,
                day_month(to_wall(one.at, report.client.zone)),
                count(one.engagement),
            )
            for one in report.top
        ),
        numeric=frozenset((3,)),
    )


def _payouts(report: MonthReport) -> Iterator[Block]:
    if not report.payouts:
        return
    yield Heading(text=said("Paid out"))
    yield Table(
        columns=(said("Day"), said("Account"), said("Amount")),
        rows=tuple(
            (day(to_wall(one.at, report.client.zone).date()), one.account, money(one.amount_minor, one.currency))
            for one in report.payouts
        ),
        numeric=frozenset((2,)),
    )


def _missing(report: MonthReport) -> Iterator[Block]:
    """What is not known is named: a gap is no zero."""
    if not report.gaps:
        return
    yield Heading(text=said("What is missing"))
    zone = report.client.zone
    yield Table(
        columns=(said("Account"), said("What"), said("From"), said("Until")),
        rows=tuple(
            (one.account, said(_PULLS[SyncKind(one.what)]), when(one.start, zone), when(one.end, zone))
            for one in report.gaps
        ),
    )
    many = len(report.gaps)
    words = said_n(
        "{n} stretch could not be read. Sums over it hold less than there was.",
        "{n} stretches could not be read. Sums over them hold less than there was.",
        many,
    )
    yield Words(text=words, quiet=True)


def _sources(report: MonthReport) -> Iterator[Block]:
    """Where each number is from, and how old it is."""
    zone = report.client.zone
    read = [(one.source, one.as_of) for one in report.money if one.as_of is not None]
    read += [(one.source, one.as_of) for one in report.accounts if one.as_of is not None and one.source]
    if not read:
        return
    yield Heading(text=said("Sources"))
    oldest = {source: min(at for name, at in read if name == source) for source, _ in read}
    lines = [said("{source}: read {when}", source=source, when=when(at, zone)) for source, at in sorted(oldest.items())]
    yield Words(text=". ".join(lines) + ".", quiet=True)
    text = said(
        "Net is what buyers paid, less fees, refunds and chargebacks. Engagement is likes, comments, shares and saves "
        "that came in the month. Days are those of {place}. A dash is unknown; 0 is zero.",
        place=place(zone),
    )
    yield Words(text=text, quiet=True)
    currencies = [one.currency for one in report.money]
    if len(currencies) > 1:
        yield Words(text=said("{currencies} are not added together.", currencies=listed(currencies)), quiet=True)


def _change(change: Change, before: str) -> str:
    if change.fraction is not None:
        words = percent(change.fraction, signed=True)
        return said("{change}, {before} the month before", change=words, before=before) if before else words
    if change.note == "new":
        return said("nothing the month before")
    return said("not comparable") if before else UNKNOWN
