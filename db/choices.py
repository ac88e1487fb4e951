"""The codes that choice fields take; they travel, so none is ever renamed or reused."""

ALLIANCE_MODEL = ("community", "group", "one_to_one", "district", "consortium", "merged")
SCHOOL_TYPE = (
    "county_primary",
    "township_central",
    "complete_primary",
    "village_primary",
    "teaching_point",
    "bureau",
    "other",
)
MEMBER_ROLE = ("core", "member")
GENDER = ("female", "male")
POST = (
    "principal",
    "vice_principal",
    "dean",
    "research_head",
    "prep_leader",
    "grade_head",
    "teacher",
    "liaison",
    "researcher",
)
SUBJECT = (
    "chinese",
    "maths",
    "english",
    "science",
    "ethics",
    "music",
    "art",
    "pe",
    "it",
    "practice",
    "all",
)
GRADE = ("1", "2", "3", "4", "5", "6")
TITLE_RANK = ("none", "third", "second", "first", "senior", "professor")
HONOUR = ("backbone", "subject_leader", "expert", "master")
EMPLOYMENT = ("established", "special_post", "substitute", "support")
ACTIVITY_TYPE = (
    "outreach_lesson",
    "joint_preparation",
    "parallel_lesson",
    "lesson_observation",
    "lesson_talk",
    "open_day",
    "report_lesson",
    "demonstration_lesson",
    "contest",
    "lecture",
    "training",
    "research_meeting",
    "joint_meeting",
    "management_seminar",
    "mentoring",
    "teacher_exchange",
    "shadowing",
    "donation",
    "hand_in_hand",
    "student_exchange",
    "showcase",
    "remote_class",
    "visit",
    "other",
)
ACTIVITY_STATUS = ("planned", "held", "cancelled")
DIRECTION = ("city_to_rural", "rural_to_city", "mutual", "within")
DIMENSION = (
    "research",
    "science",
    "training",
    "development",
    "information",
    "resources",
    "outcomes",
)
PARTICIPANT_ROLE = (
    "leader",
    "teacher",
    "speaker",
    "chair",
    "recorder",
    "lead_preparer",
    "observer",
    "mentor",
    "mentee",
    "contestant",
    "judge",
    "participant",
)
ATTENDANCE = ("present", "late", "excused", "absent")
STAGE = ("diagnose", "refine", "showcase", "consolidate")
LEVEL = ("school", "alliance", "county")
VOLUME = ("1", "2", "full")
PLAN_STAGE = ("draft", "agreed", "personal")
PLAN_LAYOUT = ("standard", "multigrade")
DERIVATION = ("derived", "copied")
LESSON_TYPE = (
    "new",
    "practice",
    "review",
    "commentary",
    "experiment",
    "composition",
    "practical",
    "other",
)
PHASE = ("lead_in", "new", "practice", "consolidate", "summary", "homework")
TRACK_MODE = ("direct", "seatwork")
COMMENT_DECISION = ("adopted", "partly", "declined")
MATERIAL_TYPE = (
    "slides",
    "plan",
    "exercise",
    "paper",
    "micro_video",
    "video",
    "picture",
    "audio",
    "drawing",
    "talk_script",
    "book",
    "local",
    "other",
)
MATERIAL_NEEDS = ("no_network", "no_projector", "no_apparatus", "apparatus")
USE_RESULT = ("well", "partly", "not")
