"""What a lesson plan says, apart from where it is kept: fields, steps, and how they are frozen."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from db.errors import MalformedContentError, UnusableValueError
from db.models.plans import LessonPlan, PlanStep
from db.record import Field, Record, Value, check, fields_of

PLAN_FIELDS = tuple(fields_of(LessonPlan))
"""The wire names of a plan's fields, in their order."""

STEP_FIELDS = tuple(name for name in fields_of(PlanStep) if name not in ("plan", "position"))
"""The wire names of what a step says, in their order."""

_AT_ONCE = 16  # laptops that froze the same content without knowing of each other


@dataclass(frozen=True, slots=True)
class StepContent:
    """One step of a plan.

    Attributes:
        id: The step's record.
        values: What is not empty, by wire name; ``source`` among them.
    """

    id: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class PlanContent:
    """All that a plan says.

    Attributes:
        fields: The plan's fields that are not empty, by wire name.
        steps: Its steps, in their order.
        comments: Ids of the comments that were decided by then.
    """

    fields: Mapping[str, Value]
    steps: tuple[StepContent, ...]
    comments: tuple[str, ...] = ()


class _Frozen(msgspec.Struct):
    plan: dict[str, Value]
    steps: list[dict[str, Value]]
    comments: list[str] = []


_FROZEN = msgspec.json.Decoder(_Frozen)


def said(values: Mapping[str, Value]) -> dict[str, Value]:
    """Return what is not empty; a whole number without a tail, so that it is written in one way."""
    return {
        name: int(value) if isinstance(value, float) and value.is_integer() else value
        for name, value in values.items()
        if value is not None and value != ""
    }


def writable(model: type[Record], values: Mapping[str, Value]) -> dict[str, Value]:
    """Return those of a content's values that this version of the program can write.

    Raises:
        TextTooLongError: A text is longer than any that a person writes.
    """
    known = fields_of(model)
    found = {name: value for name, value in values.items() if name in known}
    return {n: value for n, value in found.items() if _writes(model.KIND, known[n], value)}


def _writes(kind: str, field: Field, value: Value) -> bool:
    try:
        check(kind, field, value)
    except UnusableValueError:
        return False
    return True


def encode(content: PlanContent) -> str:
    """Return the one way in which a content is written, see docs/format.md."""
    whole = {
        "comments": sorted(content.comments),
        "plan": said(content.fields),
        "steps": [{**said(step.values), "id": step.id} for step in content.steps],
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def decode(text: str) -> PlanContent:
    """Return what was frozen.

    Raises:
        MalformedContentError: It is no such content.
    """
    try:
        found = _FROZEN.decode(text.encode())
        steps = [StepContent(str(step.pop("id")), step) for step in found.steps]
    except (msgspec.MsgspecError, RecursionError, UnicodeError, KeyError) as error:
        raise MalformedContentError(str(error)) from None
    return PlanContent(found.plan, tuple(steps), tuple(found.comments))


def digest_of(text: str) -> str:
    """Return the digest by which a frozen content is known."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def as_frozen(text: str, digest: str) -> str | None:
    """Return the content that has this digest, or None when what stands there was altered.

    Two laptops that froze the same without knowing of each other wrote the same letters twice:
    they stand one behind the other.
    """
    for times in range(1, _AT_ONCE + 1):
        size, rest = divmod(len(text), times)
        once = text[:size]
        if not rest and once * times == text and digest_of(once) == digest:
            return once
    return None
