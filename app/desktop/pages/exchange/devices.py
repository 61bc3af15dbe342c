"""The devices of the project as rows, with the state of each in a chip."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.desktop.widgets.table import Cell, Column, Row, Table
from app.desktop.words import moment_words, say

if TYPE_CHECKING:
    from app.operations.exchange_view import DeviceLine, ExchangeSnapshot

_NONE = "–"


def device_table() -> Table:
    return Table(
        say("desktop.exchange.devices"),
        (
            Column(say("desktop.exchange.device")),
            Column(say("desktop.exchange.last_read"), 126, spare=1),
            Column(say("desktop.exchange.last_seen"), 126, spare=2),
            Column(say("desktop.exchange.waiting"), 72, figure=True, spare=3),
            Column(say("desktop.exchange.state"), 200),
        ),
        two_lines=True,
        one_click=True,
        whole=True,
    )


def device_rows(found: ExchangeSnapshot) -> list[Row]:
    """In the order that they are known in; the ids of rows are ids of devices."""
    return [Row(line.id, _cells(found, line)) for line in found.devices]


def role_words(role: str) -> str:
    return say(f"desktop.role.{role}")


def _cells(found: ExchangeSnapshot, line: DeviceLine) -> tuple[Cell, ...]:
    parts = [say("desktop.exchange.own") if line.own else "", role_words(line.role), line.organisation]
    waiting = found.unwritten_acts if line.own else line.waiting_sections
    return (
        Cell(line.name, " · ".join(part for part in parts if part), strong=True, avatar=True),
        Cell(_NONE if line.own else _moment(line.last_read, found.day), colour="muted"),
        Cell(_moment(line.last_seen, found.day), colour="muted"),
        Cell(str(waiting), colour="ink" if waiting else "muted", strong=bool(waiting)),
        _state(found, line),
    )


def _moment(at: int | None, today: date) -> str:
    return moment_words(at, today) if at is not None else _NONE


def _state(found: ExchangeSnapshot, line: DeviceLine) -> Cell:
    """The one thing that matters most about it now."""
    if line.status == "revoked":
        return Cell(say("desktop.exchange.state.revoked"), tone="neutral", icon="ban")
    if line.status == "waiting":
        return Cell(say("desktop.exchange.state.approval"), tone="warn", icon="clock")
    conflicts = sum(any(one.device == line.id for one in each.values) for each in found.conflicts)
    if conflicts:
        words = say("desktop.exchange.state.conflict", count=conflicts)
        return Cell(words, tone="gap", icon="git-compare")
    if any(not one.waits and one.device == line.name for one in found.passed):
        return Cell(say("desktop.exchange.state.refused"), tone="gap", icon="file-warning")
    if line.waiting_sections:
        return Cell(say("desktop.exchange.state.key"), tone="warn", icon="key-round")
    if line.own:
        if found.unwritten_acts or found.unwritten_files:
            return Cell(say("desktop.exchange.state.to_send"), tone="info", icon="upload")
        return Cell(say("desktop.exchange.state.sent"), tone="ok", icon="check")
    if line.sequence == 0:
        return Cell(say("desktop.exchange.state.silent"), tone="neutral", icon="minus")
    return Cell(say("desktop.exchange.state.read"), tone="ok", icon="check")
