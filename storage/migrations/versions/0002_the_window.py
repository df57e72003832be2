"""What the window plans and keeps: slots, queues, series, views, texts, folders, variants, goals, rates, notices, search."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# Words to find posts and media by. The text itself is kept once, in its own table: these hold the index alone.
_SEARCH = """
CREATE VIRTUAL TABLE {table}_text USING fts5
(words, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='2 3')
"""
_NEW = """
CREATE TRIGGER {table}_text_new AFTER INSERT ON {owner} BEGIN INSERT INTO {table}_text(rowid, words) VALUES (new.id, {words}); END
"""
_CHANGED = """
CREATE TRIGGER {table}_text_changed AFTER UPDATE OF {columns} ON {owner}
BEGIN DELETE FROM {table}_text WHERE rowid = old.id; INSERT INTO {table}_text(rowid, words) VALUES (new.id, {words}); END
"""
_GONE = """
CREATE TRIGGER {table}_text_gone AFTER DELETE ON {owner}
BEGIN DELETE FROM {table}_text WHERE rowid = old.id; END
"""
_FILL = "INSERT INTO {table}_text(rowid, words) SELECT id, {filling} FROM {owner}"
_SEARCHED = (
    ("post", "scheduled_post", ("text", "thread")),
    ("media", "media_asset", ("name", "caption", "alt_text", "tags")),
    ("message", "message", ("text",)),
)
# Fans have no table: one has the id of the first of its ledger lines.
_FANS = (
    _SEARCH.format(table="fan"),
    """
CREATE TRIGGER fan_text_new AFTER INSERT ON ledger_line WHEN new.fan IS NOT NULL BEGIN
DELETE FROM fan_text WHERE rowid = (SELECT min(id) FROM ledger_line WHERE fan = new.fan AND id > new.id)
AND new.id = (SELECT min(id) FROM ledger_line WHERE fan = new.fan);
INSERT INTO fan_text(rowid, words)
SELECT new.id, new.fan WHERE new.id = (SELECT min(id) FROM ledger_line WHERE fan = new.fan); END
""",
    """
CREATE TRIGGER fan_text_changed AFTER UPDATE OF fan ON ledger_line WHEN old.fan IS NOT new.fan BEGIN
DELETE FROM fan_text WHERE rowid = old.id;
INSERT INTO fan_text(rowid, words) SELECT id, fan FROM ledger_line
WHERE id = (SELECT min(id) FROM ledger_line WHERE fan = old.fan) AND id > old.id;
DELETE FROM fan_text WHERE rowid = (SELECT min(id) FROM ledger_line WHERE fan = new.fan AND id > new.id)
AND new.id = (SELECT min(id) FROM ledger_line WHERE fan = new.fan);
INSERT INTO fan_text(rowid, words)
SELECT new.id, new.fan WHERE new.id = (SELECT min(id) FROM ledger_line WHERE fan = new.fan); END
""",
    """
