"""Writing a post: is it right for every account it is meant for, and if so, keep it. All or nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from ofauto_desktop.domain import tags
from ofauto_desktop.domain.accounts import ENDED, Account
from ofauto_desktop.domain.checks import Problem, TextMeasure
from ofauto_desktop.domain.drafts import Checked, Draft, Finding, When
from ofauto_desktop.domain.errors import AppError, BadInput
from ofauto_desktop.domain.events import PostsChanged
from ofauto_desktop.domain.manifest import OptionSpec
from ofauto_desktop.domain.posts import Post
from ofauto_desktop.domain.schedule import Moment
from ofauto_desktop.domain.tiers import Tier
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services import clashes, content, planning
from ofauto_desktop.services.accounts import Accounts
from ofauto_desktop.services.stored_form import new_post
from storage import media_variants, posts, tiers
from storage.database import Database

# A thread whose parts lie further apart is a row of posts.
LONGEST_DELAY = 24 * 60


class Composing:
    """Checks and keeps what a person writes."""

    def __init__(self, database: Database, accounts: Accounts, bus: EventBus, now: Now) -> None:
        self._database, self._accounts, self._bus, self._now = database, accounts, bus, now

    def measure(self, account: Account, text: str) -> TextMeasure | None:
        """The text's length by the platform's rule; cheap, for every key. None where there is none."""
        return content.measure(account, text)

    def unavailable(self, account: Account) -> str:
        """Why nothing can be published on this account's platform (A19); empty where it can."""
        return content.unavailable(account)

    def options(self, account: Account, tiers: Sequence[Tier] = ()) -> tuple[OptionSpec, ...]:
        """The settings that a post may carry on this account's platform; `tiers` are those of its page."""
        return content.post_options(account, tiers)

    async def tiers(self, account_ids: Sequence[int]) -> Mapping[int, tuple[Tier, ...]]:
        """The tiers of these accounts' pages, as they were read last (A15)."""
        return await self._database.read(tiers.listed, account_ids)

    def limits(self, account: Account) -> Mapping[str, int]:
        """The platform's limits by the names of its manifest: images, gifs, videos a post …"""
        return content.limits(account)

    async def next_slot(self, account: Account, after: datetime) -> Moment:
        """The account's next free slot after an aware instant."""
        return await planning.next_slot(self._database, account, after)

    async def check(self, draft: Draft, *, post_id: int | None = None) -> Checked:
        """Everything that stands in the way, and what should be known. Raises NotFound for unknown accounts or media."""
        found = [Finding(account_id=None, account=None, problem=problem) for problem in _of_the_whole(draft)]
        accounts = [await self._accounts.get(account_id) for account_id in dict.fromkeys(draft.account_ids)]
        if len({account.client_id for account in accounts}) > 1:
            found.append(_whole("these accounts belong to several clients; write one post for each client"))
        await self._database.read(posts.media_items, draft.media_ids)
        moments: dict[int, Moment | None] = {}
        for account in accounts:
            problems, moments[account.id] = await self._of_account(draft, account, post_id)
            found += [Finding(account_id=account.id, account=account.name, problem=one) for one in problems]
        return Checked(moments=moments, findings=tuple(found))

    async def approve(self, draft: Draft, *, post_id: int | None = None) -> Checked:
        """Check it as it would be saved. Raises BadInput with every finding that stands in the way."""
        checked = await self.check(draft, post_id=post_id)
        if checked.blocked:
            raise _refusal(checked, post_id)
        return checked

    async def save(self, draft: Draft, *, post_id: int | None = None) -> Post:
        """Check, then store the post, or its new form under `post_id`. Raises BadInput with every finding; Conflict."""
        checked = await self.approve(draft, post_id=post_id)
        accounts = [await self._accounts.get(one) for one in dict.fromkeys(draft.account_ids)]
        new = new_post(draft, accounts, checked.moments)
        if post_id is None:
            post_id = await self._database.write(posts.add, new, self._now())
        else:
            await self._database.write(posts.replace, post_id, new, self._now())
        self._bus.publish(PostsChanged(at=self._now(), post_ids=(post_id,)))
        return await self._database.read(posts.get, post_id)

    async def _of_account(
        self, draft: Draft, account: Account, post_id: int | None
    ) -> tuple[list[Problem], Moment | None]:
        """One account's problems and its moment. What keeps a post from going out does not keep a draft from being kept."""
        what = draft.content_for(account.id)
        await self._database.read(posts.media_items, what.media_ids)
        shown = await self._database.read(media_variants.items_as_sent, what.media_ids, account.platform)
        hosted = await self._accounts.hosted(account)
        problems = content.problems(
            account, what.parts, shown, options=what.options, reply_to=draft.reply_to, hosted=hosted
        )
        problems += _of_its_own(draft, account.id)
        if what.options:
            known = await self._database.read(tiers.listed, [account.id])
            problems += content.tier_problems(account, what.options, known.get(account.id, ()))
        if account.state in ENDED:
            why = account.state_reason or account.state.value
            problems.append(Problem(text=f"its login does not work ({why}); the post will wait for it", blocking=False))
        try:
            at = await planning.moment_for(self._database, account, draft.at_for(account.id), self._now())
        except BadInput as error:
            return [*problems, Problem(text=error.reason)], None
        if at is None:
            return [Problem(text=one.text, part=one.part, blocking=False) for one in problems], None
        problems += planning.time_problems(at, self._now())
        problems += await clashes.problems(self._database, account, what.parts[0], what.media_ids, at, post_id)
        return problems, at


