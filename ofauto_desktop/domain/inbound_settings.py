"""Where webhooks are taken in: settings of the workspace, declared as those in `preferences`."""

from ofauto_desktop.domain import setting_kinds as kinds
from ofauto_desktop.domain.setting_kinds import INBOUND, Setting

INBOUND_ON = Setting(
    key="inbound.on",
    default=False,
    label="Take in what platforms send",
    parse=kinds.yes_no,
    group=INBOUND,
    help="Only from this computer, where a tunnel of your own ends. Payments are entered within seconds.",
)
INBOUND_PORT = Setting(
    key="inbound.port",
    default=53690,
    label="Port on this computer",
    parse=kinds.port,
    group=INBOUND,
    help="What your tunnel leads to.",
)
# "": nothing stands in front yet.
INBOUND_ADDRESS = Setting(
    key="inbound.address",
    default="",
    label="Public address of your tunnel",
    parse=kinds.web_address,
    group=INBOUND,
    help="As https://hooks.example.com. It is only put together with each account's path, for you to copy.",
)
