"""What docs/security.md claims and no other test shows: what a finder sees, and honest limits."""

from pathlib import Path

from sqlalchemy import select

from db.models.exchange import Certificate
from sync import revoking
from tests.sync.laptops import CORE, VILLAGE, Laptop, files, tree

SECRET = "李志强的秘密研讨"
PHOTO = b"\xff\xd8\xff\xe0 a photo of the class " * 400
ZSTD = b"\x28\xb5\x2f\xfd"


def bytes_of(folder: Path) -> bytes:
    """Return everything that lies in a folder, the note for people aside."""
    return b"".join(
        path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "README.txt"
    )


def test_a_place_holds_no_words_of_anybody(a: Laptop, b: Laptop, c: Laptop, stick: Path) -> None:
    activity = a.write("activity", title=SECRET, place="李家小学三年级教室")
    c.write_within(SECRET + "校内")
    pieces = a.store.blobs.keep(PHOTO)
    a.write("attachment", record=activity, file_name="课堂.jpg", pieces=" ".join(map(str, pieces)))
    for laptop in (a, b, c, a):
        laptop.exchange(stick)
    assert files(stick, "bpk")

    found = bytes_of(stick)

    words = (SECRET, "三年级", "课堂", "青山联盟", CORE, VILLAGE, "李志强", "张晓梅", "王校长")
    for word in (*words, activity, a.me.person, a.me.school):
        assert word.encode() not in found
        assert word.encode("utf-16-le") not in found
    assert b"photo of the class" not in found
    assert ZSTD not in found  # packed, and then sealed


def test_names_and_headers_tell_which_laptop_and_not_whose(
    a: Laptop, b: Laptop, stick: Path
) -> None:
    for laptop in (a, b):
        laptop.write("activity", title=SECRET)
        laptop.exchange(stick)
    with a.store.read() as session:
        persons = set(session.scalars(select(Certificate.person)))
        laptops = set(session.scalars(select(Certificate.laptop)))

    names = "".join(tree(stick)).encode() + b"".join(p.read_bytes() for p in files(stick, "seg"))

    assert a.me.replica.encode() in names  # a finder counts logs, and tells them apart
    assert a.me.certificate.encode() in names
    assert [id for id in persons | laptops if id and id.encode() in names] == []


def test_what_lies_on_a_laptop_is_readable_to_whoever_has_its_disk(a: Laptop) -> None:
    a.write("activity", title=SECRET)
    a.store.close()

    assert SECRET.encode() in bytes_of(a.store.folder)


def test_a_revoked_laptop_keeps_and_reads_what_was_sealed_before(
    a: Laptop, b: Laptop, d: Laptop, stick: Path
) -> None:
    """Old data are not sealed anew, and who has not heard yet seals with the old key."""
    for laptop in (a, b, d, a, b):
        laptop.exchange(stick)
    before = a.write("activity", title="早先的")
    a.exchange(stick)
    revoking.revoke(a.store, d.me.laptop)
    unheard = b.write("activity", title="还没听说")
    for _ in range(2):
        b.exchange(stick)  # before the coordinator brings the news

    d.exchange(stick)
    a.exchange(stick)
    b.exchange(stick)
    heard = b.write("activity", title="听说以后")
    for laptop in (b, a, d):
        laptop.exchange(stick)

    assert (d.title(before), d.title(unheard)) == ("早先的", "还没听说")
    assert d.title(heard) is None
    assert a.title(heard) == "听说以后"
