"""The words of the fields of plans and materials; `field_labels` has those of all else."""

from collections.abc import Callable, Mapping

from desktop.words import pgettext


def _lesson() -> Mapping[str, str]:
    return {
        "edition": pgettext("lesson", "Edition"),
        "subject": pgettext("lesson", "Subject"),
        "grade": pgettext("lesson", "Grade"),
        "volume": pgettext("lesson", "Volume"),
        "unit_no": pgettext("lesson", "Unit no."),
        "unit": pgettext("lesson", "Unit"),
        "lesson_no": pgettext("lesson", "Lesson no."),
        "title": pgettext("lesson", "Lesson"),
        "periods": pgettext("lesson", "Periods"),
    }


def _prep_group() -> Mapping[str, str]:
    return {
        "name": pgettext("prep_group", "Name"),
        "subject": pgettext("prep_group", "Subject"),
        "grade": pgettext("prep_group", "Grade"),
        "term": pgettext("prep_group", "Term"),
        "leader": pgettext("prep_group", "Leader"),
        "leader_name": pgettext("prep_group", "Leader (name)"),
        "notes": pgettext("prep_group", "Notes"),
    }


def _prep_member() -> Mapping[str, str]:
    return {
        "group": pgettext("prep_member", "Preparation group"),
        "person": pgettext("prep_member", "Member"),
        "person_name": pgettext("prep_member", "Member (name)"),
        "school": pgettext("prep_member", "School"),
        "school_name": pgettext("prep_member", "School (name)"),
        "position": pgettext("prep_member", "Place in the list"),
    }


def _lesson_plan() -> Mapping[str, str]:
    return {
        "title": pgettext("lesson_plan", "Lesson"),
        "stage": pgettext("lesson_plan", "Stage"),
        "layout": pgettext("lesson_plan", "Layout"),
        "lesson": pgettext("lesson_plan", "Lesson in the catalogue"),
        "lesson_name": pgettext("lesson_plan", "Lesson in the catalogue (name)"),
        "parent": pgettext("lesson_plan", "Derived from"),
        "parent_name": pgettext("lesson_plan", "Derived from (title)"),
        "base": pgettext("lesson_plan", "Version taken over"),
        "derivation": pgettext("lesson_plan", "How it came about"),
        "group": pgettext("lesson_plan", "Preparation group"),
        "group_name": pgettext("lesson_plan", "Preparation group (name)"),
        "edition": pgettext("lesson_plan", "Edition"),
        "subject": pgettext("lesson_plan", "Subject"),
        "grade": pgettext("lesson_plan", "Grade"),
        "volume": pgettext("lesson_plan", "Volume"),
        "unit": pgettext("lesson_plan", "Unit"),
        "period_no": pgettext("lesson_plan", "Period"),
        "period_count": pgettext("lesson_plan", "Periods in all"),
        "lesson_type": pgettext("lesson_plan", "Lesson type"),
        "school": pgettext("lesson_plan", "School"),
        "school_name": pgettext("lesson_plan", "School (name)"),
        "author": pgettext("lesson_plan", "Teacher"),
        "author_name": pgettext("lesson_plan", "Teacher (name)"),
        "lead_preparer": pgettext("lesson_plan", "Lead preparer"),
        "lead_preparer_name": pgettext("lesson_plan", "Lead preparer (name)"),
        "class_name": pgettext("lesson_plan", "Class"),
        "pupil_count": pgettext("lesson_plan", "Pupils"),
        "prepared_on": pgettext("lesson_plan", "Prepared on"),
        "taught_on": pgettext("lesson_plan", "Taught on"),
        "grade_a": pgettext("lesson_plan", "First grade"),
        "grade_b": pgettext("lesson_plan", "Second grade"),
        "grade_c": pgettext("lesson_plan", "Third grade"),
        "homework_minutes": pgettext("lesson_plan", "Homework (minutes)"),
        "standard": pgettext("lesson_plan", "Curriculum standard"),
        "text_analysis": pgettext("lesson_plan", "Textbook analysis"),
        "learner_analysis": pgettext("lesson_plan", "Learner analysis"),
        "objectives": pgettext("lesson_plan", "Objectives"),
        "key_points": pgettext("lesson_plan", "Key points"),
        "difficult_points": pgettext("lesson_plan", "Difficult points"),
        "methods": pgettext("lesson_plan", "Methods"),
        "aids": pgettext("lesson_plan", "Teaching aids"),
        "board_plan": pgettext("lesson_plan", "Board plan"),
        "homework_basic": pgettext("lesson_plan", "Homework: basic"),
        "homework_improve": pgettext("lesson_plan", "Homework: more"),
        "homework_extend": pgettext("lesson_plan", "Homework: extra"),
        "reflection": pgettext("lesson_plan", "Reflection"),
        "adaptation_note": pgettext("lesson_plan", "Adapted for my class"),
    }


