"""Verbs on questionnaires: form check, form run. They need no profile."""

from __future__ import annotations

import json
from pathlib import Path

from app.command_line.call import Answer, Call, Json
from app.domain.refusal import Refusal
from app.operations import forms
from app.operations.forms import CheckedForm


def form_check(call: Call) -> Answer:
    found = forms.check(Path(call.place("FILE")))
    errors: list[Json] = [
        {
            "sheet": one.sheet,
            "row": one.row,
            "column": one.column,
            "message": call.say(one.code, **one.params),
        }
        for one in found.errors
    ]
    document: Json = {
        "title": found.title,
        "version": found.version,
        "questions": found.questions,
        "errors": errors,
    }
    return Answer(document, _text(call, found), exit_code=1 if errors else 0)


def _text(call: Call, found: CheckedForm) -> str:
    if not found.errors:
        return call.say(
            "said.form_sound",
            title=found.title or "",
            version=found.version or "",
            questions=found.questions or 0,
        )
    return "\n".join(
        f"{call.say('said.place', sheet=one.sheet or '–', row=one.row or '–', column=one.column or '–')}: "
        f"{call.say(one.code, **one.params)}"
        for one in found.errors
    )


def form_run(call: Call) -> Answer:
    seed = call.maybe("seed")
    if seed is not None and not seed.lstrip("-").isdigit():
        raise Refusal("words.seed", typed=seed[:40])
    result = forms.run(
        Path(call.place("FILE")),
        call.read_json("script"),
        now=call.maybe("now"),
        timezone=call.maybe("timezone"),
        seed=int(seed) if seed is not None else 0,
        clock=call.surroundings().now,
        language=call.language,
    )
    document: dict[str, Json] = {
        "leaves": [
            {
                "at": leaf.at,
                "value": leaf.value,
                "relevant": leaf.relevant,
                "required": leaf.required,
                "readonly": leaf.readonly,
                "valid": leaf.valid,
                "message": leaf.message,
                "label": leaf.label,
                "choices": [{"value": one.value, "label": one.label} for one in leaf.choices],
            }
            for leaf in result.leaves
        ],
        "refused": [{"step": one.step, "why": one.why, "message": one.message} for one in result.refused],
        "evaluations": result.evaluations,
    }
    return Answer(document, json.dumps(document, ensure_ascii=False, indent=1))
