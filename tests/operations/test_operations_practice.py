""" "Öva först": what a person finds in it, whatever the day, and that it touches nothing that is not its own."""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from _day import ANNA, Project, files

from app import profile_lock, settings, whole_file
from app.domain.company import Stage
from app.domain.refusal import Refusal
from app.operations import coaching, companies, competence, exchange, interviews, office, practice
from app.operations.workspace import Surroundings, Workspace, has_profile, local_time, opened, parse_instant
from app.store.ids import hyphenated
from app.store.registry import Role

SATURDAY = "2027-02-13T23:58"


def surroundings(now: str = "2026-11-24T09:00") -> Surroundings:
    """The clock goes on from there."""
    began, start = time.monotonic_ns(), parse_instant(now)
    return Surroundings(now=lambda: start + (time.monotonic_ns() - began) // 1_000_000)


@pytest.fixture(scope="module", params=["2026-11-24T09:00", SATURDAY], ids=["tuesday", "saturday"])
def made(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Surroundings]:
    profile = tmp_path_factory.mktemp("practice") / "simmitt-practice"
    around = surroundings(request.param)
    steps: list[tuple[int, int]] = []
    found = practice.make_practice(
        profile, around, language="sv", progress=lambda done, of: steps.append((done, of))
    )
    assert (found.role, found.status) == (Role.COACH, "ready") and len(found.fingerprint) > 10
    assert steps == [(number, steps[0][1]) for number in range(steps[0][1] + 1)] and len(steps) > 10
    return profile, practice.practice_surroundings(around)


@pytest.fixture
def coach(made: tuple[Path, Surroundings]) -> Iterator[Workspace]:
    with opened(*made) as workspace:
        yield workspace


def test_companies_stand_at_different_stages(coach: Workspace) -> None:
    found = companies.list_companies(coach)
    assert len(found) == 8 and all(company.name.endswith("(demo)") for company in found)
    stages = [company.stage for company in found]
    assert {Stage.CONTACTED, Stage.SHORT_INTERVIEW, Stage.DEEP_ANALYSIS, Stage.INTERVENTION} <= set(stages)


def test_interviews_are_half_and_whole(coach: Workspace) -> None:
    lines = [
        line
        for company in companies.list_companies(coach)
        for line in interviews.list_interviews(coach, hyphenated(company.id))
    ]
    assert sorted(line.status for line in lines) == ["finished"] * 3 + ["open"] * 3
    assert min(line.answered for line in lines) < 10 and max(line.answered for line in lines) > 150
    today = coach.today()
    assert all(line.finished_on is None or line.finished_on < today.isoformat() for line in lines)


def test_next_steps_are_overdue_due_and_to_come(coach: Workspace) -> None:
    today = coach.today()
    sessions = coaching.list_sessions(coach)
    due = {one.next_by for one in sessions if one.next_by is not None}
    assert today.isoformat() in due
    assert min(due) < today.isoformat() < max(due) <= (today + timedelta(days=7)).isoformat()
    for one in sessions:
        assert one.date < today.isoformat() and not one.outside_programme
        assert local_time(parse_instant(one.date)).weekday() < 5


def test_there_is_one_matrix_and_a_workbook_to_practise_with(
    made: tuple[Path, Surroundings], coach: Workspace
) -> None:
    with_matrix = []
    for company in companies.list_companies(coach):
        try:
            with_matrix.append(competence.show_matrix(coach, hyphenated(company.id)))
        except Refusal as refusal:
            assert refusal.code == "competence.none"
    assert len(with_matrix) == 1 and len(with_matrix[0].figures.people) > 15
    books = sorted((made[0] / "arbetsböcker").iterdir())
    assert len(books) == 2 and all(competence.read(book).matrices for book in books)
    sent = coach.today() - timedelta(days=33)
    assert str(sent.year) in books[1].name


def test_targets_and_exchange_live_and_the_office_has_sent_news(
    made: tuple[Path, Surroundings], coach: Workspace
) -> None:
    assert coach.programme().name == "Övningsprogrammet (påhittat)"
    assert coach.programme().contains(coach.today())
    assert any(figure.done for figure in office.show_targets(coach))
    report = exchange.sync(coach)
    assert (report.written, report.read, report.refused, report.conflicts) == (0, 0, (), 0)
    with opened(made[0] / practice.OFFICE_PROFILE, made[1]) as workspace:
        assert workspace.role is Role.OFFICE
        assert len(companies.list_companies(workspace)) == 8
        assert any(figure.done for figure in office.show_targets(workspace))
        eva = workspace.laptop.name
    with coach.store.connected() as connection:
        people = connection.exec_driver_sql(
            "SELECT DISTINCT person FROM unit WHERE verb = 'company add'"
        ).scalars()
        assert eva in set(people)


def test_it_needs_no_question_and_no_keychain(made: tuple[Path, Surroundings]) -> None:
    assert practice.is_practice(made[0]) and not practice.is_practice(made[0] / practice.OFFICE_PROFILE)
    assert (made[1].backends, made[1].ask) == ((), None) and made[1].passphrase


# --- its folder, and others' ---


def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the first steps of the making: an office and its folder, and the coach's laptop."""
    from app.operations.practice_making import _Work

    steps = _Work.steps
    monkeypatch.setattr(_Work, "steps", lambda work: steps(work)[:2])


def make(profile: Path, progress: practice.Progress | None = None) -> None:
    practice.make_practice(profile, surroundings(), language="en", progress=progress)


def refused(code: str, profile: Path) -> None:
    with pytest.raises(Refusal) as caught:
        make(profile)
    assert caught.value.code == code


def test_what_the_window_left_stays_and_nothing_else_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch)
    profile = tmp_path / "simmitt-practice"
    with profile_lock.take(profile):
        settings.change(profile, lambda before: replace(before, theme="dark", language="en"))
        make(profile)
        assert practice.is_practice(profile) and has_profile(profile)
        found = settings.read(profile).settings
        assert (found.theme, found.language, found.shared) == ("dark", "en", profile / "delad-mapp")
        refused("practice.there", profile)
        practice.remove_practice(profile)
        assert [path.name for path in profile.iterdir()] == ["window.lock"]
    assert not has_profile(profile) and not practice.is_practice(profile)


