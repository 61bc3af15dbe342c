"""Verbs of the coaching log."""

from __future__ import annotations

from app.command_line.call import Answer, Call, Json, table
from app.operations import coaching
from app.operations.coaching import SessionSnapshot
from app.store.ids import hyphenated


def coach_log(call: Call) -> Answer:
    with call.workspace() as workspace:
        session, _ = coaching.log(
            workspace,
            company=call.value("company"),
            activity=call.value("activity"),
            day=call.value("date"),
            minutes=call.value("minutes"),
            note=call.maybe("note"),
            women=call.maybe("women"),
            men=call.maybe("men"),
            next_step=call.maybe("next"),
            next_by=call.maybe("next-by"),
        )
        found = coaching.show_session(workspace, session)
    said = call.say(
        "said.logged",
        company=found.company_name,
        activity=found.activity,
        date=found.date,
        minutes=found.minutes,
    )
    warned = "\n" + call.say("said.outside_programme") if found.outside_programme else ""
    return Answer(_json(found), said + warned)


def coach_list(call: Call) -> Answer:
    with call.workspace() as workspace:
        found = coaching.list_sessions(workspace, call.maybe("company"))
    heads = [call.say(f"head.{name}") for name in ("date", "company", "activity", "minutes", "next")]
    rows = [
        [one.date, one.company_name, one.activity, str(one.minutes), one.next_step or ""] for one in found
    ]
    return Answer({"sessions": [_json(one) for one in found]}, table(heads, rows))


def _json(session: SessionSnapshot) -> dict[str, Json]:
    return {
        "id": hyphenated(session.id),
        "company": hyphenated(session.company),
        "company_name": session.company_name,
        "activity": session.activity,
        "date": session.date,
        "minutes": session.minutes,
        "note": session.note,
        "women": session.women,
        "men": session.men,
        "next": session.next_step,
        "next_by": session.next_by,
        "outside_programme": session.outside_programme,
    }
