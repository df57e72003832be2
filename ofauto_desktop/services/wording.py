"""Errors in words, for the window and the terminal alike: what happened, to what, what was kept, what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.errors import NetworkRefused, NoBrowser, NotFinished
from ofauto_desktop.domain import errors
from ofauto_desktop.domain.errors import AppError, ErrorKind
from ofauto_desktop.domain.words import known, mark, said
from ofauto_desktop.services.formats import clock, day_month


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """An error as a person reads it. `action` is a button's label and `action_id` what it does; both empty for none."""

    title: str
    text: str
    action: str = ""
    action_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """`title` may hold {account} and {item}; `kept` says what was not lost."""

    title: str
    kept: str = ""
    action: str = ""
    action_id: str = ""


_KINDS: Mapping[ErrorKind, _Form] = {
    ErrorKind.LOGIN_EXPIRED: _Form(
        title=mark("{account} needs a new login"),
        kept=mark("Its posts stay planned and wait until you have logged in."),
        action=mark("Log in again"),
        action_id="accounts.relogin",
    ),
    ErrorKind.CHALLENGED: _Form(
        title=mark("{account} wants to know that it is you"),
        kept=mark("Nothing is sent until you have answered there."),
        action=mark("Open account"),
        action_id="accounts.open",
    ),
    ErrorKind.RATE_LIMITED: _Form(
        title=mark("{account} asks us to wait"),
        kept=mark("Nothing is lost; it goes on by itself."),
    ),
    ErrorKind.OUT_OF_CREDIT: _Form(
        title=mark("{account} has no credit left"),
        kept=mark("Waiting does not help: top it up at the platform, then check the account."),
        action=mark("Open account"),
        action_id="accounts.open",
    ),
    ErrorKind.TEMPORARY: _Form(
        title=mark("{account} has a problem of its own"), kept=mark("Try again in a little while.")
    ),
    ErrorKind.REJECTED: _Form(
        title=mark("{account} refused {item}"),
        kept=mark("It was not published. Change it, then schedule it again."),
        action=mark("Edit post"),
        action_id="posts.edit",
    ),
    ErrorKind.DUPLICATE: _Form(
        title=mark("{account} says that it has {item} already"),
        kept=mark("It was not sent again. See whether it is there before you decide."),
        action=mark("Look at the post"),
        action_id="posts.show",
    ),
    ErrorKind.UNSUPPORTED: _Form(title=mark("{account} cannot do that")),
    ErrorKind.LAYOUT_CHANGED: _Form(
        title=mark("{account} answered in a form that we do not know"),
        kept=mark("Nothing was changed. A newer version of OFAuto may know it."),
        action=mark("Show diagnostics"),
        action_id="accounts.diagnostics",
    ),
    ErrorKind.OUTCOME_UNKNOWN: _Form(
        title=mark("It is not known whether {item} went out on {account}"),
        kept=mark("It is not sent again until this is settled."),
        action=mark("Settle it"),
        action_id="posts.settle",
    ),
    ErrorKind.NETWORK: _Form(
        title=mark("{account} was not reached"),
        kept=mark("Nothing was sent. See whether this computer is online."),
    ),
    ErrorKind.PROXY: _Form(
        title=mark("The proxy of {account} does not work"),
        kept=mark("Nothing was sent, and nothing goes out without it."),
        action=mark("Open account"),
        action_id="accounts.open",
    ),
    ErrorKind.WRONG_ACCOUNT: _Form(
        title=mark("This login belongs to someone other than {account}"),
        kept=mark("Nothing was changed. To add it, connect it as a new account."),
        action=mark("Connect an account"),
        action_id="accounts.connect",
    ),
    ErrorKind.BAD_INPUT: _Form(title=mark("{item} cannot be used"), kept=mark("Nothing was saved.")),
    ErrorKind.LOCKED: _Form(title=mark("The workspace is locked"), action=mark("Unlock"), action_id="workspace.unlock"),
    ErrorKind.BUSY: _Form(
        title=mark("{item} changed meanwhile"), kept=mark("Nothing was overwritten. Look at it again.")
    ),
    ErrorKind.DISK: _Form(title=mark("The disk does not allow it"), kept=mark("Nothing half-written was kept.")),
    ErrorKind.NEWER_VERSION: _Form(
        title=mark("This workspace was opened by a newer OFAuto"),
        kept=mark("It was left as it is. Install that version or a later one."),
    ),
}
_NO_POST_REJECTED = _Form(title=mark("{account} refused"), kept=mark("Nothing was changed."))
# Classes that say more than their kind does.
_CLASSES: Mapping[type[AppError], _Form] = {
    errors.NotFound: _Form(title=mark("{item} is not there")),
    errors.WrongPassphrase: _Form(
        title=mark("That did not open the workspace"), kept=mark("Nothing was changed. Try again.")
    ),
    errors.KeychainLocked: _Form(
        title=mark("This computer's keychain is locked"),
        kept=mark("Unlock it, or type the passphrase."),
        action=mark("Try again"),
        action_id="workspace.keychain",
    ),
    errors.KeychainMissing: _Form(
        title=mark("This computer's keychain cannot open the workspace"),
        kept=mark("The passphrase always does."),
    ),
    errors.WorkspaceBusy: _Form(
        title=mark("This workspace is open in another OFAuto"),
        kept=mark("Close it there, then try again."),
        action=mark("Try again"),
        action_id="workspace.retry",
    ),
    NotFinished: _Form(title=mark("Nobody logged in"), kept=mark("Nothing was stored, and nothing was changed.")),
    NoBrowser: _Form(
        title=mark("There is no browser to log in with"),
        kept=mark("Install Chrome, Edge or Chromium, or name one in Settings → Advanced."),
    ),
    NetworkRefused: _Form(
        title=mark("{account} is not let in from this network"),
        kept=mark("Nothing was sent. The login is as good as before; another network or a proxy may be let in."),
        action=mark("Open account"),
        action_id="accounts.open",
    ),
    errors.NotAWorkspace: _Form(
        title=mark("The workspace's file is damaged, or is not one"),
        kept=mark("It was not touched. A backup can be restored with “ofauto backup restore”."),
    ),
}


