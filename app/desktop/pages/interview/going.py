"""Going about in an interview: to a question, on to the next, to another section, back to where it was left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.desktop.pages.interview.model import Shown, asked_of
from app.desktop.pages.interview.section import SectionPane
from app.desktop.pages.interview.section_list import SectionList

if TYPE_CHECKING:
    from app.operations.interview_view import SectionView


class Going(QObject):
    """Keeps the tree and the questions at one place, and remembers for each interview where it was left."""

    def __init__(self, sections: SectionList, pane: SectionPane) -> None:
        super().__init__(pane)
        self._sections, self._pane = sections, pane
        self._shown: Shown | None = None
        self._interview = ""
        self._in_pane = ""
        self._left_at: dict[str, str] = {}
        sections.opened.connect(self._open)
        sections.jumped.connect(self.to)
        pane.moved.connect(self._moved)
        pane.last_passed.connect(self._pass_on)

    def show(self, shown: Shown | None, interview: str) -> None:
        """What is gone about in; its questions are shown by `begin`."""
        self._shown, self._interview = shown, interview

    @property
    def section(self) -> SectionView | None:
        """The section in the pane as it is now, where it is of this interview and still asked."""
        if self._shown is None or self._pane.section is None or self._in_pane != self._interview:
            return None
        found = self._shown.section(self._pane.section.letter)
        return found if found is not None and found.relevant else None

    def begin(self, wanted: str) -> None:
        """At the question that is wanted; else where this interview was left; else where answers are missing."""
        if self._shown is None:
            return
        find = self._shown.find
        left = self._left_at.get(self._interview, "")
        at = (find(wanted) if wanted else "") or (find(left) if left else "") or self._first_open()
        if at:
            self.to(at)

    def to(self, named: str) -> None:
        """To a question, by its place, name or code."""
        at = self._shown.find(named) if self._shown is not None and named else ""
        section = self._shown.section(self._shown.letter_of(at)) if self._shown is not None and at else None
        if section is None:
            return
        here = self.section
        if here is not None and here.letter == section.letter:
            self._pane.go_to(at)
        else:
            self._in_pane = self._interview
            self._pane.show_section(section, at, focus=True)
        self._sections.show_place(section.letter, at)

    def step(self, way: int) -> None:
        self._pane.step(way)

    def other_section(self, way: int) -> None:
        found = self._neighbour(way)
        if found is not None:
            self._open(found.letter)

    def _open(self, letter: str) -> None:
        section = self._shown.section(letter) if self._shown is not None else None
        if section is None:
            return
        start = _start_of(section)
        if start:
            self.to(start)
        else:  # nothing to answer yet: rows are to be added
            self._in_pane = self._interview
            self._pane.show_section(section, "", focus=False)
            self._sections.show_place(letter, "")

    def _pass_on(self, way: int) -> None:
        found = self._neighbour(way)
        asked = asked_of(found) if found is not None else ()
        if asked:
            self.to(asked[0 if way > 0 else -1].at)
        elif found is not None:
            self._open(found.letter)

    def _neighbour(self, way: int) -> SectionView | None:
        if self._shown is None or self._pane.section is None:
            return None
        relevant = self._shown.relevant()
        letters = [one.letter for one in relevant]
        here = self._pane.section.letter
        at = (letters.index(here) if here in letters else 0) + way
        return relevant[at] if 0 <= at < len(relevant) else None

    def _first_open(self) -> str:
        assert self._shown is not None
        relevant = self._shown.relevant()
        first = next((one for one in relevant if one.answered < one.possible), None)
        return _start_of(first or relevant[0]) if relevant else ""

    def _moved(self, at: str) -> None:
        self._left_at[self._interview] = at
        if self._pane.section is not None:
            self._sections.show_place(self._pane.section.letter, at)


def _start_of(section: SectionView) -> str:
    """The first question of a section without an answer; where all have one, the first."""
    asked = asked_of(section)
    if not asked:
        return ""
    return next((one.at for one in asked if not one.value and not one.missing), asked[0].at)
