"""The first schema: clients, accounts, credentials, posts, media, metrics, money, sync, audit."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# Audit entries are only ever added; these triggers stop our own bugs, the hash chain shows anybody else's hand.
_APPEND_ONLY = """
CREATE TRIGGER audit_log_no_{verb} BEFORE {verb} ON audit_log
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
"""


def upgrade() -> None:
    op.create_table(
        "media_asset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("mime", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=True),
        sa.Column("frames", sa.Integer(), nullable=True),
        sa.Column("alt_text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("original_size", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("blob", sa.Text(), nullable=False),
        sa.Column("upload_blob", sa.Text(), nullable=False),
        sa.Column("thumbnail_blob", sa.Text(), nullable=True),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_asset")),
        sa.UniqueConstraint("uid", name=op.f("uq_media_asset_uid")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_media_asset_created_at"), "media_asset", ["created_at"], unique=False)
    op.create_index(op.f("ix_media_asset_sha256"), "media_asset", ["sha256"], unique=False)
    op.create_table(
        "scheduled_task",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("last_started_at", sa.Integer(), nullable=True),
        sa.Column("last_ended_at", sa.Integer(), nullable=True),
        sa.Column("last_outcome", sa.Text(), nullable=False),
        sa.Column("next_at", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_scheduled_task")),
        sqlite_strict=True,
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
        sqlite_strict=True,
    )
    op.create_table(
        "user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("uid", name=op.f("uq_user_uid")),
        sqlite_strict=True,
    )
    op.create_table(
        "audit_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("object_type", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("prev", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_audit_log_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_log")),
        sa.UniqueConstraint("device", "seq", name=op.f("uq_audit_log_device_seq")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_audit_log_at"), "audit_log", ["at"], unique=False)
    op.create_table(
        "client",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_client_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client")),
        sa.UniqueConstraint("name", name=op.f("uq_client_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_client_uid")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_table(
        "platform",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=True),
        sa.Column("handle", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_since", sa.Integer(), nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.Integer(), nullable=True),
        sa.Column("renews", sa.Integer(), nullable=False),
        sa.Column("paused_until", sa.Integer(), nullable=True),
        sa.Column("paused_for", sa.Text(), nullable=True),
        sa.Column("text_limit", sa.Integer(), nullable=True),
        sa.Column("endpoints", sa.Text(), nullable=False),
        sa.Column("practice", sa.Integer(), nullable=False),
        sa.Column("unattended", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_platform_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform")),
        sa.UniqueConstraint(
            "platform", "remote_id", "client_id", name=op.f("uq_platform_platform_remote_id_client_id")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_platform_uid")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_platform_client_id"), "platform", ["client_id"], unique=False)
    op.create_index(op.f("ix_platform_name"), "platform", ["name"], unique=False)
    op.create_table(
        "scheduled_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=False),
        sa.Column("reply_to", sa.Text(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_scheduled_post_client_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_scheduled_post_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheduled_post")),
        sa.UniqueConstraint("uid", name=op.f("uq_scheduled_post_uid")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_scheduled_post_client_id"), "scheduled_post", ["client_id"], unique=False)
    op.create_index(op.f("ix_scheduled_post_updated_at"), "scheduled_post", ["updated_at"], unique=False)
    op.create_table(
        "engagement_daily",
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("readings", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["platform_id"], ["platform.id"], name=op.f("fk_engagement_daily_platform_id")),
        sa.PrimaryKeyConstraint("platform_id", "metric", "day", name=op.f("pk_engagement_daily")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "engagement_last",
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("remote_post_id", sa.Integer(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["platform_id"], ["platform.id"], name=op.f("fk_engagement_last_platform_id")),
        sa.PrimaryKeyConstraint("platform_id", "remote_post_id", "metric", name=op.f("pk_engagement_last")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "engagement_metric",
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("remote_post_id", sa.Integer(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["platform_id"], ["platform.id"], name=op.f("fk_engagement_metric_platform_id")),
        sa.PrimaryKeyConstraint("platform_id", "remote_post_id", "metric", "hour", name=op.f("pk_engagement_metric")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "financial_metric",
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("gross_minor", sa.Integer(), nullable=False),
        sa.Column("fee_minor", sa.Integer(), nullable=False),
        sa.Column("refund_minor", sa.Integer(), nullable=False),
        sa.Column("chargeback_minor", sa.Integer(), nullable=False),
        sa.Column("fees_returned_minor", sa.Integer(), nullable=False),
        sa.Column("tax_minor", sa.Integer(), nullable=False),
        sa.Column("net_minor", sa.Integer(), nullable=False),
        sa.Column("sales", sa.Integer(), nullable=False),
        sa.Column("unknown_amounts", sa.Integer(), nullable=False),
        sa.Column("estimated_fees", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["platform_id"], ["platform.id"], name=op.f("fk_financial_metric_platform_id")),
        sa.PrimaryKeyConstraint("platform_id", "day", "kind", "currency", name=op.f("pk_financial_metric")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ledger_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("gross_minor", sa.Integer(), nullable=False),
        sa.Column("fee_minor", sa.Integer(), nullable=False),
        sa.Column("tax_minor", sa.Integer(), nullable=False),
        sa.Column("net_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("fee_estimated", sa.Integer(), nullable=False),
        sa.Column("amount_unknown", sa.Integer(), nullable=False),
        sa.Column("fan", sa.Text(), nullable=True),
        sa.Column("product", sa.Text(), nullable=True),
        sa.Column("product_name", sa.Text(), nullable=True),
        sa.Column("subscription", sa.Text(), nullable=True),
        sa.Column("parent_id", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["platform_id"], ["platform.id"], name=op.f("fk_ledger_line_platform_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_line")),
        sa.UniqueConstraint("platform_id", "remote_id", name=op.f("uq_ledger_line_platform_id_remote_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_ledger_line_at"), "ledger_line", ["at"], unique=False)
    op.create_index(op.f("ix_ledger_line_platform_id_at"), "ledger_line", ["platform_id", "at"], unique=False)
    op.create_index(
        op.f("ix_ledger_line_platform_id_subscription_at"),
        "ledger_line",
        ["platform_id", "subscription", "at"],
        unique=False,
        sqlite_where=sa.text("subscription IS NOT NULL"),
    )
    op.create_table(
        "payout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["platform_id"], ["platform.id"], name=op.f("fk_payout_platform_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout")),
        sa.UniqueConstraint("platform_id", "remote_id", name=op.f("uq_payout_platform_id_remote_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_payout_at"), "payout", ["at"], unique=False)
    op.create_table(
        "platform_credential",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kek_id", sa.Text(), nullable=False),
        sa.Column("dek_wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.Integer(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["platform_id"], ["platform.id"], name=op.f("fk_platform_credential_platform_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_credential")),
        sa.UniqueConstraint(
            "platform_id", "key", "version", name=op.f("uq_platform_credential_platform_id_key_version")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_platform_credential_uid")),
        sqlite_strict=True,
    )
    op.create_table(
        "post_media",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("media_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["media_id"], ["media_asset.id"], name=op.f("fk_post_media_media_id")),
        sa.ForeignKeyConstraint(
            ["post_id"], ["scheduled_post.id"], name=op.f("fk_post_media_post_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", "position", name=op.f("pk_post_media")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_post_media_media_id"), "post_media", ["media_id"], unique=False)
    op.create_table(
        "post_platform",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("wall", sa.Text(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("tz_version", sa.Text(), nullable=False),
        sa.Column("due_at", sa.Integer(), nullable=True),
        sa.Column("not_before", sa.Integer(), nullable=True),
        sa.Column("late_from", sa.Integer(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("intent_hash", sa.Text(), nullable=False),
        sa.Column("boot_id", sa.Text(), nullable=True),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("part_ids", sa.Text(), nullable=False),
        sa.Column("prepared", sa.Text(), nullable=True),
        sa.Column("sending_since", sa.Integer(), nullable=True),
        sa.Column("send_deadline", sa.Integer(), nullable=True),
        sa.Column("probed_at", sa.Integer(), nullable=True),
        sa.Column("negative_probes", sa.Integer(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("posted_at", sa.Integer(), nullable=True),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["platform_id"], ["platform.id"], name=op.f("fk_post_platform_platform_id")),
        sa.ForeignKeyConstraint(
            ["post_id"], ["scheduled_post.id"], name=op.f("fk_post_platform_post_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_platform")),
        sa.UniqueConstraint("post_id", "platform_id", name=op.f("uq_post_platform_post_id_platform_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_post_platform_uid")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_post_platform_due_at"), "post_platform", ["due_at"], unique=False)
    op.create_index(
        op.f("ix_post_platform_platform_id_due_at"), "post_platform", ["platform_id", "due_at"], unique=False
    )
    op.create_index(
        op.f("ix_post_platform_platform_id_remote_id"), "post_platform", ["platform_id", "remote_id"], unique=False
    )
    op.create_index(op.f("ix_post_platform_state_due_at"), "post_platform", ["state", "due_at"], unique=False)
    op.create_table(
        "subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("fan", sa.Text(), nullable=True),
        sa.Column("product", sa.Text(), nullable=True),
        sa.Column("started_at", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("price_minor", sa.Integer(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("trial_until", sa.Integer(), nullable=True),
        sa.Column("cancelled_at", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["platform_id"], ["platform.id"], name=op.f("fk_subscription_platform_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("platform_id", "remote_id", name=op.f("uq_subscription_platform_id_remote_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "sync_gap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("outage", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["platform_id"], ["platform.id"], name=op.f("fk_sync_gap_platform_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_gap")),
        sa.UniqueConstraint(
            "platform_id",
            "kind",
            "start",
            "outage",
            "reason",
            name=op.f("uq_sync_gap_platform_id_kind_start_outage_reason"),
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "sync_state",
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=True),
        sa.Column("started_at", sa.Integer(), nullable=True),
        sa.Column("succeeded_at", sa.Integer(), nullable=True),
        sa.Column("error_kind", sa.Text(), nullable=True),
        sa.Column("error_reason", sa.Text(), nullable=True),
        sa.Column("error_at", sa.Integer(), nullable=True),
        sa.Column("retry_at", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["platform_id"], ["platform.id"], name=op.f("fk_sync_state_platform_id")),
        sa.PrimaryKeyConstraint("platform_id", "kind", name=op.f("pk_sync_state")),
        sqlite_strict=True,
    )
    op.create_table(
        "post_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["target_id"], ["post_platform.id"], name=op.f("fk_post_attempt_target_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_attempt")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_post_attempt_target_id"), "post_attempt", ["target_id"], unique=False)
    op.create_table(
        "remote_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("media_count", sa.Integer(), nullable=False),
        sa.Column("media_kind", sa.Text(), nullable=True),
        sa.Column("reply_to", sa.Text(), nullable=True),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["platform_id"], ["platform.id"], name=op.f("fk_remote_post_platform_id")),
        sa.ForeignKeyConstraint(
            ["target_id"], ["post_platform.id"], name=op.f("fk_remote_post_target_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remote_post")),
        sa.UniqueConstraint("platform_id", "remote_id", name=op.f("uq_remote_post_platform_id_remote_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_remote_post_platform_id_at"), "remote_post", ["platform_id", "at"], unique=False)
    for verb in ("UPDATE", "DELETE"):
        op.execute(_APPEND_ONLY.format(verb=verb))
