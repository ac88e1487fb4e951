"""Addresses: written one way, whatever people type, and never with a password."""

import pytest

from sync.addresses import jianguoyun, read_address
from sync.errors import PlaceAddressError


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("/media/stick", "/media/stick"),
        ("E:\\", "E:\\"),
        (r"\\server\share\联课", r"\\server\share\联课"),
        ("SMB://Server/share/a/", "smb://server/share/a"),
        ("smb://zhang@server:1445/share", "smb://zhang@server:1445/share"),
        ("smb://server:445/share", "smb://server/share"),
        ("https://dav.example.cn/dav/", "webdavs://dav.example.cn/dav"),
        ("http://dav.example.cn:8080", "webdav://dav.example.cn:8080"),
        ("webdavs://z@s.cn@dav.example.cn/x", "webdavs://z%40s.cn@dav.example.cn/x"),
        ("webdavs://dav.example.cn/%E5%85%B1%E4%BA%AB/a b", "webdavs://dav.example.cn/共享/a%20b"),
        ("webdav://[::1]:8080/x", "webdav://[::1]:8080/x"),
        (
            "s3://AK@bucket/lianke?region=cn-north-1",
            "s3://AK@bucket/lianke?endpoint=https://s3.cn-north-1.amazonaws.com.cn"
            "&region=cn-north-1",
        ),
        (
            "oss://AK@bucket?endpoint=oss-cn-beijing.aliyuncs.com",
            "oss://AK@bucket?endpoint=https://oss-cn-beijing.aliyuncs.com",
        ),
    ],
)
def test_an_address_is_written_one_way_and_reads_back_the_same(given: str, text: str) -> None:
    found = read_address(given)

    assert found.text == text
    assert read_address(text) == found


@pytest.mark.parametrize(
    "given",
    [
        "webdavs://zhang:secret@dav.example.cn/x",
        "smb://zhang:secret@server/share",
        "s3://AK:secret@bucket/x?endpoint=https://s3.example.cn",
        "ftp://zhang:secret@server/x",
        "webdavs://zhang:secret@dav.example.cn:notaport/x",
        "s3://AK@bucket/x?secret=secret&endpoint=https://s3.example.cn",
        "s3://AK@bucket/x?endpoint=https://AK:secret@s3.example.cn",
    ],
)
def test_a_password_in_an_address_is_refused_and_not_repeated(given: str) -> None:
    with pytest.raises(PlaceAddressError) as caught:
        read_address(given)

    assert "secret@" not in caught.value.place
    assert ":secret" not in f"{caught.value} {caught.value.place}"


@pytest.mark.parametrize(
    "given", ["", "webdavs://a/../b", "webdavs://a/%2e%2e/b", "webdavs://a\\b/c", "webdav://[/x"]
)
def test_what_cannot_be_an_address_is_refused(given: str) -> None:
    with pytest.raises(PlaceAddressError):
        read_address(given)


def test_jianguoyun_needs_only_a_name_and_a_folder() -> None:
    found = jianguoyun("zhang@school.cn", "联课")

    assert found.text == "webdavs://zhang%40school.cn@dav.jianguoyun.com/dav/联课"
    assert found.name == "联课"
