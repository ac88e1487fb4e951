"""What can go wrong below the window: facts only, no words (desktop/errors.py finds those)."""

from collections.abc import Sequence
from pathlib import Path


class LiankeError(Exception):
    """The root of every error this program raises on purpose."""


class StoreError(LiankeError):
    """The data folder cannot be used.

    Attributes:
        folder: The data folder.
    """

    def __init__(self, folder: Path, detail: str = "") -> None:
        super().__init__(f"{type(self).__name__}: {folder} {detail}".strip())
        self.folder = folder


class StoreTooNewError(StoreError):
    """The store was written by a newer version of the program.

    Attributes:
        found: Revision stamped in the store.
    """

    def __init__(self, folder: Path, found: str) -> None:
        super().__init__(folder, f"revision {found}")
        self.found = found


class StoreReadOnlyError(StoreError):
    """The data folder cannot be written to."""


class StoreOnNetworkError(StoreError):
    """The data folder lies on a network share, where SQLite would corrupt."""


class StoreDamagedError(StoreError):
    """The store's file is no database, or fails SQLite's check."""


class StoreFullError(StoreError):
    """The disk is full; what was saved before is safe."""


class StoreBusyError(StoreError):
    """Another program holds the store for longer than we wait."""


class StoreUsedError(StoreError):
    """The data folder already belongs to an alliance."""


class NoAllianceError(StoreError):
    """The data folder belongs to no alliance yet."""


class RecordError(LiankeError):
    """Something asked of a record cannot be done."""


class UnknownKindError(RecordError):
    """There is no such kind of record.

    Attributes:
        kind: The name that was given.
    """

    def __init__(self, kind: str) -> None:
        super().__init__(f"unknown kind {kind}")
        self.kind = kind


class UnknownFieldError(RecordError):
    """The kind has no such field.

    Attributes:
        kind: The kind of record.
        field: The name that was given.
    """

    def __init__(self, kind: str, field: str) -> None:
        super().__init__(f"{kind} has no field {field}")
        self.kind, self.field = kind, field


class UnusableValueError(RecordError):
    """A value does not fit its field.

    Attributes:
        kind: The kind of record.
        field: The field's wire name.
        type: What the field takes (``date``, ``integer`` …).
        value: What was given.
        choices: The codes the field takes, when it takes only some.
    """

    def __init__(
        self, kind: str, field: str, type: str, value: object, choices: tuple[str, ...] = ()
    ) -> None:
        super().__init__(f"{kind}.{field} takes {type}, not {value!r}")
        self.kind, self.field, self.type = kind, field, type
        self.value, self.choices = value, choices


class TextTooLongError(RecordError):
    """A text is longer than any that a person writes: pasted by mistake.

    Attributes:
        kind: The kind of record.
        field: The field's wire name.
        characters: How long it is.
        limit: How long it may be.
    """

    def __init__(self, kind: str, field: str, characters: int, limit: int) -> None:
        super().__init__(f"{kind}.{field} has {characters} characters, {limit} at most")
        self.kind, self.field = kind, field
        self.characters, self.limit = characters, limit


class UnknownRecordError(RecordError):
    """No record has this id.

    Attributes:
        record: The id that was given.
    """

    def __init__(self, record: str) -> None:
        super().__init__(f"no record {record}")
        self.record = record


class UnknownPersonError(RecordError):
    """No person, or more than one, goes by this name or id.

    Attributes:
        name: What was given.
        found: How many there are.
    """

    def __init__(self, name: str, found: int = 0) -> None:
        super().__init__(f"{found} persons called {name}")
        self.name, self.found = name, found


class UnknownTermError(RecordError):
    """No term has this code.

    Attributes:
        code: What was given; empty when there is no term at all.
        known: The codes that there are, newest first.
    """

    def __init__(self, code: str, known: Sequence[str] = ()) -> None:
        super().__init__(f"no term {code}")
        self.code, self.known = code, tuple(known)


class UnknownVersionError(RecordError):
    """A form shows a version that the store no longer knows (after a restore).

    Attributes:
        record: The record's id.
    """

    def __init__(self, record: str) -> None:
        super().__init__(f"version of {record} is unknown")
        self.record = record


