"""What kind of post a listed post is, told in SQL: its form, for statements that begin with THREADS, and its length."""

from ofauto_desktop.domain.content_types import LENGTHS, MORE

# Posts that another post of the same account answers, or that answer one of it: parts of threads.
THREADS = """
threads(platform_id, remote_id) AS MATERIALIZED (
  SELECT part.platform_id, head.remote_id FROM remote_post AS part
  JOIN remote_post AS head ON head.platform_id = part.platform_id AND head.remote_id = part.reply_to
  WHERE part.reply_to IS NOT NULL AND part.platform_id IN ({accounts})
  UNION
  SELECT part.platform_id, part.remote_id FROM remote_post AS part
  JOIN remote_post AS head ON head.platform_id = part.platform_id AND head.remote_id = part.reply_to
  WHERE part.reply_to IS NOT NULL AND part.platform_id IN ({accounts}))
"""
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
