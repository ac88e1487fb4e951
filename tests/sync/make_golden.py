"""Write the golden depot. Run once, for ever: the files stand for what is already on sticks.

python -m tests.sync.make_golden FOLDER
"""

import json
import sys
from pathlib import Path

from db.changes import ENCODER, Change, peer_of
from sync import invitations, keys, membership_file, packs, recovery, segment, words
from sync.certificates import SignedCertificate, Statement, issue
from sync.invitations import CarriedEpoch, Invitation
from sync.keys import EpochKey, epoch_id
from sync.membership_file import CERTIFICATE, GRANT, Grant, Item
from sync.names import LogName, id_of, membership_path, pack_path, segment_path, tip_path
from sync.wire import encode
from tests.sync import golden_parts as g

ROOT = recovery.root_private(g.ROOT_SECRET)
ROOT_PUBLIC = keys.sign_public(ROOT)
ALLIANCE = keys.alliance_id(ROOT_PUBLIC)
LAPTOP = keys.laptop_id(keys.sign_public(g.KEYS["laptop"]))


def epoch(circle: str) -> EpochKey:
    home = g.SCHOOL if circle == "school" else ""
    key = g.EPOCH_KEYS[circle]
    return EpochKey(circle, home, 1, key, epoch_id(ALLIANCE, circle, home, 1, key))


def certificate(who: str, purpose: str, issuer: str, role: str, by: bytes) -> SignedCertificate:
    exchange = keys.exchange_public(g.EXCHANGE[who]) if purpose == "laptop" else b""
    member = (g.SCHOOL, role, g.PERSON, "张晓梅")
    public = keys.sign_public(g.KEYS[who])
    said = Statement(1, ALLIANCE, purpose, issuer, public, exchange, *member, g.AT)
    return issue(by, said)


COORDINATOR = certificate("coordinator", "laptop", "", "coordinator", ROOT)
INVITED = certificate("invitation", "invitation", COORDINATOR.id, "teacher", g.KEYS["coordinator"])
MEMBER = certificate("laptop", "laptop", INVITED.id, "teacher", g.KEYS["invitation"])


def grant() -> Item:
    school = epoch("school")
    info = b"lianke grant 1" + f"{ALLIANCE}{school.id}{MEMBER.id}".encode()
    wrapped = keys.wrap(keys.exchange_public(g.EXCHANGE["laptop"]), school.key, info)
    assert wrapped is not None
    pairs = [(MEMBER.id, wrapped)]
    said = Grant(1, ALLIANCE, COORDINATOR.id, "school", g.SCHOOL, 1, school.id, pairs, g.AT)
    body = encode(said)
    return Item(GRANT, body, keys.sign(g.KEYS["coordinator"], b"lianke grant 1" + body))


def change(kind: str, circle: str, home: str, key: int, nonce: int, update: bytes) -> bytes:
    said = Change(
        kind, circle, home, bytes([key] * 16), bytes([nonce] * 16), update, g.PERSON, g.AT
    )
    return ENCODER.encode(said)


def segments() -> list[tuple[LogName, bytes]]:
    message = f"{g.PERSON}@{LAPTOP}"
    first, second = g.two_halves(peer_of(LAPTOP, bytes([21] * 16)), message)
    whole = g.whole(peer_of(LAPTOP, bytes([22] * 16)), message)
    half = [change("activity", "alliance", g.SCHOOL, 11, 21, half) for half in (first, second)]
    private = change("action_item", "school", g.SCHOOL, 12, 22, whole)
    plain = g.plain(peer_of(LAPTOP, bytes([23] * 16)), message)
    runs = [
        [(epoch("alliance"), [half[0]]), (epoch("school"), [private])],
        [(epoch("alliance"), [half[1]])],
        [(epoch("alliance"), [change("activity", "alliance", g.SCHOOL, 13, 23, plain)])],
    ]
    out: list[tuple[LogName, bytes]] = []
    previous = ""
    salts = iter(bytes([30 + n] * 32) for n in range(9))
    for seq, contents in enumerate(runs, 1):
        data = segment.build(
            alliance=ALLIANCE,
            replica=g.REPLICA,
            seq=seq,
            previous=previous,
            signer=MEMBER.id,
            table=1,
            private=g.KEYS["laptop"],
            contents=contents,
            salts=lambda: next(salts),
        )
        previous = id_of(data)
        out.append((LogName(g.REPLICA, seq, previous), data))
    return out


def invitation() -> bytes:
    carried = [
        CarriedEpoch(e.circle, e.home, e.height, e.key)
        for e in map(epoch, ("membership", "alliance", "school"))
    ]
    said = Invitation(
        ALLIANCE,
        "青山联盟",
        ROOT_PUBLIC,
        g.KEYS["invitation"],
        [INVITED, COORDINATOR],
        carried,
        "红石小学",
    )
    return invitations.build(said, words.canonical(g.CODE_WORDS), salts=lambda n: bytes([40] * n))


def write(folder: Path) -> None:
    depot = folder / "lianke1" / ALLIANCE
    items = [Item(CERTIFICATE, c.body, c.signature) for c in (MEMBER, INVITED, COORDINATOR)]
    member = membership_file.build(
        ALLIANCE, epoch("membership"), [*items, grant()], lambda: bytes([50] * 32)
    )
    files = {membership_path(id_of(member)): member}
    for name, data in segments():
        files[segment_path(name)] = data
    files[tip_path(segments()[-1][0])] = b""
    pack = packs.build(ALLIANCE, [(id_of(g.PIECE), len(g.PIECE))], lambda _: g.PIECE)
    files[pack_path(pack.id)] = b"".join(pack.source())
    for path, data in files.items():
        (depot / path).parent.mkdir(parents=True, exist_ok=True)
        (depot / path).write_bytes(data)
    (folder / "invitation").write_bytes(invitation())
    known = {
        "words": " ".join(g.CODE_WORDS),
        "recovery": recovery.write_code(g.ROOT_SECRET),
        "exchange_private": g.EXCHANGE["laptop"].hex(),
    }
    (folder / "known.json").write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
