"""The words of an account's login: since when it is stored, how often it is used, and what became of it."""

from collections.abc import Sequence
from datetime import datetime

from ofauto_desktop.domain.login_history import COUNTED, LoginAct, LoginEvent, LoginHistory
from ui.desk import Desk
from ui.format import when, within
from ui.language import Words, mark, tr, tr_n
from ui.models.figure_rows import Cell, Column, Row

_ACTS = Words(
    {
        LoginAct.STORED: mark("Logged in"),
        LoginAct.RENEWED: mark("Renewed by itself"),
        LoginAct.REVOKED: mark("Destroyed"),
        LoginAct.DENIED: mark("Use refused: no right to it"),
    }
)


def facts(history: LoginHistory, desk: Desk) -> list[str]:
    """What counts now, a line each."""
    if history.stored_at is None:
        return [tr("No login is stored.")]
    told = [tr("Stored {when}", when=_when(history.stored_at, desk))]
    if history.expires_at is not None:
        told.append(tr("Login lasts until {when}", when=_when(history.expires_at, desk)))
    days = COUNTED.days
    if history.last_used is None:
        told.append(tr("Not used in the last {days} days", days=days))
    else:
        times = tr_n(
            "Used {n} time in the last {days} days", "Used {n} times in the last {days} days", history.uses, days=days
        )
        told.append(tr("{times}, last {when}", times=times, when=_when(history.last_used, desk)))
    if history.kept > 1:
        told.append(tr("The login before it is kept too, until the next one, for what was under way with it."))
    return told


def columns() -> tuple[Column, ...]:
    return (Column(tr("When"), sample="00 September 0000 00:00"), Column(tr("What"), grow=1))


def rows(events: Sequence[LoginEvent], desk: Desk) -> list[Row]:
    """Newest first, as they come."""
    return [_row(one, desk) for one in events]


def _row(one: LoginEvent, desk: Desk) -> Row:
    at, what = when(one.at, desk.zone, now=desk.now()), _ACTS[one.act]
    return Row(
        cells=(Cell(at), Cell(what, tone="danger" if one.act is LoginAct.DENIED else "")),
        lead=what,
        figure="",
        caption=at,
    )


def _when(at: datetime, desk: Desk) -> str:
    return within(when(at, desk.zone, now=desk.now()))
