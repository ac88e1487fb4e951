"""A real Samba server for tests: its own port, its own state, one user, a few shares."""

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from sync.carriers.smb import SmbCarrier

USER, PASSWORD = "teacher", "送课 2025"
SMBD = "/usr/sbin/smbd"  # not on everybody's path
TOOL = "smbpasswd"
_LISTEN = "0A"  # a state in /proc/net/tcp

_CONF = """[global]
    server role = standalone server
    workgroup = LIANKE
    interfaces = lo
    bind interfaces only = yes
    smb ports = {port}
    disable netbios = yes
    server min protocol = {oldest}
    server max protocol = {newest}
    server smb encrypt = {encrypt}
    map to guest = Bad User
    username map = {state}/users
    passdb backend = tdbsam:{state}/passdb.tdb
    private dir = {state}
    state directory = {state}
    lock directory = {state}
    cache directory = {state}
    pid directory = {state}
    ncalrpc dir = {state}/rpc
    log file = {state}/log
    max log size = 0
    load printers = no
    printcap name = /dev/null
    disable spoolss = yes
    guest account = root
[share]
    path = {root}
    read only = no
[reading]
    path = {root}
    read only = yes
[closed]
    path = {root}
    valid users = nobody
[教案]
    path = {root}
    read only = no
[everybody]
    path = {root}
    read only = no
    guest ok = yes
"""


def missing() -> str:
    """Return why no server can be started here, or nothing."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "a Samba server needs Linux and root"
    return "" if Path(SMBD).exists() and shutil.which(TOOL) else "samba is not installed"


class Share:
    """A Samba server that serves one folder.

    Attributes:
        root: The folder, as the server sees it.
        port: Where it listens on this machine.
        process: The server; those that serve one client each are in its process group.
    """

    def __init__(self, state: Path, root: Path, **options: str) -> None:
        self.root, self.port, self._state = root, _free_port(), state
        state.mkdir(mode=0o755, parents=True)
        values = {"oldest": "SMB2_02", "newest": "SMB3_11", "encrypt": "default", **options}
        self._conf = state / "smb.conf"
        self._carriers: list[SmbCarrier] = []
        self._conf.write_text(_CONF.format(port=self.port, state=state, root=root, **values))
        (state / "users").write_text(f"root = {USER}\n")
        typed = f"{PASSWORD}\n{PASSWORD}\n"
        command = [TOOL, "-c", str(self._conf), "-s", "-a", "root"]
        subprocess.run(command, input=typed, text=True, check=True, capture_output=True)
        self.start()

    def start(self) -> None:
        """Start the server, again after it was killed."""
        command = [SMBD, "--foreground", "--no-process-group", f"--configfile={self._conf}"]
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        until = time.monotonic() + 20
        while not self._listens():
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError((self._state / "log").read_text()[-2000:])
            time.sleep(0.01)

    def _listens(self) -> bool:
        """Tell whether it is this server that listens there: a stranger would answer as well."""
        try:
            held = {str(fd.readlink()) for fd in Path(f"/proc/{self.process.pid}/fd").iterdir()}
        except OSError:  # it ends, or opens and closes files just now
            return False
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
            _, local, _, state, *_, inode = line.split()[:10]
            if state == _LISTEN and int(local.partition(":")[2], 16) == self.port:
                return f"socket:[{inode}]" in held
        return False

    def kill(self) -> None:
        """Take the server away in the middle of whatever it does."""
        self._signal(signal.SIGKILL)
        self.process.wait()

    def close(self) -> None:
        """Clean up, whatever state the test left the server in."""
        self.kill()
        for carrier in self._carriers:
            carrier.close()

    def freeze(self) -> None:
        """Let the server hang: connections stay, nothing is answered."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let the server go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, number)

    def carrier(
        self,
        folder: str = "",
        *,
        writer: str = "me",
        share: str = "share",
        user: str = USER,
        password: str = PASSWORD,
        timeout_s: float = 20.0,
    ) -> SmbCarrier:
        """Return a carrier to a folder of a share."""
        address = f"smb://127.0.0.1:{self.port}/{share}/{folder}".rstrip("/")
        carrier = SmbCarrier(
            address, "127.0.0.1", self.port, share, folder, user, password, writer, timeout_s
        )
        self._carriers.append(carrier)
        return carrier


def _free_port() -> int:
    """Return a port that nobody uses, below those that the system gives to whoever connects.

    One of these may be taken before the server is up, or while it is down: it was, once.
    """
    while True:
        port = random.randrange(12_000, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
