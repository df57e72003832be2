"""The words of the command line (cli.md). Its names and shapes are fixed: scripts rely on them."""

import argparse
from typing import TYPE_CHECKING, NoReturn

from ofauto_desktop import __version__
from ofauto_desktop.cli import account_words, goal_words, message_words, planning_words
from ofauto_desktop.domain.analytics import MoneyBy
from ofauto_desktop.domain.audience import AudienceBy
from ofauto_desktop.domain.licences import LicenceChange
from ofauto_desktop.domain.members import Standing

_LICENCE = {
    LicenceChange.ENABLE: "let it be good again",
    LicenceChange.DISABLE: "let it be refused from now on",
    LicenceChange.GIVE_BACK: "take one off its uses",
}

if TYPE_CHECKING:
    Verbs = argparse._SubParsersAction["Parser"]  # noqa: SLF001 - argparse has no public name for it

_LONGEST_ID = 18
_LAST_PORT = 65_535


class Usage(Exception):
    """Wrong usage: what is wrong, and how it is used. Exit code 2."""

    def __init__(self, message: str, usage: str) -> None:
        super().__init__(message)
        self.usage = usage


def row_id_in(word: str) -> int | None:
    """The id that `word` is, None where it is none: plain digits, of a size that the database counts to."""
    return int(word) if word.isascii() and word.isdecimal() and len(word) <= _LONGEST_ID else None


def _row_id(word: str) -> int:
    number = row_id_in(word)
    if number is None:
        raise argparse.ArgumentTypeError(f"{word!r} is no id")
    return number


def _port(word: str) -> int:
    port = int(word) if word.isascii() and word.isdecimal() else _LAST_PORT + 1
    if port > _LAST_PORT:
        raise argparse.ArgumentTypeError(f"a port is a number up to {_LAST_PORT}")
    return port


class Parser(argparse.ArgumentParser):
    """One that raises instead of leaving the program."""

    def error(self, message: str) -> NoReturn:
        raise Usage(message, self.format_usage())


def parser() -> argparse.ArgumentParser:
    """Every verb with its options; `verb`, and `sub` where there is one, name what was asked for."""
    common = Parser(add_help=False)
    common.add_argument("--json", action="store_true", help="print JSON and nothing else")
    root = Parser(prog="ofauto", description="OFAuto Desktop. Without a verb: the window.")
    root.add_argument("--version", action="version", version=f"ofauto {__version__}")
    root.add_argument("--data-dir", metavar="DIR", help="the workspace's folder")
    root.add_argument("--unlock-fd", type=int, metavar="N", help="read the passphrase from this file descriptor")
    root.add_argument("--unlock-file", metavar="FILE", help="read the passphrase from this file")
    verbs = root.add_subparsers(dest="verb", metavar="VERB", required=True, parser_class=Parser)
    for add in (
        _workspace,
        _platforms,
        _clients,
        _notices,
        _accounts,
        _media,
        _posts,
        _run,
        _numbers,
        _audit,
        _backup,
        _care,
    ):
        add(verbs, common)
    planning_words.add(verbs, common, _verb, _subs, _row_id)
    goal_words.add(verbs, common, _verb, _subs, _row_id)
    message_words.add(verbs, common, _verb, _subs, _row_id)
    return root


def _verb(verbs: "Verbs", name: str, common: "Parser", words: str) -> "Parser":
    return verbs.add_parser(name, parents=[common], help=words, description=words)


def _subs(verbs: "Verbs", name: str, words: str) -> "Verbs":
    group = verbs.add_parser(name, help=words, description=words)
    return group.add_subparsers(dest="sub", metavar="WHAT", required=True, parser_class=Parser)


def _workspace(verbs: "Verbs", common: "Parser") -> None:
    init = _verb(verbs, "init", common, "create the workspace; prints the recovery code once")
    init.add_argument("--no-keychain", action="store_true", help="this computer's keychain may not unlock it")
    init.add_argument("--practice", action="store_true", help="with practice clients, accounts and a year of history")


