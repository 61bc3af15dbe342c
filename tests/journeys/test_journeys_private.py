"""What the office never sees: planted names and numbers are searched for in every file, store and output."""

from __future__ import annotations

import pytest
from _day import (
    ANNA,
    BO,
    DIGITS,
    EVERYBODY,
    KIM,
    NUMBER,
    OFFICE,
    PLANTED,
    Project,
    at_rest,
    dump,
    matrix_rows,
    planted,
    simmitt,
    texts,
    workbook,
)

from app.domain.refusal import Refusal
from app.operations import competence, interviews
from app.store.rows import PersonRow, RespondentNameRow


def folded(text: str) -> list[bytes]:
    return [
        form.encode(code)
        for form in {text, text.lower(), text.upper()}
        for code in ("utf-8", "utf-16-le", "latin-1")
    ]


def test_planted_names_are_nowhere_but_with_the_coach(
    project: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    interview = planted(project)
    said = [simmitt("sync", project=project, who=ANNA)]
    project.settle(*EVERYBODY)
    calls = [
        ["sync"], ["company", "list"], ["company", "show", NUMBER], ["history"], ["conflict", "list"],
        ["interview", "show", interview], ["interview", "list", "--company", NUMBER], ["device", "list"],
        ["matrix", "figures", "--company", NUMBER], ["office", "targets"],
        ["report", "matrix", "--company", NUMBER, "--out", str(project.root / "kontorets.pdf")],
    ]  # fmt: skip
    for words in calls:
        said += [
            simmitt(*words, *more, "--language", language, project=project, who=OFFICE)
            for more in ([], ["--json"])
            for language in ("sv", "en")
        ]
    assert not (project.root / "kontorets.pdf").exists()
    printed = capfd.readouterr()
    outputs = "\n".join([one.out + one.err for one in said] + [printed.out, printed.err]).encode()
    folder = {path: path.read_bytes() for path in project.shared.rglob("*") if path.is_file()}
    assert len(folder) > 10
    names = "\n".join(str(path) for path in project.shared.rglob("*")).encode()
    stores = {}
    for who in EVERYBODY:
        with project.at(who) as at:
            stores[who] = texts(dump(at))
        for file in project.profile(who).rglob("*"):
            raw = file.read_bytes()
            for word in [*PLANTED, *DIGITS]:
                assert not any(form in raw for form in folded(word)), f"{word} lies open in {file.name}"
    for word in PLANTED:
        for form in folded(word):
            for path, data in folder.items():
                assert form not in data, f"{word} in {path.name}"
            assert form not in outputs and form not in names
            for who in (OFFICE, BO, KIM):
                assert form not in stores[who], f"{word} at {who}"
        assert word.encode() in stores[ANNA], f"{word} is with the coach"
    for number in DIGITS:
        for form in folded(number):
            assert all(form not in data for data in [*folder.values(), *stores.values(), outputs])
    # The office sees the interview, but whose name was written is not there.
    with project.at(OFFICE) as at:
        shown = interviews.show_interview(at, interview)
        assert shown.answers["/data/grp_a/a_respondenter[1]/a03_roll"] == "vd"
        assert "/data/grp_a/a_respondenter[1]/a04_namn" not in shown.answers
        with at.reading() as reader:
            assert reader.rows(PersonRow) == () and reader.rows(RespondentNameRow) == ()
        with pytest.raises(Refusal, match="competence.none"):
            competence.show_matrix(at, NUMBER)
        with pytest.raises(Refusal, match="workspace.role"):
            competence.import_workbook(at, workbook(project.root / "m.xlsx", matrix_rows()), company=NUMBER)
        with pytest.raises(Refusal, match="workspace.role"):
            interviews.answer(
                at, interview=interview, at="/data/grp_a/a_respondenter[1]/a04_namn", value="Eva"
            )
    at_rest(project, *EVERYBODY)


def test_keys_of_people_are_never_wrapped_for_the_office(project: Project) -> None:
    planted(project)
    project.settle(*EVERYBODY)
    from app.store import compartments
    from app.store.registry import Compartment

    held = {}
    for who in EVERYBODY:
        with project.at(who) as at, at.store.connected() as connection:
            held[who] = {key.kind for key in compartments.held(connection)}
    assert held[ANNA] == set(Compartment) - {Compartment.OFFICE}
    assert held[OFFICE] == set(Compartment) - {Compartment.PEOPLE}
    assert held[BO] == held[KIM] == {Compartment.PROGRAMME}
