"""The full-text indexes beside the tables, kept by triggers: no writer can forget one.

They hold words only, no text (contentless FTS5), and the row's id is that of the post or item.
"""

from sqlalchemy import DDL, event

from storage.models.base import Base

INDEXES = ("post_text", "media_text")
_SEARCHED = (
    ("post_text", "scheduled_post", ("text", "thread")),
    ("media_text", "media_asset", ("name", "caption", "alt_text", "tags")),
)


def statements(index: str, owner: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """What makes one index and the triggers that keep it."""
    words = " || ' ' || ".join(f"new.{column}" for column in columns)
    add = f"INSERT INTO {index}(rowid, words) VALUES (new.id, {words})"  # noqa: S608 - names of this module
    drop = f"DELETE FROM {index} WHERE rowid = old.id"  # noqa: S608 - the same
    form = "words, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='2 3'"
    return (
        f"CREATE VIRTUAL TABLE {index} USING fts5({form})",
        f"CREATE TRIGGER {index}_new AFTER INSERT ON {owner} BEGIN {add}; END",
        f"CREATE TRIGGER {index}_changed AFTER UPDATE OF {', '.join(columns)} ON {owner} BEGIN {drop}; {add}; END",
        f"CREATE TRIGGER {index}_gone AFTER DELETE ON {owner} BEGIN {drop}; END",
    )


for _index, _owner, _columns in _SEARCHED:
    for _statement in statements(_index, _owner, _columns):
        event.listen(Base.metadata, "after_create", DDL(_statement))  # type: ignore[no-untyped-call]
