"""A connection to a share, signed in; requests and answers, each within its time.

smbprotocol knows the messages and the signing in; it would wait for ever, on a thread of its own
that outlives the round, so sending and receiving are ours. Imported only when a share is opened:
smbprotocol costs a fifth of a second.
"""

import hmac
import logging
import struct
import time
import uuid
from typing import Any, TypeVar

from cryptography.exceptions import InvalidTag
from smbprotocol import MAX_PAYLOAD_SIZE
from smbprotocol.connection import Commands, Connection, SMB2TransformHeader
from smbprotocol.exceptions import SMBException, SMBResponseException
from smbprotocol.header import SMB2HeaderResponse
from smbprotocol.session import Session
from smbprotocol.tree import TreeConnect
from typing_extensions import override

from sync.carriers import smb_errors, smb_status
from sync.carriers.carrier import Stopping
from sync.carriers.smb_status import StatusError
from sync.carriers.smb_wire import Wire
from sync.errors import PlaceSignInError, PlaceUnreachableError

Reply = TypeVar("Reply")

CONNECT_S = 10.0
MALFORMED = (ValueError, TypeError, KeyError, IndexError, OverflowError, struct.error)
_CREDITS = 512  # what to have in hand: 32 MiB under way at most
_GUEST = "guest"
_PLAIN, _SEALED, _VERY_OLD = b"\xfeSMB", b"\xfdSMB", b"\xffSMB"
_VERY_OLD_WORDS = b"\0\x0c\0\x02NT LM 0.12\0"
_NOBODY_ASKED = 2**64 - 1  # the number of a message that answers nothing

# What it has to say, an error says too.
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

    def heed(self, stopping: Stopping | None) -> None:
        """Wait for no answer any more once this tells that a person stops."""
        self._wire.stopping = stopping

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
        except PlaceUnreachableError as error:
            if error.problem == "stranger" and self._is_very_old():
                raise PlaceUnreachableError(self._address, "old") from error
            raise
        self._wire.at_end = "broken"

    def _is_very_old(self) -> bool:
        """Tell whether the server speaks SMB 1 only, as the sockets of some routers do.

        It hangs up on all newer words, as anything else would.
        """
        wire = Wire(self._address, self.server_name, self.port, self._until(), self._timeout_s)
        try:
            wire.connect()
            wire.send(_VERY_OLD + b"\x72" + bytes(4) + b"\x18\x01" + bytes(21) + _VERY_OLD_WORDS)
            return wire.recv(self._until()).startswith(_VERY_OLD)
        except PlaceUnreachableError:
            return False
        finally:
            wire.close()

    def _sign_in(self, user: str, password: str) -> Any:
        # Kerberos would ask servers of which nobody knows how long they take.
        session = Session(
            self, user or _GUEST, password, require_encryption=False, auth_protocol="ntlm"
        )
        try:
            session.connect()
        except SMBResponseException as error:
            raise smb_errors.signing_in(self._address, error.status) from error
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
            raise smb_errors.entering(self._address, error.status) from error
        except (SMBException, *MALFORMED) as error:  # somebody in between changed the words
            raise self._wire.fail("stranger", str(error)) from error
        self._session_id, self._tree_id = session.session_id, tree.tree_connect_id

    @property
    def credits(self) -> int:
        """How many units of 64 KiB the server lets us ask for at once."""
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
        until = self._until()
        while request.response is None:
            try:
                self._take_in(self._wire.recv(until))
            except (SMBException, InvalidTag, *MALFORMED) as error:
                raise self._wire.fail(self._wire.at_end, str(error)) from error
        self.outstanding_requests.pop(request.message["message_id"].get_value(), None)
        if request.response["status"].get_value() != smb_status.SUCCESS:
            raise SMBResponseException(request.response)
        return request.response

    def _until(self) -> float:
        """Return when an answer has to be here."""
        return self._connected_by or time.monotonic() + self._timeout_s

    def _take_in(self, data: bytes) -> None:
        """Give each answer in a message to the request it belongs to."""
        sealed = data.startswith(_SEALED)
        if sealed:
            envelope = SMB2TransformHeader()
            envelope.unpack(data)
            data = self._decrypt(envelope)
        elif not data.startswith(_PLAIN):
            raise SMBException("no SMB 2")
        while data:
            following = int.from_bytes(data[20:24], "little") or len(data)
            self._take_one(data[:following], sealed=sealed)
            data = data[following:]

    def _take_one(self, data: bytes, *, sealed: bool) -> None:
        header = SMB2HeaderResponse()
        header.unpack(data)
        message = header["message_id"].get_value()
        if message == _NOBODY_ASKED:
            return
        request = self.outstanding_requests[message]
        command, status = header["command"].get_value(), header["status"].get_value()
        if not sealed and status != smb_status.PENDING:
            self._check_signature(data, header, request)
        granted = header["credit_response"].get_value()
        self.sequence_window["high"] += granted or (0 if self.supports_multi_credit else 1)
        if command == Commands.SMB2_NEGOTIATE:
            self.preauth_integrity_hash_value.append(data)
        elif command == Commands.SMB2_SESSION_SETUP and status == smb_status.MORE_PROCESSING:
            self.preauth_integrity_session_hash_value[message].append(data)
        if status != smb_status.PENDING:
            request.response = header

    def _check_signature(self, data: bytes, header: Any, request: Any) -> None:
        """Demand that the server signed its answer, once we are signed in.

        Signing in itself is checked by smbprotocol when it has the key.
        """
        session = self.session_table.get(request.session_id)
        if session is None or (session.signing_key is None and not session.encrypt_data):
            return
        if session.encrypt_data:
            raise SMBException("not encrypted")
        message, command = header["message_id"].get_value(), header["command"].get_value()
        if command == Commands.SMB2_SESSION_SETUP:
            return
        right = self._generate_signature(data, session.signing_key, message, True, command)
        if not hmac.compare_digest(right, data[48:64]):
            raise SMBException("the signature is wrong")

    @override
    def _process_message_thread(self) -> None:
        """Leave nothing to a thread: whoever awaits an answer takes it in."""

    @override
    def _check_worker_running(self) -> None:
        if not self._wire.connected:
            raise self._wire.fail("broken")

    def close(self) -> None:
        """Let go of the connection without a word: the server tidies up, and may be hanging."""
        self._wire.close()
