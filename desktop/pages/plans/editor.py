"""The editor of one plan: outline, form and margin; shows what its keeper keeps."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from db import permissions
from db.choices import PHASE
from db.commands import records
from db.queries.plan_sheet import PlanSheet
from db.record import ASKED, DELETED, Value
from desktop import theme
from desktop.context import Desk
from desktop.errors import describe
from desktop.labels import choice_labels
from desktop.pages.activities.directory import Directory
from desktop.pages.activities.field_box import BESIDE
from desktop.pages.keeper import Came
from desktop.pages.people.notes import RecordNotes
from desktop.pages.plans.comment_order import open_in
from desktop.pages.plans.comments_panel import CommentsPanel
from desktop.pages.plans.freeze_bar import FreezeBar
from desktop.pages.plans.outline import Outline, OutlineRow
from desktop.pages.plans.plan_form import PlanForm
from desktop.pages.plans.plan_keeper import PlanKeeper
from desktop.pages.plans.plan_parts import (
    PARTS,
    STEPS,
    TEXTS,
    part_of,
    words_of,
    written,
)
from desktop.pages.plans.plan_relation import PlanRelation
from desktop.pages.plans.plan_talk import PlanTalk
from desktop.pages.plans.plan_versions import PlanVersions
from desktop.pages.plans.step_acts import StepActs
from desktop.pages.plans.step_columns import MODES, TRACKS
from desktop.pages.plans.step_history import Added, add_steps
from desktop.pages.plans.step_source import Offered
from desktop.pages.plans.twin_bar import Twins
from desktop.widgets.basic import column, row
from desktop.widgets.buttons import button
from desktop.widgets.fields import Combo
from desktop.words import _

RECOUNT_MS = 400  # after the last key: ticks and word counts follow then
ONE_PANE_UNDER = 62 * 15  # pixels at usual letters
USUAL_MINUTES = (5, 15, 10, 5, 3, 2)


class PlanEditor(QWidget):
    """One plan, open."""

    shown = Signal()  # the head has to be told anew
    changed = Signal(bool)  # saved; whether the list looks otherwise now
    gone = Signal()
    restored = Signal(str)
    compare_wanted = Signal()  # with the newest version of what it derives from
    material_wanted = Signal(str)  # the material itself
    failed = Signal(object)
    toasted = Signal(str, str, object)
    warned = Signal(str, str, object)  # what was not done

    def __init__(self, desk: Desk, directory: Directory, form: PlanForm | None = None) -> None:
        """Take a form that was made before; without one it is made here."""
        super().__init__()
        self._desk = desk
        self.keeper = PlanKeeper(desk, self)
        self.outline, self.form = Outline(), form or PlanForm(desk, directory)
        self.panel = CommentsPanel()
        self.notes = RecordNotes()
        self.acts = StepActs(self.form.table, self.keeper)
        self.versions = PlanVersions(desk, self.keeper)
        self._margin_open, self._margin_alone = True, False
        self._asking: QWidget | None = None
        self._recount = QTimer(self, singleShot=True, interval=RECOUNT_MS)
        self._recount.timeout.connect(self.recount)
        self._build()
        self.talk = PlanTalk(desk, self.keeper, self.form, self.panel)
        self.relation = PlanRelation(desk, self.keeper, self.form, self._banners)
        self.twins = Twins(self.keeper, self._banners)
        self._connect()
        self._retranslate()

    def _build(self) -> None:
        line = row(self, 0)
        line.addWidget(self.outline)
        self._middle = QWidget()
        inner = column(self._middle, 0)
        self._bar = QWidget()
        bar = row(self._bar, 8, (16, 8, 16, 0))
        self._parts = Combo()
        self._parts.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToContents)
        self._parts.chosen.connect(self.form.go_to)
        self._margin = button("", "", "chat-text", small=True, role="pen")
        self._margin.clicked.connect(self.open_margin)
        bar.addWidget(self._parts)
        bar.addStretch(1)
        bar.addWidget(self._margin)
        inner.addWidget(self._bar)
        inner.addWidget(self.notes)
        self._banners = column(gap=0)
        inner.addLayout(self._banners)
        inner.addWidget(self.form, 1)
        line.addWidget(self._middle, 1)
        line.addWidget(self.panel)

    def _connect(self) -> None:
        keeper, form, panel = self.keeper, self.form, self.panel
        keeper.composing, keeper.commit = form.composing, self._commit
        keeper.shown.connect(self._show)
        keeper.kept.connect(self._hear_kept)
        keeper.failed.connect(self._hear_failed)
        keeper.gone.connect(self.gone)
        self.notes.retried.connect(keeper.save_soon)
        self.notes.kept.connect(self.restore)
        self.notes.deleted.connect(self.delete)
        self.outline.wanted.connect(form.go_to)
        form.part_entered.connect(self._enter_part)
        strip = form.strip
        strip.edited.connect(self._edit_head)
        strip.met.connect(self._meet)
        strip.pressed.connect(keeper.touch)
        strip.left.connect(keeper.save_soon)
        strip.versions_wanted.connect(self._compare_field)
        for text in form.texts.values():
            text.edited.connect(self._edit)
            text.pressed.connect(keeper.touch)
            text.left.connect(keeper.save_soon)
            text.refused.connect(self._refuse)
            text.comments_wanted.connect(partial(self._show_comments, ""))
            text.versions_wanted.connect(self._compare_field)
        table = form.table
        table.edited.connect(self._recount_soon)
        table.refused.connect(self._refuse)
        table.menu_wanted.connect(self._open_menu)
        table.choice_wanted.connect(self._offer_phases)
        table.mark_chosen.connect(self._show_comments)
        table.versions_wanted.connect(self._compare_step)
        form.steps_head.add.clicked.connect(self._add_below)
        form.first.clicked.connect(self.add_usual_steps)
        table.dropped.connect(self._drop)
        form.source.wanted.connect(self._put_in)
        form.materials.opened.connect(self.material_wanted)
        form.materials.failed.connect(self.failed)
        form.files.failed.connect(self.failed)
        self.acts.toasted.connect(self.toasted)
        self.versions.toasted.connect(self.toasted)
        self.talk.said.connect(self._hear_said)
        self.talk.toasted.connect(self.toasted)
        self.relation.compare_wanted.connect(self.compare_wanted)
        self.relation.toasted.connect(self.toasted)
        panel.questions.versions_wanted.connect(self.compare)
        panel.questions.kept.connect(self._keep)
        panel.questions.deleted.connect(self._let_go)
        panel.folded.connect(self.close_margin)

    # opening

    def open(self, id: str) -> None:
        """Show a plan.

        Raises:
            UnknownRecordError: There is no such plan.
        """
        self.keeper.close()
        self.notes.put_away_failure()
        self.acts.history.clear()
        self.form.table.stop_writing()
        self.show_bar(None)
        self.keeper.open_record(id)
        self.form.area.verticalScrollBar().setValue(0)
        self.outline.set_current(PARTS[0].key)
        self._parts.set_code(PARTS[0].key)

    @property
    def id(self) -> str:
        """The id of the plan shown, or nothing."""
        return self.keeper.id if self.keeper.open else ""

    def values(self) -> Mapping[str, Value]:
        """Return what is shown of the plan."""
        return self.keeper.draft.record.values()

    def sheet(self) -> PlanSheet | None:
        """Return the plan as it was read last."""
        return self.keeper.form

    # showing

    def _show(self, came: Came) -> None:
        """Show all as the draft has it; what came is tinted."""
        draft, sheet = self.keeper.draft, self.keeper.form
        self.versions.read()
        fields = came.get(draft.record.id, frozenset())
        words = self._came_words() if fields else ""
        self.form.show_plan(draft.record.values(), draft.steps, came, fields, words)
        self.form.offer_steps(draft.record.values(), draft.record.id)
        lesson = str(draft.record.value("lesson") or "")
        self.form.show_materials(draft.record.id, lesson, sheet.attachments if sheet else 0)
        self.talk.show(self.versions.steps(), may_write=self.may_write())
        gone = [*self.versions.deleted_steps(), *self.versions.deleted_comments()]
        self.panel.questions.show_questions(
            self.versions.named_places(), gone if self.may_write() else []
        )
        disputed = sheet.record.disputed if sheet else ()
        self.form.strip.set_versions(disputed)
        for text in self.form.texts.values():
            text.set_disputed(disputed)
        self._show_standing()
        self.recount()
        self._name_margin()
        self.twins.show(may_write=self.may_write())
        self.relation.ask_soon()
        self.shown.emit()

    def _came_words(self) -> str:
        sheet = self.keeper.form
        if sheet is None or not sheet.record.changed_by:
            return _("Just came in")
        from desktop.pages.activities.record_form import person_name  # noqa: PLC0415 - rarely

        name = person_name(self._desk, sheet.record.changed_by)
        return _("{person} wrote this; it has just come in").format(person=name or _("Somebody"))

    def _show_standing(self) -> None:
        sheet, may_write = self.keeper.form, self.may_write()
        self.notes.clear()
        if sheet is not None and sheet.record.deletion == DELETED:
            self.notes.say_deleted()
        elif sheet is not None and sheet.record.deletion == ASKED:
            self.notes.ask_deleted()
        elif not may_write:
            self.notes.say_read_only()
        self.form.set_read_only(not may_write)

    def may_write(self) -> bool:
        """Tell whether this laptop may change the plan."""
        member, sheet = self._desk.member, self.keeper.form
        circle = sheet.record.circle if sheet else "alliance"
        home = sheet.record.home if sheet else member.school
        return permissions.may_write(
            member.role, member.school, "lesson_plan", circle, home, person=member.person
        )

    def recount(self) -> None:
        """Tick the parts, add up the minutes, count the words."""
        plan, steps = self.values(), self.keeper.draft.step_values()
        rows = [
            OutlineRow(p.key, p.words(), written(p, plan, steps), open_in(self.talk.threads, p.key))
            for p in PARTS
        ]
        self.outline.show_rows(rows, words_of(plan, steps))
        self._parts.set_items([(one.key, one.words) for one in rows])
        self.form.recount(plan)

    def _recount_soon(self) -> None:
        self._recount.start()

    def _enter_part(self, key: str) -> None:
        self.outline.set_current(key)
        self._parts.set_code(key)
        if key != STEPS:
            part = next(one for one in PARTS if one.key == key)
            self.panel.aim("", part.fields[0], part.words())
        elif self.form.table.current():
            self.talk.aim_at_step(self.form.table.current())
        else:
            self.panel.aim("", "", "")

    # typing

    def _edit(self, name: str, value: Value) -> None:
        self.keeper.type(self.keeper.draft.record, {name: value})
        self._recount.start()

    def _edit_head(self, name: str, value: Value) -> None:
        values = {name: value}
        if name == "group":
            values["group_name"] = self.form.strip.group_name(str(value or ""))
        self.keeper.type(self.keeper.draft.record, values)
        if name in ("layout", "grade_a", "grade_b", "grade_c"):
            self.form.recount(self.values())
            self.form.show_steps()
            self.form.offer_steps(self.values(), self.id)
        self.shown.emit()
        self._recount.start()

    def _meet(self, name: str, id: Value, called: Value) -> None:
        self.keeper.type(self.keeper.draft.record, {name: id, BESIDE[name]: called})

    def _commit(self) -> None:
        self.form.strip.commit()
        self.form.table.settle()

    def _refuse(self) -> None:
        words = _("That is too long for one text, so it was not pasted. Attach it as a file.")
        self.warned.emit(words, "", None)

    # steps

    def _add_below(self) -> None:
        self.acts.add(self.form.table.current())

    def add_usual_steps(self) -> None:
        """Begin with the six phases a lesson usually has."""
        steps: list[Mapping[str, Value]] = [
            {"phase": code, "minutes": float(minutes)}
            for code, minutes in zip(PHASE, USUAL_MINUTES, strict=True)
        ]
        made: list[tuple[str, ...]] = []
        do = partial(add_steps, plan=self.id, after="", steps=steps)
        if self.keeper.act(lambda writer: made.append(do(writer))):
            self.acts.history.add(Added(made[0]))
            self.form.table.write_in(made[0][0], "teacher")

    def _drop(self, id: str, track: str, step: Offered) -> None:
        self.acts.drop_into(id, track, step)
        self.form.show_steps(self.form.table.marks.came)
        self._recount.start()

    def _put_in(self, step: Offered) -> None:
        """Put an agreed step into the track one is in; else into the first one, in a new step."""
        id, track = self.form.table.current(), self.form.table.column()
        if not id:
            self.acts.add()
            id = self.form.table.current()
        self._drop(id, track if track in MODES else TRACKS[0], step)

    def _open_menu(self, id: str, where: QPoint) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(_("Comment on this step"), partial(self._begin_comment, id))
        if self.may_write():
            at = self.keeper.draft.place_of(id)
            menu.addSeparator()
            self._fill_phases(menu.addMenu(_("Phase")), id)
            menu.addAction(_("Add a step below") + "\tCtrl+Enter", partial(self.acts.add, id))
            if at > 0:
                up = partial(self.acts.move, id, at - 1)
                menu.addAction(_("Move up") + "\tAlt+↑", up)
            if at + 1 < len(self.keeper.draft.steps):
                down = partial(self.acts.move, id, at + 2)
                menu.addAction(_("Move down") + "\tAlt+↓", down)
            menu.addSeparator()
            menu.addAction(_("Delete this step"), partial(self.acts.delete, id))
        menu.popup(where)

    def _offer_phases(self, id: str, where: QPoint) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        self._fill_phases(menu, id)
        menu.popup(where)

    def _fill_phases(self, menu: QMenu, id: str) -> None:
        draft = self.keeper.draft.of_id(id)
        for code, words in choice_labels("plan_step", "phase").items():
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(draft is not None and draft.value("phase") == code)
            action.triggered.connect(partial(self._set_phase, id, code))

    def _set_phase(self, id: str, code: str, _checked: bool = False) -> None:
        self.acts.set_phase(id, code)
        self.form.show_steps(self.form.table.marks.came)

    # comments

    def _begin_comment(self, id: str) -> None:
        self.open_margin()
        self.talk.begin(id)

    def _show_comments(self, step: str, field: str = "") -> None:
        self.open_margin()
        self.panel.show_comment_of(step, field)

    def _hear_said(self) -> None:
        self.changed.emit(False)

    # versions

    def _compare_field(self, name: str) -> None:
        self.compare(self.keeper.draft.record.id, name)

    def _compare_step(self, id: str) -> None:
        found = self.versions.of(id)
        if found:
            self.compare(id, found[0].field)

    def compare(self, id: str, name: str) -> None:
        """Lay the versions of a text or a field side by side, in the part it stands in."""
        found = self.versions.named(id, name)
        if found is None:
            return
        if id in self.versions.comments():
            self.open_margin()
            self.panel.lay_on_top(self.versions.open_card(id, found))
            return
        self.close_margin_alone()
        card = self.versions.open_card(id, found)
        at_head = id == self.id and name not in {n for part in PARTS for n in part.fields}
        self.form.lay_under("" if at_head else part_of(name) if id == self.id else STEPS, card)
        self.form.area.reveal_soon(card)

    def _keep(self, id: str) -> None:
        comment = id in self.versions.comments()
        (self.talk.keep if comment else self.acts.keep)(id)

    def _let_go(self, id: str) -> None:
        comment = id in self.versions.comments()
        (self.talk.delete if comment else self.acts.delete)(id)

    def show_step(self, id: str) -> None:
        """Bring a step into view with the caret in it; what is asked about it, beside it."""
        self.form.table.write_in(id)
        if id in dict(self.versions.deleted_steps()):
            self.open_margin()

    def point_at(self, name: str) -> None:
        """Bring a field into view with the focus in it."""
        if name in TEXTS:
            self.form.go_to(part_of(name))
            self.form.texts[part_of(name)].boxes[name].setFocus()
        else:
            self.form.area.verticalScrollBar().setValue(0)
            self.form.strip.focus(name)

    def show_bar(self, bar: FreezeBar | None) -> None:
        """Show a question over the form, or none."""
        if self._asking is not None:
            self._asking.hide()
            self._asking.deleteLater()
        self._asking = bar
        if bar is not None:
            bar.left.connect(partial(self.show_bar, None))
            self._banners.addWidget(bar)
            bar.note.setFocus()

    # what happens to the whole

    def flush(self) -> bool:
        """Save all that is typed; return whether it is in the store."""
        return self.keeper.flush()

    def end(self) -> None:
        """Let go, for good."""
        self.keeper.end()

    def _hear_kept(self, regroup: bool) -> None:
        self.notes.put_away_failure()
        self.changed.emit(regroup)

    def _hear_failed(self, error: Exception) -> None:
        self.notes.say_failed(describe(error).text())

    def delete(self) -> None:
        """Put the plan into the bin, with a way back."""
        id = self.id
        if id and self.keeper.act(partial(records.delete, id=id)):
            self.keeper.close()
            self.toasted.emit(_("Moved to the bin"), _("Undo"), partial(self._restore_again, id))
            self.gone.emit()

    def _restore_again(self, id: str) -> None:
        with self._desk.write() as writer:
            records.restore(writer, id)
        self.restored.emit(id)

    def restore(self) -> None:
        """Take the plan out of the bin, or answer "keep"."""
        if self.keeper.act(partial(records.restore, id=self.id)):
            self.restored.emit(self.id)

    # room

    def open_margin(self) -> None:
        """Show the comments: beside the form, or instead of it where there is no room."""
        self._margin_open = True
        self._margin_alone = self._one_pane()
        self._arrange()

    def close_margin(self) -> None:
        """Fold the comments away."""
        self._margin_open = self._margin_alone = False
        self._arrange()

    def close_margin_alone(self) -> None:
        """Come back to the form, where the comments stand instead of it."""
        self._margin_alone = False
        self._arrange()

    def _one_pane(self) -> bool:
        worn = theme.now()
        return worn.large or self.width() / worn.scale < ONE_PANE_UNDER

    def _arrange(self) -> None:
        one = self._one_pane()
        alone = one and self._margin_alone
        self.outline.setVisible(not one)
        self.panel.set_alone(alone)
        self.panel.setVisible(alone or (not one and self._margin_open))
        self._middle.setVisible(not alone)
        self._parts.setVisible(one)
        self._margin.setVisible(one or not self._margin_open)
        self._bar.setVisible(one or not self._margin_open)

    def _name_margin(self) -> None:
        self._margin.setText(self.panel.words())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _retranslate(self) -> None:
        self.outline.retranslate()
        self.outline.fit([part.words() for part in PARTS])
        self.form.retranslate()
        self._parts.setAccessibleName(_("Parts of the plan"))
        self._name_margin()
        if self.keeper.open:
            self.recount()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)
