"""Scripts of `form run`: what is refused is listed, what names nothing stops it; and the summary of a form."""

from __future__ import annotations

import pytest
from _forms_samples import MIXED, djupanalys, environment

from app.forms import (
    AddStep,
    AnswerStep,
    FormRefused,
    LanguageStep,
    RemoveStep,
    Step,
    compile_form,
    run_script,
    summary,
)

FORM = compile_form(MIXED)


def test_the_summary_of_a_form() -> None:
    form = summary(djupanalys())
    assert (form.title, form.version, form.questions) == ("Djupanalys", "2026112401", 177)


def test_the_same_script_gives_the_same_result() -> None:
    steps: list[Step] = [
        AnswerStep("a02_omfattning", "djup"),
        LanguageStep("English (en)"),
        AddStep("/data/grp_q/q_platser"),
    ]
    first, second = (run_script(djupanalys(), environment(seed=7), steps) for _ in range(2))
    assert first == second
    assert first.leaves[0].at == "/data/start"
    assert {leaf.at: leaf.label for leaf in first.leaves}["/data/grp_q/q_platser[2]/q01_plats"].startswith(
        "Q01 "
    )


def test_a_script() -> None:
    result = run_script(
        FORM,
        environment(),
        [
            AnswerStep("/data/on", "2"),
            AnswerStep("need", "x"),
            AnswerStep("need", ""),
            AddStep("/data/r"),
            AnswerStep("/data/r[2]/x", "3"),
            AnswerStep("/data/r[2]/x", "drei"),
            RemoveStep("/data/r[1]"),
            AnswerStep("/data/g/h/c", "x"),
            AnswerStep("/data/r[1]/y", "x"),
        ],
    )
    assert [(one.step, one.why) for one in result.refused] == [
        (2, "required"),
        (5, "constraint"),
        (7, "not relevant"),
        (8, "readonly"),
    ]
    assert all(one.message for one in result.refused)
    values = {leaf.at: leaf.value for leaf in result.leaves}
    assert values["/data/r[1]/x"] == "3" and values["/data/r[1]/y"] == "6" and values["/data/all"] == "6"
    assert "/data/r[2]/x" not in values
    assert result.evaluations > 0


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (AnswerStep("/data/nope", "1"), "form.address.unknown"),
        (AnswerStep("/data/r[4]/x", "1"), "form.address.no_row"),
        (AddStep("/data/g"), "form.address.not_repeat"),
        (RemoveStep("/data/r"), "form.address.not_row"),
        (LanguageStep("Norsk"), "form.language.unknown"),
    ],
)
def test_a_step_that_names_nothing_stops_the_script(step: Step, code: str) -> None:
    with pytest.raises(FormRefused) as refused:
        run_script(FORM, environment(), [AnswerStep("on", "1"), step])
    (error,) = refused.value.errors
    assert (error.code, error.row, error.params["step"]) == (code, 2, 2)
