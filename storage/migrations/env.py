"""Alembic's entry: runs the migrations on the connection, and in the transaction, that `storage.migrate` hands in."""

from alembic import context

from storage.models import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
context.run_migrations()
