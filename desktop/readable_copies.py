"""What goes to a place as readable copies: the term's ledger, plans and files of the alliance.

No Qt in here. What only one school, or only some people, may read is never among them.
"""

import hashlib
import io
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from db.disk import BLOCK_BYTES
from db.errors import MalformedContentError, UnknownRecordError, UnknownTermError
from db.queries.ledger import Ledger, ledger
from db.queries.materials import material_of
from db.queries.plan_print import plan_print
from db.queries.readable import ReadableFile, ReadablePlan, readable_files, readable_plans
from db.queries.terms import newest_term
from db.store import Store
from desktop import dates
from desktop.labels import choice_label, listed
from desktop.words import _, pgettext
from sync.carriers.carrier import Source
from sync.copy_putting import Copy
from sync.readable import LESSONS, RECORDS

_FORMATS = ("pdf", "xlsx")


def readable_copies(store: Store) -> Iterator[Copy]:
    """Give what everybody in the alliance may read: ledger, plans, small files before large."""
    yield from _ledger_copies(store)
    with store.read() as session:
        plans, files = readable_plans(session), readable_files(session)
    for plan in plans:
        yield Copy(
            f"lesson_plan {plan.id}",
            plan.stamp,
            LESSONS,
            _lessons(plan.grade, plan.subject, plan.volume),
            _plan_name(plan),
            changes=False,
            open=partial(_write_plan, store, plan.id),
        )
    for file in files:
        yield Copy(
            f"attachment {file.id}",
            file.sha256 or file.id,
            LESSONS if file.kind == "material" else RECORDS,
            _folder(file),
            _file_name(file),
            changes=False,
            open=partial(_open, store, file.id),
        )


def _ledger_copies(store: Store) -> Iterator[Copy]:
    with store.read() as session:
        term = newest_term(session)
        if term is None:
            return
        try:
            found = ledger(session, term=term.code, made_on=dates.today())
        except UnknownTermError:
            return
    if not found.rows:
        return
    name = _("Activity ledger {term}").format(term=found.term_name or term.code)
    for format in _FORMATS:
        yield Copy(
            f"ledger {term.code} {format}",
            _stamp(found),
            RECORDS,
            "",
            f"{name}.{format}",
            changes=True,
            open=partial(_print, found, format),
        )


def _stamp(found: Ledger) -> str:
    """Return what changes with the facts of a ledger, and not with the day it is printed."""
    facts = replace(found, made_on=found.starts_on, ends_on=None, ages=())  # type: ignore[arg-type]
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def _print(found: Ledger, format: str) -> tuple[int, Source] | None:
    from desktop.reports.errors import ReportNotWrittenError  # noqa: PLC0415 - reportlab is slow
    from desktop.reports.export import FORMATS, export_ledger  # noqa: PLC0415 - reportlab is slow

    with tempfile.TemporaryDirectory(prefix="lianke-") as folder:
        path = Path(folder) / f"ledger.{format}"
        with suppress(ReportNotWrittenError):  # this laptop's disk is full: the next time
            export_ledger(found, next(one for one in FORMATS if one == format), path)
            data = path.read_bytes()
            return len(data), lambda: [data]
    return None


def _open(store: Store, attachment: str) -> tuple[int, Source] | None:
    """Return the bytes of a file, or None while not all of it is here, whole and unspoilt."""
    with store.read() as session:
        found = material_of(session, store.blobs, attachment)
    if found is None or not found.is_here(store.blobs):
        return None
    whole = found.whole_path(store.blobs)
    if whole is not None:
        with suppress(OSError):
            return whole.stat().st_size, partial(_blocks, whole)
        return None
    plain = store.blobs.open(found.pieces)
    return None if plain is None else (len(plain), lambda: [plain])


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            yield block


def _write_plan(store: Store, id: str) -> tuple[int, Source] | None:
    from desktop.reports.plan_docx import plan_docx  # noqa: PLC0415 - slow to read in

    with store.read() as session:
        try:
            plan = plan_print(session, id, made_on=dates.today())
        except (UnknownRecordError, MalformedContentError):
            return None
    data = _timeless(plan_docx(plan))
    return len(data), lambda: [data]


def _timeless(data: bytes) -> bytes:
    """Return a ZIP that says nothing of when it was made: equal plans are equal on each laptop."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _folder(file: ReadableFile) -> str:
    if file.kind == "material":
        return _lessons(file.grade, file.subject, file.volume)
    title = file.title or _("An activity")
    return f"{file.day} {title}".strip()


def _lessons(grade: str, subject: str, volume: str) -> str:
    """Return the folder for what belongs to the lessons of one book."""
    return pgettext("a folder", "{grade}{subject}{volume}").format(
        grade=listed([choice_label("material", "grade", code) for code in grade.split()]),
        subject=choice_label("material", "subject", subject),
        volume=choice_label("material", "volume", volume),
    ) or _("Other materials")


def _plan_name(plan: ReadablePlan) -> str:
    title = plan.title or pgettext("plan", "Untitled plan")
    words = _("{title}, plan by {author}") if plan.author_name else _("{title}, plan")
    return words.format(title=title, author=plan.author_name) + ".docx"


def _file_name(file: ReadableFile) -> str:
    """Return the name people gave a file, with the ending of its own."""
    ending = Path(file.file_name).suffix
    words = file.title if file.kind == "material" else file.caption
    return f"{words or Path(file.file_name).stem}{ending}"