def test_a_file_of_somebodys_own_stays(made: tuple[Path, Surroundings], tmp_path: Path) -> None:
    profile = tmp_path / "p"
    shutil.copytree(made[0], profile)
    (profile / "min utskrift.pdf").write_text("mine")
    practice.remove_practice(profile)
    assert [path.name for path in profile.iterdir()] == ["min utskrift.pdf"]
    refused("practice.foreign", profile)
    assert practice.is_practice(made[0])
    shutil.copytree(made[0], tmp_path / "q")
    practice.remove_practice(tmp_path / "q")
    assert not (tmp_path / "q").exists()


def test_a_real_profile_is_never_touched(project: Project) -> None:
    before = files(project.root)
    for who in (ANNA, "office"):
        refused("practice.real", project.profile(who))
        with pytest.raises(Refusal) as caught:
            practice.remove_practice(project.profile(who))
        assert caught.value.code == "practice.not_ours" and not practice.is_practice(project.profile(who))
    refused("practice.foreign", project.root)
    assert files(project.root) == before


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
@pytest.mark.parametrize("what", ["marker", "folder"])
def test_a_link_is_not_followed(tmp_path: Path, what: str) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / practice.MARKER).write_text(practice._MADE, encoding="utf-8")
    (other / "keys").write_text("somebody's")
    profile = tmp_path / "linked"
    if what == "folder":
        profile.symlink_to(other)
    else:
        profile.mkdir()
        (profile / "keys").write_text("somebody's")
        (profile / practice.MARKER).symlink_to(other / practice.MARKER)
    assert not practice.is_practice(profile)
    with pytest.raises(Refusal):
        practice.remove_practice(profile)
    refused("practice.real", profile)
    assert (other / "keys").exists() and (profile / "keys").exists()


class Stopped(Exception):
    """What a progress raises when the person has had enough."""


@pytest.mark.parametrize("at", [0, 1])
def test_stopped_it_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    quick(monkeypatch)

    def stop(done: int, of: int) -> None:
        if done == at:
            raise Stopped

    with pytest.raises(Stopped):
        make(tmp_path / "p", stop)
    assert not list(tmp_path.iterdir())


def test_cut_off_it_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick(monkeypatch)
    profile = tmp_path / "p"
    (profile / "kontor").mkdir(parents=True)
    (profile / "keys").write_text("half")
    (profile / practice.MARKER).write_text(practice._MAKING, encoding="utf-8")
    assert not practice.is_practice(profile)
    make(profile)
    assert practice.is_practice(profile) and (profile / "keys").stat().st_size > 100


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = whole_file.write_whole

    def full(path: Path, data: bytes) -> None:
        if path.name == practice.MARKER:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(path, data)

    monkeypatch.setattr(whole_file, "write_whole", full)
    refused("practice.not_written", tmp_path / "p")
    assert not has_profile(tmp_path / "p")
