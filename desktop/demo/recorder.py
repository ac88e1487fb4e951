"""Records the sample on a laptop, by the commands that the window uses."""

import hashlib
from collections.abc import Iterable
from itertools import groupby

from sqlalchemy.orm import Session

from db import local
from db.commands import records
from db.journal import Sitting, Writer, begin, writing
from db.store import Store
from desktop.demo import pictures
from desktop.demo.records import Attachment, Entry, Value

Ids = dict[str, str]
"""The id of each record by its key in the sample, on all laptops."""


class Recorder:
    """One laptop at which the school's people record what happened.

    Attributes:
        usual: Key of the person who sits at it when nobody else is named.
    """

    def __init__(self, store: Store, ids: Ids, usual: str) -> None:
        self.store, self.usual = store, usual
        self._ids = ids
        self._pieces: dict[str, str] = {}

    def record(self, entries: Iterable[Entry]) -> int:
        """Record entries that are not there yet, one sitting for each run of one person's.

        Returns:
            How many records were made.
        """
        made = 0
        fresh = (entry for entry in entries if entry.key not in self._ids)
        for who, run in groupby(fresh, key=lambda entry: entry.by or self.usual):
            with writing(self.store, self.sitting(who)) as writer:
                for entry in run:
                    self.add(writer, entry)
                    made += 1
        return made

    def sitting(self, who: str = "") -> Sitting:
        """Begin a sitting of a person, by key, at this laptop."""
        with self.store.read() as session:
            return begin(session, self._ids[who or self.usual])

    def add(self, writer: Writer, entry: Entry) -> str:
        """Record one entry; one that its natural key names already is brought to these values."""
        values = {name: self._real(entry, name, v) for name, v in entry.values().items()}
        if isinstance(entry, Attachment):
            values |= self._file(entry)
        id = self._ids[entry.key] = records.add(writer, entry.KIND, values)
        return id

    def _real(self, entry: Entry, name: str, value: Value) -> Value:
        if name not in entry.REFERENCES:
            return value
        return " ".join(self._ids[key] for key in str(value).split())

    def _file(self, entry: Attachment) -> dict[str, Value]:
        data = pictures.png(entry.picture)
        if entry.picture not in self._pieces:
            kept = self.store.blobs.keep(data)
            self._pieces[entry.picture] = " ".join(map(str, kept))
        return {
            "media_type": "image/png",
            "size_bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            "pieces": self._pieces[entry.picture],
        }


def seat(session: Session, person: str) -> None:
    """Remember who recorded last on a laptop."""
    local.write(session, local.LAST_PERSON, person)
