"""Taking a lesson plan in from a file: the plan, its steps, and the file itself beside them."""

import datetime
import hashlib
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands import records
from db.commands.attachments import attach_kept
from db.commands.plans import add_plan
from db.errors import AttachmentError
from db.journal import Sitting, Writer, writing
from db.keeping import Kept, keep_file
from db.models.activities import Attachment
from db.models.plans import LessonPlan
from db.plan_files.drafting import Left, PlanDraft, draft
from db.plan_files.plan_file import Choices, PlanFile
from db.plan_files.word_file import bytes_of
from db.plan_files.word_macros import leave_macros_out
from db.progress import Work
from db.queries.import_matches import Known
from db.record import DELETED, Value
from db.store import Store


@dataclass(frozen=True, slots=True)
class ImportedPlan:
    """What became of a file.

    Attributes:
        file: What was found in it.
        plan: The new plan's id; empty where the same file was taken in before.
        before: The plan it was taken in as before; empty where it was not.
        title: What the plan is called.
        fields, steps: How many fields and steps were filled.
        left: What no field took; the file beside the plan keeps it.
    """

    file: PlanFile
    plan: str
    title: str
    before: str = ""
    fields: int = 0
    steps: int = 0
    left: tuple[Left, ...] = field(default=())


def import_plan(
    store: Store,
    sitting: Sitting,
    found: PlanFile,
    chosen: Choices | None = None,
    *,
    today: datetime.date,
    again: bool = False,
) -> Work[ImportedPlan]:
    """Write the plan that was found in a file, with the file attached: all of it or nothing.

    Args:
        store: The store; no session may be open in this thread.
        sitting: Who imports.
        found: What was found.
        chosen: What he wants otherwise than proposed.
        today: The date to take.
        again: Take it in although the same file was taken in before.

    Raises:
        AttachmentError: The file cannot be kept, or is another one since it was read.
    """
    drafted = draft(found, chosen or Choices(), today=today)
    title = str(drafted.values["title"])
    if before := "" if again else _before(store, found.sha256):
        return ImportedPlan(found, "", title, before)
    kept = yield from _keep(store, found)
    if before := "" if again else _before(store, kept.sha256):  # its copy without programs
        return ImportedPlan(found, "", title, before)
    with writing(store, sitting) as writer:
        plan = _write(writer, drafted, today)
        attach_kept(writer, plan, kept, today=today, caption=found.path.stem)
    count = sum(value not in (None, "") for value in drafted.values.values())
    return ImportedPlan(found, plan, title, "", count, len(drafted.steps), drafted.left)


def _before(store: Store, sha256: str) -> str:
    with store.read() as session:
        return plan_of_file(session, sha256)


def _keep(store: Store, found: PlanFile) -> Work[Kept]:
    """Keep the file itself, as it was when it was read; of one with programs, all but these."""
    if hashlib.sha256(bytes_of(found.path)).hexdigest() != found.sha256:
        raise AttachmentError(found.path, "changed")
    if not found.macros:
        return (yield from keep_file(store, found.path))
    with tempfile.TemporaryDirectory(prefix="lianke-plan-") as folder:
        copy = Path(folder) / f"{found.path.stem}.docx"
        leave_macros_out(found.path, copy)
        return (yield from keep_file(store, copy))


def plan_of_file(session: Session, sha256: str) -> str:
    """Return the standing plan that a file with this content belongs to; empty for none."""
    query = (
        select(LessonPlan.id)
        .join(Attachment, Attachment.record == LessonPlan.id)
        .where(
            Attachment.sha256 == sha256,
            Attachment.deletion < DELETED,
            LessonPlan.deletion < DELETED,
        )
        .order_by(LessonPlan.id)
    )
    return session.scalar(query) or ""


def _write(writer: Writer, drafted: PlanDraft, today: datetime.date) -> str:
    values = _with_references(writer, dict(drafted.values))
    plan = add_plan(writer, values, today=today)
    for step in drafted.steps:
        records.add(writer, "plan_step", {"plan": plan, **step})
    return plan


def _with_references(writer: Writer, values: dict[str, Value]) -> dict[str, Value]:
    """Put the ids of a known school and of known persons beside their names."""
    known = Known(writer.session, writer.member.school)
    named = "".join(str(values.get("school_name") or "").split())
    school = known.schools.get(named)
    if school is not None:
        values["school"], values["school_name"] = school.id, school.name
    where = school.id if school is not None else writer.member.school
    for name in ("author", "lead_preparer"):
        if said := values.get(f"{name}_name"):
            id = known.person(str(said), where)
            values |= {name: id} if id else {}
    return values
