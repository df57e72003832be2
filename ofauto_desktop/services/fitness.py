"""Whether a stored post may be scheduled as it is."""

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.posts import Post, Target
from ofauto_desktop.services import content


def refuse_unfit(account: Account, post: Post, target: Target) -> None:
    """Raises BadInput, naming account and post, for one that its platform would refuse."""
    text = post.text if target.text is None else target.text
    found = content.problems(account, (text, *post.thread), post.media, reply_to=post.reply_to)
    refused = [problem.text for problem in found if problem.blocking]
    if refused:
        raise BadInput("; ".join(refused), account=account.name, item=f"post {post.id}", post_id=post.id)
