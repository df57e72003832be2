"""The words of accounts on the command line: how one is connected, and its proxy."""

from argparse import ArgumentParser


def a_login(add: ArgumentParser, *, connects: bool = False) -> None:
    """Whose account it is and how it is reached. `connects`: by the browser or in a window."""
    add.add_argument("platform", metavar="PLATFORM")
    add.add_argument("--client", required=not connects, metavar="NAME")
    add.add_argument("--name")
    add.add_argument("--zone", metavar="IANA")
    add.add_argument("--proxy", metavar="URL", help="one with a password is better given as proxy by --secret-fd")
    add.add_argument("--endpoint", action="append", default=[], metavar="NAME=URL")
    add.add_argument("--secret-fd", type=int, metavar="N", help="read the credential's fields as JSON from here")
    add.add_argument("--unattended", action="store_true", help="posts go out without you looking (OnlyFans, Fansly)")
    if connects:
        add.add_argument("--account", metavar="ID", help="a new login for this account, in place of --client")
        add.add_argument("--ask-for", action="append", default=[], metavar="WHAT", help="more than usual: messages")


def a_proxy(proxy: ArgumentParser) -> None:
    """What may be said of an account's proxy."""
    proxy.add_argument("id", metavar="ID")
    act = proxy.add_mutually_exclusive_group()
    act.add_argument(
        "--secret-fd", type=int, metavar="N", help="set it: JSON with proxy, or with customer, zone, password"
    )
    act.add_argument("--none", action="store_true", help="remove it; the account goes direct from here on")
    act.add_argument("--check", action="store_true", help="look at it now")
    act.add_argument("--new-session", action="store_true", help="Bright Data: another address of the same zone")
    proxy.add_argument("--ask", metavar="URL", help="with --check: an address that answers where it was asked from")
    proxy.add_argument("--country", metavar="CC", help="where it is to come out: two letters, any, or learn")
    direct = proxy.add_mutually_exclusive_group()
    direct.add_argument("--allow-direct", action="store_true", help="while it fails, the account may go without it")
    direct.add_argument("--never-direct", action="store_true", help="the account never goes without it, as at first")
