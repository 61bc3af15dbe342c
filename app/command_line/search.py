"""The verb that searches everything that this laptop can read."""

from __future__ import annotations

from app.command_line.call import Answer, Call, Json, table
from app.operations.search import Hit, find_anywhere
from app.operations.workspace import iso_instant
from app.store.ids import hyphenated


def search(call: Call) -> Answer:
    with call.workspace() as workspace:
        found = find_anywhere(workspace, call.place("WORDS"), language=call.language)
    heads = [call.say(f"head.{name}") for name in ("kind", "found", "company", "about")]
    rows = [
        [call.say(f"search.kind.{hit.kind.value}"), hit.text, hit.company_name, hit.detail] for hit in found
    ]
    text = table(heads, rows) if found else call.say("said.no_hits")
    return Answer({"hits": [_json(hit) for hit in found]}, text)


def _json(hit: Hit) -> dict[str, Json]:
    return {
        "kind": hit.kind.value,
        "id": hyphenated(hit.id),
        "company": hyphenated(hit.company),
        "company_name": hit.company_name,
        "text": hit.text,
        "detail": hit.detail,
        "at": iso_instant(hit.at),
        "interview": hyphenated(hit.interview) if hit.interview is not None else None,
        "question": hit.question or None,
    }
