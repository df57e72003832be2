"""What stands in a post's way, in words (B16)."""

from ofauto_desktop.domain.clashes import Clash, ClashKind
from ofauto_desktop.domain.schedule import to_wall
from ui.format import clock
from ui.language import tr
from ui.models.day_words import written


def clash_words(clash: Clash, zone: str) -> str:
    """One sentence; times are the viewer's."""
    at = to_wall(clash.at, zone)
    day = written(at.date(), "ddd d MMM")
    match clash.kind:
        case ClashKind.SAME_HOUR:
            return tr(
                "Another post goes out on {account} within the hour, at {time}.",
                account=clash.account,
                time=clock(at),
            )
        case ClashKind.SAME_TEXT:
            return tr("It says the same as a post of {day} on {account}.", day=day, account=clash.account)
        case ClashKind.NEAR_TEXT:
            return tr("It says nearly the same as a post of {day} on {account}.", day=day, account=clash.account)
        case ClashKind.SAME_PICTURE:
            return tr("It shows the same picture as a post of {day} on {account}.", day=day, account=clash.account)
