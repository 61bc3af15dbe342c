"""The exchange as its page shows it: devices, folder, what waits, the last run, conflicts in words, and a glance."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from _day import (
    ANNA,
    BO,
    KIM,
    NAMES,
    NUMBER,
    OFFICE,
    Project,
    Worked,
    files,
    invite_and_join,
    work,
)

from app.domain.refusal import Refusal, Unavailable
from app.exchange.folder import Folder, OsFolder
from app.operations import coaching, companies, devices, enrolment, exchange, interviews, log
from app.operations.exchange_view import DeviceLine, ExchangeSnapshot, show_exchange, unwritten
from app.operations.last_sync import folder_news
from app.operations.workspace import Workspace


def lines(shown: ExchangeSnapshot) -> dict[str, DeviceLine]:
    return {line.name: line for line in shown.devices}


def at_of(project: Project, who: str) -> ExchangeSnapshot:
    with project.at(who) as at:
        return show_exchange(at)


# --- devices ---


def test_devices_with_their_newest_news(worked: tuple[Project, Worked]) -> None:
    project, _ = worked
    shown = at_of(project, OFFICE)
    found = lines(shown)
    assert set(found) == set(NAMES.values()) and shown.may_enrol and shown.approved
    assert [line.own for line in shown.devices].count(True) == 1 and found[NAMES[OFFICE]].own
    anna = found[NAMES[ANNA]]
    assert (anna.role, anna.status, anna.own) == ("coach", "ready", False)
    assert anna.last_seen is not None and anna.last_read is not None and anna.last_seen < anna.last_read
    # The one segment that is numbered 1 … is the newest that was read.
    home = project.shared / "simmitt" / "dev" / project.device(ANNA)
    assert anna.sequence == len(list(home.glob("seg-*")))
    bo = found[NAMES[BO]]
    assert (bo.last_seen, bo.last_read, bo.sequence) == (None, None, 0)
    assert len({line.fingerprint for line in shown.devices}) == 4
    project.clock.go_to("2022-05-11T08:00")
    with project.at(ANNA) as at:
        companies.edit(at, NUMBER, "women", "4")
        made = project.clock.at
    project.clock.go_to("2022-05-12T08:00")
    project.settle(ANNA, OFFICE)
    seen = lines(at_of(project, OFFICE))[NAMES[ANNA]].last_seen
    assert seen is not None and abs(seen - made) < 10_000, "by the clock of who did it, not of who read it"


def test_a_laptop_that_waits_and_the_office_that_lets_it_in(project: Project) -> None:
    with project.at(OFFICE) as at:
        assert devices.waiting_devices(at) == () and devices.open_invitations(at) == ()
        assert devices.may_enrol(at)
    mark = invite_and_join(project, "per", name="Per Ny", role="coach")
    with project.at("per") as at:
        shown = show_exchange(at)
        assert not shown.approved and not shown.may_enrol and devices.waiting_devices(at) == ()
        own = lines(shown)["Per Ny"]
        assert (own.status, own.own, own.fingerprint) == ("waiting", True, mark)
        assert exchange.sync(at).waiting[0].code == "exchange.roster.not_yet"
        last = show_exchange(at).last
        assert last is not None and [one.code for one in last.waiting] == ["exchange.roster.not_yet"]
    with project.at(OFFICE) as at:
        # What the page needs before it approves: who, and the fingerprint to read aloud.
        (waiting,) = devices.waiting_devices(at)
        assert (waiting.name, waiting.role, waiting.fingerprint) == ("Per Ny", "coach", mark)
        (sent,) = devices.open_invitations(at)
        assert (sent.name, sent.role, sent.expired) == ("Per Ny", "coach", False)
        assert lines(show_exchange(at))["Per Ny"].status == "waiting"
        with pytest.raises(Refusal) as caught:
            enrolment.approve(at, "Per Ny", "AAAA BBBB CCCC DDDD")
        assert caught.value.code == "enrolment.fingerprint"
        enrolment.approve(at, "Per Ny", waiting.fingerprint)
        shown = show_exchange(at)
        assert lines(shown)["Per Ny"].status == "ready" and shown.invitations == ()
    project.settle(OFFICE, "per")
    shown = at_of(project, "per")
    assert shown.approved and set(lines(shown)) == {*NAMES.values(), "Per Ny"}


def test_an_invitation_runs_out(project: Project) -> None:
    with project.at(OFFICE) as at:
        enrolment.invite(at, name="Per Ny", role="coach", out=project.root / "per.invitation")
        (sent,) = devices.open_invitations(at)
        assert not sent.expired
        project.clock.at = sent.expires
        assert devices.open_invitations(at)[0].expired


def test_sections_without_a_key_wait_only_where_they_are_meant_for_us(worked: tuple[Project, Worked]) -> None:
    project, _ = worked
    assert all(line.waiting_sections == 0 for line in at_of(project, OFFICE).devices), (
        "people are none of its business"
    )
    assert all(line.waiting_sections == 0 for line in at_of(project, BO).devices), "nor is another's company"
    with project.at(OFFICE) as at:
        enrolment.assign(at, NUMBER, NAMES[BO])
    project.sync(BO)
    # The office has given the company's and the analysis' keys; the people key comes from Anna, who has not synced.
    found = lines(at_of(project, BO))
    assert found[NAMES[ANNA]].waiting_sections == 1
    project.settle(ANNA, BO)
    assert lines(at_of(project, BO))[NAMES[ANNA]].waiting_sections == 0
    assert lines(at_of(project, OFFICE))[NAMES[BO]].companies == ("Exempel Mekaniska AB",)


# --- what waits, and the last run ---


def test_what_waits_to_be_written_and_what_the_last_run_did(project: Project) -> None:
    with project.at(ANNA) as at:
        before = show_exchange(at).last
        assert before is not None and before.written == before.read == 0
        companies.add(at, orgnr=NUMBER, sole_trader=False, name="Exempel AB", municipality="Krokom")
        companies.edit(at, NUMBER, "women", "4")
        assert (unwritten(at), show_exchange(at).unwritten_acts) == (2, 2)
        report = exchange.sync(at)
        shown = show_exchange(at)
        assert (shown.unwritten_acts, shown.unwritten_files, unwritten(at)) == (0, 0, 0)
        last = shown.last
        assert last is not None and (last.written, last.read, last.companies) == (report.written, 0, 0)
        assert 0 < last.took < 60_000 and abs(last.at - project.clock.at) < 60_000
    project.sync(OFFICE)
    shown = at_of(project, OFFICE)
    assert shown.last is not None and (shown.last.changes, shown.last.companies) == (2, 1)
    with project.at(OFFICE) as at:
        exchange.sync(at)
        assert show_exchange(at).last != shown.last, "the newest run is the last"


def test_files_that_were_passed_over_stay_with_their_reasons(worked: tuple[Project, Worked]) -> None:
    project, _ = worked
    home = project.shared / "simmitt" / "dev" / project.device(ANNA)
    segment = next(home.glob("seg-*"))
    copy = home / f"{segment.name} (conflicted copy 2022-05-12)"
    shutil.copyfile(segment, copy)
    project.sync(OFFICE)
    last = at_of(project, OFFICE).last
    assert last is not None
    (refused,) = last.refused
    assert (
        refused.file.endswith(copy.name) and refused.code == "exchange.name.copy" and refused.params["file"]
    )
    (passed,) = at_of(project, OFFICE).passed
    assert (passed.file, passed.waits, passed.device) == (refused.file, False, NAMES[ANNA])


def test_progress_is_told_and_can_end_a_run(worked: tuple[Project, Worked]) -> None:
    project, _ = worked
    with project.at(ANNA) as at:
        for women in range(3):
            companies.edit(at, NUMBER, "women", str(women))
            exchange.sync(at)

    class Stopped(Exception):
        pass

    told: list[tuple[int, int]] = []

    def stop(done: int, known: int) -> None:
        told.append((done, known))
        if done == 2:
            raise Stopped

    with project.at(OFFICE) as at:
        last = show_exchange(at).last
        with pytest.raises(Stopped):
            exchange.sync(at, stop)
        assert told == [(0, 4), (1, 4), (2, 4)]
        assert companies.show_company(at, NUMBER).women == 1, "two files are read, whole"
        assert show_exchange(at).last == last, "a run that was ended is no last run"
        told.clear()
        report = exchange.sync(at, lambda done, known: told.append((done, known)))
        assert report.read == 1 and companies.show_company(at, NUMBER).women == 2
        assert told[:2] == [(0, 2), (1, 2)] and all(done < known for done, known in told)


# --- the folder ---


class Counted:
    """A folder that counts what is asked of it."""

    def __init__(self, inner: Folder) -> None:
        self.inner = inner
        self.listed = self.opened = 0

    def names(self, directory: str) -> tuple[str, ...]:
        self.listed += 1
        return self.inner.names(directory)

    def exists(self, path: str) -> bool:
        return self.inner.exists(path)

    def read(self, path: str, limit: int) -> bytes:
        self.opened += 1
        return self.inner.read(path, limit)

    def try_writing(self) -> None:
        self.inner.try_writing()

    def publish(self, path: str, data: bytes) -> None:
        self.inner.publish(path, data)


def test_a_glance_tells_news_without_opening_a_file(worked: tuple[Project, Worked]) -> None:
    project, _ = worked
    project.settle(OFFICE, ANNA, BO, KIM)
    counted = Counted(OsFolder(project.shared))
    project.folder = lambda _root: counted
    with project.at(OFFICE) as office, project.at(ANNA) as anna, project.at(BO) as bo:
        everybody = (office, anna, bo)
        for at in everybody:
            exchange.sync(at)
        counted.opened = counted.listed = 0
        assert [folder_news(at) for at in everybody] == [False, False, False]
        assert counted.opened == 0 and counted.listed <= 3 * 12
        companies.edit(anna, NUMBER, "women", "4")
        exchange.sync(anna)
        assert [folder_news(at) for at in everybody] == [True, False, True], "its own writing is no news"
        exchange.sync(office)
        assert [folder_news(at) for at in everybody] == [False, False, True], (
            "a glance forgets nothing by itself"
        )
        exchange.sync(bo)
        before = files(project.shared)
        assert [folder_news(at) for at in everybody] == [False] * 3
        assert files(project.shared) == before
        enrolment.assign(office, NUMBER, NAMES[BO])
        assert folder_news(bo) and folder_news(anna), "a roster, and keys"
    # What was seen is remembered: another day, another process.
    with project.at(BO) as bo:
        assert folder_news(bo)
        exchange.sync(bo)
    with project.at(BO) as bo:
        assert not folder_news(bo)


def test_a_request_is_news_to_the_office_alone(project: Project) -> None:
    project.settle(OFFICE, ANNA)
    with project.at(OFFICE) as office, project.at(ANNA) as anna:
        assert not folder_news(office) and not folder_news(anna)
        invite_and_join(project, "per", name="Per Ny", role="coach")
        assert folder_news(office) and not folder_news(anna)
        exchange.sync(office)
        assert not folder_news(office)


def test_a_spoiled_file_is_news_once(worked: tuple[Project, Worked]) -> None:
    project, _ = worked
    home = project.shared / "simmitt" / "dev" / project.device(ANNA)
    with project.at(OFFICE) as at:
        exchange.sync(at)
        (home / f"seg-{9:010d}-{'0' * 32}").write_bytes(b"nothing")
        assert folder_news(at)
        assert len(exchange.sync(at).refused) == 1
        assert not folder_news(at), "it is not tried again at every look"


def test_a_folder_that_goes_and_comes_back(worked: tuple[Project, Worked]) -> None:
    project, _ = worked
    away = project.root / "away"
    with project.at(ANNA) as at:
        exchange.sync(at)
        shown = show_exchange(at)
        assert shown.folder.reachable and shown.folder.path == project.shared
        project.shared.rename(away)
        assert folder_news(at), "it went away"
        shown = show_exchange(at)
        assert (shown.folder.reachable, shown.folder.code) == (False, "exchange.folder.missing")
        assert len(shown.devices) == 4 and shown.last is not None, "the rest is shown all the same"
        with pytest.raises(Unavailable):
            exchange.sync(at)
        assert not folder_news(at), "and is away still"
        away.rename(project.shared)
        assert folder_news(at), "it is back"
        exchange.sync(at)
        assert not folder_news(at)
        (project.shared / "simmitt" / "project").rename(project.root / "kept")
        assert folder_news(at)
        with pytest.raises(Unavailable):
            exchange.sync(at)
        assert not folder_news(at) and show_exchange(at).folder.code == "exchange.project.missing"
    with project.at(OFFICE) as at:
        assert show_exchange(at).folder.code == "exchange.project.missing"


def test_a_laptop_that_waits_is_told_when_the_office_has_answered(project: Project) -> None:
    invite_and_join(project, "per", name="Per Ny", role="coach")
    with project.at("per") as per:
        exchange.sync(per)
        assert not folder_news(per)
        with project.at(ANNA) as anna:
            companies.add(anna, orgnr=NUMBER, sole_trader=False, name="Exempel AB", municipality="Krokom")
            exchange.sync(anna)
        assert not folder_news(per), "what it may not read yet is no news"
        with project.at(OFFICE) as office:
            enrolment.approve(office, "Per Ny", None)
        assert folder_news(per)
        exchange.sync(per)
        assert not folder_news(per)


# --- conflicts in words ---


@pytest.fixture
def torn(project: Project) -> Iterator[Project]:
    """Anna and Bo have both changed the same fields without seeing each other's."""
    made = work(project)
    with project.at(OFFICE) as at:
        exchange.sync(at)
    project.settle(OFFICE, ANNA)
    with project.at(OFFICE) as at:
        enrolment.assign(at, NUMBER, NAMES[BO])
    project.settle(OFFICE, ANNA, BO)

    def change(at: Workspace, municipality: str, scope: str, grade: str, activity: str) -> None:
        companies.edit(at, NUMBER, "municipality", municipality)
        interviews.answer(at, interview=made.interview, at="a02_omfattning", value=scope)
        interviews.answer(at, interview=made.interview, at="c01_plan", value=grade)
        (session,) = coaching.list_sessions(at)
        coaching.edit(at, session.id, activity=activity, note=f"Av {at.laptop.name}")

    with project.at(ANNA) as at:
        change(at, "Åre", "kort", "3", "HA4.2")
    project.clock.go_to("2022-05-11T08:00")
    with project.at(BO) as at:
        change(at, "Berg", "djup", "4", "HA2.2")
        coaching.edit(at, coaching.list_sessions(at)[0].id, note="")
    project.settle(OFFICE, ANNA, BO)
    yield project


