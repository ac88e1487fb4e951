"""Where plans came from, drawn: a line of what was agreed on, and the personal branches."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from db.queries.plan_lineage import LineageNode
from desktop import theme
from desktop.labels import listed
from desktop.pages.plans.compare.lineage_plan import Dot, Drawing, drawing_of
from desktop.pages.plans.compare.sides import PlanRef
from desktop.widgets.lists import text
from desktop.words import _, ngettext

ON_LINE, BRANCH, LEFT, RIGHT, LEAST, REST = 46, 34, 10, 170, 176, 18


class LineageView(QWidget):
    """Filled dots are compared; a click on another one, or Enter, compares with that."""

    chosen = Signal(object)  # a PlanRef

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._nodes: Sequence[LineageNode] = ()
        self._compared: tuple[PlanRef, ...] = ()
        self._drawing = Drawing((), 0, 0)
        self._at = 0

    def show_nodes(self, nodes: Sequence[LineageNode], compared: Sequence[PlanRef]) -> None:
        """Show a family, and which two of it are compared."""
        self._nodes, self._compared = nodes, tuple(compared)
        self._arrange()
        first = [at for at, dot in enumerate(self._drawing.dots) if dot.ref in self._compared]
        self._at = first[0] if first else 0

    def dots(self) -> tuple[Dot, ...]:
        """Return what is drawn."""
        return self._drawing.dots

    def _arrange(self) -> None:
        worn = theme.now()
        room = max(self.width() - worn.size(LEFT + RIGHT), worn.size(LEAST))
        self._drawing = drawing_of(self._nodes, self._compared, 1 + room // worn.size(LEAST))
        tall = worn.size(ON_LINE) + (self._drawing.lanes - 1) * worn.size(BRANCH) + worn.px(6)
        if self._drawing.left_out:
            tall += worn.size(REST)
        self.setFixedHeight(tall)
        names = [f"{dot.name} {dot.note}" for dot in self._drawing.dots]
        self.setAccessibleName(_("Where the plans came from"))
        self.setAccessibleDescription(listed(names))
        self.update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.now().size(LEFT + RIGHT + LEAST), self.height())

    # where things lie

    def centre(self, dot: Dot) -> QPointF:
        """Return where a dot lies."""
        return self._point(dot.column, dot.lane)

    def _point(self, column: float, lane: int) -> QPointF:
        worn = theme.now()
        room = self.width() - worn.size(LEFT + RIGHT)
        step = room / max(self._drawing.columns - 1, 1)
        step = min(step, worn.size(LEAST) * 2.4)
        y = worn.size(15) + (worn.size(ON_LINE + 4) + (lane - 1) * worn.size(BRANCH) if lane else 0)
        return QPointF(worn.size(LEFT) + column * step, y)

    def _dot_at(self, point: QPointF) -> int:
        worn = theme.now()
        for at, dot in enumerate(self._drawing.dots):
            centre = self.centre(dot)
            wide = worn.size(20) + QFontMetrics(worn.font("strong")).horizontalAdvance(dot.name)
            tall = worn.size(34 if dot.lane == 0 else 14)
            box = QRectF(centre.x() - worn.size(12), centre.y() - worn.size(14), wide + 16, tall)
            if box.adjusted(0, 0, 0, worn.size(14)).contains(point):
                return at
        return -1

    # painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for dot in self._drawing.dots:
            self._paint_line(painter, dot)
        for at, dot in enumerate(self._drawing.dots):
            self._paint_dot(painter, dot, at)
        if self._drawing.left_out:
            self._paint_rest(painter)

    def _paint_line(self, painter: QPainter, dot: Dot) -> None:
        if dot.begins is None:
            return
        painter.setPen(QPen(theme.now().q("edge"), 2))
        start, end = self._point(dot.begins, 0), self.centre(dot)
        if dot.lane == 0:
            painter.drawLine(start, end)
            return
        knee = QPointF(start.x(), end.y())
        painter.drawLine(start, knee)
        painter.drawLine(knee, end)

    def _paint_dot(self, painter: QPainter, dot: Dot, at: int) -> None:
        worn, centre, size = theme.now(), self.centre(dot), theme.now().size(7)
        role = "far" if dot.agreed else "accent" if dot.mine else "ink2"
        on = dot.ref in self._compared
        dashed = Qt.PenStyle.SolidLine if dot.here else Qt.PenStyle.DashLine
        painter.setPen(QPen(worn.q(role), 2, dashed))
        painter.setBrush(worn.q(role if on else "surface"))
        painter.drawEllipse(centre, size, size)
        if self.hasFocus() and at == self._at:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(worn.q("focus"), 2))
            painter.drawEllipse(centre, size + 4, size + 4)
        x, tall = round(centre.x()) + size + worn.px(8), worn.size(22)
        name = QRect(x, round(centre.y()) - tall // 2, self.width() - x, tall)
        wide = QFontMetrics(worn.shared_font("strong")).horizontalAdvance(dot.name)
        painter.fillRect(name.adjusted(-4, 0, wide + 4 - name.width(), 0), worn.q("surface"))
        text(painter, name, dot.name, "strong", "ink" if role == "ink2" else role)
        note = name.translated(0, worn.size(19))
        if dot.lane:
            note = name.adjusted(wide + worn.px(10), 0, 0, 0)
            note.setRight(min(note.right(), self._line_down(dot) - worn.px(6)))
        elif (right := self._next_on_line(dot)) is not None:
            note.setRight(right - worn.px(14))
        text(painter, note, dot.note, "small", "ink3")

    def _line_down(self, dot: Dot) -> int:
        """Return where the next line that goes down past a branch lies, right of its dot."""
        ways = [d.begins for d in self._drawing.dots if d.lane > dot.lane and d.begins is not None]
        lines = [round(self._point(at, 0).x()) for at in ways if at > dot.column]
        return min(lines, default=self.width())

    def _next_on_line(self, dot: Dot) -> int | None:
        """Return where the next dot of the line lies, so that no note runs into it."""
        after = [d for d in self._drawing.dots if d.lane == 0 and d.column > dot.column]
        return round(self.centre(after[0]).x()) if after else None

    def _paint_rest(self, painter: QPainter) -> None:
        worn, rest = theme.now(), self._drawing.left_out
        said = ngettext("{count} more plan", "{count} more plans", rest).format(count=rest)
        box = QRect(0, self.height() - worn.size(22), self.width() - worn.px(4), worn.size(20))
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        text(painter, box, said, "small", "ink3", align)

    # choosing

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._dot_at(event.position())
        shape = Qt.CursorShape.PointingHandCursor if at >= 0 else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        dot = self._drawing.dots[at] if at >= 0 else None
        self.setToolTip(f"{dot.name}·{dot.note}" if dot else "")

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if (at := self._dot_at(event.position())) >= 0:
            self._choose(at)

    def _choose(self, at: int) -> None:
        self._at = at
        self.update()
        dot = self._drawing.dots[at]
        if dot.here and dot.ref not in self._compared:
            self.chosen.emit(dot.ref)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1,
        }.get(Qt.Key(event.key()), 0)  # fmt: skip
        if step and self._drawing.dots:
            self._at = (self._at + step) % len(self._drawing.dots)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self._drawing.dots:
                self._choose(self._at)
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
