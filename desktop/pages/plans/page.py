"""教案: the list of plans, choosing a lesson, and the editor of one plan."""

from collections.abc import Iterator, Mapping
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget
from typing_extensions import override

from db.circles import SCHOOL
from db.commands import plans, records
from db.commands.sharing import share_wider
from db.errors import LiankeError, UnknownRecordError, UnsettledError
from db.queries.lessons import LessonRow
from db.queries.plan_sheet import versions_of
from db.queries.plans import PlanFilter, PlanRow, count_plans, list_to_follow
from db.queries.records import list_records, show
from db.record import Value
from desktop import theme
from desktop.context import Desk
from desktop.errors import describe
from desktop.pages.activities.directory import Directory
from desktop.pages.page import Page
from desktop.pages.plans.compare.sides import PlanRef
from desktop.pages.plans.editor import PlanEditor
from desktop.pages.plans.freeze_bar import FreezeBar
from desktop.pages.plans.lesson_choice import LessonChoice
from desktop.pages.plans.lesson_plans import MOST
from desktop.pages.plans.lineage_words import chain, crumbs
from desktop.pages.plans.list_head import ListHead
from desktop.pages.plans.plan_filters import PlanFilters
from desktop.pages.plans.plan_form import PlanForm
from desktop.pages.plans.plan_head import PlanHead
from desktop.pages.plans.plan_list import PlanList
from desktop.pages.plans.printing.making import Unit
from desktop.pages.plans.readying import Readying
from desktop.pages.plans.stand_ins import StandIns
from desktop.widgets.basic import column
from desktop.widgets.buttons import button
from desktop.widgets.header import Header
from desktop.widgets.notices import Notice
from desktop.words import _, ngettext


