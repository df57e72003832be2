"""A checked draft in the form in which it is stored."""

from collections.abc import Mapping, Sequence

from ofauto_desktop.domain import tags
from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.drafts import Draft, Override
from ofauto_desktop.domain.schedule import Moment
from storage.posts import NewPost, NewTarget


def new_post(draft: Draft, accounts: Sequence[Account], moments: Mapping[int, Moment | None]) -> NewPost:
    """`draft` for `accounts`, planned at `moments` by account id."""
    return NewPost(
        client_id=accounts[0].client_id,
        text=draft.text,
        thread=draft.thread,
        reply_to=draft.reply_to,
        media_ids=draft.media_ids,
        delays=_delays(draft),
        tags=tags.tidy(draft.tags),
        targets=tuple(_target(draft, account, moments[account.id]) for account in accounts),
    )


def _target(draft: Draft, account: Account, at: Moment | None) -> NewTarget:
    own = draft.overrides.get(account.id, Override())
    return NewTarget(
        account_id=account.id,
        text=own.text,
        thread=own.thread,
        media_ids=own.media_ids,
        options=own.options,
        at=at,
        zone=account.zone,
    )


def _delays(draft: Draft) -> tuple[int, ...]:
    """None at all where none of them waits."""
    longest = max([len(draft.thread), *(len(own.thread or ()) for own in draft.overrides.values())])
    wanted = draft.delays[:longest]
    return wanted if any(wanted) else ()
