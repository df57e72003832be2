"""notices."""

from argparse import Namespace

from ofauto_desktop.cli import rows
from ofauto_desktop.cli.output import Result
from ofauto_desktop.services import Services

_AT_MOST = 500


async def listing(services: Services, given: Namespace) -> Result:
    """What was told; what happened since the last look is looked at first."""
    await services.notices.look()
    return Result(value=[rows.notice(one) for one in await services.notices.list(unread=given.unread, limit=_AT_MOST)])
