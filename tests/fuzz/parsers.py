"""Every parser that reads bytes of others, with an honest sample of what it reads.

A parser that stands behind a signature or a key is given what an insider would sign and seal: the
wrong bytes reach it, not only the check before it.
"""

import datetime
import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from loro import ExportMode, VersionVector
from sqlalchemy import select

from db import (
    file_names,
    file_texts,
    material_guess,
    permissions,
    plain,
    table_files,
    thumbnails,
)
from db.changes import DECODER, peer_of
from db.documents import Document, ends_of, mode_problem, span_of
from db.errors import LiankeError
from db.models.local import Document as Stored
from db.plan_files.drafting import draft
from db.plan_files.plan_file import Choices
from db.plan_files.reading import read_plan
from sync import (
    addresses,
    certificates,
    epochs,
    inventories,
    invitations,
    membership,
    membership_file,
    names,
    packs,
    receipt_body,
    sealing,
    section_grants,
    segment,
    segment_packs,
    snapshot_files,
    statements,
    taking,
)
from sync import laptop as laptops
from sync.certificates import SignedCertificate
from sync.names import LogName, SegmentPackName, id_of, text_of
from sync.receipt_body import Body
from sync.segment import Sealed
from sync.taking import Taken
from sync.wire import encode
from tests.db import office_samples
from tests.db.word_files import body_of, with_part, word_file
from tests.fuzz import mutate
from tests.sync.laptops import Laptop
from tests.sync.members_apart import files_of

Feed = Callable[[random.Random], object]
_REPLICA = "a" * 13
_ID = "a" * 26
_LIMIT = 1024 * 1024


@dataclass(frozen=True)
class Parser:
    """One parser.

    Attributes:
        name: What it reads.
        feed: Makes wrong bytes and gives them to it.
    """

    name: str
    feed: Feed


def parsers(laptop: Laptop, folder: Path) -> list[Parser]:
    """Return all parsers, fed with what follows from an honest laptop's data.

    Args:
        laptop: A laptop that may invite; it takes in what its own key signed.
        folder: Where files can be written.
    """
    who = laptop.me
    held = files_of(laptop).values()
    a_segment = next(data for kind, data in held if kind == "s")
    a_member = next(data for kind, data in held if kind == "m")
    return [
        *_files(who.alliance, a_segment, a_member),
        *_bodies(who.alliance, laptop, a_member),
        *_insider(laptop, a_segment, a_member),
        *_documents(laptop),
        *_tables(folder),
        *_shared_files(),
        *_plans(folder),
        Parser("frame", _frames()),
        Parser("names", _names),
        Parser("address", lambda dice: addresses.read_address(_odd_text(dice))),
        Parser("invitation", _invitation()),
    ]


def _files(alliance: str, a_segment: bytes, a_member: bytes) -> list[Parser]:
    pieces = [(_ID, 100), ("b" * 26, 200)]
    pack = packs.index_of(alliance, pieces)
    name, many = segment_packs.build(
        alliance, _REPLICA, 1, 1, [(id_of(bytes([n])), bytes([n])) for n in range(16)]
    )
    manifest = snapshot_files.build_manifest(
        alliance, [(LogName(_REPLICA, 1, _ID), 5)], lambda _id: b"abcde"
    )
    inventory = inventories.build(alliance, {_ID: 7})

    def members(dice: random.Random) -> object:
        data = mutate.framed(many, dice)
        return segment_packs.members_of(data, alliance, _named_for(name, data))

    return [
        Parser("segment", lambda d: segment.read(mutate.framed(a_segment, d), alliance)),
        Parser("beginning", lambda d: segment.is_newer(mutate.framed(a_segment, d)[:4096])),
        Parser("why bad", lambda d: _why_bad(mutate.framed(a_segment, d), alliance)),
        Parser("membership", lambda d: membership_file.read(mutate.framed(a_member, d), alliance)),
        Parser("pack of pieces", lambda d: packs.read_index(mutate.framed(pack, d), alliance)),
        Parser("pack of segments", members),
        Parser(
            "manifest",
            lambda d: snapshot_files.read_manifest(mutate.after(4)(manifest, d), alliance),
        ),
        Parser("inventory", lambda d: inventories.read(mutate.after(4)(inventory, d), alliance)),
    ]


