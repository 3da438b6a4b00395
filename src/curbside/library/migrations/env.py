"""Alembic's entry: runs the migrations on the connection that `curbside.library.database` hands over.

The caller holds the transaction, so that of two programs that find an old schema one migrates and the other waits.
"""

from __future__ import annotations

from alembic import context

from curbside.library.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