def _platforms(verbs: "Verbs", common: "Parser") -> None:
    _verb(verbs, "platforms", common, "what each connector can do and needs")
    practice = _verb(verbs, "practice", common, "run the practice platforms until stopped")
    practice.add_argument("--host", default="127.0.0.1")
    practice.add_argument("--port", type=_port, default=0)
    practice.add_argument("--proxy", action="store_true", help="a practice proxy too, for accounts with --proxy")
    practice.add_argument("--platform", action="extend", nargs="+", metavar="P", help="only these")


def _clients(verbs: "Verbs", common: "Parser") -> None:
    subs = _subs(verbs, "clients", "the creators whose accounts are managed")
    add = _verb(subs, "add", common, "add a creator")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--zone", default=None, metavar="IANA", help="the reporting time zone")
    add.add_argument("--currency", default="USD")
    _verb(subs, "list", common, "all creators")
    _verb(subs, "show", common, "one creator, with accounts and key numbers").add_argument("name", metavar="NAME")
    report = _verb(subs, "report", common, "a month's report as one HTML file")
    report.add_argument("name", metavar="NAME")
    report.add_argument("--month", metavar="YYYY-MM", help="the last whole month, unless another is named")
    report.add_argument("--logo", metavar="FILE", help="a PNG or JPEG picture for its head")
    report.add_argument("file", metavar="FILE.html")


def _notices(verbs: "Verbs", common: "Parser") -> None:
    subs = _subs(verbs, "notices", "what a person should hear of")
    listing = _verb(subs, "list", common, "unread first, then the newest")
    listing.add_argument("--unread", action="store_true", help="only those")


def _accounts(verbs: "Verbs", common: "Parser") -> None:
    subs = _subs(verbs, "accounts", "connections to platforms")
    account_words.a_login(_verb(subs, "add", common, "check a credential live, then store it"))
    account_words.a_login(_verb(subs, "connect", common, "connect through the browser, or in a window"), connects=True)
    _verb(subs, "list", common, "all accounts with their state")
    for name, words in (
        ("unattended", "let posts go out without you looking (OnlyFans, Fansly)"),
        ("assisted", "look at each post yourself before it is sent, as it is at first"),
    ):
        _verb(subs, name, common, words).add_argument("id", metavar="ID")
    check = _verb(subs, "check", common, "check logins live")
    check.add_argument("id", nargs="*", metavar="ID")
    account_words.a_proxy(
        _verb(subs, "proxy", common, "an account's proxy: shown, set, checked or removed; nothing goes around it")
    )
    log = _verb(subs, "log", common, "the last requests of an account, and what its platform said is left")
    log.add_argument("id", metavar="ID")
    history = _verb(subs, "history", common, "what became of an account's login, and how often it is used")
    history.add_argument("id", metavar="ID")
    remove = _verb(subs, "remove", common, "disconnect; the credential is destroyed, posts stay")
    remove.add_argument("id", metavar="ID")


def _media(verbs: "Verbs", common: "Parser") -> None:
    subs = _subs(verbs, "media", "the library")
    host = _verb(
        subs, "host", common, "the bucket in which files lie while a platform fetches them: shown, set, checked"
    )
    act = host.add_mutually_exclusive_group()
    act.add_argument(
        "--secret-fd",
        type=int,
        metavar="N",
        help="set it: JSON with endpoint, region, bucket, access_key, secret_key, and if wanted prefix, path_style (yes or no)",
    )
    act.add_argument("--check", action="store_true", help="write, fetch and delete a small file in it now")
    act.add_argument("--none", action="store_true", help="take away what lies there and forget it")
    add = _verb(subs, "add", common, "bring files into the library")
    add.add_argument("file", nargs="+", metavar="FILE")
    add.add_argument("--tag", action="append", default=[], metavar="T")
    add.add_argument("--folder", default="", metavar="PATH", help="such as Sets/Beach; made where it is not there yet")
    listing = _verb(subs, "list", common, "what the library holds")
    listing.add_argument("--text", default="", help="only items in whose names, texts, tags or posts these words are")
    listing.add_argument("--tag", action="append", default=[], metavar="T", help="only items with all these tags")
    listing.add_argument("--folder", default="", metavar="PATH", help="only items in this folder and those inside it")
    listing.add_argument("--unused", action="store_true", help="only items that no post carries")


