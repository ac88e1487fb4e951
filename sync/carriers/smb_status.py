"""What a server of shares answers when it does not do as asked (MS-ERREF 2.3.1)."""

SUCCESS = 0x00000000
PENDING = 0x00000103
NO_MORE_FILES = 0x80000006
STOPPED_ON_SYMLINK = 0x8000002D
END_OF_FILE = 0xC0000011
MORE_PROCESSING = 0xC0000016
ACCESS_DENIED = 0xC0000022
NOT_SUPPORTED = 0xC00000BB
NO_SUCH_FILE = 0xC000000F

ABSENT = {
    NO_SUCH_FILE,
    0xC0000034,  # OBJECT_NAME_NOT_FOUND
    0xC000003A,  # OBJECT_PATH_NOT_FOUND
    0xC00000CC,  # BAD_NETWORK_NAME: no such share
}
NO_FOLDER = {
    STOPPED_ON_SYMLINK,
    0xC0000103,  # NOT_A_DIRECTORY
    0xC0000257,  # PATH_NOT_COVERED: a folder that lies on another server
}
FULL = {
    0xC000007F,  # DISK_FULL
    0xC0000044,  # QUOTA_EXCEEDED
    0xC0000904,  # FILE_TOO_LARGE
    0xC0000099,  # ALLOTTED_SPACE_EXCEEDED
}
READ_ONLY = {
    ACCESS_DENIED,
    0xC00000A2,  # MEDIA_WRITE_PROTECTED
    0xC0000061,  # PRIVILEGE_NOT_HELD
    0xC0000121,  # CANNOT_DELETE
}
HELD = {  # somebody, perhaps a virus scanner there, has the file open for a moment
    0xC0000043,  # SHARING_VIOLATION
    0xC0000054,  # FILE_LOCK_CONFLICT
    0xC0000056,  # DELETE_PENDING
}
SIGNED_OUT = {
    0xC00000C9,  # NETWORK_NAME_DELETED
    0xC0000203,  # USER_SESSION_DELETED
    0xC000035C,  # NETWORK_SESSION_EXPIRED
    0xC000020C,  # CONNECTION_DISCONNECTED
}
CROWDED = {
    0xC00000D0,  # REQUEST_NOT_ACCEPTED: Windows lets no more than 20 in at a time
    0xC000009A,  # INSUFFICIENT_RESOURCES
    0xC0000205,  # INSUFF_SERVER_RESOURCES
}


class StatusError(Exception):
    """The server refused a request.

    Attributes:
        status: Why, as NTSTATUS.
    """

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status:#010x}")
        self.status = status
