"""What the server of forks imports, and nobody else: by then the main job was done there once.

What is imported late, SQLAlchemy's statements and the grammar of the command line are then at
hand in each fork. Stores are made and migrated there as people make them, not copied.
"""

import os
import tempfile
from pathlib import Path
from unittest import mock

import alembic.command  # noqa: F401 - a first start imports it

import tests.faults.apart
import tests.faults.kill_children  # noqa: F401
from db import engines
from desktop.cli import run
from sync import invitations
from tests import cheap
from tests.faults.lianke import make_alliance

engines.make_engine = cheap.Sharing()
for _name in {"fsync", "fdatasync"} & set(dir(os)):
    setattr(os, _name, cheap.unforced(getattr(os, _name)))
run.parser = cheap.built_once(run.parser)
with (
    tempfile.TemporaryDirectory(prefix="lianke-forks-") as _folder,
    mock.patch.dict(invitations.build.__kwdefaults__, cheap.LITTLE),
):
    make_alliance(Path(_folder))
