"""Kompetens: the companies with a matrix; one company's matrix to work in; a workbook before it is imported."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.desktop.file_dialogs import ask_for_file
from app.desktop.page import Page
from app.desktop.pages.competence.acts import begin_empty, bring_in
from app.desktop.pages.competence.companies import MatrixList
from app.desktop.pages.competence.editing import Editing, Live
from app.desktop.pages.competence.entering import Entering
from app.desktop.pages.competence.import_view import ImportView
from app.desktop.pages.competence.work import MatrixWork
from app.desktop.places import Place
from app.desktop.widgets.button import Button, IconButton
from app.desktop.widgets.states import EmptyState
from app.desktop.words import say

if TYPE_CHECKING:
    from app.operations.competence import ImportSnapshot
    from app.operations.matrix_list import MatrixLine, MatrixPage
    from app.operations.workspace import Workspace
    from app.store.ids import RowId
    from app.store.units import ChangeSet

_WORKBOOKS = "*.xlsx *.xlsm *.xls *.ods *.csv"
_ENDINGS = frozenset(_WORKBOOKS.replace("*", "").split())


class CompetencePage(Page["MatrixPage | tuple[MatrixLine, ...]"]):
    """A work page: the rail is narrow, so that the grid has room."""

    name = "competence"
    topics = frozenset(
        {
            "person",
            "skill",
            "skill_group",
            "scale",
            "requirement",
            "rating",
            "licence",
            "matrix_source",
            "company",
        }
    )
    work = True

    def build(self, content: QWidget) -> Iterator[None]:
        self._shown: MatrixPage | None = None
        self._importing = False
        self._waiting: Path | None = None
        self._behind: QWidget | None = None
        self._at_first = True
        actions = self.desk.actions
        self.header.above.clicked.connect(self._to_company)
        self._undo, self._redo = self._icon("edit.undo", "undo-2"), self._icon("edit.redo", "redo-2")
        self._read = actions.button("matrix.import")
        self._print = actions.button("document.print", "primary")
        self._cancel = Button(say("desktop.competence.import.back"))
        self._cancel.clicked.connect(self._stop_import)
        self._bring_in = Button(say("action.matrix.import"), "primary", "check")
        self._bring_in.clicked.connect(self._import)
        self.header.add(self._undo, self._redo, self._read, self._print, self._cancel, self._bring_in)
        yield
        self._live = Live()
        self._editing = Editing(self.desk, self._live, self)
        self._editing.painted.connect(lambda _: self.banner.hide())
        self._editing.refused.connect(self._refused)
        self._editing.stale.connect(self.refresh)
        self._list = MatrixList()
        self._list.opened.connect(lambda company: self.desk.go(Place("competence", company)))
        self._list.file_left.connect(self._put_away)
        self._views = QStackedLayout(content)  # of `content` at once: without one it would open windows
        self._views.addWidget(self._list)
        yield
        self._work = MatrixWork(self.desk, self._editing)
        self._views.addWidget(self._work)
        yield from self._work.build()
        self._work.seen.connect(self._offer)
        self._entering = Entering(self.desk, self._editing, self._work)
        yield
        self._import_view = ImportView(self.desk)
        self._import_view.changed.connect(self._dress)
        self._import_view.left.connect(self._stop_import)
        self._import_view.another.connect(self._choose_file)
        self._stack.addWidget(self._import_view)
        self._dress()

    def _icon(self, id: str, icon: str) -> IconButton:
        made = self.desk.actions.made[id]
        button = IconButton(say(f"action.{id}"), icon)
        button.clicked.connect(lambda _=False: self.desk.actions.run(id))
        made.enabledChanged.connect(button.setEnabled)
        button.setEnabled(made.isEnabled())
        return button

    # --- snapshots ---

    def read(self, place: Place) -> Callable[[Workspace], MatrixPage | tuple[MatrixLine, ...]]:
        company, live = place.company, self._live

        def read(workspace: Workspace) -> MatrixPage | tuple[MatrixLine, ...]:
            from app.operations.matrix_list import show_matrix_list, show_matrix_page

            if not company:
                return show_matrix_list(workspace)
            found = show_matrix_page(workspace, company)
            live.view = found.view
            return found

        return read

    def empty(self, snapshot: MatrixPage | tuple[MatrixLine, ...]) -> EmptyState | None:
        if isinstance(snapshot, tuple):
            self._shown = None
            self._editing.leave()
            self._dress()
            return None if snapshot else self._no_company()
        self._shown = snapshot
        if snapshot.view is not None:
            return None
        self._editing.leave()
        self._take_waiting()
        self._dress()
        if not snapshot.reads:
            return EmptyState(
                say("desktop.competence.elsewhere"), say("desktop.competence.elsewhere_hint"), icon="lock"
            )
        if not snapshot.writes:
            return EmptyState(
                say("desktop.competence.none"), say("desktop.competence.none_to_read"), matrix=True
            )
        state = EmptyState(
            say("desktop.competence.none"),
            say("desktop.competence.none_hint"),
            say("action.matrix.import"),
            button_icon="file-spreadsheet",
            other=say("desktop.competence.or_empty"),
            matrix=True,
        )
        state.act.connect(self._choose_file)
        state.other.connect(self._begin_empty)
        return state

    def _no_company(self) -> EmptyState:
        state = EmptyState(
            say("desktop.competence.no_company"),
            say("desktop.competence.no_company_hint"),
            say("action.company.new"),
            icon="factory",
            button_icon="plus",
        )
        state.act.connect(lambda: self.desk.actions.run("company.new"))
        return state

    def fill(self, snapshot: MatrixPage | tuple[MatrixLine, ...]) -> None:
        if isinstance(snapshot, tuple):
            self._list.show_lines(snapshot)
            self._list.ask_company(self._waiting.name if self._waiting is not None else None)
            self._views.setCurrentWidget(self._list)
            return
        if snapshot.view is not None:
            self._editing.take(snapshot.view)
            self._work.show_view(writable=snapshot.writes)
            self._views.setCurrentWidget(self._work)
            self._take_waiting()
            self._dress()
            if self._at_first:
                self._at_first = False
                QTimer.singleShot(0, self, self._first_focus)

    def _first_focus(self) -> None:
        if self.isVisible() and not self._importing and self._views.currentWidget() is self._work:
            self._work.grid.view.setFocus()

    def _concerns(self, changes: ChangeSet | None) -> bool:
        """An edit of here is painted already."""
        return not self._editing.is_mine(changes) and super()._concerns(changes)

    def _front(self, widget: QWidget) -> None:
        """A workbook that is looked at stays in front while the page behind it is read again."""
        self._behind = widget
        super()._front(self._import_view if self._importing else widget)

    def forget(self) -> None:
        self._close_import()
        self._work.close_entry()
        self._editing.leave()
        self._shown = None
        self._at_first = True
        self._dress()
        super().forget()

    # --- the header ---

    def _dress(self) -> None:
        """Title and actions of the state that is shown; the primary one is one at any time."""
        shown = self._shown
        above = shown.name if shown is not None else ""
        matrix = shown is not None and shown.view is not None
        full = matrix and shown is not None and shown.view is not None and bool(shown.view.skills)
        title = "action.matrix.import" if self._importing else "desktop.competence.matrix"
        self.header.set_title(say(title if above or self._importing else "action.go.competence"), above)
        self.setAccessibleName(self.header.title.text())
        writes = shown is not None and shown.writes
        self._undo.setVisible(matrix and not self._importing)
        self._redo.setVisible(matrix and not self._importing)
        self._read.setVisible(matrix and writes and not self._importing)
        self._print.setVisible(full and not self._importing and not self._work.entering)
        self._cancel.setVisible(self._importing)
        preview = self._import_view.preview if self._importing else None
        self._bring_in.setVisible(preview is not None)
        if preview is not None:
            self._bring_in.set_words(
                say("desktop.competence.import.take", people=preview.people, skills=preview.skills)
            )
            if self._import_view.busy:
                self._bring_in.switch_off(say("desktop.competence.import.reading"))
            elif not preview.importable:
                self._bring_in.switch_off(say("desktop.competence.import.must_hint"))
            else:
                self._bring_in.switch_on()

    def _offer(self) -> None:
        self._dress()
        self.offers.emit()

    def _to_company(self) -> None:
        if self._shown is not None:
            self.desk.go(Place("company", self._shown.company.hex()))

    def deeds(self) -> Mapping[str, Callable[[], None]]:
        shown = self._shown
        if shown is None or self._importing:
            return {}
        deeds: dict[str, Callable[[], None]] = {}
        if shown.writes:
            deeds["matrix.import"] = self._choose_file
        if shown.writes and shown.view is None:
            deeds["matrix.empty"] = self._begin_empty
        if shown.writes and shown.view is not None:
            deeds["matrix.person"] = self._work.open_person
            deeds["matrix.skill"] = self._work.open_skill
        if shown.view is not None and shown.view.people and shown.view.skills:
            documents = Place("documents", shown.company.hex())
            deeds["document.print"] = lambda: self.desk.go(documents)
        return deeds

    def status(self) -> str:
        view, sheet = self._editing.view, self._editing.sheet
        if view is None or sheet is None or self._importing:
            return ""
        people, skills = len(self._work.filters.people(view)), len(self._work.filters.skills(sheet))
        code = "desktop.competence.status" if skills == len(view.skills) else "desktop.competence.status_part"
        return say(code, seen=people, people=len(view.people), skills=skills, all=len(view.skills))

    def panes(self) -> list[QWidget]:
        if self._importing or self._views.currentWidget() is self._list:
            return [self]
        return [self._work.tools, self._work.grid, self._work.side]

    # --- acts ---

    def _refused(self, sentence: str) -> None:
        self.banner.tell(sentence, say("desktop.nothing_lost"))

    def _company(self) -> RowId | None:
        return self._shown.company if self._shown is not None else None

    def _begin_empty(self) -> None:
        if (company := self._company()) is not None:
            words = say("desktop.competence.begun")
            self.desk.do(
                begin_empty(company),
                lambda _: self.desk.tell(words, undoable=True),
                self._refused,
                owner=self,
            )

    # --- workbooks ---

    def drop(self, files: tuple[Path, ...]) -> bool:
        if len(files) != 1 or files[0].suffix.casefold() not in _ENDINGS:
            return False
        if self.place is None or not self.place.company:
            self._waiting = files[0]
            self._list.ask_company(files[0].name)
            return True
        self._look_at(files[0])
        return True

    def _take_waiting(self) -> None:
        """A file that was dropped before anybody had said whose it is."""
        if (file := self._waiting) is not None and self._shown is not None and self._shown.writes:
            self._waiting = None
            QTimer.singleShot(0, self, lambda: self._look_at(file))

    def _put_away(self) -> None:
        self._waiting = None
        self._list.ask_company(None)

    def _choose_file(self) -> None:
        file = ask_for_file(
            self, say("action.matrix.import"), say("desktop.competence.workbooks"), _WORKBOOKS
        )
        if file is not None:
            self._look_at(file)

    def _look_at(self, file: Path) -> None:
        if self._shown is None or not self._shown.writes:
            return
        self.banner.hide()
        self._importing = True
        self._import_view.open(file)
        super()._front(self._import_view)
        self._import_view.setFocus()
        self._offer()

    def _close_import(self) -> None:
        if self._importing:
            self._importing = False
            self._import_view.close_file()
            if self._behind is not None:
                super()._front(self._behind)

    def _stop_import(self) -> None:
        """Back, with nothing changed."""
        self._close_import()
        self._offer()
        if self._views.currentWidget() is self._work:
            self._work.grid.view.setFocus()

    def _import(self) -> None:
        company, file, preview = self._company(), self._import_view.file, self._import_view.preview
        if company is None or file is None or preview is None:
            return
        self._bring_in.switch_off(say("desktop.competence.import.taking"))

        def done(made: ImportSnapshot) -> None:
            words = say("desktop.competence.import.taken", people=made.people, skills=made.skills)
            if made.questions:
                words += " " + say("desktop.competence.import.left_open", count=len(made.questions))
            self._stop_import()
            self.desk.tell(words, undoable=True)

        def failed(sentence: str) -> None:
            self._refused(sentence)
            self._dress()

        self.desk.do(bring_in(company, file, preview.answers), done, failed, owner=self)