class NotAllowedError(RecordError):
    """This laptop may not write such a record.

    Attributes:
        kind: The kind of record.
        role: What the laptop's certificate says.
    """

    def __init__(self, kind: str, role: str) -> None:
        super().__init__(f"{role} may not write {kind}")
        self.kind, self.role = kind, role


class NotWiderError(RecordError):
    """A record cannot be shared so: no more people would read it than do.

    Attributes:
        kind: The kind of record.
        circle: Whom it was to be shared with.
    """

    def __init__(self, kind: str, circle: str) -> None:
        super().__init__(f"{kind} is not shared wider with {circle}")
        self.kind, self.circle = kind, circle


class NotSharedError(RecordError):
    """A record would name another one that fewer people read.

    Attributes:
        record: The id of the one it would name.
        circle: Who would read the new one.
    """

    def __init__(self, record: str, circle: str) -> None:
        super().__init__(f"{record} is not shared with all who read {circle}")
        self.record, self.circle = record, circle


class UnsettledError(RecordError):
    """A plan is to be kept for good while something in it stands in two versions.

    Attributes:
        record: The id of the plan.
        count: How many places want a decision first.
    """

    def __init__(self, record: str, count: int) -> None:
        super().__init__(f"{count} places of {record} stand in two versions")
        self.record, self.count = record, count


class FrozenRecordError(RecordError):
    """A record of this kind is written once and never changed.

    Attributes:
        kind: The kind of record.
    """

    def __init__(self, kind: str) -> None:
        super().__init__(f"{kind} is never changed")
        self.kind = kind


class MalformedContentError(RecordError):
    """What a frozen version of a plan holds cannot be read.

    Attributes:
        detail: What is wrong with it.
    """

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class MissingFieldError(RecordError):
    """A record cannot be made without this field.

    Attributes:
        kind: The kind of record.
        field: The field's wire name.
    """

    def __init__(self, kind: str, field: str) -> None:
        super().__init__(f"{kind} needs {field}")
        self.kind, self.field = kind, field


class MalformedChangeError(LiankeError):
    """A change from elsewhere cannot be read or holds what it must not.

    Attributes:
        reason: A short code: ``undecodable``, ``not_updates``, ``foreign_peer``, ``containers``,
            ``too_large``, ``panic``.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ImportFileError(LiankeError):
    """A file to import rows from cannot be used.

    Attributes:
        path: The file.
        reason: A short code: ``missing``, ``unreadable``, ``not_a_table``, ``empty``,
            ``too_large``, ``no_columns``.
        detail: What was found, such as the columns of the file.
    """

    def __init__(self, path: Path, reason: str, detail: str = "") -> None:
        super().__init__(f"{path}: {reason} {detail}".strip())
        self.path, self.reason, self.detail = path, reason, detail


class PlanFileError(LiankeError):
    """A file cannot be read as a lesson plan.

    Attributes:
        path: The file.
        reason: A short code: ``missing``, ``unreadable``, ``not_a_plan``, ``old_word`` (what Word
            wrote before 2007, RTF, web pages), ``password``, ``packing`` (in a way that Word never
            uses), ``damaged``, ``blank`` (zeros, or no byte at all), ``empty`` (no words),
            ``too_large``.
        detail: What was found.
    """

    def __init__(self, path: Path, reason: str, detail: str = "") -> None:
        super().__init__(f"{path}: {reason} {detail}".strip())
        self.path, self.reason, self.detail = path, reason, detail


class AttachmentError(LiankeError):
    """A file cannot be attached.

    Attributes:
        path: The file.
        reason: A short code: ``missing``, ``unreadable``, ``too_large``, ``no_picture``,
            ``no_room``, ``changed``, ``not_here``, ``program``.
        size_bytes: The file's size, where it matters.
        limit_bytes: How large it may be, where it matters.
    """

    def __init__(self, path: Path, reason: str, size_bytes: int = 0, limit_bytes: int = 0) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason
        self.size_bytes, self.limit_bytes = size_bytes, limit_bytes


class BackupError(LiankeError):
    """A backup cannot be written or read.

    Attributes:
        path: The backup.
        reason: A short code: ``wrong_passphrase``, ``not_a_backup``, ``unwritable``, ``damaged``,
            ``missing``, ``too_new``, ``needs_passphrase``.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason
