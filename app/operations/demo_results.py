"""The demo's readable results: targets as a table, interviews as JSON, and a page that tells what lies where."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from app.domain.targets import Reached, TargetFigure
from app.i18n import Language, say
from app.operations import companies, interviews, office
from app.operations.demo_folder import PROFILES, README, SHARED
from app.operations.demo_stage import OFFICE, Stage
from app.operations.interview_view import InterviewSnapshot
from app.operations.workspace import local_time
from app.store.ids import hyphenated

_COLUMNS = (
    "id",
    "target",
    "min",
    "max",
    "done",
    "under_way",
    "planned",
    "left",
    "participations",
    "evidence",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_targets(stage: Stage) -> None:
    """What the programme promised against what has been done, as the office sees it (swedish-facts 5 for the CSV)."""
    with stage.laptop(OFFICE) as workspace:
        figures = office.show_targets(workspace)
    lines = io.StringIO()
    table = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    table.writerow([say(f"demo.column.{name}", stage.language) for name in _COLUMNS])
    for one in figures:
        table.writerow([_safe(cell) for cell in _line(one, stage.language)])
    _write(stage, stage.result(say("demo.file.targets", stage.language)), lines.getvalue(), bom=True)
    for one in figures:
        if one.done or one.under_way or one.planned:
            stage.tell(
                "demo.says.target",
                id=one.id,
                target=one.sv if stage.language == "sv" else one.en,
                done=one.done,
                on_the_way=one.under_way + one.planned,
                least="–" if one.min is None else one.min,
            )
    stage.expect(any(one.done for one in figures), "demo.check.targets")


def _line(one: TargetFigure, language: Language) -> list[str]:
    numbers = (one.min, one.max, one.done, one.under_way, one.planned, one.left, one.participations)
    evidence = ", ".join(
        f"{line.label}: {say(f'domain.evidence.{line.what.value}', language)} {line.activity}"
        for line in one.evidence
        if line.reached is Reached.DONE
    )
    return [
        one.id,
        one.sv if language == "sv" else one.en,
        *("" if number is None else str(number) for number in numbers),
        evidence,
    ]


def _safe(cell: str) -> str:
    """A cell that Excel does not take for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def write_interviews(stage: Stage) -> None:
    """Every interview that has come to the office, as JSON."""
    with stage.laptop(OFFICE) as workspace:
        for key, typed in stage.interviews.items():
            found = interviews.show_interview(workspace, typed, language=stage.language)
            company = companies.show_company(workspace, hyphenated(found.company))
            name = company.name.split(" (")[0]
            file = stage.result(say("demo.file.interview", stage.language, name=name))
            document = json.dumps(_document(found, company.name), ensure_ascii=False, indent=1)
            _write(stage, file, document + "\n")
            stage.expect(
                len(found.answers) > 0, "demo.check.interview", company=stage.cast.companies[key].name
            )
    stage.tell("demo.says.interviews", count=len(stage.interviews))


def _document(found: InterviewSnapshot, company: str) -> dict[str, object]:
    figures = found.figures
    return {
        "id": hyphenated(found.id),
        "company": company,
        "status": found.status,
        "form": found.form,
        "form_version": found.form_version,
        "finished_on": found.finished_on,
        "answers": dict(found.answers),
        "respondents": {at: dict(said) for at, said in found.respondents.items()},
        "disagreements": [
            {"at": one.at, "values": dict(one.values), "distance": one.distance}
            for one in found.disagreements
        ],
        "maturity": dict(figures.maturity),
        "section_need": dict(figures.section_need),
        "activity_need": dict(figures.activity_need),
        "recommended": [
            {"activity": one.activity, "need": one.need, "coverage": one.coverage, "why": list(one.why)}
            for one in found.recommended
        ],
    }


def write_readme(stage: Stage) -> None:
    """What lies where, how the profiles are opened, and which commands to try."""
    plat = stage.cast.companies[stage.books()[0].company]
    text = say(
        "demo.readme",
        stage.language,
        passphrase=stage.cast.data.passphrase,
        day=local_time(stage.clock.now()).date().isoformat(),
        now=local_time(stage.clock.now()).isoformat(timespec="minutes"),
        seed=stage.cast.seed,
        office=str(Path(PROFILES, OFFICE)),
        profiles=", ".join(str(Path(PROFILES, coach.key)) for coach in stage.cast.data.coach),
        coach=str(Path(PROFILES, plat.coach)),
        coach_name=stage.name_of(plat.coach),
        shared=SHARED,
        orgnr=plat.orgnr or "",
        company=plat.name,
        interview=stage.interviews[plat.key],
    )
    _write(stage, stage.folder / README[stage.language], text)
    stage.tell("demo.says.readme", file=README[stage.language])


def _write(stage: Stage, file: Path, text: str, *, bom: bool = False) -> None:
    with file.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as out:
        out.write(text)
    stage.made.append(file)
