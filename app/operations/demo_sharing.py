"""The demo's exchange: everybody's news through the shared folder, a spoiled file, and what the office cannot see."""

from __future__ import annotations

from pathlib import Path

from app.domain.refusal import Refusal
from app.operations import companies, competence, exchange
from app.operations.demo_stage import OFFICE, Stage
from app.store.registry import ENTITIES, Compartment
from app.store.rows import LicenceRow, PersonRow, RatingRow, RespondentNameRow

_HALF = 2


def first_sync(stage: Stage) -> None:
    """The coaches bring what they did before they were let in; the office reads it; then nothing is left to do."""
    for coach in stage.cast.data.coach:
        stage.sync(coach.key)
    stage.sync(OFFICE)
    with stage.laptop(OFFICE) as workspace:
        found = companies.list_companies(workspace)
        twins = sum(bool(company.same_as) for company in stage.cast.companies.values())
        wanted = len(stage.cast.companies) - twins
        stage.expect(len(found) == wanted, "demo.check.companies", found=len(found), wanted=wanted)
        stage.tell("demo.says.companies", companies=len(found), rows=len(stage.cast.companies))
    for who in (*(coach.key for coach in stage.cast.data.coach), OFFICE):
        stage.sync(who)
    again = stage.sync(OFFICE)
    quiet = (again.written, again.read, again.changes) == (0, 0, 0)
    stage.expect(quiet, "demo.check.quiet")
    stage.tell("demo.says.quiet")


def spoil(stage: Stage) -> None:
    """Somebody's synchronisation leaves a damaged copy in the folder: it is named and passed over, the rest is read."""
    who = stage.cast.data.slip.coach
    stage.sync(who)
    copy = _damaged_copy(stage.shared, stage, who)
    with stage.laptop(OFFICE) as workspace:
        report = exchange.sync(workspace)
    refused = [one for one in report.refused if one.file == copy.relative_to(stage.shared).as_posix()]
    stage.expect(len(refused) == len(report.refused) == 1, "demo.check.not_refused")
    stage.expect(report.read > 0, "demo.check.rest")
    stage.tell("demo.says.spoiled", file=refused[0].file, reason=stage.reason(refused[0]))
    stage.tell("demo.says.rest", read=report.read, changes=report.changes)
    copy.unlink()


def _damaged_copy(shared: Path, stage: Stage, who: str) -> Path:
    """A copy of a laptop's newest segment under the next number, with one bit turned."""
    from app.exchange import names
    from app.exchange.ids import DeviceId

    with stage.laptop(who) as workspace:
        home = names.device_directory(DeviceId(workspace.laptop.device))
    found = [names.parse(f"{home}/{file.name}") for file in (shared / home).iterdir()]
    newest = max((one for one in found if isinstance(one, names.SegmentName)), key=lambda one: one.sequence)
    data = bytearray((shared / newest.path).read_bytes())
    data[len(data) // _HALF] ^= 1
    copy = shared / names.SegmentName(newest.device, newest.sequence + 1, newest.sha).path
    copy.write_bytes(data)
    return copy


def last_sync(stage: Stage) -> None:
    """The day's last run: everybody has everybody's news."""
    for who in (*(coach.key for coach in stage.cast.data.coach), OFFICE):
        stage.sync(who)


def look_for_people(stage: Stage) -> None:
    """The office has companies, interviews and sessions, and not one row about an employee (record.md 3)."""
    with stage.laptop(OFFICE) as workspace:
        with workspace.reading() as reader:
            rows = sum(
                len(reader.rows(kind)) for kind in (PersonRow, RatingRow, LicenceRow, RespondentNameRow)
            )
        stage.expect(rows == 0, "demo.check.people_at_office", rows=rows)
        book = stage.books()[0]
        try:
            competence.show_matrix(workspace, stage.typed(book.company))
            stage.expect(False, "demo.check.people_at_office", rows=rows)
        except Refusal as refusal:
            stage.expect(refusal.code == "competence.none", "demo.check.people_at_office", rows=rows)
            stage.tell_refusal(refusal)
    closed = sum(entity.compartment is Compartment.PEOPLE for entity in ENTITIES)
    stage.tell("demo.says.no_people", tables=closed)
