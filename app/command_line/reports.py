"""Verbs that print."""

from __future__ import annotations

from pathlib import Path

from app.command_line.call import Answer, Call
from app.operations import printing


def report_matrix(call: Call) -> Answer:
    with call.workspace() as workspace:
        made = printing.print_matrix(
            workspace,
            company=call.value("company"),
            out=Path(call.value("out")),
            paper=call.maybe("paper"),
            language=call.language,
        )
    return Answer(
        {"out": str(made.out), "pages": made.pages, "sha256": made.sha256},
        call.say("said.printed", out=str(made.out), pages=made.pages, sha=made.sha256),
    )
