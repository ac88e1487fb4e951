"""What only a command line can get wrong: how it is written."""


class UsageError(Exception):
    """The command line is not written as it must be; the message is a sentence for people."""
