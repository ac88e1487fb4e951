"""What the exchange says: how far it is, how it ended, what a place is.  No Qt in here."""

import datetime

from db.queries.carried import Carried
from desktop import dates
from desktop.errors import describe
from desktop.exchange_work import DONE, STOPPED, Outcome
from desktop.labels import kind_label
from desktop.notice import together
from desktop.place_outcomes import outcome_words
from desktop.words import _, ngettext
from sync.errors import PlaceFullError
from sync.visit import RoundProgress, Stage

STAGES = (Stage.LOOKING, Stage.SENDING, Stage.RECEIVING, Stage.ATTACHMENTS)
_SHARES = {  # of the bar, from and to: what people wait for longest gets the most
    Stage.SEALING: (0, 5),
    Stage.LOOKING: (5, 12),
    Stage.SENDING: (12, 45),
    Stage.RECEIVING: (45, 85),
    Stage.ATTACHMENTS: (85, 98),
    Stage.READABLE: (98, 100),
}


def size_words(size_bytes: int) -> str:
    """Return a size as people read it: 84 MB, 1.2 GB."""
    size = float(size_bytes)
    for unit in ("KB", "MB"):
        size /= 1024
        if size < 1000:
            return f"{size:.0f} {unit}" if size >= 10 else f"{size:.1f} {unit}"
    return f"{size / 1024:.1f} GB"


def now_words(progress: RoundProgress | None) -> str:
    """Return what is moving at this moment, by the name of whose work it is."""
    name = progress.words if progress else ""
    match progress.stage if progress else Stage.SEALING:
        case Stage.SEALING:
            return _("Getting ready what you wrote")
        case Stage.LOOKING:
            return _("Looking at what is there")
        case Stage.SENDING:
            if name:
                return _("Taking along what {name} wrote").format(name=name)
            return _("Taking along what was written")
        case Stage.RECEIVING:
            if name:
                return _("Bringing what {name} wrote").format(name=name)
            return _("Bringing what others wrote")
        case Stage.ATTACHMENTS:
            return _("Photos and files are moving")
        case Stage.READABLE:
            return _("Putting readable copies there")


def count_words(progress: RoundProgress | None) -> str:
    """Return how many of how many, when that is known."""
    if progress is None or progress.total <= 0:
        return ""
    return f"{min(progress.done + 1, progress.total)} / {progress.total}"


def percent(progress: RoundProgress | None) -> int:
    """Return how long the bar is; it never gets shorter."""
    if progress is None:
        return 0
    low, high = _SHARES[progress.stage]
    share = progress.done / progress.total if progress.total > 0 else 0.0
    return round(low + (high - low) * min(share, 1.0))


def step_words(stage: Stage) -> str:
    """Return a step's name."""
    match stage:
        case Stage.SENDING:
            return _("Taking along")
        case Stage.RECEIVING:
            return _("Bringing")
        case Stage.ATTACHMENTS:
            return _("Photos and files")
        case _:
            return _("Looked through")


def records_words(count: int) -> str:
    """Return a number of records."""
    return ngettext("{count} record", "{count} records", count).format(count=count)


def ending(outcome: Outcome, *, stick: bool) -> tuple[str, str]:
    """Return the sentence for how an exchange ended, and the kind of its notice.

    Args:
        outcome: How it ended.
        stick: Whether the place can be pulled out.
    """
    if outcome.code == DONE:
        return _good_ending(moved=outcome.moved, stick=stick), "good"
    if outcome.code == STOPPED:
        said = _("Stopped. What has come across is kept; the next time goes on from here.")
        return said, "info"
    if outcome.error is None:
        return together(outcome_words(outcome.code), _("Exchange again to finish.")), "warn"
    notice = describe(outcome.error)
    said = together(notice.title, _missing_room(outcome.error), notice.advice)
    return said, "warn" if notice.expected else "danger"


def _good_ending(*, moved: bool, stick: bool) -> str:
    if moved:
        return _("Done. You can pull it out now.") if stick else _("Done.")
    if stick:
        return _("Nothing new, both sides hold the same. You can pull it out now.")
    return _("Nothing new, both sides hold the same.")


def _missing_room(error: Exception) -> str:
    if not isinstance(error, PlaceFullError) or error.free_bytes is None:
        return ""
    missing = max(error.needed_bytes - error.free_bytes, 1024)
    return _("At least {size} more is needed.").format(size=size_words(missing))


def summary(outcome: Outcome) -> str:
    """Return what an exchange did, in numbers; or that nothing is lost."""
    if outcome.error is not None and not outcome.moved:
        return _("Nothing is lost: what waits stays on this computer and goes the next time.")
    parts = []
    if outcome.moved:
        parts = [
            _("Came {count}").format(count=outcome.received),
            _("Went {count}").format(count=outcome.sent),
        ]
    if outcome.carried:
        parts.append(_("carried for others {count}").format(count=outcome.carried))
    if outcome.copies:
        parts.append(_("readable copies {count}").format(count=outcome.copies))
    if outcome.seconds:
        parts.append(duration_words(outcome.seconds))
    return "·".join(parts)


def duration_words(seconds: float) -> str:
    """Return how long something took."""
    if seconds < 1:
        return _("under a second")
    if seconds < 90:
        return ngettext("{count} second", "{count} seconds", round(seconds)).format(
            count=round(seconds)
        )
    minutes = round(seconds / 60)
    return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)


def carried_words(one: Carried) -> str:
    """Return the name of what came or went."""
    if one.label and one.deleted:
        return _("{name} (deleted)").format(name=one.label)
    return one.label or _("(no name yet)")


def carried_note(one: Carried) -> str:
    """Return what kind of thing came or went, from whom, and how many records it is."""
    parts = [kind_label(one.kind), one.person]
    if one.count > 1:
        parts.append(records_words(one.count))
    return "·".join(part for part in parts if part)


def day_words(at: int, today: datetime.date) -> str:
    """Return the day of a moment, doubtful ones as such."""
    day = datetime.datetime.fromtimestamp(at).astimezone().date()
    if day > today or day.year < 2015:
        return _("a day the clock did not know")
    return f"{dates.short(day, today)} {dates.weekday(day)}"


def time_words(at: int) -> str:
    """Return the minute of a moment."""
    return f"{datetime.datetime.fromtimestamp(at).astimezone():%H:%M}"
