"""What the form of a new place says: names, hints, what to do when a try fails.  No Qt."""

from desktop.notice import Notice
from desktop.pages.exchange.new_place_draft import JIANGUOYUN, Draft, Kind, Part
from desktop.place_errors import place_words
from desktop.words import _
from sync.errors import PlaceError, PlaceSignInError

GLYPHS = {
    Kind.SHARE: "hard-drives",
    Kind.DAV: "cloud",
    Kind.STORE: "database",
    Kind.FOLDER: "folder",
}


def kind_words(kind: Kind) -> tuple[str, str]:
    """Return what a kind of place is called, and where one has it from."""
    match kind:
        case Kind.SHARE:
            return _("Shared folder"), _("A school server, another computer")
        case Kind.DAV:
            return _("Net disk (WebDAV)"), _("Jianguoyun, a school's NAS")
        case Kind.STORE:
            return _("Object store"), _("A bucket and two keys from the county")
        case Kind.FOLDER:
            return _("Folder"), _("On this computer, or mounted here")


def service_words(service: str) -> str:
    """Return what a service is called."""
    return {
        "jianguoyun": _("Jianguoyun"),
        "other": _("Another one"),
        "oss": _("Aliyun OSS"),
        "cos": _("Tencent COS"),
        "obs": _("Huawei OBS"),
        "s3": _("Another one (S3)"),
    }[service]


def part_words(part: Part, kind: Kind) -> str:
    """Return what a field is called."""
    match part:
        case Part.WHERE if kind is Kind.STORE:
            return _("Bucket")
        case Part.WHERE if kind is Kind.FOLDER:
            return _("Folder")
        case Part.WHERE:
            return _("Address")
        case Part.REGION:
            return _("Region or address")
        case Part.USER:
            return _("Access key") if kind is Kind.STORE else _("User name")
        case Part.PASSWORD:
            return _("Secret key") if kind is Kind.STORE else _("Password")
        case Part.INSIDE:
            return _("Folder there")


def part_example(part: Part, draft: Draft) -> str:
    """Return what stands in a field while it is empty."""
    match part, draft.kind:
        case Part.WHERE, Kind.SHARE:
            return r"\\192.168.1.5\lianke"
        case Part.WHERE, Kind.DAV:
            return "https://nas.example.cn/dav/lianke"
        case Part.WHERE, Kind.STORE:
            return "lianke-county"
        case Part.REGION, _:
            return {"oss": "cn-hangzhou", "cos": "ap-guangzhou", "obs": "cn-north-4"}.get(
                draft.service, "https://s3.example.cn"
            )
        case Part.USER, Kind.DAV if draft.service == JIANGUOYUN:
            return "name@163.com"
        case Part.INSIDE, _:
            return "lianke"
        case _:
            return ""


def part_hint(part: Part, draft: Draft) -> str:
    """Return what is said under a field."""
    if part is Part.PASSWORD and draft.service == JIANGUOYUN:
        return _("Not the one you sign in with: an app password, made on its web page.")
    if part is Part.INSIDE:
        return _("Made there when you add the place, if it is missing.")
    return ""


def failure_words(error: PlaceError, draft: Draft) -> Notice:
    """Return what went wrong in a try, and what to do on whose web page."""
    if isinstance(error, PlaceSignInError) and draft.service == JIANGUOYUN:
        return Notice(
            _("Jianguoyun does not accept this user name or this password."),
            _(
                "It wants an app password: on its web page, Account → Security →"
                " Third-party apps → Add, then copy it here."
            ),
        )
    return place_words(error)


def promise_words(kind: Kind) -> str:
    """Return what is promised about what goes there."""
    if kind is Kind.FOLDER:
        return _("Everything is sealed before it is put there; only your alliance can open it.")
    return _(
        "Everything is sealed before it is put there: who runs the server cannot read it, only"
        " your alliance's computers can."
    )