class PlansPage(Page):
    """List, choice of a lesson, editor: one at a time."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._directory = Directory(desk)
        self.filters, self.list = PlanFilters(desk), PlanList(desk, self._directory)
        self.choice: LessonChoice | None = None
        self.editor: PlanEditor | None = None
        self._heads, self._list_head, self.plan_head = QStackedWidget(), ListHead(), PlanHead()
        self._heads.addWidget(self._list_head)
        self._heads.addWidget(self.plan_head)
        self._choice_head = Header()
        self._heads.addWidget(self._choice_head)
        self._bin_bar = Notice("", "info", [self._make_leave_bin()], "trash")
        self._stack = QStackedWidget()
        self.others = StandIns(desk, self._stack, self._heads, self)
        self._readying = Readying(desk, self._make_editor, self)
        self._stale = True
        self._beginning: Mapping[str, Value] = {}
        self._soon = QTimer(self, singleShot=True, interval=200)
        self._soon.timeout.connect(self.refresh)
        self._build()
        self._connect()
        self._retranslate()

    def _make_leave_bin(self) -> QWidget:
        self._leave = button("", "", "arrow-left", small=True)
        self._leave.clicked.connect(partial(self.filters.show_bin, False))
        return self._leave

    def _build(self) -> None:
        self._shelf = QWidget()
        inner = column(self._shelf, 0)
        inner.addWidget(self.filters)
        inner.addWidget(self._bin_bar)
        inner.addWidget(self.list, 1)
        self._stack.addWidget(self._shelf)
        column(self, 0).addWidget(self._stack)

    def _connect(self) -> None:
        head, plan, news = self._list_head, self.plan_head, self.desk.news
        head.searched.connect(self.filters.set_words)
        head.new_wanted.connect(self.begin_new)
        head.menu_wanted.connect(self._open_menu)
        head.import_wanted.connect(self.bring_in)
        self.filters.changed.connect(self._filter)
        self.list.opened.connect(self.open)
        self.list.unit_wanted.connect(self.others.print_unit)
        self.list.first_wanted.connect(self.begin_new)
        self.list.cleared.connect(self._clear)
        self.list.regrouped.connect(self._tell_count)
        plan.back_wanted.connect(self.show_list)
        plan.derive_wanted.connect(self.derive)
        plan.copy_wanted.connect(self.copy)
        plan.freeze_wanted.connect(self.ask_freeze)
        plan.delete_wanted.connect(self._delete)
        plan.history_wanted.connect(self.show_history)
        plan.print_wanted.connect(self.print)
        plan.unit_wanted.connect(self.print_unit)
        plan.compare_wanted.connect(self.compare)
        plan.joint_wanted.connect(self.show_joint)
        plan.share_wanted.connect(self.share)
        others = self.others
        others.left.connect(self._leave_other)
        others.brought.connect(self._open_brought)
        others.toasted.connect(self.toasted)
        others.warned.connect(self.warned)
        others.failed.connect(self.failed)
        others.activity_wanted.connect(self._open_activity)
        news.arrived.connect(self._arrived)
        news.changed.connect(self._news)
        news.person_changed.connect(self._person_changed)

    def _make_editor(self) -> Iterator[None]:
        """Build the editor, at its first use or before it."""
        form = PlanForm(self.desk, self._directory)
        yield
        editor = PlanEditor(self.desk, self._directory, form)
        yield
        editor.keeper.said.connect(self.plan_head.saved.set_text)
        editor.shown.connect(self._name_plan)
        editor.changed.connect(self._plan_changed)
        editor.gone.connect(self._plan_gone)
        editor.restored.connect(self._restored)
        editor.toasted.connect(self.toasted)
        editor.warned.connect(self.warned)
        editor.compare_wanted.connect(self.compare)
        editor.material_wanted.connect(partial(self.open_record.emit, "material"))
        editor.failed.connect(self.failed)
        self._stack.addWidget(editor)
        self.editor = editor

    def _at_the_editor(self) -> PlanEditor:
        self._readying.wait()
        assert self.editor is not None
        return self.editor

    # the window's side

    @override
    def header(self) -> QWidget:
        return self._heads

    @override
    def activate(self) -> None:
        self._directory.refresh()
        self._stale = True
        self.refresh()
        if self.editor is not None and self.editor.id:
            self._offer_groups()
            self.editor.keeper.reload()

    @override
    def show_record(self, kind: str, id: str) -> None:
        if kind == "prep_group":
            self.flush()
            self.others.show_group(id)
            return
        try:
            self.open(id if kind == "lesson_plan" else self._plan_of(id))
        except UnknownRecordError as error:
            self.failed.emit(error)
            return
        if kind == "plan_step" and self.editor is not None:
            self.editor.show_step(id)

    def _plan_of(self, part: str) -> str:
        with self.desk.store.read() as session:
            return str(show(session, part).values.get("plan") or "")

    @override
    def show_field(self, id: str, field: str) -> None:
        if self.editor is not None and self.editor.id == id:
            self.editor.point_at(field)

    @override
    def flush(self) -> None:
        self.others.flush()
        if self.editor is not None:
            self.editor.flush()

    @override
    def shown_record(self) -> tuple[str, str] | None:
        shown = self._stack.currentWidget() is self.editor and self.editor is not None
        return ("lesson_plan", self.editor.id) if shown and self.editor and self.editor.id else None

    @override
    def end(self) -> None:
        self._readying.stop()
        self.others.close()
        if self.editor is not None:
            self.editor.end()

    @override
    def focus_search(self) -> None:
        self.show_list()
        self._list_head.search.setFocus()

    # the list

    def refresh(self) -> None:
        """Put the list in order anew."""
        if not self._stale or self._stack.currentWidget() is not self._shelf:
            return
        self._stale = False
        self.list.show_filter(self.filters.filter(), weekly=self.filters.weekly())

    def _tell_count(self) -> None:
        count = self.list.count()
        words = ngettext("{count} plan", "{count} plans", count).format(count=count)
        title = _("The bin") if self.filters.bin_shown() else _("Lesson plans")
        self._list_head.set_title(title, words)
        self._bin_bar.setVisible(self.filters.bin_shown())
        self._readying.begin_soon(self.list.first())

    def _filter(self) -> None:
        self._stale = True
        self.refresh()

    def _clear(self) -> None:
        self._list_head.search.clear()
        self.filters.clear()

    def _news(self) -> None:
        self._stale = True

    def _arrived(self) -> None:
        self._stale = True
        if self.isVisible():
            self._soon.start()

    def _person_changed(self) -> None:
        self._filter()
        if self.editor is not None and self.editor.id:
            self.editor.open(self.editor.id)  # what is typed from now on is another one's

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        if self.filters.bin_shown():
            menu.addAction(_("Leave the bin"), partial(self.filters.show_bin, False))
        else:
            menu.addAction(_("Preparation groups"), self.others.show_groups)
            menu.addAction(_("The bin"), self.filters.show_bin)
        menu.popup(self._list_head.menu_place())

    def show_list(self) -> None:
        """Go back to the list."""
        self.others.close()
        shown = ""
        if self.editor is not None:
            shown = self.editor.id
            self.editor.keeper.close()
        self._show(self._shelf)
        self._stale = True
        self.refresh()
        self.list.choose(shown)
        self.list.focus()

    def _show(self, widget: QWidget) -> None:
        self.turned.emit()
        self._stack.setCurrentWidget(widget)
        editing = widget is self.editor
        plain = self._choice_head if widget is self.choice else self._list_head
        self._heads.setCurrentWidget(self.plan_head if editing else plain)
        self.rail_wanted.emit(editing)
        if widget is not self._shelf:
            self.list.forget()

    # one plan

    def open(self, id: str) -> None:
        """Show a plan in the editor."""
        editor = self._at_the_editor()
        self.others.close()
        before = self._stack.currentWidget()
        self._show(editor)  # first, so that its rows are laid out once, at the width they have
        if editor.id != id:
            try:
                editor.open(id)
            except UnknownRecordError:
                self._show(before)
                raise
            self._offer_groups()
        self._name_plan()

    def _offer_groups(self) -> None:
        with self.desk.store.read() as session:
            found = list_records(session, "prep_group")
        groups = {row.id: str(row.values.get("name") or "") for row in found}
        if self.editor is not None:
            self.editor.form.strip.set_groups(groups)

    def _name_plan(self) -> None:
        editor = self.editor
        sheet = editor.sheet() if editor is not None else None
        if editor is None or sheet is None:
            return
        values = dict(editor.values())
        stage = str(values.get("stage") or "draft")
        own = values.get("author") in (None, "", self.desk.person)
        links = chain(
            stage,
            sheet.versions,
            self._base_number(values),
            derived=bool(values.get("parent")),
            author="" if own else str(values.get("author_name") or ""),
        )
        self.plan_head.show_plan(
            str(values.get("title") or ""),
            crumbs(values, short=theme.now().large),
            stage,
            links,
            may_write=editor.may_write(),
        )
        self.plan_head.set_circle(sheet.record.circle)
        self.plan_head.set_in_unit(bool(Unit.of(values).name))

    def _base_number(self, values: Mapping[str, Value]) -> int:
        base = str(values.get("base") or "")
        if not base:
            return 0
        with self.desk.store.read() as session:
            try:
                number = show(session, base).values.get("number")
            except UnknownRecordError:
                return 0
        return number if isinstance(number, int) else 0

    def _plan_changed(self, _regroup: bool) -> None:
        self._stale = True

    def _plan_gone(self) -> None:
        self.show_list()

    def _restored(self, id: str) -> None:
        if self.filters.bin_shown():
            self.filters.show_bin(False)
        self.show_record("lesson_plan", id)

    def _delete(self) -> None:
        if self.editor is not None:
            self.editor.delete()

    # a new one

    @override
    def begin_new(self) -> None:
        if self.choice is None:
            self.choice = LessonChoice(self.desk)
            self.choice.chosen.connect(self._begin_lesson)
            self.choice.titled.connect(self._begin_titled)
            self.choice.left.connect(self.show_list)
            self.choice.plans.taken.connect(self._begin_after)
            self.choice.plans.looked_at.connect(self.open)
            self.choice.plans.empty_wanted.connect(self._begin_empty)
            self._stack.addWidget(self.choice)
        self.others.close()
        if self.editor is not None:
            self.editor.keeper.close()
        self._show(self.choice)
        self.choice.begin()

    def _begin_lesson(self, lesson: LessonRow) -> None:
        self._ask_or_begin({"lesson": lesson.id}, lesson.title, PlanFilter(lesson=lesson.id))

    def _begin_titled(self, title: str) -> None:
        self._ask_or_begin({"title": title}, title, PlanFilter(title=title))

    def _ask_or_begin(self, values: Mapping[str, Value], title: str, same: PlanFilter) -> None:
        """Begin a plan; where the lesson has some already, ask whether with one of them."""
        self._beginning = values
        with self.desk.store.read() as session:
            found, count = list_to_follow(session, same, limit=MOST), count_plans(session, same)
        if found and self.choice is not None:
            self.choice.offer(title, found, count)
        else:
            self._begin_empty()

    def _begin_empty(self) -> None:
        self._begin(self._beginning)

    def _begin_after(self, plan: PlanRow) -> None:
        """Write mine after a plan: after what was agreed on last, if anything was."""
        with self.desk.store.read() as session:
            whole = [one.id for one in versions_of(session, plan.id) if not one.altered]
        version = whole[-1] if whole and plan.stage == "agreed" else ""
        make = plans.copy_plan if plan.author == self.desk.person else plans.derive
        self._take(partial(make, plan=plan.id, version=version), _("This is your plan now"))

    def _begin(self, values: Mapping[str, Value]) -> None:
        with self.desk.write() as writer:
            made = plans.add_plan(writer, values, today=self.desk.today())
        self._open_made(made, _("Plan begun"))

    def _open_made(self, id: str, words: str) -> None:
        self._stale = True
        self.open(id)
        self.toasted.emit(words, _("Undo"), partial(self._take_back, id))

    def _take_back(self, id: str) -> None:
        with self.desk.write() as writer:
            records.delete(writer, id)
        self.show_list()

    def derive(self) -> None:
        """Make my own plan from the one shown: from what was agreed on last, if anything was."""
        editor = self.editor
        if editor is None or not editor.flush():
            return
        sheet = editor.sheet()
        whole = [one for one in sheet.versions if not one.altered] if sheet else []
        version = whole[-1].id if whole and editor.values().get("stage") == "agreed" else ""
        self._take(
            partial(plans.derive, plan=editor.id, version=version), _("This is your plan now")
        )

    def copy(self) -> None:
        """Begin a new draft with what stands in the plan shown."""
        if self.editor is not None and self.editor.flush():
            self._take(partial(plans.copy_plan, plan=self.editor.id), _("Copied as a new draft"))

    def _take(self, make: "partial[str]", words: str) -> None:
        try:
            with self.desk.write() as writer:
                made = make(writer, today=self.desk.today())
        except LiankeError as error:
            self.failed.emit(error)
            return
        self._open_made(made, words)

    def ask_freeze(self) -> None:
        """Ask what is new before the plan is agreed on; nothing is asked that must be answered.

        What stands in two versions has to be decided first: the first such place is shown.
        """
        if self.editor is None or not self.editor.flush():
            return
        if places := self.editor.versions.places():
            self.editor.compare(*places[0][:2])
            said = describe(UnsettledError(self.editor.id, len(places)))
            self.warned.emit(said.text(), "", None)
            return
        bar = FreezeBar()
        bar.accepted.connect(self._freeze)
        self.editor.show_bar(bar)

    def _freeze(self, note: str) -> None:
        editor = self.editor
        if editor is None:
            return
        editor.show_bar(None)
        act = partial(plans.freeze, plan=editor.id, today=self.desk.today(), note=note)
        if editor.keeper.act(act):
            self._stale = True
            sheet = editor.sheet()
            number = sheet.versions[-1].number if sheet and sheet.versions else 1
            said = _("Agreed plan, version {number}: kept as it stands, for good")
            self.toasted.emit(said.format(number=number), "", None)

    def share(self, circle: str) -> None:
        """Make a new record of the plan that more people read, and show it."""
        if self.editor is None or not self.editor.flush():
            return
        with self.desk.write() as writer:
            made = share_wider(writer, self.editor.id, circle)
        said = (
            _("Shared with our school, as a new record")
            if circle == SCHOOL
            else _("Shared with the whole alliance, as a new record")
        )
        self._open_made(made, said)

    # what stands instead of the plan

    def show_history(self) -> None:
        """Show how the plan was before, with its steps."""
        if self.editor is not None and self.editor.flush():
            self.others.show_past(self.editor.id)

    def compare(self) -> None:
        """Lay the plan beside what is new in its parent, or what was agreed on before."""
        editor = self.editor
        if editor is None or not editor.flush():
            return
        left = self._to_compare(editor)
        if left is not None:
            self.others.compare(left, PlanRef(editor.id))
            return
        said = _("There is nothing to compare yet: it derives from no plan and is not agreed on.")
        self.warned.emit(said, "", None)

    def _to_compare(self, editor: PlanEditor) -> PlanRef | None:
        values, sheet = editor.values(), editor.sheet()
        parent, base = str(values.get("parent") or ""), str(values.get("base") or "")
        if parent:
            news = editor.relation.news
            return PlanRef(parent, news.version.id if news else base)
        if sheet and sheet.versions:
            return PlanRef(editor.id, sheet.versions[-1].id)
        return None

    def show_joint(self) -> None:
        """Show all that was said of the plan, to be decided one by one."""
        if self.editor is not None and self.editor.flush():
            self.others.show_joint(self.editor.id)

    def print(self) -> None:
        """Show the pages of the plan as they come out of the printer."""
        if self.editor is not None and self.editor.flush():
            self.others.print(self.editor.id)

    def print_unit(self) -> None:
        """Show the plans of the unit of the plan shown as one booklet."""
        if self.editor is not None and self.editor.flush():
            self.others.print_unit(Unit.of(self.editor.values()))

    def bring_in(self) -> None:
        """Make plans of the files a person has."""
        self.others.bring_in()

    def _open_brought(self, id: str) -> None:
        self._stale = True
        self.open(id)

    def _open_activity(self, id: str) -> None:
        self.open_record.emit("activity", id)

    def _leave_other(self) -> None:
        self.others.close()
        if self.editor is not None and self.editor.id:
            self.editor.keeper.reload()
            self._show(self.editor)
        else:
            self.show_list()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name_plan()

    @override
    def _retranslate(self) -> None:
        self._choice_head.set_title(_("Write a plan"), _("Which lesson?"))
        self._bin_bar.set_text(_("What was deleted waits here. Open one to restore it."))
        self._leave.setText(_("Leave the bin"))
        self.list.retranslate()
        self._tell_count()
        self._name_plan()
        if not self._stale:
            self.list.regroup()
