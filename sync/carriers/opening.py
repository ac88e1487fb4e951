"""From an address to a carrier; nothing is asked of a server yet."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sync.addresses import (
    JIANGUOYUN,
    SMB,
    STORES,
    WEBDAV,
    WEBDAVS,
    Address,
    read_address,
)
from sync.carriers.carrier import Carrier, CarrierLimits
from sync.carriers.folder import FolderCarrier
from sync.errors import PlaceSignInError, PlaceUnusableError
from sync.limits import FOLDER_ENTRIES
from sync.passwords import Passwords

if TYPE_CHECKING:
    from sync.carriers.objects import ObjectsCarrier

TIMEOUT_S = 30.0
_LATENCY_S = 0.1  # a server somewhere in the country
_JIANGUOYUN_REQUESTS = 600


def open_place(
    address: str,
    writer: str,
    passwords: Passwords,
    password: str | None = None,
    timeout_s: float = TIMEOUT_S,
) -> Carrier:
    """Return the carrier of a place; close it when done.

    Args:
        address: A folder, or the URL of a server.
        writer: Stands in the names of unfinished files: the replica, or something random.
        passwords: Of the data folder.
        password: To use instead of the one that is kept.
        timeout_s: How long a server may be silent.

    Raises:
        PlaceAddressError: It is no address.
        PlaceError: It is a folder that cannot be used.
    """
    found = read_address(address)
    if found.is_folder:
        folder = Path(found.path)
        if _is_within(folder, passwords.folder):
            raise PlaceUnusableError(found.text, "inside the data folder")
        return FolderCarrier(folder, writer)
    if password is None:
        password = passwords.of(found.text) or ""
    if found.kind == SMB:
        from sync.carriers.smb import SmbCarrier  # noqa: PLC0415 - smbprotocol is slow to import

        share, _, inside = found.path.partition("/")
        return SmbCarrier(
            found.text, found.server, found.port, share, inside, found.user, password, writer,
            timeout_s,
        )  # fmt: skip
    return _objects(found, writer, passwords.folder, password, timeout_s)


def _is_within(folder: Path, data: Path) -> bool:
    try:
        return folder.exists() and folder.resolve().is_relative_to(data.resolve())
    except OSError:  # what is wrong with it is told when it is looked into
        return False


def _objects(
    found: Address, writer: str, data: Path, password: str, timeout_s: float
) -> "ObjectsCarrier":
    from opendal import AsyncOperator  # noqa: PLC0415 - 40 MB that most starts never need

    from sync.carriers.budget import RequestBudget  # noqa: PLC0415
    from sync.carriers.objects import LISTED, ObjectsCarrier  # noqa: PLC0415

    if found.kind in STORES and not (found.user and password):
        raise PlaceSignInError(found.text, "no key")
    requests = found.requests
    if found.server == JIANGUOYUN and requests is None:
        requests = _JIANGUOYUN_REQUESTS
    entries = FOLDER_ENTRIES if found.kind in STORES else LISTED
    limits = CarrierLimits(entries=entries, requests=requests, latency_s=_LATENCY_S)
    options = {name: text for name, text in _options(found, password).items() if text}
    return ObjectsCarrier(
        found.text,
        AsyncOperator(WEBDAV if found.kind == WEBDAVS else found.kind, **options),
        writer,
        RequestBudget(data, found.account, requests),
        limits,
        timeout_s,
    )


def _options(found: Address, password: str) -> dict[str, Any]:
    """Return what OpenDAL wants to know; keys of the environment never count, for these are set."""
    root = {"root": f"/{found.path}"}
    store = {"bucket": found.server, "endpoint": found.endpoint, **root}
    match found.kind:
        case "s3":
            return {
                **store,
                "region": found.region or "us-east-1",
                "access_key_id": found.user,
                "secret_access_key": password,
                "disable_config_load": "true",
                "disable_ec2_metadata": "true",
            }
        case "oss":
            return {**store, "access_key_id": found.user, "access_key_secret": password}
        case "cos":
            keys = {"secret_id": found.user, "secret_key": password}
            return {**store, **keys, "disable_config_load": "true"}
        case "obs":
            return {**store, "access_key_id": found.user, "secret_access_key": password}
        case _:
            scheme = "https" if found.kind == WEBDAVS else "http"
            server = f"[{found.server}]" if ":" in found.server else found.server
            return {
                "endpoint": f"{scheme}://{server}:{found.port}",
                "username": found.user,
                "password": password,
                "disable_create_dir": "true",  # it asks for the folder before every file
                **root,
            }
