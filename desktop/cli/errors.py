"""What only a command line can get wrong: how it is written, and whom it asks for."""


class UsageError(Exception):
    """The command line is not written as it must be; the message is a sentence for people."""


class NothingFoundError(Exception):
    """Nothing goes by the name that was given; the message is a sentence for people."""
