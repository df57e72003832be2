"""clients show, clients report."""

import asyncio
from argparse import Namespace
from datetime import date, datetime
from pathlib import Path

from ofauto_desktop.cli import rows
from ofauto_desktop.cli.output import Result
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.services import Services


async def show(services: Services, given: Namespace) -> Result:
    """A creator with accounts and the last 30 days' numbers."""
    client = await services.clients.named(given.name)
    summary = next(one for one in await services.clients.summaries() if one.client.id == client.id)
    accounts = await services.accounts.list(client.id)
    return Result(value=rows.client_summary(summary, accounts))


async def report(services: Services, given: Namespace) -> Result:
    """A month as one HTML file; paper is drawn in the window."""
    client = await services.clients.named(given.name)
    month = services.reports.last_month(client) if given.month is None else _month(given.month)
    file = Path(given.file)
    if file.suffix.lower() not in (".html", ".htm"):
        raise BadInput("the file's name ends in .html; PDF is made in the window", item=file.name)
    logo = None if given.logo is None else await asyncio.to_thread(_logo, Path(given.logo))
    await services.reports.write_html(client.id, month, file, logo=logo)
    value = {"client": client.name, "month": f"{month:%Y-%m}", "file": str(file)}
    return Result(value=value, text=f"{file} holds {month:%B %Y} of {client.name}.")


def _month(words: str) -> date:
    try:
        return datetime.strptime(words, "%Y-%m").date()  # noqa: DTZ007 - a month of the client's calendar
    except ValueError as error:
        raise BadInput(f"{words!r} is no month; write it as 2026-05") from error


def _logo(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadInput("the logo cannot be read", item=file.name) from error
