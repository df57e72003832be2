"""Whether a stored post may go out as it is, on one of its accounts."""

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.checks import Problem
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.posts import Post, Target
from ofauto_desktop.services import content
from storage import media_variants
from storage.database import Database


async def problems(database: Database, account: Account, post: Post, target: Target, *, hosted: bool) -> list[Problem]:
    """What the account's platform has against the post as that account gets it; `hosted` as in `content.problems`."""
    media_ids = [item.id for item in post.media] if target.media_ids is None else target.media_ids
    media = await database.read(media_variants.items_as_sent, media_ids, account.platform) if media_ids else []
    return content.problems(account, post.parts_for(target), media, options=target.options, hosted=hosted)


def refuse(found: list[Problem], account: Account, post: Post) -> None:
    """Raises BadInput, naming account and post, where anything of `found` stands in the way."""
    refused = [problem.text for problem in found if problem.blocking]
    if refused:
        raise BadInput("; ".join(refused), account=account.name, item=f"post {post.id}", post_id=post.id)
