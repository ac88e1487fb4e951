"""What is done for the data by itself: the backup of the day, the index, the rows."""

import datetime

from db import journal
from db.backup import list_backups
from db.digest import known
from db.progress import finish
from db.queries.activities import ActivityFilter, list_activities
from desktop.context import Desk
from desktop.upkeep import keeping_up

DAY = datetime.date(2025, 10, 17)


def test_the_first_opening_of_a_day_makes_its_backup(sample_desk: Desk) -> None:
    finish(keeping_up(sample_desk.store, lambda: DAY))

    (backup,) = list_backups(sample_desk.store.folder)
    assert backup.made_on == DAY


def test_the_second_opening_of_a_day_makes_none(sample_desk: Desk) -> None:
    finish(keeping_up(sample_desk.store, lambda: DAY))
    finish(keeping_up(sample_desk.store, lambda: DAY))

    assert len(list_backups(sample_desk.store.folder)) == 1


def test_the_digest_of_all_that_is_here_is_worked_out_while_nobody_waits(
    sample_desk: Desk,
) -> None:
    with sample_desk.store.read() as session:
        before = known(session)

    finish(keeping_up(sample_desk.store, lambda: DAY))

    with sample_desk.store.read() as session:
        assert before is None
        assert known(session) is not None


def test_what_arrived_before_the_program_ended_is_found_after_it(sample_desk: Desk) -> None:
    with sample_desk.store.write() as session:  # as an exchange leaves it
        connection = session.connection()
        connection.exec_driver_sql("UPDATE document SET indexed = 0")
    with journal.writing(sample_desk.store, sample_desk.sit_down()) as writer:
        writer.create("activity", {"title": "竹编进课堂"})

    finish(keeping_up(sample_desk.store, lambda: DAY))

    with sample_desk.store.read() as session:
        found = list_activities(session, ActivityFilter(words="口算"))
        waiting = session.connection().exec_driver_sql(
            "SELECT count(*) FROM document WHERE indexed IS 0"
        )
        assert found
        assert waiting.scalar_one() == 0
