"""The demo's first acts: the office, the invitations, the coaches' laptops, their companies, and the approval."""

from __future__ import annotations

from pathlib import Path

from app.operations import companies, enrolment
from app.operations.demo_cast import Company
from app.operations.demo_stage import OFFICE, Stage
from app.operations.workspace import Workspace
from app.store.registry import Role


def create_office(stage: Stage, programme_file: Path | None = None) -> None:
    """The office makes the project in the shared folder, with SIMMITT or another programme."""
    office = stage.cast.data.office
    made = enrolment.create_office(
        stage.profile(OFFICE),
        stage.surroundings(),
        role=Role.OFFICE.value,
        name=office.name,
        organisation=office.organisation,
        shared=stage.shared,
        programme=programme_file,
    )
    with stage.laptop(OFFICE) as workspace:
        programme = workspace.programme()
        stage.tell(
            "demo.says.project",
            name=office.name,
            programme=programme.name,
            activities=sum(1 for _ in programme.every_activity()),
            targets=len(programme.targets),
        )
    stage.tell("demo.says.fingerprint", name=office.name, fingerprint=made.fingerprint)


def invite(stage: Stage) -> None:
    """A file goes by e-mail, six words by telephone."""
    with stage.laptop(OFFICE) as workspace:
        for coach in stage.cast.data.coach:
            file = stage.invitation(coach.key)
            made = enrolment.invite(workspace, name=coach.name, role=Role.COACH.value, out=file)
            words = " ".join(made.words)
            stage.invitations[coach.key] = (file, words)
            stage.tell("demo.says.invited", name=coach.name, file=file.name, words=words)


def join(stage: Stage) -> None:
    """The coaches' laptops: ready to be worked on at once, waiting to be let in."""
    for coach in stage.cast.data.coach:
        file, words = stage.invitations[coach.key]
        made = enrolment.join(
            stage.profile(coach.key),
            stage.surroundings(),
            role=Role.COACH.value,
            name=coach.name,
            organisation=coach.organisation,
            shared=stage.shared,
            invitation=file,
            words=words,
        )
        stage.expect(made.status == "waiting", "demo.check.waiting", name=coach.name)
        stage.fingerprints[coach.key] = made.fingerprint
        stage.tell("demo.says.joined", name=coach.name, fingerprint=made.fingerprint)


def register(stage: Stage) -> None:
    """The coaches register their companies, each for itself and without having been let in."""
    for coach in stage.cast.data.coach:
        with stage.laptop(coach.key) as workspace:
            for company in stage.companies_of(coach.key):
                register_one(stage, workspace, company)
                shown = companies.show_company(workspace, stage.typed(company.key))
                stage.tell(
                    "demo.says.company",
                    coach=coach.name,
                    company=shown.name,
                    number=shown.orgnr or shown.serial or "",
                    place=shown.municipality.name if shown.municipality else "",
                )


def register_one(stage: Stage, workspace: Workspace, company: Company) -> None:
    """A company as the data has it; its id is kept on the stage."""
    data = company.data
    stage.ids[company.key], _ = companies.add(
        workspace,
        orgnr=company.orgnr,
        sole_trader=data.sole_trader,
        name=company.name,
        municipality=data.municipality,
        sni=data.sni,
        legal_form=data.legal_form,
        women=data.women,
        men=data.men,
    )


def approve(stage: Stage) -> None:
    """The office compares the fingerprints that the coaches read aloud, and lets them in."""
    with stage.laptop(OFFICE) as workspace:
        for coach in stage.cast.data.coach:
            found = enrolment.approve(workspace, coach.name, stage.fingerprints[coach.key])
            status = next(device.status for device in found if device.name == coach.name)
            stage.expect(status == "ready", "demo.check.approved", name=coach.name)
            stage.tell("demo.says.approved", name=coach.name)


def assign_the_twin(stage: Stage) -> None:
    """The company that two coaches registered is given to both: what the one knows, the other gets."""
    twin = next(company for company in stage.cast.companies.values() if company.same_as)
    first: Company = stage.cast.companies[twin.same_as]
    with stage.laptop(OFFICE) as workspace:
        shown = companies.show_company(workspace, first.orgnr or "")
        stage.expect(len(shown.ids) == 2, "demo.check.twin", company=first.name)
        stage.tell("demo.says.twin", name=shown.name, other=", ".join(shown.also_known_as))
        for coach in (first.coach, twin.coach):
            enrolment.assign(workspace, first.orgnr or "", stage.name_of(coach))
    stage.clock.later(5)
    for who in (first.coach, twin.coach, first.coach):  # both hand over their keys, then both read
        stage.sync(who)
    from app.operations import interviews

    with stage.laptop(twin.coach) as workspace:
        found = interviews.list_interviews(workspace, first.orgnr or "")
        stage.expect(len(found) == 1, "demo.check.shared", company=first.name)
    stage.tell("demo.says.shared", name=stage.name_of(twin.coach), company=first.name)