def _posts(verbs: "Verbs", common: "Parser") -> None:
    subs = _subs(verbs, "posts", "posts and their targets")
    add = _verb(subs, "add", common, "one post, one target for each account; all is checked before anything is saved")
    add.add_argument("--to", action="extend", nargs="+", default=[], metavar="ACCOUNT")
    add.add_argument("--set", action="append", default=[], metavar="NAME", help="the accounts of a set")
    text = add.add_mutually_exclusive_group()
    text.add_argument("--text", default=None, metavar="T")
    text.add_argument("--text-file", default=None, metavar="F")
    text.add_argument("--template", default=None, metavar="NAME", help="a kept template")
    add.add_argument("--value", action="append", default=[], metavar="NAME=TEXT", help="for a variable of the template")
    add.add_argument("--media", action="extend", nargs="+", default=[], metavar="FILE_OR_ID")
    add.add_argument("--at", default="draft", metavar="TIME", help="ISO 8601, or: now, next, draft")
    add.add_argument(
        "--override",
        action="extend",
        nargs="+",
        default=[],
        metavar="ACCOUNT:WHAT=…",
        help="WHAT is text, at (a time), thread (a file), media (a file or id; again for more, empty for none) or a setting",
    )
    add.add_argument(
        "--thread",
        metavar="FILE",
        help="further parts, separated by lines of three hyphens; --- +10 lets the part below wait ten minutes",
    )
    add.add_argument("--tag", action="append", default=[], metavar="T")
    add.add_argument("--reply-to", metavar="ID")
    add.add_argument("--price", type=int, metavar="MINOR", help="US cents; for OnlyFans and Fansly")
    planning_words.narrow(_verb(subs, "list", common, "posts by time"))
    for name, words in (("show", "one post with every attempt"), ("cancel", "cancel what has not gone out")):
        _verb(subs, name, common, words).add_argument("id", type=_row_id, metavar="ID")
    move = _verb(subs, "move", common, "plan a post anew")
    move.add_argument("id", type=_row_id, metavar="ID")
    move.add_argument("--at", required=True, metavar="TIME")
    fill = _verb(subs, "fill", common, "fill in a post on its site in a window, where you look and send it")
    fill.add_argument("id", type=_row_id, metavar="ID")
    fill.add_argument("--account", required=True, metavar="A")
    prepare = _verb(subs, "prepare", common, "text, notes and files of a post that you put up yourself")
    prepare.add_argument("id", type=_row_id, metavar="ID")
    prepare.add_argument("--account", required=True, metavar="A")
    prepare.add_argument(
        "--files", action="store_true", help="write readable copies; gone within an hour of `ofauto run`"
    )
    resend = _verb(subs, "resend", common, "plan anew what waited for a login and never left, at the next free slots")
    resend.add_argument("--account", required=True, metavar="A")
    resolve = _verb(subs, "resolve", common, "settle a target whose outcome is not known, or that you put up yourself")
    resolve.add_argument("id", type=_row_id, metavar="ID")
    resolve.add_argument("--account", required=True, metavar="A")
    what = resolve.add_mutually_exclusive_group(required=True)
    what.add_argument("--posted", metavar="REMOTE_ID", help="its id, or its address")
    what.add_argument("--not-posted", action="store_true")
    what.add_argument("--send-again", action="store_true")


def _run(verbs: "Verbs", common: "Parser") -> None:
    run = _verb(verbs, "run", common, "scheduler and sync without a window; with --json a stream of events")
    until = run.add_mutually_exclusive_group()
    until.add_argument("--until-idle", action="store_true", help="end when nothing is due and nothing is in flight")
    until.add_argument("--for", dest="seconds", type=float, metavar="SECONDS")
    run.add_argument("--inbound-port", type=int, metavar="N", help="take in webhooks on this port of 127.0.0.1")
    sync = _verb(verbs, "sync", common, "pull once")
    sync.add_argument("--account", action="append", default=[], metavar="ID")
    sync.add_argument("--what", default=None, metavar="KINDS", help="posts,metrics,audience,money,fans,messages")


