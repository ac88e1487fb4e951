"""The key of each piece of a file: the same on every laptop of a circle that adds the same file.

So two laptops that add one photo make the same pieces, and it is carried once. Only who holds the
circle's key can tell from a piece's name that it is of a file he has too, and he may read the
record anyway. A circle without a key of its own gets random keys: nothing may show there that two
files are equal.
"""

import secrets
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.exchange import Epoch

LIST = 0xFFFFFFFF
"""The number, in place of a piece's, of the piece that lists a file's pieces."""

_CIRCLES = {"alliance": b"\x01", "school": b"\x02"}


@dataclass(frozen=True, slots=True)
class PieceKeys:
    """Makes the keys of pieces for one circle.

    Attributes:
        secret: The key the circle seals with now; None where there is none.
        circle, home: Which circle.
    """

    secret: bytes | None = None
    circle: str = ""
    home: str = ""

    def key(self, sha256: str, number: int) -> bytes:
        """Return the key of a piece of a file.

        Args:
            sha256: The file's, in hexadecimal.
            number: Of the piece, from 0; or LIST.
        """
        circle = _CIRCLES.get(self.circle)
        if self.secret is None or circle is None:
            return secrets.token_bytes(32)
        info = b"lianke piece 1" + circle + self.home.encode() + number.to_bytes(4, "big")
        salt = bytes.fromhex(sha256)
        return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(self.secret)


def keys_for(session: Session, circle: str, home: str) -> PieceKeys:
    """Return what makes the keys for records of a circle on this laptop."""
    home = home if circle == "school" else ""
    query = (
        select(Epoch.key)
        .where(Epoch.circle == circle, Epoch.home == home)
        .order_by(Epoch.height.desc(), Epoch.id)  # the epoch that sections are sealed with
        .limit(1)
    )
    secret = session.scalar(query) if circle in _CIRCLES else None
    return PieceKeys(secret, circle, home)
