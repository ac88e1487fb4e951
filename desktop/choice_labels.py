"""The words of every code that a choice field takes."""

from collections.abc import Callable, Mapping

from desktop.plan_choice_labels import PREPARING
from desktop.words import _, pgettext


def _alliance_model() -> Mapping[str, str]:
    return {
        "community": pgettext("model", "Community"),
        "group": pgettext("model", "Education group"),
        "one_to_one": pgettext("model", "One-to-one support"),
        "district": pgettext("model", "School district"),
        "consortium": pgettext("model", "Research consortium"),
        "merged": pgettext("model", "Merged management"),
    }


def _school_type() -> Mapping[str, str]:
    return {
        "county_primary": pgettext("school", "County primary"),
        "township_central": pgettext("school", "Township central school"),
        "complete_primary": pgettext("school", "Complete primary"),
        "village_primary": pgettext("school", "Village primary"),
        "teaching_point": pgettext("school", "Teaching point"),
        "bureau": pgettext("school", "Education bureau"),
        "other": pgettext("school", "Other"),
    }


def _membership_role() -> Mapping[str, str]:
    return {
        "core": pgettext("school in the alliance", "Core school"),
        "member": pgettext("school in the alliance", "Member school"),
    }


def _person_gender() -> Mapping[str, str]:
    return {
        "female": pgettext("gender", "Female"),
        "male": pgettext("gender", "Male"),
    }


def _person_posts() -> Mapping[str, str]:
    return {
        "principal": pgettext("post", "Principal"),
        "vice_principal": pgettext("post", "Vice principal"),
        "dean": pgettext("post", "Dean"),
        "research_head": pgettext("post", "Research-group head"),
        "prep_leader": pgettext("post", "Preparation-group leader"),
        "grade_head": pgettext("post", "Grade head"),
        "teacher": pgettext("post", "Teacher"),
        "liaison": pgettext("post", "Liaison"),
        "researcher": pgettext("post", "Teaching researcher"),
    }


def _person_title_rank() -> Mapping[str, str]:
    return {
        "none": pgettext("title", "Not yet rated"),
        "third": pgettext("title", "Third-grade teacher"),
        "second": pgettext("title", "Second-grade teacher"),
        "first": pgettext("title", "First-grade teacher"),
        "senior": pgettext("title", "Senior teacher"),
        "professor": pgettext("title", "Professor-grade teacher"),
    }


def _person_honour() -> Mapping[str, str]:
    return {
        "backbone": pgettext("honour", "Backbone teacher"),
        "subject_leader": pgettext("honour", "Subject leader"),
        "expert": pgettext("honour", "Teaching expert"),
        "master": pgettext("honour", "Master teacher"),
    }


def _person_employment() -> Mapping[str, str]:
    return {
        "established": pgettext("employment", "Established post"),
        "special_post": pgettext("employment", "Special post"),
        "substitute": pgettext("employment", "Substitute"),
        "support": pgettext("employment", "Support teaching"),
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


def _activity_type() -> Mapping[str, str]:
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


def _activity_status() -> Mapping[str, str]:
    return {
        "planned": _("Planned"),
        "held": _("Held"),
        "cancelled": _("Cancelled"),
    }


def _activity_direction() -> Mapping[str, str]:
    return {
        "city_to_rural": _("City to village"),
        "rural_to_city": _("Village to city"),
        "mutual": _("Both ways"),
        "within": _("Within the school"),
    }


def _activity_dimensions() -> Mapping[str, str]:
    return {
        "research": _("Teaching research together"),
        "science": _("Research projects together"),
        "training": _("Training together"),
        "development": _("Growing together"),
        "information": _("Sharing information"),
        "resources": _("Sharing resources"),
        "outcomes": _("Sharing results"),
    }


def _activity_stage() -> Mapping[str, str]:
    return {
        "diagnose": _("Diagnosis and demonstration"),
        "refine": _("Study and refinement"),
        "showcase": pgettext("stage", "Showing results"),
        "consolidate": _("Summing up"),
    }


def _activity_level() -> Mapping[str, str]:
    return {
        "school": pgettext("level", "School"),
        "alliance": pgettext("level", "Alliance"),
        "county": pgettext("level", "County"),
    }


def _participant_role() -> Mapping[str, str]:
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


def _participant_attendance() -> Mapping[str, str]:
    return {
        "present": pgettext("attendance", "Present"),
        "late": pgettext("attendance", "Late"),
        "excused": pgettext("attendance", "Excused"),
        "absent": pgettext("attendance", "Absent"),
    }


CHOICES: Mapping[tuple[str, str], Callable[[], Mapping[str, str]]] = {
    ("alliance", "model"): _alliance_model,
    ("school", "type"): _school_type,
    ("membership", "role"): _membership_role,
    ("person", "gender"): _person_gender,
    ("person", "posts"): _person_posts,
    ("person", "title_rank"): _person_title_rank,
    ("person", "honour"): _person_honour,
    ("person", "employment"): _person_employment,
    ("activity", "type"): _activity_type,
    ("activity", "status"): _activity_status,
    ("activity", "direction"): _activity_direction,
    ("activity", "dimensions"): _activity_dimensions,
    ("activity", "d.stage"): _activity_stage,
    ("activity", "d.level"): _activity_level,
    ("participant", "role"): _participant_role,
    ("participant", "attendance"): _participant_attendance,
    ("person", "subjects"): _subjects,
    ("activity", "subject"): _subjects,
    ("person", "grades"): _grades,
    ("activity", "grade"): _grades,
    ("lesson", "grade"): _grades,
    ("lesson", "subject"): _subjects,
    ("prep_group", "subject"): _subjects,
    ("prep_group", "grade"): _grades,
    ("lesson_plan", "subject"): _subjects,
    ("lesson_plan", "grade"): _grades,
    ("lesson_plan", "grade_a"): _grades,
    ("lesson_plan", "grade_b"): _grades,
    ("lesson_plan", "grade_c"): _grades,
    ("material", "subject"): _subjects,
    ("material", "grade"): _grades,
    **PREPARING,
}
"""The codes of each choice field in their order; call one to get it in the language of now."""
