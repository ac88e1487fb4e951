"""What all tests share: no window, no home of the user, no skips in CI, sticks, disks, clocks."""

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.sticks import NEEDED, Stick, small_disk_at

if TYPE_CHECKING:
    from tests.reports.laptop import Founded
    from tests.shares import Share

IN_CI = os.environ.get("CI", "").lower() not in ("", "0", "false")
FAKETIME = "faketime/libfaketimeMT.so.1"

# Hundreds of programs are started: each would compile again all that it reads.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # never the user's own


def pytest_configure(config: pytest.Config) -> None:
    """Keep tests, and the programs they start, away from the user's own settings and data."""
    home = tempfile.TemporaryDirectory(prefix="lianke-test-home-")
    config.add_cleanup(home.cleanup)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        os.environ[name] = str(Path(home.name) / name.lower())
    os.environ.pop("LIANKE_DATA", None)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for garbage neither while tests are read nor, later on, in what was read."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep in one process the tests on copies of the sample alliance: it is made once then."""
    for item in items:
        if "sample_folder" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("sample"))


@pytest.fixture(scope="session", autouse=True)
def _cheap() -> Iterator[None]:
    """Make stores from a copy, compile each statement once, take little trouble over words."""
    from tests.cheap import cheap

    with cheap():
        yield


@pytest.fixture
def full_price() -> Iterator[None]:
    """Let the words of invitations cost what they cost people."""
    from tests import cheap

    with cheap.full_price():
        yield


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data folder of the whole sample alliance, for tests to copy."""
    from db.store import Store
    from desktop.demo.load import load_sample

    folder = tmp_path_factory.mktemp("sample") / "data"
    with closing(Store(folder)) as store:
        load_sample(store)
    return folder


@pytest.fixture(scope="session")
def founded_laptop(tmp_path_factory: pytest.TempPathFactory) -> "Founded":
    """Return the laptop of a village school that reports are printed from, to copy."""
    from tests.reports.laptop import Founded

    return Founded(tmp_path_factory.mktemp("reports") / "data")


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name a test by no file's bytes: some hold the time of day, and two processes differ then."""
    return "bytes" if isinstance(val, bytes) and len(val) > 40 else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI, a test that was skipped has failed: a missing tool must not hide it."""
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """In CI, a module that skips itself has failed too."""
    report = yield
    if IN_CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"
    return report


@pytest.fixture
def make_exfat_stick(tmp_path: Path) -> Iterator[Callable[..., Stick]]:
    """Return a function that makes a stick: `make_exfat_stick(size_mib=64, name="STICK")`."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if sys.platform != "linux" or os.geteuid() != 0 or missing:
        pytest.skip("real sticks need Linux, root, losetup, exfatprogs and exfat-fuse")
    with ExitStack() as stack:

        def make(size_mib: int = 64, name: str = "STICK") -> Stick:
            stick = Stick(tmp_path / f"{name}.img", tmp_path / "media" / name, size_mib)
            stack.callback(stick.close)
            return stick

        yield make


@pytest.fixture
def exfat_stick(make_exfat_stick: Callable[..., Stick]) -> Stick:
    """Return a real exFAT stick of 64 MiB, plugged in at `.path`."""
    return make_exfat_stick()


@pytest.fixture
def make_small_disk(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Return a function that mounts a disk soon full: `make_small_disk(size_kib=1024)`."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("a disk of a chosen size needs Linux and root")
    with ExitStack() as stack:

        def make(size_kib: int = 1024, name: str = "disk") -> Path:
            return stack.enter_context(small_disk_at(tmp_path / name, size_kib))

        yield make


@pytest.fixture
def small_disk(make_small_disk: Callable[..., Path]) -> Path:
    """Return a disk of 1 MiB."""
    return make_small_disk()


@pytest.fixture(scope="session")
def samba(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Share"]:
    """Return a real share, for tests that leave its server alone."""
    with _samba(tmp_path_factory.mktemp("samba")) as share:
        yield share


@pytest.fixture
def make_samba(tmp_path: Path) -> Iterator[Callable[..., "Share"]]:
    """Return a function that starts a server of the test's own, to be hung and killed."""
    with ExitStack() as stack:

        def make(name: str = "samba", root: Path | None = None, **options: str) -> "Share":
            return stack.enter_context(_samba(tmp_path / name, root, **options))

        yield make


@contextmanager
def _samba(folder: Path, root: Path | None = None, **options: str) -> Iterator["Share"]:
    from tests import shares

    if why := shares.missing():
        pytest.skip(why)
    served = root or folder / "root"
    served.mkdir(parents=True, exist_ok=True)
    with closing(shares.Share(folder / "state", served, **options)) as share:
        yield share


@pytest.fixture
def at_time() -> Callable[[str], dict[str, str]]:
    """Return a function from "2009-01-01 08:00:00" to an environment whose clock starts then."""
    libraries = sorted(Path("/usr/lib").glob(f"*/{FAKETIME}"))
    if not libraries:
        pytest.skip("other clocks need libfaketime")

    def environment(moment: str) -> dict[str, str]:
        return {
            **os.environ,
            "LD_PRELOAD": str(libraries[0]),
            "FAKETIME": f"@{moment}",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",  # only the wall clock of a laptop can be wrong
            "NO_FAKE_STAT": "1",
        }

    return environment
