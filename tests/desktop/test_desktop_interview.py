"""Intervju: answered by keys and clicks, saved as it is typed, changed only where a step says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from _interview import Work, answer_times, click, press, work_on
from _window import settle, watched
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


@pytest.fixture
def work(project: Any) -> Iterator[Work]:
    with work_on(project) as made:
        yield made


def branch(work: Work, letter: str) -> Any:
    tree = work.page.sections.tree
    return tree.branch(tree.ids().index(letter))


def test_it_opens_at_the_question_that_was_asked_for(work: Work) -> None:
    page = work.page
    assert page.header.title.text() == "Exempelverken i Kramfors AB"
    assert page.pane.current.view.code == "E01" and page.pane.current.is_open
    assert page.sections.tree.opened == "E" and branch(work, "E").count == "3/15"
    assert branch(work, "E").dots[0].state == "full" and branch(work, "E").dots[2].state == "hollow"
    assert page.head.progress.findChild(QWidget) is not None
    assert [one.view.code for one in page.pane.questions() if one.is_open] == ["E01"]


def test_a_digit_answers_and_delete_empties(work: Work) -> None:
    row = work.go("e03_plan")
    press(row.first().focusProxy(), Qt.Key.Key_4, "4")
    assert row.first().value() == "4"  # at once
    work.rest()
    assert work.value("e03_plan") == "4"
    assert branch(work, "E").count == "4/15" and branch(work, "E").dots[2].state == "full"
    press(row.first().focusProxy(), Qt.Key.Key_Delete)
    work.rest()
    assert work.value("e03_plan") == "" and branch(work, "E").count == "3/15"


def test_a_digit_answers_wherever_the_keyboard_is_but_in_text(work: Work) -> None:
    row = work.go("e03_plan")
    press(work.page, Qt.Key.Key_5, "5")
    work.rest()
    assert work.value("e03_plan") == "5" and row.first().value() == "5"
    work.page.sections.search.setFocus()
    press(work.page.sections.search, Qt.Key.Key_1, "1")
    work.rest()
    assert work.value("e03_plan") == "5"


def test_keys_go_through_the_questions_and_on_to_the_next_section(work: Work) -> None:
    deeds = work.page.deeds()
    work.go("e01")
    deeds["interview.next"]()
    work.rest()
    assert work.page.pane.current.view.code == "E02"
    assert work.page.pane.current.first().isAncestorOf(QApplication.focusWidget() or work.page)
    deeds["interview.previous"]()
    deeds["interview.previous"]()
    work.rest()
    assert work.page.pane.current.view.code == "D09"
    deeds["interview.next_section"]()
    work.rest()
    assert work.page.pane.section.letter == "E"
    press(work.go("e04").first().focusProxy(), Qt.Key.Key_Return)
    work.rest()
    assert work.page.pane.current.view.code == "E05"


def test_tab_opens_the_question_that_it_comes_to(work: Work) -> None:
    row = work.go("e03_plan")
    for _ in range(20):
        if work.page.pane.current is not row:
            break
        QTest.keyClick(QApplication.focusWidget() or work.page, Qt.Key.Key_Tab)
        work.rest()
    assert work.page.pane.current.view.code == "E04"
    assert work.page.pane.current.isAncestorOf(QApplication.focusWidget() or work.page)


def test_a_click_on_a_folded_scale_answers_opens_and_stays_under_the_pointer(work: Work) -> None:
    work.page.resize(1384, 420)
    work.go("e05")
    row = work.row("E06")
    work.page.pane._scroller.show_widget(row)
    work.rest()
    before = row.mapTo(work.page, row.rect().topLeft()).y()
    click(row.editor.scale.buttons[3])
    work.rest()
    assert work.value("e06_ledare") == "3" and row.is_open
    assert abs(row.mapTo(work.page, row.rect().topLeft()).y() - before) <= 1


def test_answers_of_respondents_stand_beside_the_agreed_one(work: Work) -> None:
    row = work.go("e04_upplarning")
    for role, digit in (("vd", "4"), ("operatör", "1")):
        work.page.pane.who.choose(role)
        press(row.first().focusProxy(), Qt.Key(Qt.Key.Key_0 + int(digit)), digit)
        work.rest()
    assert work.value("e04_upplarning") == "4"
    assert row.first().value() == "1"
    work.page.pane.who.choose("")
    work.rest()
    assert row.first().value() == "4"
    ways = [
        way.accessibleName()
        for way in work.page.side.findChildren(QWidget)
        if way.__class__.__name__ == "WayRow"
    ]
    assert ways == ["E04 Hur går upplärning av nya till? 3 steg"]
    assert row.view.disagreement == 3
    press(row.first().focusProxy(), Qt.Key.Key_2, "2")
    work.rest()
    assert row.view.disagreement == 0 and work.value("e04_upplarning") == "2"


def test_skip_logic_is_live_and_nothing_is_made_anew(work: Work) -> None:
    scope = work.go("a02_omfattning")
    kept = {one.view.name: one for one in work.page.pane.questions()}
    assert "a17_medlem" in kept and branch(work, "Q").letter == "Q"
    focus = QApplication.focusWidget()
    chips = sorted(scope.editor._chips.items())
    click(next(chip for _, chip in chips if not chip.isChecked()))
    work.rest()
    assert work.value("a02_omfattning") != "djup"
    now = {one.view.name: one for one in work.page.pane.questions()}
    assert "a17_medlem" not in now and "Q" not in work.page.sections.tree.ids()
    assert all(kept[name] is row for name, row in now.items())
    assert work.page.pane.current is scope and scope.is_open
    click(next(chip for _, chip in chips if not chip.isChecked()))
    work.rest()
    assert work.row("A17") is not None and "Q" in work.page.sections.tree.ids()
    assert focus is None or scope.isAncestorOf(QApplication.focusWidget() or scope)
    codes = [one.view.code for one in work.page.pane.questions()]
    assert codes == sorted(codes)


def test_a_refused_answer_stays_where_it_was_typed_with_the_reason(work: Work) -> None:
    row = work.go("a11_kvinnor")
    line = row.editor.first()
    line.setText("-3")
    line.textEdited.emit("-3")
    line.flush()
    work.rest()
    assert row.wrong and line.text() == "-3" and row.accessibleDescription()
    assert work.value("a11_kvinnor") == ""
    work.go("e01")
    row = work.go("a11_kvinnor")
    assert row.wrong and row.editor.first().text() == "-3"
    row.editor.first().setText("12")
    row.editor.first().flush()
    work.rest()
    assert not row.wrong and work.value("a11_kvinnor") == "12"


def test_what_is_no_number_is_said_when_the_field_is_left(work: Work) -> None:
    row = work.go("e08_ensamma")
    line = row.editor.first()
    line.setText("många")
    press(line, Qt.Key.Key_Return)
    work.rest()
    assert "heltal" in row.accessibleDescription() and line.text() == "många"
    line.setText("1 2")
    line.flush()
    work.rest()
    assert work.value("e08_ensamma") == "12" and not row.wrong


def test_enter_in_a_field_goes_on_by_one_question(work: Work) -> None:
    line = work.go("a11_kvinnor").editor.first()
    line.setFocus()
    line.setText("12")
    press(line, Qt.Key.Key_Return)
    work.rest()
    assert work.value("a11_kvinnor") == "12" and work.page.pane.current.view.code == "A12"


def test_text_that_waits_is_kept_when_the_next_question_opens(work: Work) -> None:
    area = work.go("c09_fragan").editor.first()
    area.setPlainText("Ska vi växa?")
    work.page.deeds()["interview.next"]()
    work.rest()
    assert work.page.pane.current.view.code == "C10" and work.value("c09_fragan") == "Ska vi växa?"
    assert [one.view.code for one in work.page.pane.questions() if one.is_open] == ["C10"]


def test_days_and_decimals_are_read_as_people_write_them(work: Work) -> None:
    row = work.go("a01_datum")
    row.editor.first().setText("3 maj 2022")
    row.editor.first().flush()
    work.rest()
    assert work.value("a01_datum") == "2022-05-03"
    row = work.go("a13_arsarbeten")
    row.editor.first().setText("22,5")
    row.editor.first().flush()
    work.rest()
    assert work.value("a13_arsarbeten") == "22.5" and row.editor.first().text() == "22,5"


def test_text_is_kept_when_the_page_is_left_in_mid_word(work: Work) -> None:
    row = work.go("c09_fragan")
    area = row.editor.first()
    area.setPlainText("Ska vi väx")
    work.page.leave()
    settle(work.desk)
    assert work.value("c09_fragan") == "Ska vi väx"


def test_a_blank_at_the_end_of_what_is_typed_is_left_alone(work: Work) -> None:
    row = work.go("c09_fragan")
    area = row.editor.first()
    area.setFocus()
    area.setPlainText("Ska vi ")
    area.flush()
    work.rest()
    if area.hasFocus():
        assert area.toPlainText() == "Ska vi "
    assert work.value("c09_fragan") == "Ska vi"


def test_choices_flow_and_the_rest_unfolds(work: Work) -> None:
    row = work.row("E12")
    shown = [chip for chip in row.editor._chips.values() if not chip.isHidden()]
    assert len(shown) == 4
    click(shown[0])
    click_second = next(
        chip for chip in row.editor._chips.values() if not chip.isHidden() and not chip.isChecked()
    )
    click(click_second)
    work.rest()
    assert len(work.value("e12_svarast").split()) == 2 and row.is_open
    assert sum(not chip.isHidden() for chip in row.editor._chips.values()) == 10
    row.editor._more.click()
    assert sum(not chip.isHidden() for chip in row.editor._chips.values()) == 15
    work.go("e01")
    assert sum(not chip.isHidden() for chip in row.editor._chips.values()) == 2


def test_a_long_list_is_searched(work: Work) -> None:
    row = work.go("a09_kommun")
    choice = row.editor.first()
    choice.lineEdit().setText("sundsvall")
    choice.lineEdit().editingFinished.emit()
    work.rest()
    assert work.value("a09_kommun") == "2281"
    choice.lineEdit().setText("ingenstans")
    choice.lineEdit().editingFinished.emit()
    work.rest()
    assert work.value("a09_kommun") == "2281" and choice.lineEdit().text() == "Sundsvall"


def test_a_note_and_why_there_is_no_answer(work: Work) -> None:
    row = work.go("e05_validering")
    row._foot._press("unknown")
    row._foot._write()
    row._foot.note.setPlainText("Frågan återkommer i höst")
    row.flush()
    work.rest()
    record = work.record()
    assert "unknown" in record.missing.values() and "Frågan återkommer i höst" in record.notes.values()
    dot = next(one for one in branch(work, "E").dots if one.id == row.view.at)
    assert dot.state == "excused"
    work.go("e01")
    assert not row._marks["missing"].isHidden() and not row._marks["note"].isHidden()


def test_rows_come_and_go_and_come_back(work: Work) -> None:
    work.go("r01")
    box = work.page.pane._repeats()[0]
    for text in ("Matrisen på väggen", "Två till på robotsvets"):
        click(box.add)
        work.rest()
        assert work.page.pane.current.view.code == "R08"
        work.page.pane.current.editor.first().setPlainText(text)
        work.page.flush()
        work.rest()
    first, second = (row.key for row in box.view.rows)
    told: list[tuple[str, str]] = []
    work.desk.told.connect(lambda words, act: told.append((words, act)))
    click(box._rows[str(first)].away)
    work.rest()
    assert [row.key for row in box.view.rows] == [second] and told[-1][1] == "undo"
    left = [one.view for one in box.questions() if one.view.code == "R08"]
    assert [one.value for one in left] == ["Två till på robotsvets"] and "[1]" in left[0].at
    here = work.page.pane.current

    def undo(space: Any) -> tuple[None, Any]:
        from app.operations import log

        return None, log.undo(space)[1]

    work.desk.do(undo)
    settle(work.desk)
    work.rest()
    assert [row.key for row in box.view.rows] == [first, second]
    assert work.page.pane.current is here


def test_a_change_from_elsewhere_is_shown_without_a_jump(work: Work) -> None:
    row = work.go("e10")
    rows = {one.view.name: one for one in work.page.pane.questions()}
    scrolled = work.page.pane._scroller.verticalScrollBar().value()
    ident = work.page._shown.view.id

    def elsewhere(space: Any) -> tuple[None, Any]:
        from app.operations import interviews
        from app.store.ids import hyphenated

        return None, interviews.answer(space, interview=hyphenated(ident), at="e03_plan", value="5")

    work.desk.do(elsewhere)
    settle(work.desk)
    work.rest()
    assert rows["e03_plan"].view.value == "5" and rows["e03_plan"].editor.scale.value() == "5"
    assert {one.view.name: one for one in work.page.pane.questions()} == rows
    assert work.page.pane.current is row
    assert work.page.pane._scroller.verticalScrollBar().value() == scrolled


def test_finishing_names_what_is_missing_and_leads_there(work: Work) -> None:
    work.page.deeds()["interview.finish"]()
    settle(work.desk)
    work.rest()
    assert not work.page.above.isHidden() and work.record().status == "open"
    work.page.above._stop.button.click()
    work.rest()
    assert work.page.pane.current.view.code == "A01" and work.page.above.isHidden()


def test_finished_and_amended_with_a_reason(work: Work) -> None:
    for name, value in (
        ("a01_datum", "2022-05-03"),
        ("a06_orgnr", "556036-0793"),
        ("a08_namn_foretag", "Ett AB"),
    ):
        row = work.go(name)
        field = row.editor.first()
        field.setPlainText(value) if hasattr(field, "setPlainText") else field.setText(value)
        work.page.flush()
        work.rest()
    row = work.go("a18_delning")
    click(next(iter(row.editor._chips.values())))
    work.rest()
    work.page.deeds()["interview.finish"]()
    settle(work.desk)
    work.rest()
    assert work.record().status == "finished"
    assert work.page.head.finish.isHidden() and not work.page.head.amend.isHidden()
    assert "interview.finish" not in work.page.deeds()
    assert not work.page.pane.current.editor.isEnabled() or not work.page.pane.editable
    work.page.deeds()["interview.amend"]()
    assert work.page.head.amend.isHidden()  # one primary action at a time
    work.page.above.amend._give()
    settle(work.desk)
    assert work.record().status == "finished" and work.page.above.amend._line.accessibleDescription()
    work.page.above.amend._line.setText("Vd rättade en siffra")
    work.page.above.amend._give()
    settle(work.desk)
    work.rest()
    assert work.record().status == "open" and work.page.above.isHidden() and work.page.pane.editable


def test_a_full_disk_is_said_and_the_text_is_told_again(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.domain.refusal import Unavailable
    from app.operations.interview_live import LiveInterview

    row = work.go("c09_fragan")
    area = row.editor.first()
    own = LiveInterview.answer

    def full(*_: Any, **__: Any) -> Any:
        raise Unavailable("desktop.unexpected")

    monkeypatch.setattr(LiveInterview, "answer", full)
    area.setPlainText("Ska vi växa?")
    work.page.flush()
    work.rest()
    assert not work.page.banner.isHidden() and area.toPlainText() == "Ska vi växa?"
    monkeypatch.setattr(LiveInterview, "answer", own)
    work.page.flush()
    work.rest()
    assert work.value("c09_fragan") == "Ska vi växa?"


def test_questions_are_found_by_their_words(work: Work) -> None:
    sections = work.page.sections
    work.page.deeds()["search.here"]()
    sections.search.setText("upplärning nya")
    press(sections.search, Qt.Key.Key_Return)
    work.rest()
    assert work.page.pane.current.view.code == "E04" and sections.search.text() == ""
    sections.search.setText("finns inte alls")
    assert sections._stack.currentIndex() == 1


def test_figures_follow_and_are_read_aloud(work: Work) -> None:
    radar = work.page.side.radar
    assert "Kompetens 1,5" in radar.accessibleName() and "Hållbarhet inte bedömd" in radar.accessibleName()
    press(work.go("e02").first().focusProxy(), Qt.Key.Key_4, "4")
    work.rest()
    assert "Kompetens 3,0" in radar.accessibleName()
    row = work.page.side._rows[0]
    row.bar.click()
    assert not row._why.isHidden() and row._why.text()
    said = work.page.sections.tree.model().index(4, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "E Kompetens och personal: 3 av 15 besvarade"


@pytest.mark.parametrize("tongue", ["sv", "en"])
def test_every_part_of_every_section_has_a_name(project: Any, tongue: str) -> None:
    from app.desktop import words

    words.use_language(tongue)  # type: ignore[arg-type]
    with work_on(project) as work:
        for letter in work.page.sections.tree.ids():
            work.page.going._open(letter)
            work.rest()
            for widget in work.page.pane.findChildren(QWidget):
                stops = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible()
                inner = widget.objectName().startswith("qt_") or widget.parent() is None
                if stops and not inner and widget.focusProxy() is None:
                    assert widget.accessibleName(), f"{letter}: {type(widget).__name__}"


@pytest.mark.parametrize(("percent", "wide"), [(100, 900), (150, 1384), (200, 1384), (300, 1900)])
def test_the_questions_fit_at_any_text_size(project: Any, percent: int, wide: int) -> None:
    from app.desktop.theme import look

    look().use(percent=percent)
    with work_on(project, size=(wide, 832)) as work:
        for letter in ("A", "E", "P", "R"):
            work.page.going._open(letter)
            work.rest()
            scroller = work.page.pane._scroller
            assert scroller.widget().minimumSizeHint().width() <= scroller.viewport().width(), letter


def test_no_event_lasts_and_the_main_thread_never_asks_the_record(project: Any, qapp: Any) -> None:
    with work_on(project) as work, watched(qapp) as dog:
        for letter in work.page.sections.tree.ids():
            work.page.going._open(letter)
            work.rest()
        row = work.go("e03")
        for digit in "012345":
            press(row.first().focusProxy(), Qt.Key(Qt.Key.Key_0 + int(digit)), digit)
        work.rest()
        assert dog.complaints == []


def test_the_bench_measures_answers(project: Any) -> None:
    with work_on(project) as work:
        painted, settled = answer_times(work, 6)
        assert len(painted) == len(settled) == 6
        assert all(one <= two for one, two in zip(painted, settled, strict=True))


def test_without_an_interview_there_is_one_thing_to_do(project: Any) -> None:
    from _day import ANNA
    from _interview import make_desk, make_page

    with project.at(ANNA) as space:
        from app.operations import companies

        company, _ = companies.add(
            space, orgnr="556036-0793", sole_trader=False, name="Ett AB", municipality="2282", sni="25",
            legal_form="ab", women=None, men=None,
        )  # fmt: skip
    desk = make_desk(project.profile(ANNA), project.surroundings())
    try:
        page = make_page(desk, company.hex(), "")
        went: list[Any] = []
        desk.travelled.connect(went.append)
        page._empty.button.click()
        settle(desk)
        assert went[-1].page == "interview" and went[-1].item
        page.arrive(went[-1])
        settle(desk)
        assert page.header.title.text() == "Ett AB"
        page.close()
    finally:
        desk.close()