def worded(error: AppError) -> Worded:
    """`error` in words. Names its account and item where they are known; never more than `error` itself holds."""
    form = _form(error)
    about = error.account if error.account and "{account}" not in form.title else None
    title = said(form.title).format(account=_account(error), item=_item(error, about or said("this")))
    kept = said(form.kept) if form.kept else ""
    parts = [_sentence(known(error.reason), error.account, error.item), _until(error), kept]
    return Worded(
        title=title if title.startswith((error.account or "\0", error.item or "\0")) else title[:1].upper() + title[1:],
        text=" ".join(part for part in parts if part),
        action=said(form.action) if form.action else "",
        action_id=form.action_id,
    )


def _form(error: AppError) -> _Form:
    """What a platform refuses need not be a post: a list of sales is refused as well."""
    if error.kind is ErrorKind.REJECTED and error.post_id is None and not error.item:
        return _NO_POST_REJECTED
    return _CLASSES.get(type(error)) or _KINDS[error.kind]


def action_for(kind: ErrorKind) -> str:
    """The label of what a person can do about a read of an account that met `kind`, empty where that is nothing."""
    form = _NO_POST_REJECTED if kind is ErrorKind.REJECTED else _KINDS[kind]
    return said(form.action) if form.action else ""


def unexpected() -> Worded:
    """For what is no AppError: our own mistake."""
    return Worded(
        title=said("Something went wrong in OFAuto"),
        text=said("This is our mistake, not yours. Nothing you entered was thrown away; the details are in the log."),
        action=said("Copy details"),
        action_id="errors.copy",
    )


def _account(error: AppError) -> str:
    return error.account or said("the platform")


def _item(error: AppError, otherwise: str) -> str:
    if error.item:
        return error.item
    return said("post {id}", id=error.post_id) if error.post_id is not None else otherwise


def _sentence(reason: str, *names: str | None) -> str:
    """A reason as a sentence; reasons are written as short facts without a full stop. A name stays as it is."""
    if not reason:
        return ""
    first = reason[:1] if any(name and reason.startswith(name) for name in names) else reason[:1].upper()
    return first + reason[1:] + ("" if reason.endswith((".", "!", "?", "…")) else ".")


def _until(error: AppError) -> str:
    if error.retry_at is None:
        return ""
    local = error.retry_at.astimezone()
    return said("It may be tried again at {time} on {day}.", time=clock(local), day=day_month(local, long=True))