def _numbers(verbs: "Verbs", common: "Parser") -> None:
    metrics = _verb(verbs, "metrics", common, "readings; null is unknown, 0 is zero")
    metrics.add_argument("--metric", action="append", default=[], metavar="M")
    metrics.add_argument("--by", choices=("total", "day", "post"), default="total")
    metrics.add_argument("--compare", action="store_true", help="with the period before")
    metrics.add_argument("--account", action="append", default=[], metavar="ID")
    _days(metrics)
    audience = _verb(verbs, "audience", common, "who follows, by age, gender, country and city")
    audience.add_argument("--by", choices=tuple(one.value for one in AudienceBy), default=None)
    audience.add_argument("--account", action="append", default=[], metavar="ID")
    audience.set_defaults(start=None, end=None)
    comments = _verb(verbs, "comments", common, "what people wrote below a post")
    comments.add_argument("account", metavar="ACCOUNT")
    comments.add_argument(
        "remote_id", metavar="POST", help="the platform's id of the post, as metrics --by post tells it"
    )
    _money(verbs, common)


def _money(verbs: "Verbs", common: "Parser") -> None:
    money = _verb(verbs, "money", common, "what was earned, in minor units, each currency by itself")
    _which_money(money)
    _by(money)
    subs = money.add_subparsers(dest="sub", metavar="WHAT", parser_class=Parser)
    # Options may stand before the word as well: what is not given after it must not undo them.
    shared = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--json", action="store_true", help="print JSON and nothing else")
    narrowed = Parser(add_help=False, argument_default=argparse.SUPPRESS, parents=[shared])
    _which_money(narrowed)
    ledger = _verb(subs, "ledger", narrowed, "every movement, newest first")
    ledger.add_argument("--text", default="", help="only lines whose product, buyer, account or id hold this")
    ledger.add_argument("--kind", action="append", default=[], metavar="K")
    ledger.add_argument("--status", action="append", default=[], metavar="S")
    members = _verb(
        subs, "members", narrowed, "who pays regularly: tier, standing, lifetime, last charge; as it is now"
    )
    members.add_argument("--text", default="", help="only members whose id or tier holds this")
    members.add_argument("--standing", action="append", default=[], metavar="S", help=", ".join(Standing))
    members.add_argument("--limit", type=int, default=500, metavar="N")
    _verb(subs, "offers", narrowed, "offer codes with what they take off and how often they were used; as it is now")
    licence = _verb(subs, "licence", shared, "the licence of a sale at Gumroad; looking counts as no use of it")
    licence.add_argument("sale", metavar="SALE", help="the platform's id of the sale, as the ledger tells it")
    licence.add_argument("--account", required=True, metavar="A")
    changes = licence.add_mutually_exclusive_group()
    for change in LicenceChange:
        word = change.value.replace("_", "-")
        changes.add_argument(f"--{word}", dest="change", action="store_const", const=change, help=_LICENCE[change])
    _verb(subs, "payouts", narrowed, "what left the platforms, or is announced to")
    _verb(subs, "balances", narrowed, "pending, available and paid out")
    _money_files(subs, shared, narrowed)
    _rates(subs, shared)


def _money_files(subs: "Verbs", shared: "Parser", narrowed: "Parser") -> None:
    taken = _verb(subs, "import", shared, "enter the lines of a CSV file: all of them or none")
    taken.add_argument("file", metavar="FILE")
    taken.add_argument("--account", required=True, metavar="A")
    taken.add_argument("--map", action="extend", nargs="+", default=[], metavar="FIELD=COLUMN")
    taken.add_argument("--currency", default=None, metavar="C", help="where the file has no column for it")
    taken.add_argument("--kind", default=None, metavar="K", help="where the file has no column for it")
    taken.add_argument("--dates", default=None, choices=("ymd", "dmy", "mdy"), help="order of day, month and year")
    taken.add_argument("--dry-run", action="store_true", help="say what would be entered; save nothing")
    undo = _verb(subs, "undo-import", shared, "take an import back, whole")
    undo.add_argument("id", type=_row_id, metavar="ID")
    export = _verb(subs, "export-tax", narrowed, "a tax year by account, month and currency, as CSV")
    export.add_argument("year", type=int, metavar="YEAR")
    export.add_argument("file", metavar="FILE")
    export.add_argument("--currency", default=None, metavar="C", help="with a column converted to this")