CREATE TRIGGER fan_text_gone AFTER DELETE ON ledger_line WHEN old.fan IS NOT NULL BEGIN
DELETE FROM fan_text WHERE rowid = old.id;
INSERT INTO fan_text(rowid, words) SELECT id, fan FROM ledger_line
WHERE id = (SELECT min(id) FROM ledger_line WHERE fan = old.fan) AND id > old.id; END
""",
    "INSERT INTO fan_text(rowid, words) SELECT min(id), fan FROM ledger_line WHERE fan IS NOT NULL GROUP BY fan",
)


def _add_reference(table: str, column: str, to: str, on_delete: str) -> None:
    """A column with a foreign key, which Alembic would rebuild the whole table for."""
    name = f"fk_{table}_{column}"
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT {name} REFERENCES {to} (id) {on_delete}")


def upgrade() -> None:
    _add_tables()
    _add_columns()
    _add_deliveries()
    _add_hosted_files()
    _add_proxies_and_requests()
    _add_messages()
    _add_search()


def _add_tables() -> None:
    op.create_table(
        "account_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("account_ids", sa.Text(), nullable=False),
        sa.Column("used_at", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_set")),
        sa.UniqueConstraint("name", name=op.f("uq_account_set_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_account_set_uid")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_table(
        "exchange_rate",
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("reporting", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("rate", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("currency", "reporting", "day", name=op.f("pk_exchange_rate")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "media_folder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["media_folder.id"], name=op.f("fk_media_folder_parent_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_folder")),
        sa.UniqueConstraint("uid", name=op.f("uq_media_folder_uid")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_media_folder_parent_id"), "media_folder", ["parent_id"], unique=False)
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_import_batch_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
        sa.UniqueConstraint("uid", name=op.f("uq_import_batch_uid")),
        sqlite_strict=True,
    )
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("filters", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_saved_view_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("page", "name", name=op.f("uq_saved_view_page_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_saved_view_uid")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_table(
        "calendar_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_calendar_mark_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_mark")),
        sa.UniqueConstraint("uid", name=op.f("uq_calendar_mark_uid")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_calendar_mark_first_last"), "calendar_mark", ["first", "last"], unique=False)
    op.create_table(
        "media_variant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("media_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("crop", sa.Text(), nullable=True),
        sa.Column("mime", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("blob", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["media_id"], ["media_asset.id"], name=op.f("fk_media_variant_media_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_variant")),
        sa.UniqueConstraint("media_id", "platform", name=op.f("uq_media_variant_media_id_platform")),
        sqlite_strict=True,
    )
    op.create_table(
        "post_queue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_post_queue_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_queue")),
        sa.UniqueConstraint("name", name=op.f("uq_post_queue_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_post_queue_uid")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_table(
        "post_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("made_until", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_post_series_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_series")),
        sa.UniqueConstraint("uid", name=op.f("uq_post_series_uid")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_post_series_client_id"), "post_series", ["client_id"], unique=False)
    op.create_table(
        "text_block",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("used_at", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_text_block_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_block")),
        sa.UniqueConstraint("kind", "name", name=op.f("uq_text_block_kind_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_text_block_uid")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_table(
        "goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("platform_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_goal_client_id")),
        sa.ForeignKeyConstraint(["platform_id"], ["platform.id"], name=op.f("fk_goal_platform_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
        sa.UniqueConstraint("uid", name=op.f("uq_goal_uid")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_goal_client_id"), "goal", ["client_id"], unique=False)
    op.create_table(
        "marker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("platform_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_marker_client_id")),
        sa.ForeignKeyConstraint(["platform_id"], ["platform.id"], name=op.f("fk_marker_platform_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marker")),
        sa.UniqueConstraint("uid", name=op.f("uq_marker_uid")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_marker_day"), "marker", ["day"], unique=False)
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("object_type", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("platform_id", sa.Integer(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_notice_client_id")),
        sa.ForeignKeyConstraint(["platform_id"], ["platform.id"], name=op.f("fk_notice_platform_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_notice_at"), "notice", ["at"], unique=False)
    op.create_index(op.f("ix_notice_key"), "notice", ["key"], unique=False)
    op.create_index(op.f("ix_notice_read_at"), "notice", ["read_at"], unique=False)
    op.create_table(
        "posting_slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("queue_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["platform_id"], ["platform.id"], name=op.f("fk_posting_slot_platform_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["queue_id"], ["post_queue.id"], name=op.f("fk_posting_slot_queue_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_slot")),
        sa.UniqueConstraint(
            "platform_id", "weekday", "minute", name=op.f("uq_posting_slot_platform_id_weekday_minute")
        ),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_posting_slot_queue_id"), "posting_slot", ["queue_id"], unique=False)


def _add_columns() -> None:
    op.add_column("client", sa.Column("status", sa.Text(), server_default="active", nullable=False))
    op.add_column("client", sa.Column("contacts", sa.Text(), server_default="[]", nullable=False))
    op.add_column("client", sa.Column("colour", sa.Integer(), nullable=True))
    _add_reference("ledger_line", "batch_id", "import_batch", "")
    op.add_column("ledger_line", sa.Column("offer", sa.Text(), nullable=True))
    op.create_index(
        op.f("ix_ledger_line_batch_id"),
        "ledger_line",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_ledger_line_fan"), "ledger_line", ["fan"], unique=False)
    op.create_index(
        op.f("ix_ledger_line_platform_id_parent_id"),
        "ledger_line",
        ["platform_id", "parent_id"],
        unique=False,
        sqlite_where=sa.text("parent_id IS NOT NULL"),
    )
    op.add_column("media_asset", sa.Column("caption", sa.Text(), server_default="", nullable=False))
    _add_reference("media_asset", "folder_id", "media_folder", "ON DELETE SET NULL")
    _add_looks()
    op.create_index(op.f("ix_media_asset_folder_id"), "media_asset", ["folder_id"], unique=False)
    _add_numbers()
    op.add_column("post_platform", sa.Column("thread", sa.Text(), nullable=True))
    op.add_column("post_platform", sa.Column("media_ids", sa.Text(), nullable=True))
    op.add_column("post_platform", sa.Column("options", sa.Text(), server_default="{}", nullable=False))
    op.create_index(
        "ix_post_platform_own_media", "post_platform", ["post_id"], sqlite_where=sa.text("media_ids IS NOT NULL")
    )
    op.add_column("scheduled_post", sa.Column("tags", sa.Text(), server_default="[]", nullable=False))
    op.add_column("scheduled_post", sa.Column("delays", sa.Text(), server_default="[]", nullable=False))
    _add_reference("scheduled_post", "series_id", "post_series", "ON DELETE SET NULL")
    op.add_column("scheduled_post", sa.Column("series_day", sa.Integer(), nullable=True))
    _add_reference("scheduled_post", "queue_id", "post_queue", "ON DELETE SET NULL")
    op.add_column("scheduled_post", sa.Column("queue_place", sa.Integer(), nullable=True))
    op.create_index(
        op.f("ix_scheduled_post_queue_id_queue_place"), "scheduled_post", ["queue_id", "queue_place"], unique=False
    )
    op.create_index(
        op.f("ix_scheduled_post_series_id_series_day"), "scheduled_post", ["series_id", "series_day"], unique=True
    )


def _add_deliveries() -> None:
    op.create_table(
        "webhook_delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("try_at", sa.Integer(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["platform_id"], ["platform.id"], name=op.f("fk_webhook_delivery_platform_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_delivery")),
        sa.UniqueConstraint("platform_id", "key", name=op.f("uq_webhook_delivery_platform_id_key")),
        sqlite_strict=True,
        sqlite_autoincrement=False,
    )
    op.create_index(
        "ix_webhook_delivery_waiting",
        "webhook_delivery",
        ["try_at"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
    )


def _add_hosted_files() -> None:
    op.create_table(
        "hosted_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("platform_id", sa.Integer(), nullable=True),
        sa.Column("until", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["platform_id"], ["platform.id"], name=op.f("fk_hosted_file_platform_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hosted_file")),
        sa.UniqueConstraint("key", name=op.f("uq_hosted_file_key")),
        sqlite_strict=True,
        sqlite_autoincrement=False,
    )


def _add_proxies_and_requests() -> None:
    op.create_table(
        "account_proxy",
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("may_go_direct", sa.Integer(), nullable=False),
        sa.Column("goes_direct", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["platform_id"], ["platform.id"], name=op.f("fk_account_proxy_platform_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("platform_id", name=op.f("pk_account_proxy")),
        sqlite_strict=True,
    )
    op.create_table(
        "proxy_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("http_status", sa.Integer(), nullable=True),
        sa.Column("latency_ms", sa.Integer(), nullable=True),
        sa.Column("exit_ip", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["platform_id"], ["platform.id"], name=op.f("fk_proxy_check_platform_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proxy_check")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_proxy_check_platform_id_checked_at"), "proxy_check", ["platform_id", "checked_at"], unique=False
    )
    op.create_table(
        "request_log",
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("requests", sa.Text(), nullable=False),
        sa.Column("budgets", sa.Text(), nullable=False),
        sa.Column("unreadable", sa.Text(), nullable=True),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["platform_id"], ["platform.id"], name=op.f("fk_request_log_platform_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("platform_id", name=op.f("pk_request_log")),
        sqlite_strict=True,
    )


def _add_messages() -> None:
    op.add_column("platform", sa.Column("reads", sa.Text(), server_default="nothing", nullable=False))
    op.create_table(
        "correspondent",
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["platform_id"], ["platform.id"], name=op.f("fk_correspondent_platform_id")),
        sa.PrimaryKeyConstraint("platform_id", "remote_id", name=op.f("pk_correspondent")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "conversation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("last_at", sa.Integer(), nullable=False),
        sa.Column("last_text", sa.Text(), nullable=False),
        sa.Column("last_own", sa.Integer(), nullable=False),
        sa.Column("unread", sa.Integer(), nullable=False),
        sa.Column("read_until", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["platform_id"], ["platform.id"], name=op.f("fk_conversation_platform_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint("platform_id", "remote_id", name=op.f("uq_conversation_platform_id_remote_id")),
        sqlite_strict=True,
        sqlite_autoincrement=False,
    )
    op.create_index(op.f("ix_conversation_last_at_id"), "conversation", ["last_at", "id"], unique=False)
    op.create_index(
        "ix_conversation_unread",
        "conversation",
        ["last_at", "id"],
        unique=False,
        sqlite_where=sa.text("unread > 0"),
    )
    op.create_table(
        "conversation_member",
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_conversation_member_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", "remote_id", name=op.f("pk_conversation_member")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=True),
        sa.Column("own", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("attachments", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_message_conversation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["platform_id"], ["platform.id"], name=op.f("fk_message_platform_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("platform_id", "remote_id", name=op.f("uq_message_platform_id_remote_id")),
        sqlite_strict=True,
        sqlite_autoincrement=False,
    )
    op.create_index(op.f("ix_message_conversation_id_at_id"), "message", ["conversation_id", "at", "id"], unique=False)
    op.create_index(
        "ix_message_open", "message", ["platform_id"], unique=False, sqlite_where=sa.text("remote_id IS NULL")
    )


def _add_looks() -> None:
    op.add_column("media_asset", sa.Column("look", sa.Integer(), nullable=True))
    op.add_column("media_asset", sa.Column("colours", sa.Integer(), nullable=True))
    op.add_column("media_asset", sa.Column("cover_ms", sa.Integer(), nullable=True))


def _add_numbers() -> None:
    op.create_table(
        "payout_part",
        sa.Column("payout_id", sa.Integer(), nullable=False),
        sa.Column("undone", sa.Integer(), nullable=False),
        sa.Column("sale", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["payout_id"], ["payout.id"], name=op.f("fk_payout_part_payout_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("payout_id", "undone", "sale", name=op.f("pk_payout_part")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "audience_group",
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["platform_id"], ["platform.id"], name=op.f("fk_audience_group_platform_id")),
        sa.PrimaryKeyConstraint("platform_id", "by", "name", name=op.f("pk_audience_group")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "page_tier",
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=True),
        sa.Column("offered", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["platform_id"], ["platform.id"], name=op.f("fk_page_tier_platform_id")),
        sa.PrimaryKeyConstraint("platform_id", "remote_id", name=op.f("pk_page_tier")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "offer_code",
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("product_name", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("amount_minor", sa.Integer(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("most_uses", sa.Integer(), nullable=True),
        sa.Column("uses", sa.Integer(), nullable=True),
        sa.Column("universal", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["platform_id"], ["platform.id"], name=op.f("fk_offer_code_platform_id")),
        sa.PrimaryKeyConstraint("platform_id", "product", "remote_id", name=op.f("pk_offer_code")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.add_column("platform", sa.Column("credit_low_since", sa.Integer(), nullable=True))
    op.add_column("platform", sa.Column("credit_note", sa.Text(), server_default="", nullable=False))


def _add_search() -> None:
    for table, owner, columns in _SEARCHED:
        words = " || ' ' || ".join(f"new.{column}" for column in columns)
        for statement in (_SEARCH, _NEW, _CHANGED, _GONE, _FILL):
            filling = " || ' ' || ".join(columns)
            op.execute(
                statement.format(table=table, owner=owner, columns=", ".join(columns), words=words, filling=filling)
            )
    for statement in _FANS:
        op.execute(statement)