def test_conflicts_in_the_words_of_people(torn: Project) -> None:
    with torn.at(ANNA) as at:
        shown = {language: show_exchange(at, language).conflicts for language in ("sv", "en")}
    found = {line.what: line for line in shown["sv"]}
    assert {line.company_name for line in shown["sv"]} == {"Exempel Mekaniska AB"}
    question, scope = "C01 Finns en strategisk plan som används?", "A02 Vilken omfattning har samtalet?"
    assert set(found) == {"kommun", "aktivitet", "anteckning", question, scope}
    place = found["kommun"]
    assert ([one.text for one in place.values], place.before) == (["Åre", "Berg"], "Krokom")
    assert [(one.person, one.shown) for one in place.values] == [(NAMES[ANNA], False), (NAMES[BO], True)]
    assert all(one.at for one in place.values) and len({one.device for one in place.values}) == 2
    activity = found["aktivitet"]
    assert [one.text.split()[0] for one in activity.values] == ["HA4.2", "HA2.2"]
    assert activity.thing == "2022-05-12" and activity.before.startswith("HA3.2 ")
    assert [one.text for one in found["anteckning"].values] == [f"Av {NAMES[ANNA]}", ""]
    assert [one.text for one in found[question].values] == ["3", "4"]
    assert [one.text for one in found[scope].values] == [
        "Kort djupintervju (HA1.1)",
        "Full djupanalys (HA2.4)",
    ], "a choice is shown by its label"
    english = {line.what for line in shown["en"]}
    assert {"municipality", "activity", "note", "C01 Is there a strategic plan that is used?"} < english


def test_a_removed_session_against_a_changed_one(worked: tuple[Project, Worked]) -> None:
    project, _ = worked
    with project.at(OFFICE) as at:
        enrolment.assign(at, NUMBER, NAMES[BO])
    project.settle(OFFICE, ANNA, BO)
    with project.at(ANNA) as at:
        coaching.remove(at, coaching.list_sessions(at)[0].id)
    with project.at(BO) as at:
        session = coaching.list_sessions(at)[0].id
        coaching.remove(at, session)
        log.undo(at)
    project.settle(OFFICE, ANNA, BO)
    with project.at(OFFICE) as at:
        (line,) = show_exchange(at).conflicts
        assert line.what == "coachningstillfälle"
        assert {one.text for one in line.values} == {"borttagen", "kvar"}
