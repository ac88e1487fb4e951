"""What a laptop's processes share at their start, imported once: only speed."""

import desktop.cli.run
import desktop.exchange_errors
import desktop.reports.export
import sync.identity
import sync.round  # noqa: F401
