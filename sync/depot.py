"""What lies where in a depot: read with its hash, put so that it verifies."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from sync.carriers.carrier import Carrier, Entry, NewFile, Wanted
from sync.carriers.counted import CountedCarrier
from sync.errors import Reason, SkippedFileError
from sync.listing import ROOT, File
from sync.names import (
    LogName,
    SegmentPackName,
    id_of,
    inventory_path,
    manifest_path,
    pack_path,
    part_path,
    segment_pack_path,
    tip_path,
)

README = "README.txt"
_README_TEXT = """这是什么？

这个U盘（或共享文件夹）里有“联课”交换用的资料，都在 lianke1 文件夹里。
内容是加密的，只有本联盟学校的电脑能看到。

请不要删除、改名或移动 lianke1 文件夹，也不要动里面的文件。
要带走或收下资料，请打开“联课”，点「交换」。
如果旁边有“共享教案”“共享资料”两个文件夹，里面是可以直接打开的副本，没装联课也能看。
如果误删了，也不要紧：下次交换时，各学校的电脑会把它补上。
"""


class Depot:
    """The depot of one alliance at one place.

    Attributes:
        carrier: How its bytes are reached; counts the requests.
        new_packs: Length of each pack of pieces that was put, by id.
    """

    def __init__(self, carrier: Carrier, alliance: str) -> None:
        self.carrier, self.alliance = CountedCarrier(carrier), alliance
        self.new_packs: dict[str, int] = {}
        self._base = f"{ROOT}/{alliance}"

    def entries(self, folder: str) -> list[Entry]:
        """Return the listing of a folder of the depot, the top one when empty."""
        return self.carrier.list(f"{self._base}/{folder}".rstrip("/"))

    def read(self, file: File, limit_bytes: int, why_bad: Callable[[bytes], Reason]) -> bytes:
        """Return a file's bytes when they are those its name was made of.

        One that fails twice is set aside, so that whoever holds the right bytes puts them here.

        Args:
            file: From the listing.
            limit_bytes: How long it may be.
            why_bad: Tells people what became of other bytes.

        Raises:
            SkippedFileError: It cannot be used.
        """
        if file.size_bytes > limit_bytes:
            raise SkippedFileError(Reason.TOO_LARGE, file.path)
        data = self.carrier.read(f"{self._base}/{file.path}", 0, limit_bytes + 1)
        return data if id_of(data) == file.id else self._second(file, limit_bytes, why_bad)

    def _second(self, file: File, limit_bytes: int, why_bad: Callable[[bytes], Reason]) -> bytes:
        """Read a file once more, for it may have been the cable; set it aside if it was not."""
        path = f"{self._base}/{file.path}"
        data = self.carrier.read(path, 0, limit_bytes + 1)
        if id_of(data) == file.id:
            return data
        if not path.endswith(".bad"):
            self.carrier.set_aside(path)
        raise SkippedFileError(why_bad(data), file.path)

    def read_several(
        self, files: Iterable[File], limit_bytes: int, why_bad: Callable[[bytes], Reason]
    ) -> Iterator[tuple[File, bytes | SkippedFileError]]:
        """Read files as ``read`` does, in their order, perhaps some ahead; or why one is no use."""
        waiting: deque[File] = deque()

        def wanted() -> Iterator[Wanted]:
            for file in files:
                waiting.append(file)
                if file.size_bytes <= limit_bytes:
                    path = f"{self._base}/{file.path}"
                    yield Wanted(path, 0, limit_bytes + 1, file.size_bytes)

        for data in self.carrier.read_several(wanted()):
            while waiting[0].size_bytes > limit_bytes:
                yield self._too_large(waiting.popleft())
            file = waiting.popleft()
            if isinstance(data, bytes) and id_of(data) != file.id:
                data = self._again(file, limit_bytes, why_bad)
            yield file, data
        for file in waiting:
            yield self._too_large(file)

    def _too_large(self, file: File) -> tuple[File, SkippedFileError]:
        return file, SkippedFileError(Reason.TOO_LARGE, file.path)

    def _again(
        self, file: File, limit_bytes: int, why_bad: Callable[[bytes], Reason]
    ) -> bytes | SkippedFileError:
        try:
            return self._second(file, limit_bytes, why_bad)
        except SkippedFileError as error:
            return error

    def read_parts(
        self, files: Iterable[File], limit_bytes: int
    ) -> Iterator[bytes | SkippedFileError]:
        """Return files as they are, in their order, perhaps read some ahead."""
        return self.carrier.read_several(
            Wanted(f"{self._base}/{file.path}", 0, limit_bytes + 1, file.size_bytes)
            for file in files
        )

    def read_stretches(
        self, stretches: Iterable[tuple[File, int, int, int]]
    ) -> Iterator[bytes | SkippedFileError]:
        """Return parts of files as they are, in the order asked, perhaps read some ahead.

        Args:
            stretches: File, offset, length, and how much of what may be read ahead it counts for.
        """
        return self.carrier.read_several(
            Wanted(f"{self._base}/{file.path}", offset, length, counts_bytes)
            for file, offset, length, counts_bytes in stretches
        )

    def read_part(self, file: File, offset: int, length: int) -> bytes:
        """Return some bytes of a file, as they are."""
        return self.carrier.read(f"{self._base}/{file.path}", offset, length)

    def set_aside(self, file: File) -> None:
        """Make room for the right bytes of a file."""
        if not file.path.endswith(".bad"):
            self.carrier.set_aside(f"{self._base}/{file.path}")

    def put_several(self, files: Iterable[tuple[str, bytes]]) -> Iterator[str]:
        """Put files of which none announces another; yield the path of each that is there.

        Args:
            files: Paths within the depot, and bytes; asked for one by one.
        """
        for name in self.carrier.put_several(self._named(files)):
            yield name.removeprefix(f"{self._base}/")

    def _named(self, files: Iterable[tuple[str, bytes]]) -> Iterator[NewFile]:
        for path, data in files:
            yield f"{self._base}/{path}", partial(iter, (data,))

    def put_pack(self, id: str, source: Callable[[], Iterable[bytes]]) -> None:
        """Put a pack of pieces."""
        size_bytes = 0

        def counted() -> Iterable[bytes]:
            nonlocal size_bytes
            size_bytes = 0
            for block in source():
                size_bytes += len(block)
                yield block

        self.carrier.put_new(f"{self._base}/{pack_path(id)}", counted)
        self.new_packs[id] = size_bytes

    def put_inventory(self, id: str, data: bytes) -> None:
        """Put a list of the packs of pieces."""
        self._put(inventory_path(id), data)

    def put_segment_pack(self, name: SegmentPackName, data: bytes) -> None:
        """Put a pack of segments."""
        self._put(segment_pack_path(name), data)

    def put_part(self, id: str, number: int, data: bytes) -> None:
        """Put a part of a snapshot."""
        self._put(part_path(id, number), data)

    def put_manifest(self, id: str, data: bytes) -> None:
        """Put the manifest of a snapshot."""
        self._put(manifest_path(id), data)

    def drop(self, file: File) -> None:
        """Remove a file whose bytes stand elsewhere in this depot."""
        self.carrier.delete(f"{self._base}/{file.path}")

    def drop_tip(self, name: LogName) -> None:
        """Take back an announcement that a later one includes."""
        self.carrier.delete(f"{self._base}/{tip_path(name)}")

    def drop_aside(self, file: File) -> None:
        """Remove a file that was set aside and whose right bytes stand beside it now."""
        if file.path.endswith(".bad"):
            self.carrier.delete(f"{self._base}/{file.path}")

    def explain(self) -> None:
        """Leave a note for people beside a new depot, where no other file has its name."""
        if not any(entry.name.lower() == README.lower() for entry in self.carrier.list("")):
            text = _README_TEXT.replace("\n", "\r\n").encode("utf-8-sig")
            self.carrier.put_new(README, lambda: [text])

    def _put(self, path: str, data: bytes) -> None:
        self.carrier.put_new(f"{self._base}/{path}", lambda: [data])
