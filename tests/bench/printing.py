"""The ledger of a thousand activities as PDF and workbook."""

from collections.abc import Iterator
from pathlib import Path

from db.queries.ledger import ledger
from desktop.reports.export import export_ledger
from tests.bench import rows
from tests.bench.laptops import TERM, founded, record_all
from tests.bench.measure import Figure, median_of


def printing(folder: Path) -> Iterator[Figure]:
    """Read and write the ledger."""
    store = founded(folder / "store")
    record_all(store, rows.activities(1000))
    with store.read() as session:
        made = ledger(session, term=TERM)
    assert len(made.rows) == 1000, len(made.rows)
    export_ledger(made, "pdf", folder / "warm.pdf")  # the fonts are read once a run
    pdf = median_of(3, lambda: export_ledger(made, "pdf", folder / "ledger.pdf"))
    xlsx = median_of(3, lambda: export_ledger(made, "xlsx", folder / "ledger.xlsx"))
    yield Figure("ledger of 1,000 activities, PDF", pdf, "s", 3)
    yield Figure("ledger of 1,000 activities, XLSX", xlsx, "s", 1)
    store.close()
