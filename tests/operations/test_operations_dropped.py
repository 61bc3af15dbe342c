"""What a dropped folder or file is to the exchange. Looking changes nothing."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from _day import ANNA, OFFICE, Project, files

from app.domain.refusal import Refusal
from app.operations import enrolment
from app.operations.dropped import Dropped, look_at
from app.operations.shared_folder import use_folder


def seen(project: Project, path: Path, who: str = ANNA) -> Dropped:
    before = files(project.root)
    with project.at(who) as at:
        found = look_at(at, path)
    assert files(project.root) == before
    return found


def test_the_folder_in_use_and_everything_in_it(project: Project) -> None:
    inside = next((project.shared / "simmitt").rglob("roster-*"))
    for path in (project.shared, project.shared / "simmitt", inside):
        found = seen(project, path)
        assert (found.kind, found.folder, found.name) == ("in_use", project.shared.resolve(), path.name)


def test_the_project_s_folder_elsewhere_is_offered_and_can_be_used(project: Project) -> None:
    other = project.root / "Region 2.0"
    shutil.copytree(project.shared, other / "mapp")
    found = seen(project, other / "mapp" / "simmitt" / "project")
    assert (found.kind, found.folder) == ("offered", (other / "mapp").resolve())
    with project.at(ANNA) as at:
        assert found.folder is not None
        use_folder(at, found.folder)
        assert look_at(at, other / "mapp").kind == "in_use"
        assert look_at(at, project.shared).kind == "offered"


def test_another_project_s_folder_is_refused_with_its_reason(
    project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    surroundings = project.surroundings()
    other = tmp_path_factory.mktemp("other")
    (other / "mapp").mkdir()
    enrolment.create_office(
        other / "kontor",
        surroundings,
        role="office",
        name="Nils Ny",
        organisation="Annan region",
        shared=other / "mapp",
        programme=None,
    )
    found = seen(project, other / "mapp")
    assert (found.kind, found.code) == ("refused", "exchange.project.other")
    spoiled = project.root / "spoiled"
    shutil.copytree(project.shared, spoiled)
    (spoiled / "simmitt" / "project").write_bytes(b"x" * 90)
    assert seen(project, spoiled).kind == "refused"


def test_what_is_no_shared_folder(project: Project) -> None:
    lone = project.root / "lone"
    lone.mkdir()
    assert seen(project, lone).kind == "no_project"
    assert seen(project, project.root / "not there").kind == "gone"
    circle = project.root / "circle"
    with suppress(OSError):  # not everybody may make a link on Windows
        circle.symlink_to(circle)
    assert seen(project, circle).kind == "gone"
    segment = lone / f"seg-{7:010d}-{'a' * 32}"
    segment.write_bytes(b"whatever")
    assert seen(project, segment).kind == "piece"
    note = lone / "anteckning.txt"
    note.write_text("hej", encoding="utf-8")
    assert seen(project, note).kind == "unknown"
    invitation = lone / "per.brev"
    with project.at(OFFICE) as at:
        enrolment.invite(at, name="Per Ny", role="coach", out=invitation)
    assert seen(project, invitation).kind == "invitation", "whatever it is called"
    data = invitation.read_bytes()
    invitation.write_bytes(data[:-1])
    found = seen(project, invitation)
    assert (found.kind, found.code) == ("refused", "exchange.invitation.damaged")


def test_half_an_invitation_stays_nowhere(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    out = project.root / "per.inbjudan"

    def full(path: Path, data: bytes) -> int:
        with path.open("wb") as file:
            file.write(data[:100])
        raise OSError(28, "No space left on device")

    with project.at(OFFICE) as at:
        monkeypatch.setattr(Path, "write_bytes", full)
        with pytest.raises(Refusal) as caught:
            enrolment.invite(at, name="Per Ny", role="coach", out=out)
        assert caught.value.code == "enrolment.not_written" and not out.exists()
        monkeypatch.undo()
        assert enrolment.invite(at, name="Per Ny", role="coach", out=out).words and out.exists()
