"""Several files on their way at once, where a server takes long to answer each of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from sync.carriers.carrier import NewFile, Source

Put = Callable[[str, Source], None]


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
