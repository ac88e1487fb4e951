"""The words of every field of every kind, as forms, lists, sheets and the history name it."""

from collections.abc import Callable, Mapping

from desktop.plan_field_labels import PREPARING
from desktop.words import pgettext


def _alliance() -> Mapping[str, str]:
    return {
        "name": pgettext("alliance", "Name"),
        "model": pgettext("alliance", "Model"),
        "county": pgettext("alliance", "County"),
        "founded_on": pgettext("alliance", "Founded on"),
        "notes": pgettext("alliance", "Notes"),
    }


def _school() -> Mapping[str, str]:
    return {
        "name": pgettext("school", "Name"),
        "short_name": pgettext("school", "Short name"),
        "code": pgettext("school", "School code"),
        "type": pgettext("school", "Type"),
        "county": pgettext("school", "County"),
        "township": pgettext("school", "Township"),
        "classes": pgettext("school", "Classes"),
        "pupils": pgettext("school", "Pupils"),
        "staff": pgettext("school", "Staff"),
        "distance_km": pgettext("school", "Distance to the county town (km)"),
        "network": pgettext("school", "Network"),
        "devices": pgettext("school", "Devices"),
        "left_behind_percent": pgettext("school", "Left-behind children (%)"),
        "contact": pgettext("school", "Contact"),
        "notes": pgettext("school", "Notes"),
    }


def _membership() -> Mapping[str, str]:
    return {
        "school": pgettext("membership", "School"),
        "role": pgettext("membership", "Role"),
        "joined_on": pgettext("membership", "Joined on"),
        "left_on": pgettext("membership", "Left on"),
    }


def _agreement() -> Mapping[str, str]:
    return {
        "title": pgettext("agreement", "Title"),
        "party_a": pgettext("agreement", "Party A"),
        "party_a_name": pgettext("agreement", "Party A (name)"),
        "party_b": pgettext("agreement", "Party B"),
        "party_b_name": pgettext("agreement", "Party B (name)"),
        "signed_on": pgettext("agreement", "Signed on"),
        "expires_on": pgettext("agreement", "Valid until"),
        "signers": pgettext("agreement", "Signed by"),
        "clauses": pgettext("agreement", "Clauses"),
        "notes": pgettext("agreement", "Notes"),
    }


def _person() -> Mapping[str, str]:
    return {
        "name": pgettext("person", "Name"),
        "aliases": pgettext("person", "Other names"),
        "gender": pgettext("person", "Gender"),
        "born": pgettext("person", "Born"),
        "school": pgettext("person", "School"),
        "school_name": pgettext("person", "School (name)"),
        "posts": pgettext("person", "Posts"),
        "subjects": pgettext("person", "Subjects"),
        "grades": pgettext("person", "Grades"),
        "title_rank": pgettext("person", "Professional title"),
        "honour": pgettext("person", "Honour"),
        "employment": pgettext("person", "Employment"),
        "teaching_since": pgettext("person", "Teaching since"),
        "weekly_periods": pgettext("person", "Lessons a week"),
        "notes": pgettext("person", "Notes"),
    }


def _school_year() -> Mapping[str, str]:
    return {
        "code": pgettext("school_year", "Code"),
        "starts_on": pgettext("school_year", "First day"),
        "ends_on": pgettext("school_year", "Last day"),
    }


def _term() -> Mapping[str, str]:
    return {
        "code": pgettext("term", "Code"),
        "name": pgettext("term", "Name"),
        "school_year": pgettext("term", "School year"),
        "starts_on": pgettext("term", "First day"),
        "ends_on": pgettext("term", "Last day"),
    }


def _holiday() -> Mapping[str, str]:
    return {
        "name": pgettext("holiday", "Name"),
        "starts_on": pgettext("holiday", "First day"),
        "ends_on": pgettext("holiday", "Last day"),
    }


