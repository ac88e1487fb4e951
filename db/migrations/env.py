"""What Alembic runs: our own connection, one transaction for all revisions."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
