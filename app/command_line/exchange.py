"""The verb sync."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.command_line.call import Answer, Call, Json
from app.operations import exchange

if TYPE_CHECKING:
    from app.exchange.station import Passed


def sync(call: Call) -> Answer:
    with call.workspace() as workspace:
        report = exchange.sync(workspace)
    said = [
        call.say(
            "said.synced",
            written=report.written,
            read=report.read,
            changes=report.changes,
            conflicts=report.conflicts,
        ),
        *(
            call.say("said.waits", file=one.file, reason=call.say(one.code, **one.params))
            for one in report.waiting
        ),
        *(
            call.say("said.refused", file=one.file, reason=call.say(one.code, **one.params))
            for one in report.refused
        ),
    ]
    return Answer(
        {
            "written": report.written,
            "read": report.read,
            "changes": report.changes,
            "waiting": _passed(call, report.waiting),
            "refused": _passed(call, report.refused),
            "conflicts": report.conflicts,
        },
        "\n".join(said),
    )


def _passed(call: Call, passed: Sequence[Passed]) -> list[Json]:
    return [{"file": one.file, "reason": call.say(one.code, **one.params)} for one in passed]
