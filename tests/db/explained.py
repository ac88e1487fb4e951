"""How SQLite goes about what a query asks: the very statement, with its values."""

from collections.abc import Callable

from sqlalchemy import event
from sqlalchemy.orm import Session


def steps_of(session: Session, read: Callable[[], object]) -> list[str]:
    """Return the steps that SQLite takes for the first statement of a read."""
    asked: list[tuple[str, tuple[object, ...]]] = []
    connection = session.connection()

    def hear(
        _connection: object, _cursor: object, sql: str, values: tuple[object, ...], *_: object
    ) -> None:
        asked.append((sql, values))

    event.listen(connection.engine, "before_cursor_execute", hear)
    read()
    event.remove(connection.engine, "before_cursor_execute", hear)
    sql, values = asked[0]
    said = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
    return [row[3] for row in said]
