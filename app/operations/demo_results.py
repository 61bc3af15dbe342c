"""What the demo leaves to read: the targets as a table, interviews as JSON, and what lies where."""

from __future__ import annotations

import csv
import io
import json

from app.operations import companies, interviews, office
from app.operations.demo_stage import Stage


def follow_up(stage: Stage) -> None:
    with stage.at("kontor") as workspace:
        figures = office.show_targets(workspace)
        register = companies.list_companies(workspace)
    table = io.StringIO()
    rows = csv.writer(table, delimiter=";", lineterminator="\r\n")
    rows.writerow(
        ["mål", "vad", "min", "max", "gjort", "pågår", "planerat", "kvar", "deltaganden", "underlag"]
    )
    for one in figures:
        evidence = ", ".join(f"{line.label} ({line.activity})" for line in one.evidence)
        counts = (one.min, one.max, one.done, one.under_way, one.planned, one.left, one.participations)
        rows.writerow([one.id, one.sv, *("" if count is None else count for count in counts), evidence])
        if one.done or one.under_way or one.planned:
            stage.say(
                "demo.said.target",
                id=one.id,
                done=one.done,
                under_way=one.under_way,
                planned=one.planned,
                left=one.left if one.left is not None else "–",
            )
    (stage.results / "maluppfyllelse.csv").write_text(table.getvalue(), encoding="utf-8-sig", newline="")
    for key, interview in stage.interviews.items():
        with stage.at("kontor") as workspace:
            shown = interviews.show_interview(workspace, interview, language=stage.language)
        document = {
            "company": stage.cast.companies[key].name,
            "status": shown.status,
            "answers": dict(shown.answers),
            "maturity": shown.figures.maturity,
            "section_need": shown.figures.section_need,
            "activity_need": shown.figures.activity_need,
            "recommended": [{"activity": one.activity, "why": list(one.why)} for one in shown.recommended],
        }
        (stage.results / f"intervju-{key}.json").write_text(
            json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8"
        )
    stage.say("demo.said.register", companies=len(register))


def read_me(stage: Stage) -> None:
    from app.i18n import say

    text = say(
        "demo.read_me", stage.language, passphrase=stage.cast.data.passphrase, folder=str(stage.folder)
    )
    (stage.folder / "LASMIG.txt").write_text(text + "\n", encoding="utf-8")
    stage.say("demo.said.passphrase", passphrase=stage.cast.data.passphrase)
