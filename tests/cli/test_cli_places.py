"""Places from the command line: added after a test, with their passwords out of sight."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.programs import Laptop
from tests.sync.servers import PASSWORD, SECRET, Served, s3, s3_address, webdav, webdav_address

Pair = tuple[Laptop, Laptop, Path]


def test_a_folder_is_added_tested_and_forgotten(lianke: Laptop, tmp_path: Path) -> None:
    share = tmp_path / "共享"
    share.mkdir()

    added = lianke("places", "add", share, "--name", "学校共享", "--json").json
    tested = lianke("places", "test", share, "--json").json
    listed = lianke("places", "--json").json
    lianke("places", "forget", share)

    assert (added["address"], added["name"], added["good"]) == (str(share), "学校共享", True)
    assert tested["passed"] == ["list", "write", "read", "delete", "free"]
    assert tested["free_bytes"] > 0
    assert [(one["address"], one["name"]) for one in listed] == [(str(share), "学校共享")]
    assert lianke("places", "list", "--json").json == []
    assert list(share.iterdir()) == []


def test_readable_copies_are_chosen_for_a_folder_and_not_for_a_server(
    lianke: Laptop, tmp_path: Path
) -> None:
    stick = tmp_path / "U盘"
    stick.mkdir()
    term = lianke.show(lianke.list("term")[0]["id"])
    lianke.add("activity", title="送课下乡", held_on=term["starts_on"])

    chosen = lianke("places", "readable", stick, "--json").json
    sent = lianke("sync", stick, "--json").json
    listed = lianke("places", "--json").json
    off = lianke("places", "readable", stick, "--off", "--json").json
    refused = lianke("places", "readable", "smb://nas/lianke")

    assert (chosen["readable"], off["readable"]) == (True, False)
    assert [one["readable"] for one in listed] == [True]
    assert sent["copies"] == 2
    assert len(list((stick / "共享资料").iterdir())) == 3  # and their list
    assert "folders only" in refused.sentence


def test_two_laptops_exchange_over_a_server(pair: Pair, tmp_path: Path) -> None:
    a, b, _ = pair
    folder = tmp_path / "served"
    folder.mkdir()
    id = a.add("activity", title="送课下乡")
    with webdav(folder) as served:
        address = webdav_address(served.port)
        for laptop in (a, b):
            done = laptop("places", "add", address, "--json", given=PASSWORD + "\n")
            assert done.json["good"]
            assert done.json["made"] == ("lianke" if laptop is a else None)

        sent = a("sync", address, "--json").json
        received = b("sync", address, "--json").json

    assert (sent["sent"] > 0, received["received"]) == (True, 1)
    assert b.show(id)["title"] == "送课下乡"


def test_a_password_is_only_in_its_file_and_that_is_for_the_user_alone(
    pair: Pair, tmp_path: Path
) -> None:
    laptop = pair[0]
    folder = tmp_path / "served"
    folder.mkdir()
    with webdav(folder) as served:
        address = webdav_address(served.port)
        added = laptop("places", "add", address, given=PASSWORD + "\n")
        told = [added, laptop("sync", address), laptop("places"), laptop("status", "--json")]
        told += [laptop("places", "test", address), laptop("backup")]
        laptop("backup", tmp_path / "sealed", "--passphrase", "one two three")

    holding = [
        path
        for path in laptop.folder.rglob("*")
        if path.is_file() and PASSWORD.encode() in path.read_bytes()
    ]
    assert [path.name for path in holding] == ["passwords.json"]
    if os.name == "posix":
        assert holding[0].stat().st_mode & 0o077 == 0
    assert not [one for one in told if PASSWORD in one.out + one.error]
    assert [one.status for one in told] == [0] * len(told)


def test_a_wrong_password_is_a_sentence_and_nothing_is_added(
    lianke: Laptop, tmp_path: Path
) -> None:
    folder = tmp_path / "served"
    folder.mkdir()
    with webdav(folder) as served:
        done = lianke("places", "add", webdav_address(served.port), "--json", given="wrong\n")

    assert "password" in json.loads(done.sentence)["error"]
    assert json.loads(done.out)["reason"] == "sign_in"
    assert json.loads(done.out)["failed"] == "list"
    assert lianke("places", "--json").json == []


def test_where_no_password_is_kept_it_is_said_how_to_give_one(
    lianke: Laptop, tmp_path: Path
) -> None:
    folder = tmp_path / "served"
    folder.mkdir()
    with webdav(folder) as served:
        address = webdav_address(served.port)

        done = lianke("sync", address)

    assert "none is kept" in done.sentence
    assert f"lianke places add {address}" in done.sentence


def test_a_place_that_fails_is_listed_with_why_and_not_as_met(
    lianke: Laptop, tmp_path: Path
) -> None:
    lianke("places", "add", "smb://127.0.0.1:1/share", "--untested", given="x\n")

    failed = lianke("sync", "smb://127.0.0.1:1/share")
    (listed,) = lianke("places", "--json").json
    doctor = lianke("doctor")

    assert failed.status == 1
    assert (listed["met_at"], listed["outcome"]) == (None, "unreachable")
    assert "could not be reached" in lianke("places").out
    assert "could not be reached" in doctor.out
    assert "fares well" not in doctor.out


def test_a_server_that_is_not_there_is_a_sentence(lianke: Laptop) -> None:
    done = lianke("places", "test", "webdavs://127.0.0.1:1/lianke")

    assert "not running" in done.error.splitlines()[-1]


def test_a_place_can_be_added_for_later(lianke: Laptop) -> None:
    address = "webdavs://dav.example.cn/lianke"
    added = lianke(
        "places", "add", address, "--user", "zhang@school.cn", "--untested", given="later\n"
    )

    assert added.status == 0
    (one,) = lianke("places", "--json").json
    assert one["address"] == "webdavs://zhang%40school.cn@dav.example.cn/lianke"


def test_a_place_is_known_without_its_user(lianke: Laptop, tmp_path: Path) -> None:
    folder = tmp_path / "served"
    folder.mkdir()
    with webdav(folder) as served:
        address = webdav_address(served.port)
        lianke("places", "add", address, given=PASSWORD + "\n")

        bare = f"webdav://{address.partition('@')[2]}"

        assert lianke("sync", bare, "--json").json["sent"] > 0


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("gopher://server/x", "kind"),
        ("webdavs://zhang:secret@dav.example.cn/x", "password"),
        ("webdavs:///x", "server"),
        ("s3://?region=x", "bucket"),
        ("s3://bucket/x", "where the store is"),
        ("smb://server", "share"),
    ],
)
def test_a_wrong_address_is_a_sentence(lianke: Laptop, address: str, word: str) -> None:
    for command in ("add", "test", "forget"):
        done = lianke("places", command, address)
        assert word in done.sentence
        assert "secret" not in done.sentence


def test_an_object_store_is_a_place_too(lianke: Laptop) -> None:
    with s3() as served:
        assert isinstance(served, Served)
        address = s3_address(served.port)
        added = lianke("places", "add", address, "--json", given=SECRET + "\n").json

        assert added["good"]
        assert lianke("sync", address, "--json").json["sent"] > 0
        assert lianke("places", "test", address, "--json").json["known_here"]
