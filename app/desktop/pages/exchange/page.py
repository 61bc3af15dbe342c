"""The page of the exchange: what must be settled, the devices, the folder, and what was not read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.desktop.file_dialogs import ask_for_file, ask_for_folder
from app.desktop.page import Body, Page
from app.desktop.pages.exchange import acts
from app.desktop.pages.exchange.acts import ExchangeShown
from app.desktop.pages.exchange.conflicts import Conflicts
from app.desktop.pages.exchange.device_panel import DevicePanel, groups
from app.desktop.pages.exchange.devices import device_rows, device_table, role_words
from app.desktop.pages.exchange.folder import FolderPanel
from app.desktop.pages.exchange.invite import InviteForm, SixWordsShown
from app.desktop.pages.exchange.offered import Offered
from app.desktop.pages.exchange.passed import PassedFiles
from app.desktop.places import Place
from app.desktop.refused import Wrong
from app.desktop.tasks import Job
from app.desktop.tokens import Space, Type
from app.desktop.widgets.card import Card, Section
from app.desktop.widgets.columns import Columns
from app.desktop.widgets.layout import Line, column, reaching
from app.desktop.widgets.states import Working
from app.desktop.widgets.table import Cell, Column, Row, Table
from app.desktop.widgets.text import Text
from app.desktop.words import day_of_words, say

if TYPE_CHECKING:
    from app.operations.devices import SentInvitation
    from app.operations.dropped import Dropped
    from app.operations.enrolment import InvitationSnapshot
    from app.operations.workspace import Workspace
    from app.settings import Settings
    from app.store.ids import DeviceId

_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".csv"})
_LEAST = 340


class ExchangePage(Page[ExchangeShown]):
    """Read again whenever it is come to: the folder changes without telling anybody."""

    name = "exchange"

    def build(self, content: QWidget) -> Iterator[None]:
        self._shown: ExchangeShown | None = None
        self._run: Job | None = None
        actions = self.desk.actions
        self.header.set_title(say("action.go.exchange"))
        self.header.add(actions.button("exchange.read"), actions.button("exchange.sync", "primary"))
        page = Body()
        content.setLayout(column(page, gap=0))
        self.running = Working(say("desktop.syncing"), say("desktop.stop"))
        self.running.cancel.connect(self._stop)
        self.running.hide()
        self.offered = Offered()
        self.offered.used.connect(self._use)
        page.add(self.running, self.offered)
        yield
        self.own_mark = Text("", Type.PAGE, wrap=True)
        self._waiting = Card(
            Text(say("desktop.exchange.own_waits"), Type.SECTION, wrap=True),
            Text(say("desktop.exchange.own_waits.how"), Type.BODY, "muted", wrap=True),
            self.own_mark,
            ground="wash",
            frame="hair",
        )
        self._waiting.hide()
        page.add(self._waiting)
        yield
        self.conflicts = Conflicts()
        self.conflicts.opened.connect(lambda company: self.desk.go(Place("company", company)))
        self._rule = Line()
        self._rule.hide()
        page.add(self.conflicts, self._rule)
        yield
        self.form = InviteForm()
        self.form.wanted.connect(self._invite)
        self.form.closed.connect(self._close_form)
        yield
        self.words = SixWordsShown()
        self.words.closed.connect(self._close_words)
        yield
        self.table = device_table()
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(self._choose)  # again, after the panel was closed
        yield
        self.panel = DevicePanel()
        self.panel.approved.connect(self._approve)
        self.panel.assigned.connect(self._assign)
        self.panel.closed.connect(self._close_panel)
        yield
        self._invite_button = actions.button("exchange.invite", "link")
        self._alone = Text("", Type.BODY, "muted", wrap=True)
        self._devices = Section(
            say("desktop.exchange.devices"),
            self.form,
            self.words,
            self.table,
            self._alone,
            self.panel,
            actions=(self._invite_button,),
            gap=Space.M,
        )
        self._sent = Table(
            say("desktop.exchange.invitations"),
            (
                Column(say("desktop.exchange.invite.name")),
                Column(say("desktop.exchange.invite.role"), 150),
                Column(say("desktop.exchange.invitations.until"), 190),
            ),
            whole=True,
        )
        self._invitations = Section(say("desktop.exchange.invitations"), self._sent)
        yield
        self.folder = FolderPanel()
        self.folder.change.connect(self._choose_folder)
        yield
        self.passed = PassedFiles()
        yield
        left = QWidget()
        left.setLayout(column(self._devices, self._invitations, self.passed, None, gap=Space.XL))
        right = QWidget()
        right.setLayout(column(*reaching((self.folder,)), None, gap=Space.XL))
        page.add(Columns((left, right), least=_LEAST, weights=(2, 1), gap=Space.XL))
        yield
        self.desk.syncing.connect(self._show_run)
        self._show_run(self.desk.sync_job)

    # --- what is shown ---

    def arrive(self, place: Place) -> None:
        self._stale = True
        super().arrive(place)
        if place.tab == "read":
            QTimer.singleShot(0, self, self._choose_file)

    def read(self, place: Place) -> Callable[[Workspace], ExchangeShown]:
        return acts.read_exchange

    def fill(self, snapshot: ExchangeShown) -> None:
        self._shown = snapshot
        found = snapshot.found
        own = next((line for line in found.devices if line.own), None)
        self._waiting.setVisible(not found.approved)
        self.own_mark.setText(groups(own.fingerprint) if own is not None else "")
        self.conflicts.show_conflicts(found.conflicts, found.day)
        self._rule.setVisible(bool(found.conflicts))
        self._devices.set_title(say("desktop.exchange.devices"), str(len(found.devices)))
        self.table.put(device_rows(found))
        self._invite_button.setVisible(found.may_enrol)
        alone = found.may_enrol and len(found.devices) == 1
        self._alone.setText(say("desktop.exchange.alone"))
        self._alone.setVisible(alone)
        self._sent.put([_sent_row(one, at) for at, one in enumerate(found.invitations)])
        self._invitations.setVisible(bool(found.invitations))
        self.folder.show_state(found)
        self.passed.show_files(found.passed)
        if self.panel.device is not None:
            self._choose(self.panel.device)

    def deeds(self) -> Mapping[str, Callable[[], None]]:
        deeds: dict[str, Callable[[], None]] = {"exchange.read": self._choose_file}
        if self._shown is not None and self._shown.found.may_enrol:
            deeds["exchange.invite"] = self._open_form
        return deeds

    def _choose(self, device: object) -> None:
        shown = self._shown
        line = next((one for one in shown.found.devices if one.id == device), None) if shown else None
        if shown is None or line is None:
            self.panel.hide()
            return
        self.panel.show_device(line, shown.companies, may_enrol=shown.found.may_enrol)

    def _close_panel(self) -> None:
        self.panel.hide()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- a run through the folder ---

    def _show_run(self, job: Job | None) -> None:
        """Progress while it lasts; then what has come of it."""
        ended = self._run is not None and job is None
        self._run = job
        self.running.setVisible(job is not None)
        if job is not None:
            self.running.begin(say("desktop.syncing"))
            job.progress.connect(self.running.show_progress)
        elif ended and self.isVisible():
            self.refresh()

    def _stop(self) -> None:
        if self._run is not None:
            self._run.cancel()

    def _sync(self) -> None:
        self.desk.actions.run("exchange.sync")

    # --- folders and files ---

    def drop(self, files: tuple[Path, ...]) -> bool:
        if len(files) != 1 or files[0].suffix.casefold() in _WORKBOOKS:
            return False
        self._look(files[0])
        return True

    def _choose_file(self) -> None:
        file = ask_for_file(self, say("action.exchange.read"))
        if file is not None:
            self._look(file)

    def _choose_folder(self) -> None:
        now = self._shown.found.folder.path if self._shown is not None else None
        folder = ask_for_folder(self, say("desktop.exchange.folder.change"), str(now or ""))
        if folder is not None:
            self._look(folder)

    def _look(self, path: Path) -> None:
        self.offered.looking(path.name)

        def came(found: Dropped) -> None:
            self.offered.show_found(found, self.desk.settings.shared)
            if found.kind == "in_use":
                self._sync()

        self.desk.ask(acts.look(path), came, self.offered.show_error, owner=self)

    def _use(self, folder: Path) -> None:
        def done(settings: Settings) -> None:
            self.desk.settings = settings
            self.desk.settings_changed.emit()
            self.offered.hide()
            self._sync()
            self.refresh()

        self.desk.ask(acts.use(folder), done, self.offered.show_error, owner=self)

    # --- letting people in ---

    def _open_form(self) -> None:
        self._close_words()
        self.form.begin()

    def _close_form(self) -> None:
        self.form.hide()
        self._invite_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_words(self) -> None:
        self.words.forget()

    def _invite(self, name: str, role: str, out: Path) -> None:
        def done(made: InvitationSnapshot | Wrong) -> None:
            if isinstance(made, Wrong):
                self.form.set_error(made.sentence, at_file=made.field == acts.FILE)
                return
            self.form.hide()
            self.words.show_words(made, name, out.name)
            self.refresh()

        self.desk.ask(acts.invite(name, role, out), done, self.form.set_error, owner=self)

    def _approve(self, device: DeviceId, fingerprint: str) -> None:
        name = self._name_of(device)

        def done(_: None) -> None:
            self.desk.tell(say("desktop.exchange.approved", name=name))
            self.refresh()
            self._sync()

        self.desk.ask(acts.approve(device, fingerprint), done, self.panel.set_error, owner=self)

    def _assign(self, device: DeviceId, company: str) -> None:
        shown, name = self._shown, self._name_of(device)
        what = dict(shown.companies).get(company, "") if shown is not None else ""

        def done(_: None) -> None:
            self.desk.tell(say("desktop.exchange.assigned.done", company=what, name=name))
            self.refresh()

        self.desk.ask(acts.assign(device, company), done, self.panel.set_error, owner=self)

    def _name_of(self, device: DeviceId) -> str:
        found = self._shown.found.devices if self._shown is not None else ()
        return next((line.name for line in found if line.id == device), "")

    # --- keys ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes what is open, the innermost first; the six words go only by their own button."""
        if event.key() == Qt.Key.Key_Escape:
            for part, close in (
                (self.form, self._close_form),
                (self.panel, self._close_panel),
                (self.offered, self.offered.hide),
            ):
                if part.isVisible():
                    close()
                    return
        super().keyPressEvent(event)


def _sent_row(one: SentInvitation, at: int) -> Row:
    until = datetime.fromtimestamp(one.expires / 1000, ZoneInfo("Europe/Stockholm")).date()
    words = day_of_words(until)
    gone = say("desktop.exchange.invitations.expired", day=words)
    return Row(
        at,
        (
            Cell(one.name, strong=True),
            Cell(role_words(one.role), colour="muted"),
            Cell(gone, tone="gap", icon="clock") if one.expired else Cell(words, colour="muted"),
        ),
    )