def _rates(subs: "Verbs", shared: "Parser") -> None:
    rates = subs.add_parser("rates", help="exchange rates by day", description="exchange rates by day")
    acts = rates.add_subparsers(dest="act", metavar="WHAT", required=True, parser_class=Parser)
    listing = _verb(acts, "list", shared, "stored rates, newest day first")
    listing.add_argument("pair", nargs="*", metavar="C", help="two currencies; without them, all")
    listing.add_argument("--limit", type=int, default=500, metavar="N")
    add = _verb(acts, "add", shared, "enter a rate by hand: one CURRENCY was worth RATE of TO")
    add.add_argument("currency", metavar="CURRENCY")
    add.add_argument("to", metavar="TO")
    add.add_argument("day", metavar="DAY")
    add.add_argument("rate", metavar="RATE")
    add.add_argument("--until", default=None, metavar="DAY", help="the same rate for every day up to this one")
    _verb(acts, "import", shared, "read a file in the form of the European Central Bank").add_argument(
        "file", metavar="FILE"
    )
    fetch = _verb(acts, "fetch", shared, "ask the European Central Bank")
    fetch.add_argument("--endpoint", default=None, metavar="URL", help="another server that gives the same file")


def _which_money(to: argparse.ArgumentParser) -> None:
    suppressed = to.argument_default
    to.add_argument("--account", action="append", default=suppressed or [], metavar="ID")
    to.add_argument("--from", dest="start", default=suppressed, metavar="D", help="first day, or an ISO 8601 time")
    to.add_argument("--to", dest="end", default=suppressed, metavar="D", help="the day after the last, or a time")


def _by(money: argparse.ArgumentParser) -> None:
    money.add_argument("--by", choices=tuple(MoneyBy), default=MoneyBy.KIND.value, metavar="GROUP")
    money.add_argument(
        "--in", dest="currency", default=None, metavar="C", help="with what it comes to in this currency"
    )


def _days(to: argparse.ArgumentParser) -> None:
    to.add_argument("--from", dest="start", metavar="D", help="first day, or an ISO 8601 time")
    to.add_argument("--to", dest="end", metavar="D", help="the day after the last, or an ISO 8601 time")


def _audit(verbs: "Verbs", common: "Parser") -> None:
    subs = _subs(verbs, "audit", "the audit trail")
    _verb(subs, "list", common, "what was done, newest first")
    _verb(subs, "verify", common, "recompute the chain; exit 1 at the first entry that does not fit")
    _verb(subs, "export", common, "one line of JSON an entry").add_argument("file", metavar="FILE")


def _backup(verbs: "Verbs", common: "Parser") -> None:
    subs = _subs(verbs, "backup", "encrypted backups of the whole workspace")
    for name, words in (("create", "write a backup"), ("verify", "check every byte of one")):
        _verb(subs, name, common, words).add_argument("file", metavar="FILE")
    restore = _verb(subs, "restore", common, "unpack one into an empty folder")
    restore.add_argument("file", metavar="FILE")
    restore.add_argument("--into", required=True, metavar="DIR")


def _care(verbs: "Verbs", common: "Parser") -> None:
    revoke = _verb(verbs, "revoke", common, "destroy an account's credential here, and end it at the platform")
    revoke.add_argument("account", metavar="ACCOUNT")
    _verb(verbs, "doctor", common, "what this computer has and lacks, each with a fix")
    # It opens a window: `__main__` takes it before the verbs are read. Here it is listed.
    _verb(verbs, "gallery", common, "a window with every widget of the program in each of its states")
