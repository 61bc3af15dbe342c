"""The history as sentences, made on the worker: who did what and when; the same act again and again is one line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from app.desktop.widgets.table import Cell, Row
from app.desktop.words import clock_words, day_words, language, say
from app.i18n import says

if TYPE_CHECKING:
    from app.operations.hub import ActLine


def history_rows(acts: Iterable[ActLine], today: date) -> tuple[Row, ...]:
    """Newest first. Acts of one kind by one person on one laptop that follow each other on a day stand together."""
    from app.operations.workspace import local_time

    rows: list[Row] = []
    for _, group in groupby(acts, lambda act: (act.verb, act.of, act.device, local_time(act.at).date())):
        found = list(group)
        first = found[0]
        moment = local_time(first.at)
        sentence = _sentence(first)
        if len(found) > 1:
            sentence = say("desktop.company.act.times", act=sentence, count=len(found))
        where = "" if first.own else say("desktop.company.act.elsewhere")
        rows.append(
            Row(
                first.unit.hex(),
                (_when(moment, today), Cell(sentence, colour="ink"), Cell(where, colour="muted")),
            )
        )
    return tuple(rows)


def _when(moment: datetime, today: date) -> Cell:
    return Cell(f"{day_words(moment.date(), today)} {clock_words(moment)}", colour="muted")


def _sentence(act: ActLine) -> str:
    """An act as a sentence. One that this release has no sentence for is named by its few words."""
    from app.operations.log import act_words

    if act.of is not None:
        code = "desktop.company.act.redo" if act.verb == "redo" else "desktop.company.act.undo"
        return say(code, person=act.person, act=act_words(act.of, language()))
    code = f"desktop.company.act.{act.verb.replace(' ', '_')}"
    if says(code):
        return say(code, person=act.person)
    return say("desktop.company.act.other", person=act.person, act=act_words(act.verb, language()))
