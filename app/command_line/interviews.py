"""Verbs of the interview."""

from __future__ import annotations

from app.command_line.call import Answer, Call, Json, table
from app.domain.refusal import Refusal
from app.operations import interviews
from app.operations.interview_view import InterviewSnapshot
from app.operations.workspace import Workspace, parse_instant
from app.store.ids import hyphenated


def interview_start(call: Call) -> Answer:
    answers = _answers(call) if call.maybe("answers") is not None else None
    with call.workspace() as workspace:
        interview, _ = interviews.start(
            workspace,
            company=call.value("company"),
            form=call.maybe("form") or "djupanalys",
            answers=answers,
            language=call.language,
        )
        return _shown(call, workspace, hyphenated(interview))


def interview_answer(call: Call) -> Answer:
    with call.workspace() as workspace:
        interviews.answer(
            workspace,
            interview=call.place("INTERVIEW"),
            at=call.place("AT"),
            value=call.place("VALUE"),
            respondent=call.maybe("respondent"),
            language=call.language,
        )
        return _shown(call, workspace, call.place("INTERVIEW"))


def interview_show(call: Call) -> Answer:
    with call.workspace() as workspace:
        return _shown(call, workspace, call.place("INTERVIEW"))


def interview_finish(call: Call) -> Answer:
    with call.workspace() as workspace:
        interviews.finish(workspace, call.place("INTERVIEW"), language=call.language)
        return _shown(call, workspace, call.place("INTERVIEW"))


def interview_amend(call: Call) -> Answer:
    with call.workspace() as workspace:
        interviews.amend(workspace, call.place("INTERVIEW"), call.value("reason"))
        return _shown(call, workspace, call.place("INTERVIEW"))


def interview_list(call: Call) -> Answer:
    with call.workspace() as workspace:
        found = interviews.list_interviews(workspace, call.value("company"))
    heads = [call.say(f"head.{name}") for name in ("status", "form", "answered", "finished", "id")]
    rows = [
        [
            call.say(f"status.{one.status}"),
            f"{one.form} {one.form_version}",
            str(one.answered),
            one.finished_on or "–",
            hyphenated(one.id),
        ]
        for one in found
    ]
    lines: list[Json] = [
        {
            "id": hyphenated(one.id),
            "company": hyphenated(one.company),
            "status": one.status,
            "form": one.form,
            "form_version": one.form_version,
            "finished_on": one.finished_on,
            "answered": one.answered,
        }
        for one in found
    ]
    return Answer({"interviews": lines}, table(heads, rows))


def _answers(call: Call) -> dict[str, str]:
    """Answers by question from a file. Raises Refusal where it holds anything else."""
    found = call.read_json("answers")
    if not isinstance(found, dict):
        raise Refusal("words.answers_shape", file=call.value("answers"))
    answers: dict[str, str] = {}
    for name, value in found.items():
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise Refusal("words.answer_shape", file=call.value("answers"), name=str(name)[:80])
        answers[str(name)] = value if isinstance(value, str) else str(value)
    return answers


def _shown(call: Call, workspace: Workspace, interview: str) -> Answer:
    typed = call.maybe("as-of")
    found = interviews.show_interview(
        workspace,
        interview,
        language=call.language,
        as_of=parse_instant(typed) if typed is not None else None,
    )
    return Answer(_json(found), _text(call, found))


def _json(found: InterviewSnapshot) -> dict[str, Json]:
    figures = found.figures
    return {
        "id": hyphenated(found.id),
        "company": hyphenated(found.company),
        "status": found.status,
        "form": found.form,
        "form_version": found.form_version,
        "finished_on": found.finished_on,
        "answers": dict(found.answers),
        "respondents": {at: dict(said) for at, said in found.respondents.items()},
        "disagreements": [
            {"at": one.at, "values": dict(one.values), "distance": _plain(one.distance)}
            for one in found.disagreements
        ],
        "maturity": dict(figures.maturity),
        "section_need": dict(figures.section_need),
        "section_coverage": {key: list(pair) for key, pair in figures.section_coverage.items()},
        "activity_need": dict(figures.activity_need),
        "activity_coverage": dict(figures.activity_coverage),
        "recommended": [
            {"activity": one.activity, "need": one.need, "coverage": one.coverage, "why": list(one.why)}
            for one in found.recommended
        ],
        "notes": dict(found.notes),
        "missing": dict(found.missing),
    }


def _plain(number: float) -> int | float:
    return int(number) if number == int(number) else number


def _text(call: Call, found: InterviewSnapshot) -> str:
    lines = [
        f"{call.say('head.status')}: {call.say(f'status.{found.status}')}",
        f"{call.say('head.answered')}: {len(found.answers)}",
    ]
    for figure in found.figures.activities:
        need = "–" if figure.need is None else str(figure.need)
        lines.append(
            f"  {figure.activity:<6} {need:>4}  {call.say(f'domain.standing.{figure.standing.value}')}"
        )
    for one in found.recommended:
        lines += ["", f"{one.activity}: {one.need}", *(f"  · {why}" for why in one.why)]
    lines.append(f"id: {hyphenated(found.id)}")
    return "\n".join(lines)
