"""Verbs of the project office: what was promised against what has been done."""

from __future__ import annotations

from app.command_line.call import Answer, Call, Json, table
from app.domain.targets import EvidenceLine, TargetFigure
from app.operations import office


def office_targets(call: Call) -> Answer:
    with call.workspace() as workspace:
        found = office.show_targets(workspace)
    heads = [
        call.say(f"head.{name}")
        for name in ("target", "min_max", "done", "under_way", "planned", "left", "participations", "what")
    ]
    rows = [
        [
            one.id,
            "–" if one.min is None else f"{one.min}–{one.max if one.max is not None else ''}",
            str(one.done),
            str(one.under_way),
            str(one.planned),
            "–" if one.left is None else str(one.left),
            str(one.participations),
            (one.sv if call.language == "sv" else one.en)
            + (f" ({call.say('domain.target.not_followed_yet')})" if one.not_followed_yet else ""),
        ]
        for one in found
    ]
    return Answer({"targets": [_json(one) for one in found]}, table(heads, rows))


def _json(one: TargetFigure) -> dict[str, Json]:
    return {
        "id": one.id,
        "sv": one.sv,
        "en": one.en,
        "activities": list(one.activities),
        "count": one.count,
        "min": one.min,
        "max": one.max,
        "done": one.done,
        "under_way": one.under_way,
        "planned": one.planned,
        "left": one.left,
        "unique_companies": len({line.company for line in one.evidence if line.reached.name == "DONE"}),
        "participations": one.participations,
        "not_followed_yet": one.not_followed_yet,
        "evidence": [_evidence(line) for line in one.evidence],
        "overlaps": [
            {
                "target": overlap.target,
                "companies": [{"company": ref.id, "name": ref.label} for ref in overlap.companies],
                "done_without": overlap.done_without,
            }
            for overlap in one.overlaps
        ],
    }


def _evidence(line: EvidenceLine) -> dict[str, Json]:
    return {
        "company": line.company,
        "name": line.label,
        "what": line.what.value,
        "reached": line.reached.name.lower(),
        "activity": line.activity,
        "date": line.first.isoformat() if line.first is not None else None,
        "times": line.times,
        "minutes": line.minutes,
        "outside_programme": line.outside_programme,
    }