def _plan_step() -> Mapping[str, str]:
    return {
        "plan": pgettext("plan_step", "Lesson plan"),
        "position": pgettext("plan_step", "Place in the list"),
        "source": pgettext("plan_step", "Taken from"),
        "phase": pgettext("plan_step", "Phase"),
        "title": pgettext("plan_step", "Step"),
        "minutes": pgettext("plan_step", "Minutes"),
        "mode_a": pgettext("plan_step", "First grade: mode"),
        "mode_b": pgettext("plan_step", "Second grade: mode"),
        "mode_c": pgettext("plan_step", "Third grade: mode"),
        "teacher": pgettext("plan_step", "Teacher"),
        "student": pgettext("plan_step", "Pupils"),
        "intent": pgettext("plan_step", "Intent"),
        "second": pgettext("plan_step", "Second preparation"),
        "track_a": pgettext("plan_step", "First grade"),
        "track_b": pgettext("plan_step", "Second grade"),
        "track_c": pgettext("plan_step", "Third grade"),
    }


def _plan_version() -> Mapping[str, str]:
    return {
        "plan": pgettext("plan_version", "Lesson plan"),
        "digest": pgettext("plan_version", "Fingerprint"),
        "number": pgettext("plan_version", "Version"),
        "frozen_on": pgettext("plan_version", "Agreed on"),
        "frozen_by": pgettext("plan_version", "Agreed by"),
        "frozen_by_name": pgettext("plan_version", "Agreed by (name)"),
        "note": pgettext("plan_version", "What is new"),
        "content": pgettext("plan_version", "Content"),
    }


def _plan_comment() -> Mapping[str, str]:
    return {
        "plan": pgettext("plan_comment", "Lesson plan"),
        "step": pgettext("plan_comment", "Step"),
        "step_title": pgettext("plan_comment", "Step (title)"),
        "part": pgettext("plan_comment", "Part"),
        "about": pgettext("plan_comment", "Version"),
        "answers": pgettext("plan_comment", "Answers"),
        "person": pgettext("plan_comment", "Who"),
        "person_name": pgettext("plan_comment", "Who (name)"),
        "school_name": pgettext("plan_comment", "School (name)"),
        "made_on": pgettext("plan_comment", "Date"),
        "body": pgettext("plan_comment", "Comment"),
        "decision": pgettext("plan_comment", "Decision"),
        "reason": pgettext("plan_comment", "Reason"),
        "decided_by": pgettext("plan_comment", "Decided by"),
        "decided_by_name": pgettext("plan_comment", "Decided by (name)"),
        "decided_on": pgettext("plan_comment", "Decided on"),
    }


def _activity_plan() -> Mapping[str, str]:
    return {
        "activity": pgettext("activity_plan", "Activity"),
        "plan": pgettext("activity_plan", "Lesson plan"),
        "plan_name": pgettext("activity_plan", "Lesson plan (title)"),
        "plan_version": pgettext("activity_plan", "Version"),
        "position": pgettext("activity_plan", "Place in the list"),
        "person": pgettext("activity_plan", "Teacher"),
        "person_name": pgettext("activity_plan", "Teacher (name)"),
        "observation": pgettext("activity_plan", "Seen of the pupils"),
        "usable": pgettext("activity_plan", "What our school can use"),
    }


def _material() -> Mapping[str, str]:
    return {
        "title": pgettext("material", "Title"),
        "type": pgettext("material", "Type"),
        "lesson": pgettext("material", "Lesson in the catalogue"),
        "lesson_name": pgettext("material", "Lesson in the catalogue (name)"),
        "edition": pgettext("material", "Edition"),
        "subject": pgettext("material", "Subject"),
        "grade": pgettext("material", "Grade"),
        "volume": pgettext("material", "Volume"),
        "unit": pgettext("material", "Unit"),
        "needs": pgettext("material", "Conditions"),
        "author": pgettext("material", "Author"),
        "author_name": pgettext("material", "Author (name)"),
        "school": pgettext("material", "School"),
        "school_name": pgettext("material", "School (name)"),
        "source": pgettext("material", "Source"),
        "locality": pgettext("material", "Place"),
        "tags": pgettext("material", "Tags"),
        "added_on": pgettext("material", "Added on"),
        "words": pgettext("material", "Words in the file"),
        "notes": pgettext("material", "Notes"),
    }


def _material_link() -> Mapping[str, str]:
    return {
        "material": pgettext("material_link", "Material"),
        "record_kind": pgettext("material_link", "Kind"),
        "record": pgettext("material_link", "Belongs to"),
        "record_name": pgettext("material_link", "Belongs to (title)"),
        "position": pgettext("material_link", "Place in the list"),
    }


def _material_use() -> Mapping[str, str]:
    return {
        "material": pgettext("material_use", "Material"),
        "person": pgettext("material_use", "Who"),
        "person_name": pgettext("material_use", "Who (name)"),
        "school_name": pgettext("material_use", "School (name)"),
        "used_on": pgettext("material_use", "Used on"),
        "class_name": pgettext("material_use", "Class"),
        "plan": pgettext("material_use", "Lesson plan"),
        "worked": pgettext("material_use", "How it went"),
        "changed": pgettext("material_use", "What I changed"),
    }


PREPARING: Mapping[str, Callable[[], Mapping[str, str]]] = {
    "lesson": _lesson,
    "prep_group": _prep_group,
    "prep_member": _prep_member,
    "lesson_plan": _lesson_plan,
    "plan_step": _plan_step,
    "plan_version": _plan_version,
    "plan_comment": _plan_comment,
    "activity_plan": _activity_plan,
    "material": _material,
    "material_link": _material_link,
    "material_use": _material_use,
}
"""The fields of each kind in the order of its forms."""