def _activity() -> Mapping[str, str]:
    return {
        "title": pgettext("activity", "Topic"),
        "type": pgettext("activity", "Type"),
        "status": pgettext("activity", "Status"),
        "held_on": pgettext("activity", "Date"),
        "ends_on": pgettext("activity", "Last day"),
        "starts_at": pgettext("activity", "From"),
        "ends_at": pgettext("activity", "Until"),
        "period": pgettext("activity", "Lesson of the day"),
        "place": pgettext("activity", "Place"),
        "host_school": pgettext("activity", "Host school"),
        "host_school_name": pgettext("activity", "Host school (name)"),
        "partner_schools": pgettext("activity", "Other schools"),
        "partner_school_names": pgettext("activity", "Other schools (names)"),
        "direction": pgettext("activity", "Direction"),
        "subject": pgettext("activity", "Subject"),
        "grade": pgettext("activity", "Grade"),
        "class_name": pgettext("activity", "Class"),
        "lesson": pgettext("activity", "Lesson"),
        "organiser": pgettext("activity", "Organiser"),
        "recorder": pgettext("activity", "Recorder"),
        "recorder_name": pgettext("activity", "Recorder (name)"),
        "own_count": pgettext("activity", "People of the school"),
        "guest_count": pgettext("activity", "Guests"),
        "pupil_count": pgettext("activity", "Pupils"),
        "hours": pgettext("activity", "Hours"),
        "lesson_count": pgettext("activity", "Lessons"),
        "dimensions": pgettext("activity", "Counts towards"),
        "follow_up_on": pgettext("activity", "Visit again on"),
        "follow_up_person": pgettext("activity", "Visits again"),
        "follow_up_person_name": pgettext("activity", "Visits again (name)"),
        "follow_up_done": pgettext("activity", "Visited again"),
        "summary": pgettext("activity", "What was done"),
        "outcome": pgettext("activity", "Results and follow-up"),
        "discussion": pgettext("activity", "Discussion"),
        "decisions": pgettext("activity", "Decisions"),
        "d.stage": pgettext("activity", "Stage"),
        "d.round": pgettext("activity", "Round"),
        "d.level": pgettext("activity", "Level"),
        "d.donor": pgettext("activity", "Donor"),
        "d.receiver": pgettext("activity", "Receiver"),
        "d.items": pgettext("activity", "Items"),
        "d.amount": pgettext("activity", "Amount"),
    }


def _agenda_item() -> Mapping[str, str]:
    return {
        "activity": pgettext("agenda_item", "Activity"),
        "position": pgettext("agenda_item", "Place in the list"),
        "starts_at": pgettext("agenda_item", "From"),
        "ends_at": pgettext("agenda_item", "Until"),
        "content": pgettext("agenda_item", "Content"),
        "person": pgettext("agenda_item", "In charge"),
        "person_name": pgettext("agenda_item", "In charge (name)"),
    }


def _participant() -> Mapping[str, str]:
    return {
        "activity": pgettext("participant", "Activity"),
        "person": pgettext("participant", "Person"),
        "person_name": pgettext("participant", "Name"),
        "school": pgettext("participant", "School"),
        "school_name": pgettext("participant", "School (name)"),
        "role": pgettext("participant", "Role"),
        "attendance": pgettext("participant", "Attendance"),
        "reason": pgettext("participant", "Reason"),
        "position": pgettext("participant", "Place in the list"),
    }


def _action_item() -> Mapping[str, str]:
    return {
        "activity": pgettext("action_item", "Activity"),
        "position": pgettext("action_item", "Place in the list"),
        "content": pgettext("action_item", "What to do"),
        "owner": pgettext("action_item", "Owner"),
        "owner_name": pgettext("action_item", "Owner (name)"),
        "due_on": pgettext("action_item", "Due on"),
        "done_on": pgettext("action_item", "Done on"),
    }


def _attachment() -> Mapping[str, str]:
    return {
        "record": pgettext("attachment", "Belongs to"),
        "position": pgettext("attachment", "Place in the list"),
        "caption": pgettext("attachment", "Caption"),
        "file_name": pgettext("attachment", "File name"),
        "media_type": pgettext("attachment", "Kind of file"),
        "size_bytes": pgettext("attachment", "Size"),
        "sha256": pgettext("attachment", "Fingerprint"),
        "pieces": pgettext("attachment", "Pieces"),
        "added_on": pgettext("attachment", "Added on"),
    }


def _same_as() -> Mapping[str, str]:
    return {
        "record_kind": pgettext("same_as", "Kind"),
        "one": pgettext("same_as", "One"),
        "other": pgettext("same_as", "The other"),
    }


FIELDS: Mapping[str, Callable[[], Mapping[str, str]]] = {
    "alliance": _alliance,
    "school": _school,
    "membership": _membership,
    "agreement": _agreement,
    "person": _person,
    "school_year": _school_year,
    "term": _term,
    "holiday": _holiday,
    "activity": _activity,
    "agenda_item": _agenda_item,
    "participant": _participant,
    "action_item": _action_item,
    "attachment": _attachment,
    "same_as": _same_as,
    **PREPARING,
}
"""The fields of each kind in the order of its forms; call one to get it in the language of now."""
