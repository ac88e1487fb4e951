"""Words for the steps of testing a place."""

from desktop.words import _
from sync.place_check import Step


def step_words(step: Step) -> str:
    """Return what is tried in a step."""
    match step:
        case Step.LIST:
            return _("Reach the place and look into it")
        case Step.WRITE:
            return _("Write a small file")
        case Step.READ:
            return _("Read it back")
        case Step.DELETE:
            return _("Remove it again")
        case Step.FREE:
            return _("Ask how much room there is")