def _named_for(name: SegmentPackName, data: bytes) -> SegmentPackName:
    return SegmentPackName(name.replica, name.low, name.level, id_of(data))


def _why_bad(data: bytes, alliance: str) -> object:
    return segment.reason_of_bad_bytes(data, alliance), membership_file.reason_of_bad_bytes(
        data, alliance
    )


def _bodies(alliance: str, laptop: Laptop, a_member: bytes) -> list[Parser]:
    ids = [_ID, "b" * 26]
    private = bytes(32)
    revocation = statements.revocation_item(
        private, statements.Revocation(1, alliance, _ID, "b" * 26, ids, [_ID], "verloren", 5)
    ).body
    adoption = statements.adoption_item(private, statements.Adoption(1, alliance, _ID, ids, 5)).body
    grant = encode(
        membership_file.Grant(1, alliance, _ID, "alliance", "", 1, _ID, [(_ID, bytes(80))], 5)
    )
    secret = encode(
        section_grants.SectionGrant(1, alliance, _ID, [bytes(80)] * 4, bytes(32), bytes(40), 5)
    )
    receipt = encode(_receipt())
    with laptop.store.read() as session:
        key = epochs.first(session, "membership")
    items, _ = membership_file.open_items(membership_file.read(a_member, alliance), key)
    certificate = next(item.body for item in items if item.kind == membership_file.CERTIFICATE)

    def read_certificate(dice: random.Random) -> object:
        body = mutate.message(certificate, dice)
        return certificates.read_statement(SignedCertificate(body, bytes(64)), alliance)

    return [
        Parser("certificate", read_certificate),
        Parser("revocation", lambda d: statements.read_revocation(
            mutate.message(revocation, d), alliance)),
        Parser("adoption", lambda d: statements.read_adoption(
            mutate.message(adoption, d), alliance)),
        Parser("grant", lambda d: membership_file.read_grant(mutate.message(grant, d), alliance)),
        Parser("grant of keys", lambda d: section_grants._read(
            mutate.message(secret, d), alliance)),
        Parser("receipt", lambda d: receipt_body.read(mutate.message(receipt, d))),
    ]  # fmt: skip


def _receipt() -> Body:
    two = receipt_body.pack([_ID, "b" * 26], 10)
    return Body(
        version=1,
        laptop=_ID,
        at=5,
        tips=two,
        more=b"",
        unread=b"",
        digest=bytes(32),
        table=1,
        reader=1,
        wishes=two,
        files_hash=bytes(8),
        files=bytes(16),
    )


def _insider(laptop: Laptop, a_segment: bytes, a_member: bytes) -> list[Parser]:
    """Return what takes in what a member signed and sealed: into a real store, to the end."""
    who = laptop.me
    with laptop.store.read() as session:
        key = epochs.current(session, "alliance", "")
        first = epochs.first(session, "membership")
        private = laptops.secrets(session).sign
    sealed = segment.read(a_segment, who.alliance)
    assert isinstance(sealed, Sealed)
    changes = segment.open_section(sealed, 0, key)
    items, _ = membership_file.open_items(membership_file.read(a_member, who.alliance), first)

    def take(dice: random.Random) -> None:
        raws = [mutate.message(dice.choice(changes), dice) for _ in range(3)]
        data = segment.build(
            alliance=who.alliance,
            replica=text_of(dice.randbytes(8)),
            seq=1,
            previous="",
            signer=who.certificate,
            table=permissions.CURRENT,
            private=private,
            contents=[(key, [raw for raw in raws if _is_one(raw)])],
        )
        for _ in taking.take(laptop.store, data, Taken()):
            pass

    def take_members(dice: random.Random) -> None:
        item = dice.choice(items)
        body = mutate.message(item.body, dice)
        kind = dice.choice((item.kind, 1, 2, 3, 4, 5, 6))
        wrong = membership_file.Item(kind, body, item.signature)
        if kind in (3, 4):
            wrong = statements._item(kind, private, body)
        data = membership_file.build(who.alliance, first, [wrong])
        with laptop.store.write() as session:
            membership.take(session, data)

    return [Parser("signed segment", take), Parser("signed membership", take_members)]


