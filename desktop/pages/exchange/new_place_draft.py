"""What somebody types about a new place, and the address that follows from it.  No Qt in here."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from sync.addresses import SMB, STORES, Address, jianguoyun, read_address
from sync.errors import (
    PlaceAddressError,
    PlaceError,
    PlaceForbiddenError,
    PlaceMissingError,
    PlaceSignInError,
    PlaceUnreachableError,
)

JIANGUOYUN, OTHER = "jianguoyun", "other"
_FOLDER = "lianke"  # in somebody's 坚果云, when nothing else is said


class Kind(StrEnum):
    """What a place is."""

    SHARE = "share"
    DAV = "dav"
    STORE = "store"
    FOLDER = "folder"


class Part(StrEnum):
    """One thing that is typed; the window has a field for each."""

    WHERE = "where"  # the address, the share, the bucket, the folder on this computer
    REGION = "region"
    USER = "user"
    PASSWORD = "password"
    INSIDE = "inside"  # the folder within


@dataclass(frozen=True, slots=True)
class Draft:
    """A place on its way.

    Attributes:
        kind: What it is.
        service: Of a DAV ``jianguoyun`` or ``other``; of a store ``oss``, ``cos``, ``obs``, ``s3``.
        name: What people shall call it; may be empty.
        where: Address, share, bucket or folder.
        region: Region of a store, or its address.
        user, password: Who signs in.
        inside: The folder there.
        is_known: Whether a password is kept already, and may be left out.
    """

    kind: Kind = Kind.SHARE
    service: str = ""
    name: str = ""
    where: str = ""
    region: str = ""
    user: str = ""
    password: str = ""
    inside: str = ""
    is_known: bool = False

    def missing(self) -> tuple[Part, ...]:
        """Return what must still be typed before anything can be tried."""
        return tuple(part for part in _needed(self) if not getattr(self, part.value).strip())

    def address(self) -> Address:
        """Return the address.

        Raises:
            PlaceAddressError: It cannot be read as one.
        """
        return read_address(_address(self).text)


def parts(kind: Kind, service: str) -> tuple[Part, ...]:
    """Return what is asked for a kind of place."""
    match kind:
        case Kind.FOLDER:
            return (Part.WHERE,)
        case Kind.SHARE:
            return (Part.WHERE, Part.USER, Part.PASSWORD)
        case Kind.DAV if service == OTHER:
            return (Part.WHERE, Part.USER, Part.PASSWORD)
        case Kind.DAV:
            return (Part.USER, Part.PASSWORD, Part.INSIDE)
        case Kind.STORE:
            return (Part.WHERE, Part.REGION, Part.USER, Part.PASSWORD, Part.INSIDE)


def _needed(draft: Draft) -> tuple[Part, ...]:
    optional = {Part.INSIDE}
    if draft.is_known:
        optional.add(Part.PASSWORD)
    if draft.kind in (Kind.SHARE, Kind.DAV) and draft.service != JIANGUOYUN:
        optional |= {Part.USER, Part.PASSWORD}  # a guest may be let in
    return tuple(part for part in parts(draft.kind, draft.service) if part not in optional)


def _address(draft: Draft) -> Address:
    user = draft.user.strip()
    match draft.kind:
        case Kind.FOLDER:
            return read_address(draft.where)
        case Kind.SHARE:
            found = _share(draft.where.strip())
        case Kind.DAV if draft.service == JIANGUOYUN:
            return jianguoyun(user, draft.inside.strip() or _FOLDER)
        case Kind.DAV:
            given = draft.where.strip()
            found = read_address(given if "://" in given else f"https://{given}")
            if found.kind not in ("webdav", "webdavs"):
                raise PlaceAddressError(found.text, "scheme")
        case _:
            found = _store(draft)
    return found.signed_in_as(user) if user else found


def _share(given: str) -> Address:
    r"""Return the address of a share as Windows writes it (\\server\share) or as a URL."""
    if "://" not in given:
        given = "smb://" + given.replace("\\", "/").lstrip("/")
    found = read_address(given)
    if found.kind != SMB:
        raise PlaceAddressError(found.text, "scheme")
    return found


def _store(draft: Draft) -> Address:
    bucket, region = draft.where.strip(), draft.region.strip()
    if "://" in bucket:
        found = read_address(bucket)
        if found.kind not in STORES:
            raise PlaceAddressError(found.text, "scheme")
        return found
    if re.search(r"[/\\@?#\s]", bucket):
        raise PlaceAddressError(bucket, "written")
    inside = draft.inside.strip().strip("/")
    own = "." in region or "://" in region
    query = f"endpoint={region}" if own else f"region={region}"
    return read_address(f"{draft.service or 's3'}://{bucket}/{inside}?{query}")


def draft_of(address: str, name: str) -> Draft:
    """Return what is typed about a place that is known already; the password stays away."""
    return replace(_draft_of(read_address(address), name), is_known=True)


def _draft_of(found: Address, name: str) -> Draft:
    if found.is_folder:
        return Draft(Kind.FOLDER, name=name, where=found.path)
    if found.kind == SMB:
        where = found.signed_in_as("").text.removeprefix("smb://")
        return Draft(Kind.SHARE, name=name, where=f"//{where}", user=found.user)
    if found.kind in STORES:
        return Draft(
            Kind.STORE, found.kind, name, found.server, _region(found), found.user,
            inside=found.path,
        )  # fmt: skip
    if found == jianguoyun(found.user, found.path.removeprefix("dav/")):
        inside = found.path.removeprefix("dav/")
        return Draft(Kind.DAV, JIANGUOYUN, name, user=found.user, inside=inside)
    url = found.signed_in_as("").text.replace("webdav", "http", 1)
    return Draft(Kind.DAV, OTHER, name, where=url, user=found.user)


def _region(found: Address) -> str:
    return found.region or found.endpoint


def part_at_fault(error: PlaceError, draft: Draft) -> Part | None:
    """Return where to look when a place cannot be used; None when nothing that was typed helps."""
    asked = parts(draft.kind, draft.service)
    wanted: tuple[Part, ...] = ()
    match error:
        case PlaceSignInError():
            wanted = (Part.PASSWORD,)
        case PlaceForbiddenError():
            wanted = (Part.USER,)
        case PlaceMissingError():
            wanted = (Part.INSIDE, Part.WHERE)
        case PlaceAddressError(problem="endpoint"):
            wanted = (Part.REGION,)
        case PlaceAddressError():
            wanted = (Part.WHERE, Part.INSIDE)
        case PlaceUnreachableError(problem="name" | "refused" | "stranger" | "region"):
            wanted = (Part.REGION, Part.WHERE)
    return next((part for part in wanted if part in asked), None)
