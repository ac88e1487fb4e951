"""The words of codes on paper and in sheets; a code from a newer program is said to be one."""

import datetime
from collections.abc import Callable, Iterable, Mapping

from desktop.words import _, pgettext


def _types() -> Mapping[str, str]:
    return {
        "outreach_lesson": _("Outreach lesson"),
        "joint_preparation": _("Joint preparation"),
        "parallel_lesson": _("Parallel lessons"),
        "lesson_observation": _("Lesson observation"),
        "lesson_talk": _("Lesson talk"),
        "open_day": _("Open day"),
        "report_lesson": _("Report lesson"),
        "demonstration_lesson": _("Demonstration lesson"),
        "contest": _("Contest"),
        "lecture": _("Lecture"),
        "training": _("Training"),
        "research_meeting": _("Research meeting"),
        "joint_meeting": _("Joint meeting"),
        "management_seminar": _("Management seminar"),
        "mentoring": _("Mentoring"),
        "teacher_exchange": _("Teacher exchange"),
        "shadowing": _("Shadowing"),
        "donation": _("Donation"),
        "hand_in_hand": _("Hand in hand"),
        "student_exchange": _("Pupil exchange"),
        "showcase": _("Showcase"),
        "remote_class": _("Remote class"),
        "visit": _("Visit"),
        "other": pgettext("type of activity", "Other"),
    }


def _subjects() -> Mapping[str, str]:
    return {
        "chinese": pgettext("subject", "Chinese"),
        "maths": _("Maths"),
        "english": pgettext("subject", "English"),
        "science": pgettext("subject", "Science"),
        "ethics": _("Ethics"),
        "music": _("Music"),
        "art": _("Art"),
        "pe": _("PE"),
        "it": _("IT"),
        "practice": pgettext("subject", "Practice"),
        "all": _("All subjects"),
    }


def _grades() -> Mapping[str, str]:
    return {
        "1": _("Grade 1"),
        "2": _("Grade 2"),
        "3": _("Grade 3"),
        "4": _("Grade 4"),
        "5": _("Grade 5"),
        "6": _("Grade 6"),
    }


def _statuses() -> Mapping[str, str]:
    return {"planned": _("Planned"), "held": _("Held"), "cancelled": _("Cancelled")}


def _directions() -> Mapping[str, str]:
    return {
        "city_to_rural": _("City to village"),
        "rural_to_city": _("Village to city"),
        "mutual": _("Both ways"),
        "within": _("Within the school"),
    }


def _stages() -> Mapping[str, str]:
    return {
        "diagnose": _("Diagnosis and demonstration"),
        "refine": _("Study and refinement"),
        "showcase": pgettext("stage", "Showing results"),
        "consolidate": _("Summing up"),
    }


def _levels() -> Mapping[str, str]:
    return {
        "school": pgettext("level", "School"),
        "alliance": pgettext("level", "Alliance"),
        "county": pgettext("level", "County"),
    }


def _roles() -> Mapping[str, str]:
    return {
        "leader": pgettext("role", "Leader"),
        "teacher": pgettext("role", "Teacher"),
        "speaker": pgettext("role", "Speaker"),
        "chair": pgettext("role", "Chair"),
        "recorder": pgettext("role", "Recorder"),
        "lead_preparer": pgettext("role", "Lead preparer"),
        "observer": pgettext("role", "Observer"),
        "mentor": pgettext("role", "Mentor"),
        "mentee": pgettext("role", "Mentee"),
        "contestant": pgettext("role", "Contestant"),
        "judge": pgettext("role", "Judge"),
        "participant": pgettext("role", "Participant"),
    }


def _posts() -> Mapping[str, str]:
    return {
        "principal": _("Principal"),
        "vice_principal": _("Vice principal"),
        "dean": _("Dean"),
        "research_head": _("Research head"),
        "prep_leader": _("Preparation leader"),
        "grade_head": _("Grade head"),
        "teacher": pgettext("post", "Teacher"),
        "liaison": _("Liaison"),
        "researcher": _("Research officer"),
    }


def _attendances() -> Mapping[str, str]:
    return {
        "present": pgettext("attendance", "Present"),
        "late": pgettext("attendance", "Late"),
        "excused": pgettext("attendance", "Excused"),
        "absent": pgettext("attendance", "Absent"),
    }


def _dimensions() -> Mapping[str, str]:
    return {
        "research": _("Teaching research together"),
        "science": _("Research projects together"),
        "training": _("Training together"),
        "development": _("Growing together"),
        "information": _("Sharing information"),
        "resources": _("Sharing resources"),
        "outcomes": _("Sharing results"),
    }


_LISTS: Mapping[str, Callable[[], Mapping[str, str]]] = {
    "type": _types,
    "subject": _subjects,
    "grade": _grades,
    "status": _statuses,
    "direction": _directions,
    "stage": _stages,
    "level": _levels,
    "role": _roles,
    "post": _posts,
    "attendance": _attendances,
    "dimensions": _dimensions,
}


def term(kind: str, code: str) -> str:
    """Return the word for a code of a choice field, such as ("type", "donation")."""
    if not code:
        return ""
    return _LISTS[kind]().get(code) or _("Other (newer version)")


def terms(kind: str, codes: str) -> str:
    """Return the words for several codes separated by spaces."""
    return listed(term(kind, code) for code in codes.split())


def listed(words: Iterable[str]) -> str:
    """Return words joined the way this language lists them, the empty ones left out."""
    return pgettext("between the items of a list", ", ").join(w for w in words if w)


def weekday(day: datetime.date) -> str:
    """Return the short name of the day of the week."""
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return names[day.weekday()]


def month(day: datetime.date) -> str:
    """Return the name of the month."""
    return (
        pgettext("month", "January"),
        pgettext("month", "February"),
        pgettext("month", "March"),
        pgettext("month", "April"),
        pgettext("month", "May"),
        pgettext("month", "June"),
        pgettext("month", "July"),
        pgettext("month", "August"),
        pgettext("month", "September"),
        pgettext("month", "October"),
        pgettext("month", "November"),
        pgettext("month", "December"),
    )[day.month - 1]


def number(value: float | None) -> str:
    """Return a number without a tail of zeros; nothing for nothing."""
    return "" if value is None else f"{value:g}"


def stands_wide(label: str) -> str:
    """Return a label; one of two Chinese signs is opened with two spaces, as forms do."""
    return "  ".join(label) if len(label) == 2 and not label.isascii() else label