def _is_one(raw: bytes) -> bool:
    """Tell whether bytes are one MessagePack value, as a list of them needs."""
    try:
        encode(DECODER.decode(raw))
    except (ValueError, RecursionError):
        return False
    return True


def _documents(laptop: Laptop) -> list[Parser]:
    with laptop.store.read() as session:
        body = session.scalars(select(Stored.body)).first()
    assert body is not None
    document = Document.load(body)
    text = Document()
    text.doc.get_text("summary").insert(0, "上午听课。下午评课。" * 20)
    text.doc.peer_id = peer_of(_ID, bytes(16))
    text.doc.get_map("f").insert("place", "三楼")
    text.doc.commit()
    blobs = [document.updates(), bytes(text.doc.export(ExportMode.Updates(VersionVector())))]

    def read(dice: random.Random) -> object:
        blob = mutate.loro(dice.choice(blobs), dice)
        found = Document()
        mode_problem(blob)
        span_of(blob)
        found.import_(blob)
        ends_of(found.body())
        return found.values(), found.deep(), list(found.changes_since(VersionVector()))

    said = plain.of(peer_of(_ID, bytes(16)), 1, "p@l", {"place": "三楼", "hours": 2.0}, _TEXT)
    assert said is not None
    packed = said.encode()

    def read_plain(dice: random.Random) -> object:
        blob = mutate.after(len(plain.MAGIC))(packed, dice)
        mode_problem(blob)
        span_of(blob)
        found = Document.load(blob)
        assert plain.read(blob).deep() == found.deep()
        return ends_of(blob), found.values(), list(found.changes_since(VersionVector()))

    return [Parser("Loro update", read), Parser("plain update", read_plain)]


_TEXT = {"summary": "上午听课。下午评课。"}


def _tables(folder: Path) -> list[Parser]:
    from openpyxl import Workbook

    book = Workbook()
    for number in range(20):
        book.active.append([f"老师{number}", "女", number, "2025-09-01"])  # type: ignore[union-attr]
    stream = io.BytesIO()
    book.save(stream)
    workbook, path = stream.getvalue(), folder / "staff.xlsx"
    words = "姓名,性别\n李志强,男\n".encode("gb18030")

    def read(dice: random.Random) -> object:
        path.write_bytes(mutate.bytes_of(workbook, dice))
        return table_files.read_workbook(path, 5000)

    return [
        Parser("workbook", read),
        Parser("CSV", lambda d: table_files.read_csv(path, mutate.bytes_of(words, d))),
        Parser("JSON lines", lambda d: table_files.read_json_lines(
            path, mutate.bytes_of(b'{"name": "x", "n": [1, {"a": null}]}\n' * 3, d))),
    ]  # fmt: skip


def _shared_files() -> list[Parser]:
    """Return what looks into files that are put into the shared materials."""
    samples = {
        "a.docx": office_samples.docx("上午听课", "下午评课"),
        "a.pptx": office_samples.pptx("一", "二", docProps__thumbnail_jpeg=b"\xff\xd8\xff"),
        "a.pdf": office_samples.pdf("one", "two"),
        "a.doc": office_samples.ole("_VBA_PROJECT"),
        "a.txt": "口算乘法".encode("gb18030") * 20,
    }

    def look(name: str, data: bytes) -> Feed:
        def read(dice: random.Random) -> object:
            wrong = mutate.bytes_of(data, dice)
            return file_texts.read(name, wrong), thumbnails.make(name, wrong)

        return read

    def guess(dice: random.Random) -> object:
        name = mutate.bytes_of("《三上口算乘法课件（最终版2）》.pptx".encode(), dice)
        words = name.decode("utf-8", dice.choice(("replace", "surrogateescape")))
        return file_names.safe_name(words), material_guess.guess(words, (words,))

    return [Parser(f"shared {name}", look(name, data)) for name, data in samples.items()] + [
        Parser("file name", guess)
    ]


