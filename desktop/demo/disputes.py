"""What two people of the sample change without knowing of each other, for others to settle."""

from dataclasses import dataclass

from db.commands import records
from db.journal import writing
from db.queries.records import show
from desktop.demo.recorder import Ids, Recorder

BOOKS = "三小五（2）班赠书126册"
FRAMES = "三小—李家 四年级数学《平行四边形和梯形》送课"
TREES = "到三小听课《植树问题》"


@dataclass(frozen=True, slots=True)
class Disputes:
    """Ids of the activities that two laptops worked on at once.

    Attributes:
        field: One field, two values: how many books.
        text: One sentence, two versions: what comes after the lesson.
        deleted: Deleted by one, completed by another.
    """

    field: str
    text: str
    deleted: str


def arise(laptops: dict[str, Recorder], ids: Ids, keys: dict[str, str]) -> Disputes:
    """Let the core school and the villages edit the same three activities, each for himself.

    Args:
        laptops: By school.
        ids: Of what was recorded, by its key.
        keys: Of the sample's activities, by title.
    """
    found = Disputes(*(ids[keys[title]] for title in (BOOKS, FRAMES, TREES)))
    core, lijia, hongshi = (laptops[school] for school in ("sanxiao", "lijia", "hongshi"))
    _change(core, found.field, title="三小五（2）班赠书126册，分装五箱")
    _change(lijia, found.field, title="三小五（2）班赠书124册")
    _change(lijia, found.field, place="李家小学图书室")
    then = "请张晓梅两周后来看。"
    _replace(core, found.text, then, "请张晓梅十一月底来看。")
    _replace(lijia, found.text, then, "请张晓梅和红石的老师一起来看。")
    _add(core, found.text, "张晓梅：木条框收的时候按颜色扎好，下次发得快。")
    with writing(hongshi.store, hongshi.sitting()) as writer:
        records.delete(writer, found.deleted)
    _change(core, found.deleted, own_count=2)
    return found


def _change(laptop: Recorder, id: str, **values: str | int) -> None:
    with writing(laptop.store, laptop.sitting()) as writer:
        records.change(writer, id, values)


def _text(laptop: Recorder, id: str, name: str) -> str:
    with laptop.store.read() as session:
        return str(show(session, id).values[name])


def _replace(laptop: Recorder, id: str, old: str, new: str) -> None:
    _change(laptop, id, outcome=_text(laptop, id, "outcome").replace(old, new))


def _add(laptop: Recorder, id: str, line: str) -> None:
    _change(laptop, id, discussion=f"{_text(laptop, id, 'discussion')}\n{line}")
