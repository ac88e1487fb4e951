"""What people are told when something goes wrong: one sentence, and what they can do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """The words for an error.

    Attributes:
        title: What happened, one sentence.
        advice: What to do about it; may be empty.
        expected: False for a bug of ours: offer the report.
    """

    title: str
    advice: str = ""
    expected: bool = True

    def text(self) -> str:
        """Return both sentences on one line."""
        return together(self.title, self.advice)


_FULL = ("。", "！", "？")  # their own blank comes with them


def together(*sentences: str) -> str:
    """Return sentences on one line, empty ones left out."""
    line = ""
    for one in sentences:
        line += one if not line or not one or line.endswith(_FULL) else f" {one}"
    return line
