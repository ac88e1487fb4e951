"""The words of the codes of plans and materials; `choice_labels` has those of all else."""

from collections.abc import Callable, Mapping

from desktop.words import pgettext


def _volumes() -> Mapping[str, str]:
    return {
        "1": pgettext("volume", "Volume 1"),
        "2": pgettext("volume", "Volume 2"),
        "full": pgettext("volume", "Full year"),
    }


def _plan_stages() -> Mapping[str, str]:
    return {
        "draft": pgettext("plan", "First draft"),
        "agreed": pgettext("plan", "Agreed plan"),
        "personal": pgettext("plan", "Personal plan"),
    }


def _plan_layouts() -> Mapping[str, str]:
    return {
        "standard": pgettext("plan", "One grade"),
        "multigrade": pgettext("plan", "Several grades"),
    }


def _derivations() -> Mapping[str, str]:
    return {
        "derived": pgettext("plan", "Derived"),
        "copied": pgettext("plan", "Copied"),
    }


def _lesson_types() -> Mapping[str, str]:
    return {
        "new": pgettext("lesson type", "New lesson"),
        "practice": pgettext("lesson type", "Practice"),
        "review": pgettext("lesson type", "Review"),
        "commentary": pgettext("lesson type", "Commentary"),
        "experiment": pgettext("lesson type", "Experiment"),
        "composition": pgettext("lesson type", "Composition"),
        "practical": pgettext("lesson type", "Activity lesson"),
        "other": pgettext("lesson type", "Other"),
    }


def _phases() -> Mapping[str, str]:
    return {
        "lead_in": pgettext("phase", "Lead-in"),
        "new": pgettext("phase", "New content"),
        "practice": pgettext("phase", "Practice"),
        "consolidate": pgettext("phase", "Consolidate"),
        "summary": pgettext("phase", "Summary"),
        "homework": pgettext("phase", "Homework"),
    }


def _track_modes() -> Mapping[str, str]:
    return {
        "direct": pgettext("multigrade", "Direct"),
        "seatwork": pgettext("multigrade", "Seatwork"),
    }


def _comment_decisions() -> Mapping[str, str]:
    return {
        "adopted": pgettext("comment", "Adopted"),
        "partly": pgettext("comment", "Partly adopted"),
        "declined": pgettext("comment", "Declined"),
    }


def _material_types() -> Mapping[str, str]:
    return {
        "slides": pgettext("material", "Slides"),
        "plan": pgettext("material", "Plan"),
        "exercise": pgettext("material", "Exercises"),
        "paper": pgettext("material", "Test paper"),
        "micro_video": pgettext("material", "Micro lesson"),
        "video": pgettext("material", "Video"),
        "picture": pgettext("material", "Picture"),
        "audio": pgettext("material", "Audio"),
        "drawing": pgettext("material", "Drawing of an aid"),
        "talk_script": pgettext("material", "Talk script"),
        "book": pgettext("material", "Book"),
        "local": pgettext("material", "Local resource"),
        "other": pgettext("material", "Other"),
    }


def _material_needs() -> Mapping[str, str]:
    return {
        "no_network": pgettext("material", "No network needed"),
        "no_projector": pgettext("material", "No projector needed"),
        "no_apparatus": pgettext("material", "No apparatus needed"),
        "apparatus": pgettext("material", "Needs apparatus"),
    }


def _use_results() -> Mapping[str, str]:
    return {
        "well": pgettext("material", "Worked well"),
        "partly": pgettext("material", "Worked after changes"),
        "not": pgettext("material", "Did not work"),
    }


PREPARING: Mapping[tuple[str, str], Callable[[], Mapping[str, str]]] = {
    ("lesson", "volume"): _volumes,
    ("lesson_plan", "stage"): _plan_stages,
    ("lesson_plan", "layout"): _plan_layouts,
    ("lesson_plan", "derivation"): _derivations,
    ("lesson_plan", "lesson_type"): _lesson_types,
    ("plan_step", "phase"): _phases,
    ("plan_step", "mode_a"): _track_modes,
    ("plan_comment", "decision"): _comment_decisions,
    ("material", "type"): _material_types,
    ("material", "needs"): _material_needs,
    ("material_use", "worked"): _use_results,
    ("lesson_plan", "volume"): _volumes,
    ("plan_step", "mode_b"): _track_modes,
    ("plan_step", "mode_c"): _track_modes,
    ("material", "volume"): _volumes,
}
"""The codes of each choice field of these kinds, but grades and subjects."""
