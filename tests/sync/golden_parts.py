"""The fixed keys and contents of the golden depot; `make_golden.py` writes it, tests compare it."""

import msgspec
from loro import CounterSpan, ExportMode, IdSpan, LoroDoc, VersionVector

ROOT_SECRET = bytes(range(14))
CODE_WORDS = ("青山", "白云", "玉米", "小河", "红枣", "竹林")
SCHOOL = "00000000-0000-8000-8000-000000000001"
PERSON = "00000000-0000-8000-8000-000000000002"
KEYS = {"coordinator": bytes([1] * 32), "invitation": bytes([2] * 32), "laptop": bytes([3] * 32)}
EXCHANGE = {"coordinator": bytes([4] * 32), "laptop": bytes([5] * 32)}
EPOCH_KEYS = {"membership": bytes([6] * 32), "alliance": bytes([7] * 32), "school": bytes([8] * 32)}
REPLICA = "aaaaaaaaaaaaa"
AT = 1_760_000_000
PIECE = bytes(range(256)) * 8


def two_halves(peer: int, message: str) -> tuple[bytes, bytes]:
    """Return one session's work on one record, cut in the middle of a text."""
    doc = LoroDoc()
    doc.peer_id = peer
    doc.get_map("f").insert("title", "三年级数学送课")
    text = doc.get_text("summary")
    text.insert(0, "上午听课，")
    text.insert(5, "下午评课。")
    doc.set_next_commit_message(message)
    doc.set_next_commit_timestamp(AT)
    doc.commit()
    end = doc.oplog_vv.to_spans().inner()[peer][1]
    cut = end // 2

    def span(start: int, stop: int) -> bytes:
        return bytes(
            doc.export(ExportMode.UpdatesInRange([IdSpan(peer, CounterSpan(start, stop))]))
        )

    return span(0, cut), span(cut, end)


def whole(peer: int, message: str) -> bytes:
    """Return a record written at once."""
    doc = LoroDoc()
    doc.peer_id = peer
    doc.get_map("f").insert("content", "带上教具")
    doc.set_next_commit_message(message)
    doc.set_next_commit_timestamp(AT)
    doc.commit()
    return bytes(doc.export(ExportMode.Updates(VersionVector())))


def plain(peer: int, message: str) -> bytes:
    """Return a record written in one go, as what it says."""
    fields = {"hours": 1.5, "own_count": 12, "title": "四年级语文送课"}
    texts = {"summary": "先读再写。"}
    return b"LKP1" + msgspec.msgpack.encode([peer, AT, message, fields, texts])