def _of_the_whole(draft: Draft) -> list[Problem]:
    found = []
    if not draft.account_ids:
        found.append(Problem(text="choose at least one account"))
    strangers = set(draft.overrides) - set(draft.account_ids)
    if strangers:
        found.append(Problem(text=f"there is a text for account {min(strangers)}, which the post is not meant for"))
    if any(not 0 <= minutes <= LONGEST_DELAY for minutes in draft.delays):
        found.append(Problem(text=f"a part of a thread may wait {LONGEST_DELAY} minutes at most"))
    if (too_much := tags.too_much(tags.tidy(draft.tags))) is not None:
        found.append(Problem(text=too_much))
    if len(set(draft.media_ids)) < len(draft.media_ids):
        found.append(Problem(text="a media item is attached twice"))
    if draft.at != When.DRAFT:
        found += _empty_parts(draft.thread)
    return found


def _of_its_own(draft: Draft, account_id: int) -> list[Problem]:
    """What is wrong with what one account has of its own, whatever its platform."""
    own = draft.overrides.get(account_id)
    if own is None:
        return []
    found = [] if own.thread is None or draft.at == When.DRAFT else _empty_parts(own.thread)
    if own.media_ids is not None and len(set(own.media_ids)) < len(own.media_ids):
        found.append(Problem(text="a media item is attached twice"))
    return found


def _empty_parts(thread: Sequence[str]) -> list[Problem]:
    empty = next((number for number, part in enumerate(thread, start=1) if not part.strip()), None)
    return [] if empty is None else [Problem(text="a part of the thread is empty", part=empty)]


def _whole(text: str) -> Finding:
    return Finding(account_id=None, account=None, problem=Problem(text=text))


def _refusal(checked: Checked, post_id: int | None) -> AppError:
    """Every blocking finding in one error, naming the first account it is about."""
    blocking = [found for found in checked.findings if found.problem.blocking]
    said = "; ".join(
        f"{found.account}: {found.problem.text}" if found.account else found.problem.text for found in blocking
    )
    account = next((found.account for found in blocking if found.account), None)
    item = "post" if post_id is None else f"post {post_id}"
    return BadInput(said, account=account, item=item, post_id=post_id)
