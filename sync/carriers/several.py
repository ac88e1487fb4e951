"""Several files on their way at once, where a server takes long to answer each of them."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from queue import SimpleQueue

from sync.carriers.carrier import NewFile, Source, Wanted
from sync.errors import SkippedFileError
from sync.limits import MIB

AHEAD_BYTES = 16 * MIB
"""So much may have been read before it is taken; one file that is longer comes alone."""

Put = Callable[[str, Source], None]
Read = Callable[[str, int, int | None], bytes]


def put_several(puts: Sequence[Put], files: Iterable[NewFile]) -> Iterator[str]:
    """Put files, as many at once as there are ways to; yield the name of each that is there.

    After the first that fails none is begun any more; those on their way come to their end, and
    no thread outlives the call.

    Args:
        puts: Each puts one file at a time; the same one may stand here several times.
        files: What to put; asked for when there is a way free, on the caller's thread.

    Raises:
        SyncError: The first failure, once nothing is on its way.
    """
    free, rest = list(puts), iter(files)
    on_their_way: dict[Future[None], tuple[str, Put]] = {}
    failure: BaseException | None = None
    with ThreadPoolExecutor(len(free), thread_name_prefix="lianke-put") as pool:
        while True:
            while free and failure is None and (file := next(rest, None)) is not None:
                put = free.pop()
                on_their_way[pool.submit(put, *file)] = (file[0], put)
            if not on_their_way:
                break
            ended, _ = wait(on_their_way, return_when=FIRST_COMPLETED)
            for one in ended:
                name, put = on_their_way.pop(one)
                free.append(put)
                error = one.exception()
                if error is None:
                    yield name
                failure = failure or error
    if failure is not None:
        raise failure


def read_several(
    reads: Sequence[Read], wanted: Iterable[Wanted]
) -> Iterator[bytes | SkippedFileError]:
    """Read files, as many at once as there are ways to; yield them in the order asked.

    After a failure of the place none is begun any more, nor when the caller takes no more; those
    on their way come to their end, and no thread outlives the call.

    Args:
        reads: Each reads one file at a time; the same one may stand here several times.
        wanted: What to read; asked for when there is a way free, on the caller's thread.

    Raises:
        SyncError: The first failure of the place, in the order asked.
    """
    free: SimpleQueue[Read] = SimpleQueue()
    for one in reads:
        free.put(one)

    def read(one: Wanted) -> bytes | SkippedFileError:
        way = free.get()
        try:
            return way(one.name, one.offset, one.length)
        except SkippedFileError as error:
            return error
        finally:
            free.put(way)

    rest = iter(wanted)
    coming: deque[tuple[int, Future[bytes | SkippedFileError]]] = deque()
    ahead_bytes, after = 0, next(rest, None)
    pool = ThreadPoolExecutor(len(reads), thread_name_prefix="lianke-read")
    try:
        while after is not None or coming:
            while after is not None and len(coming) < len(reads):
                if coming and ahead_bytes + after.size_bytes > AHEAD_BYTES:
                    break
                coming.append((after.size_bytes, pool.submit(read, after)))
                ahead_bytes += after.size_bytes
                after = next(rest, None)
            size_bytes, first = coming.popleft()
            yield first.result()
            ahead_bytes -= size_bytes
    finally:
        pool.shutdown(cancel_futures=True)
