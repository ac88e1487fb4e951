"""A connection to a share, signed in; requests and answers, each within its time.

Imported only when a share is opened: smbprotocol costs a fifth of a second.
"""

import logging
import struct
import time
import uuid
from typing import Any, TypeVar

from smbprotocol import MAX_PAYLOAD_SIZE
from smbprotocol.connection import Connection
from smbprotocol.exceptions import SMBException, SMBResponseException
from smbprotocol.session import Session
from smbprotocol.tree import TreeConnect
from typing_extensions import override

from sync.carriers import smb_status
from sync.carriers.smb_status import StatusError
from sync.carriers.smb_wire import Wire
from sync.errors import (
    PlaceBusyError,
    PlaceError,
    PlaceForbiddenError,
    PlaceMissingError,
    PlaceSignInError,
    PlaceUnreachableError,
)

Reply = TypeVar("Reply")

CONNECT_S = 10.0
MALFORMED = (ValueError, TypeError, KeyError, IndexError, OverflowError, struct.error)
_CREDITS = 512  # what to have in hand: 32 MiB under way at most
_GUEST = "guest"

# Its thread logs a traceback when a server goes away; we say the same by an error.
for _name in ("smbprotocol", "spnego"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)


class Link(Connection):  # type: ignore[misc]  # smbprotocol has no types
    """One share of one server, for one user; used by one thread.

    Args:
        address: The place as given, for errors.
        host, port: Where the server is.
        signing: Whether every message must be signed; a guest has nothing to sign with.
        timeout_s: How long an answer may take.
    """

    def __init__(
        self, address: str, host: str, port: int, *, signing: bool, timeout_s: float
    ) -> None:
        self._address, self._timeout_s = address, timeout_s
        self._connected_by: float | None = time.monotonic() + min(CONNECT_S, timeout_s)
        self._wire = Wire(address, host, port, self._connected_by, timeout_s)
        super().__init__(uuid.uuid4(), host, port, require_signing=signing)

    @property
    def transport(self) -> Wire:
        """Return the socket: ours, whatever smbprotocol would like to use."""
        return self._wire

    @transport.setter
    def transport(self, _given: object) -> None:
        pass

    def open_share(self, share: str, user: str, password: str) -> None:
        """Connect, sign in and enter the share.

        Args:
            share: Its name.
            user: Nobody's name is a guest's.
            password: The user's.

        Raises:
            PlaceError: What hindered it.
        """
        try:
            self._negotiate()
            session = self._sign_in(user, password)
            self._enter(session, share, secure=bool(user))
        except BaseException:
            self.close()
            raise
        self._connected_by = None

    def _negotiate(self) -> None:
        try:
            self.connect()
        except SMBResponseException as error:
            old = error.status == smb_status.NOT_SUPPORTED
            raise self._wire.fail("old" if old else "stranger", str(error)) from error
        except (SMBException, *MALFORMED) as error:
            raise self._wire.fail("stranger", str(error)) from error
        self._wire.at_end = "broken"

    def _sign_in(self, user: str, password: str) -> Any:
        # Kerberos would ask servers of which nobody knows how long they take.
        session = Session(
            self, user or _GUEST, password, require_encryption=False, auth_protocol="ntlm"
        )
        try:
            session.connect()
        except SMBResponseException as error:
            if error.status in smb_status.CROWDED:
                raise PlaceBusyError(self._address) from error
            raise PlaceSignInError(self._address, str(error)) from error
        except SMBException as error:  # also: let in as a guest, though not meant
            raise PlaceSignInError(self._address, str(error)) from error
        except MALFORMED as error:
            raise self._wire.fail("stranger", str(error)) from error
        return session

    def _enter(self, session: Any, share: str, *, secure: bool) -> None:
        tree = TreeConnect(session, rf"\\{self.server_name}\{share}")
        try:
            tree.connect(require_secure_negotiate=secure)
        except SMBResponseException as error:
            raise self._refused(error.status, share) from error
        except (SMBException, *MALFORMED) as error:  # somebody in between changed the words
            raise self._wire.fail("stranger", str(error)) from error
        self._session_id, self._tree_id = session.session_id, tree.tree_connect_id

    def _refused(self, status: int, share: str) -> PlaceError:
        if status in smb_status.CROWDED:
            return PlaceBusyError(self._address)
        if status == smb_status.ACCESS_DENIED:
            return PlaceForbiddenError(self._address, share)
        return PlaceMissingError(self._address, f"{share}: status {status:#010x}")

    @property
    def credits(self) -> int:
        """How many units of 64 KiB the server lets us ask for at once."""
        with self.sequence_lock:
            return int(self.sequence_window["high"] - self.sequence_window["low"])

    @property
    def largest_bytes(self) -> int:
        """The most that one request may move, now."""
        most = min(self.max_read_size, self.max_write_size)
        return int(min(most, max(self.credits, 1) * MAX_PAYLOAD_SIZE))

    def ask(self, message: Any) -> Any:
        """Send a request; `answer` waits for what comes back."""
        if self.credits < 1:
            raise self._wire.fail("stranger", "no credits left")
        wanted = max(_CREDITS - self.credits, 1)
        try:
            return self.send(message, self._session_id, self._tree_id, credit_request=wanted)
        except (SMBException, *MALFORMED) as error:
            raise self._wire.fail("broken", str(error)) from error

    def answer(self, request: Any, kind: type[Reply]) -> Reply:
        """Wait for the answer to a request.

        Raises:
            StatusError: The server refuses.
            PlaceUnreachableError: It does not answer in time, not at all, or nonsense.
        """
        reply: Any = kind()
        try:
            reply.unpack(self.receive(request)["data"].get_value())
        except SMBResponseException as error:
            raise StatusError(error.status) from error
        except (SMBException, *MALFORMED) as error:
            raise self._wire.fail("broken", str(error)) from error
        return reply  # type: ignore[no-any-return]

    @override
    def receive(
        self, request: Any, wait: bool = True, timeout: object = None, resolve_symlinks: bool = True
    ) -> Any:
        """Wait for an answer, but not longer than is allowed; follow no links."""
        until = self._connected_by or time.monotonic() + self._timeout_s
        while True:
            if not request.response_event.wait(max(until - time.monotonic(), 0)):
                raise self._wire.fail("silent")
            self._check_worker_running()
            with request.response_event_lock:
                if request.response["status"].get_value() != smb_status.PENDING:
                    break
                request.response_event.clear()
        return super().receive(request, wait, 1, resolve_symlinks=False)

    @override
    def _check_worker_running(self) -> None:
        if self._t_exc is not None:
            problem = "stranger" if self._connected_by else "broken"
            raise self._wire.fail(problem, repr(self._t_exc)) from self._t_exc
        if not self._wire.connected:
            raise self._wire.fail("broken")

    @override
    def _process_message_thread(self) -> None:
        try:
            super()._process_message_thread()
        except RuntimeError:  # it wakes all who wait, while one more begins to
            pass
        finally:
            for request in list(self.outstanding_requests.values()):
                request.response_event.set()

    def unreachable(self) -> PlaceUnreachableError:
        """Return the error for a server that forgot us."""
        return self._wire.fail("broken")

    def close(self) -> None:
        """Let go of the connection without a word: the server tidies up, and may be hanging."""
        self.disconnect(close=False)
        self._wire.release()
