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
        between = "" if self.title.endswith(_FULL) else " "
        return f"{self.title}{between}{self.advice}".strip()


_FULL = ("。", "！", "？")  # their own blank comes with them
