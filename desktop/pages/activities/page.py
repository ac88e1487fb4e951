"""活动: the list by weeks of term, and the form of one activity beside it."""

from desktop.pages.page import Page


class ActivitiesPage(Page):
    """The list of activities and the form of one."""
