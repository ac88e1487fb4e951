"""Every bound of the exchange, judged from the bytes alone, so that all laptops refuse alike."""

KIB = 1024
MIB = 1024 * KIB

PROTOCOL = 1
SUITE = 1  # Ed25519, X25519 HPKE, HKDF-SHA256, ChaCha20-Poly1305, Argon2id, SHA-256, zstd
READER = 1  # what this program can read; a header names the oldest reader it needs

PAD = KIB
ZSTD_LEVEL = 3
WINDOW_LOG = 23

HEADER_BYTES = 64 * KIB
SECTIONS = 64
WRAPS = 64
WRAP_BYTES = 80  # HPKE X25519: 32 encapsulated, 32 of key, 16 of tag
SEGMENT_PLAIN_BYTES = 8 * MIB  # what a writer puts in; a reader judges each section by itself
SEGMENT_FILE_BYTES = 9 * MIB  # plain that does not compress, padding, header
CHANGE_BYTES = 4 * MIB
CHANGES = 1_000_000  # in one section: each is more than eight bytes

MEMBERSHIP_FILE_BYTES = 64 * KIB
MEMBERSHIP_PLAIN_BYTES = 256 * KIB
STATEMENTS = 256
CHAIN = 16  # certificates from a laptop up to the root key
NAMED_IDS = 2000  # in one revocation or adoption; whoever has more to name writes several
REASON_CHARACTERS = 200
NAME_CHARACTERS = 60

INVITATION_FILE_BYTES = 64 * KIB
INVITATION_PLAIN_BYTES = 256 * KIB
WORDS = 6
ARGON_MEMORY_KIB = 64 * KIB
ARGON_PASSES = 3
ARGON_LANES = 1
ARGON_MOST_MEMORY_KIB = 256 * KIB
ARGON_MOST_PASSES = 10
ARGON_MOST_LANES = 4

PIECE_BYTES = 4 * MIB + 16  # a piece of 4 MiB and its tag
PACK_BYTES = 64 * MIB
PACK_PIECES = 1024
PACK_GOAL_BYTES = 32 * MIB  # where this program starts the next pack

PACKED = 16  # segments in a pack of the first level, such packs in one of the second
SEGMENT_PACK_BYTES = 32 * MIB
SEGMENT_PACK_GOAL_BYTES = 16 * MIB  # what this program packs; larger runs stay single

INVENTORY_BYTES = MIB
INVENTORY_PACKS = 16 * KIB

SNAPSHOT_PART_BYTES = 4 * MIB
SNAPSHOT_PARTS = 256
SNAPSHOT_MANIFEST_BYTES = 4 * MIB
SNAPSHOT_SEGMENTS = 32 * KIB
SNAPSHOT_AT = 256  # this program makes one when so many segments are in none of the place's

RECEIPT_BYTES = MIB
RECEIPT_IDS = 16 * KIB  # in each of its lists of segments; whoever holds more tells less
RECEIPT_FILES = 64 * KIB
RECEIPT_WISHES = 4096  # pieces: 16 GiB at once
RECEIPT_INNER = (
    64  # digests of circles that not all can read; whoever reads more tells some of them
)
RECEIPTS_KEPT = 16  # of one laptop, when none of them knew the others

SEQ = 99_999_999
TIPS = 700  # beyond that the listing of tips may be cut, and proves nothing
FOLDER_ENTRIES = 100_000  # a listing that is longer is cut: a stick made to exhaust us
VISITS = 3  # a tip without its segment is named after so many exchanges
PARKED_BYTES = 64 * MIB  # held for certificates and programs still to come; local, only delays
