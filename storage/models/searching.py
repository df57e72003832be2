"""The full-text indexes beside the tables, kept by triggers: no writer can forget one.

They hold words only, no text (contentless FTS5), and the row's id is that of the post or item.
"""

from sqlalchemy import DDL, event

from storage.models.base import Base

INDEXES = ("post_text", "media_text", "fan_text", "message_text")
_SEARCHED = (
    ("post_text", "scheduled_post", ("text", "thread")),
    ("media_text", "media_asset", ("name", "caption", "alt_text", "tags")),
    ("message_text", "message", ("text",)),
)
_FORM = "words, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='2 3'"


def statements(index: str, owner: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """What makes one index and the triggers that keep it."""
    words = " || ' ' || ".join(f"new.{column}" for column in columns)
    add = f"INSERT INTO {index}(rowid, words) VALUES (new.id, {words})"  # noqa: S608 - names of this module
    drop = f"DELETE FROM {index} WHERE rowid = old.id"  # noqa: S608 - the same
    return (
        f"CREATE VIRTUAL TABLE {index} USING fts5({_FORM})",
        f"CREATE TRIGGER {index}_new AFTER INSERT ON {owner} BEGIN {add}; END",
        f"CREATE TRIGGER {index}_changed AFTER UPDATE OF {', '.join(columns)} ON {owner} BEGIN {drop}; {add}; END",
        f"CREATE TRIGGER {index}_gone AFTER DELETE ON {owner} BEGIN {drop}; END",
    )


# Fans have no table of their own: one is known by the first of its ledger lines, whose id it has in the index.
_FIRST = "(SELECT min(id) FROM ledger_line WHERE fan = {row}.fan)"
_ENTER = (
    "DELETE FROM fan_text WHERE rowid = (SELECT min(id) FROM ledger_line WHERE fan = new.fan AND id > new.id) "  # noqa: S608 - names of this module
    f"AND new.id = {_FIRST.format(row='new')}; "
    f"INSERT INTO fan_text(rowid, words) SELECT new.id, new.fan WHERE new.id = {_FIRST.format(row='new')}"
)
_LEAVE = (
    "DELETE FROM fan_text WHERE rowid = old.id; "  # noqa: S608 - names of this module
    "INSERT INTO fan_text(rowid, words) SELECT id, fan FROM ledger_line "
    f"WHERE id = {_FIRST.format(row='old')} AND id > old.id"
)
_FAN = "CREATE TRIGGER fan_text_{when} ON ledger_line WHEN {test} BEGIN {act}; END"
FANS = (
    f"CREATE VIRTUAL TABLE fan_text USING fts5({_FORM})",
    _FAN.format(when="new AFTER INSERT", test="new.fan IS NOT NULL", act=_ENTER),
    _FAN.format(when="changed AFTER UPDATE OF fan", test="old.fan IS NOT new.fan", act=f"{_LEAVE}; {_ENTER}"),
    _FAN.format(when="gone AFTER DELETE", test="old.fan IS NOT NULL", act=_LEAVE),
)

for _index, _owner, _columns in _SEARCHED:
    for _statement in statements(_index, _owner, _columns):
        event.listen(Base.metadata, "after_create", DDL(_statement))  # type: ignore[no-untyped-call]
for _statement in FANS:
    event.listen(Base.metadata, "after_create", DDL(_statement))  # type: ignore[no-untyped-call]
