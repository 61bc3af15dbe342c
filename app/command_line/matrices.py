"""Verbs of the competence matrix."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.command_line.call import Answer, Call, Json, table
from app.domain.competence_figures import MatrixFigures
from app.domain.dates import parse_date
from app.domain.refusal import Refusal
from app.operations import competence
from app.store.ids import hyphenated

if TYPE_CHECKING:
    from app.workbooks import Answer as Given
    from app.workbooks import Question


def matrix_read(call: Call) -> Answer:
    from app.workbooks import as_json

    document = as_json(competence.read(Path(call.place("FILE"))), call.language)
    return Answer(document, json.dumps(document, ensure_ascii=False, indent=1))


def matrix_import(call: Call) -> Answer:
    from app.workbooks.json_shape import dropped_text

    answers = _answers(call) if call.maybe("answers") is not None else ()
    with call.workspace() as workspace:
        made, _ = competence.import_workbook(
            workspace, Path(call.place("FILE")), company=call.value("company"), answers=answers
        )
    dropped = [dropped_text(one, call.language) for one in made.dropped]
    said = [
        call.say(
            "said.matrix_imported", people=made.people, skills=made.skills, questions=len(made.questions)
        ),
        *dropped,
        *(
            call.say(
                "said.matrix_question",
                sheet=one.sheet,
                where=one.where,
                about=one.about,
                choices=", ".join(one.choices),
            )
            for one in made.questions
        ),
    ]
    return Answer(
        {
            "id": hyphenated(made.id),
            "people": made.people,
            "skills": made.skills,
            "questions": _questions(made.questions),
            "drop": dropped,
        },
        "\n".join(said),
    )


def matrix_figures(call: Call) -> Answer:
    on = call.maybe("on")
    day = parse_date(on, where="--on") if on is not None else None
    with call.workspace() as workspace:
        found = competence.show_matrix(workspace, call.value("company"), on=day).figures
    heads = [call.say(f"head.{name}") for name in ("skill", "covered", "teachers", "required", "gap")]
    rows = [
        [
            one.name,
            str(one.covered),
            str(one.teachers),
            "–" if one.required is None else str(one.required),
            "–" if one.gap is None else str(one.gap),
        ]
        for one in found.skills
    ]
    flexibility = f"{call.say('head.flexibility')}: {_share(found.flexibility)}"
    compliance = f"{call.say('head.compliance')}: {_share(found.compliance)}"
    return Answer(_figures(found), "\n".join([table(heads, rows), flexibility, compliance]))


def _share(share: float | None) -> str:
    return "–" if share is None else f"{round(share * 100)} %"


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _figures(found: MatrixFigures) -> dict[str, Json]:
    return {
        "on": found.on.isoformat(),
        "skills": [
            {
                "skill": one.name,
                "covered": one.covered,
                "bus_factor": one.bus_factor,
                "teachers": one.teachers,
                "required": one.required,
                "gap": one.gap,
            }
            for one in found.skills
        ],
        "people": [
            {
                "person": one.display,
                "flexibility": _rounded(one.flexibility),
                "gaps": [
                    {
                        "skill": gap.name,
                        "required": gap.required,
                        "current": gap.current,
                        "licence": gap.licence.value if gap.licence is not None else None,
                    }
                    for gap in one.gaps
                ],
            }
            for one in found.people
        ],
        "flexibility": _rounded(found.flexibility),
        "compliance": _rounded(found.compliance),
        "compliance_without_expiring": _rounded(found.compliance_without_expiring),
        "expiring": [
            {
                "person": one.display,
                "skill": one.name,
                "valid_to": one.valid_to.isoformat(),
                "status": one.status.value,
            }
            for one in found.expiring
        ],
    }


def _questions(questions: Sequence[Question]) -> list[Json]:
    return [
        {"sheet": one.sheet, "about": one.about, "where": one.where, "choices": list(one.choices)}
        for one in questions
    ]


def _answers(call: Call) -> tuple[Given, ...]:
    """Answers to the questions of a workbook. Raises Refusal where the file holds anything else."""
    from app.workbooks import Answer as Given

    found = call.read_json("answers")
    if not isinstance(found, list):
        raise Refusal("words.matrix_answers_shape", file=call.value("answers"))
    answers: list[Given] = []
    for one in found:
        parts = (
            [one.get(name) for name in ("sheet", "about", "where", "choice")] if isinstance(one, dict) else []
        )
        if len(parts) != 4 or not all(isinstance(part, str) for part in parts):
            raise Refusal("words.matrix_answers_shape", file=call.value("answers"))
        sheet, about, where, choice = (str(part) for part in parts)
        answers.append(Given(sheet, about, where, choice))
    return tuple(answers)