def _plans(folder: Path) -> list[Parser]:
    """Give Word files damaged as bytes, and such whose XML alone is damaged."""
    whole = word_file(
        folder / "sample.docx",
        "《口算乘法》教学设计",
        [["课题", "口算乘法"], ["教学目标", "知识与技能：会口算"], ["^", "过程与方法"]],
        [["环节", "时间", "三年级", "四年级"], ["导入", "5分钟", "【动】看", "【静】写"]],
        "板书设计：2×3=6",
    )
    data, body = whole.read_bytes(), body_of(whole)
    words = "一、教学目标：会口算\n二、教学过程\n（一）导入（5分钟）\n设计意图：激趣\n".encode()
    path, text = folder / "plan.docx", folder / "plan.txt"

    def read(where: Path) -> object:
        return draft(read_plan(where), Choices(), today=datetime.date(2025, 10, 17))

    def bytes_wrong(dice: random.Random) -> object:
        path.write_bytes(mutate.bytes_of(data, dice))
        return read(path)

    def xml_wrong(dice: random.Random) -> object:
        path.write_bytes(data)
        return read(with_part(path, "word/document.xml", mutate.bytes_of(body, dice)))

    def text_wrong(dice: random.Random) -> object:
        text.write_bytes(mutate.bytes_of(words, dice))
        return read(text)

    return [
        Parser("Word file", bytes_wrong),
        Parser("Word document", xml_wrong),
        Parser("plan as text", text_wrong),
    ]


def _frames() -> Feed:
    bomb = sealing.pack(bytes(64 * _LIMIT))
    frames = [sealing.pack(b"abc" * 1000), bomb, sealing.pack(b"")]

    def read(dice: random.Random) -> object:
        frame = dice.choice(frames)
        wrong = frame if dice.random() < 0.2 else mutate.bytes_of(frame, dice)
        return sealing.unpack(wrong, _LIMIT)

    return read


def _odd_text(dice: random.Random) -> str:
    samples = ("s3://host:99/b/p?region=x&y=%zz", "smb://a;b@[::1]/c", "webdavs://u:p@h/ü%00/../..")
    raw = mutate.bytes_of(dice.choice(samples).encode(), dice)
    return raw.decode("utf-8", dice.choice(("replace", "surrogateescape")))


def _names(dice: random.Random) -> None:
    samples = [f"00000001-{_ID}.seg", f"{_REPLICA}-00000001-{_ID}.tip", f"{_ID}.mem.bad"]
    samples += [f"00000001-00000016-{_ID}.p1", f"{_ID}.000.part", f"{_ID}.man", f"{_ID}.bpk"]
    raw = mutate.bytes_of(dice.choice(samples).encode(), dice)
    name = raw.decode("utf-8", dice.choice(("replace", "surrogateescape")))
    names.read_segment_name(_REPLICA, name)
    names.read_segment_name(name, samples[0])
    names.read_tip_name(name)
    names.read_membership_name(name)
    names.read_pack_name(name[:2], name)
    names.read_segment_pack_name(_REPLICA, name)
    names.read_inventory_name(name)
    names.read_manifest_name(name)
    names.read_part_name(name)
    names.shown(name).encode()


def _invitation() -> Feed:
    invitation = invitations.Invitation(
        alliance=_REPLICA,
        alliance_name="青山联盟",
        root_public=bytes(32),
        key=bytes(32),
        certificates=[],
        epochs=[],
        school_name="红石小学",
    )
    words = "一 二 三".encode()
    data = invitations.build(invitation, words, memory_kib=8, passes=1)

    def read(dice: random.Random) -> object:
        return invitations.open_with(mutate.framed(data, dice), words)

    return read


__all__ = ["LiankeError", "Parser", "parsers"]
