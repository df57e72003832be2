"""What kind of post a listed post is, told in SQL: its form, for statements that begin with THREADS, and its length."""

from ofauto_desktop.domain.content_types import LENGTHS, MORE

# Posts that another post of the same account answers, or that answer one of it: parts of threads. Two instants part off
# a stretch of time that is looked through: parts of a thread are made within minutes, or a few days.
THREADS = """
part(platform_id, remote_id, reply_to) AS MATERIALIZED (
  SELECT platform_id, remote_id, reply_to FROM remote_post
  WHERE platform_id IN ({accounts}) AND at >= ? AND at < ? AND reply_to IS NOT NULL),
threads(platform_id, remote_id) AS MATERIALIZED (
  SELECT part.platform_id, head.remote_id FROM part
  JOIN remote_post AS head ON head.platform_id = part.platform_id AND head.remote_id = part.reply_to
  UNION
  SELECT part.platform_id, part.remote_id FROM part
  JOIN remote_post AS head ON head.platform_id = part.platform_id AND head.remote_id = part.reply_to)
"""
_AROUND = 3 * 86_400_000_000


def around(start: int, end: int) -> tuple[int, int]:
    """The stretch in which the parts of threads are that have a post in [start, end), in microseconds."""
    return start - _AROUND, end + _AROUND


# The words are domain.content_types.Form's.
FORM = """
CASE
  WHEN (post.platform_id, post.remote_id) IN threads THEN 'thread'
  WHEN post.reply_to IS NOT NULL THEN 'reply'
  WHEN post.media_kind IN ('video', 'animated_gif', 'gif', 'reel') THEN 'video'
  WHEN post.media_kind IS NOT NULL OR post.media_count > 0 THEN 'picture'
  ELSE 'text'
END
"""
BAND = "CASE " + " ".join(f"WHEN length(post.text) <= {most} THEN '{most}'" for most in LENGTHS) + f" ELSE '{MORE}' END"
