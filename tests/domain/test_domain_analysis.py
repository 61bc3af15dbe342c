"""Figures of the deep analysis: worked examples, an independent reading of the rules, the form itself."""

from __future__ import annotations

import json
import math
import random
import tomllib
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from _domain_form import DOMAIN, form
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.analysis import AnalysisFigures, Standing, disagreements, figures, figures_after
from app.domain.refusal import Refusal
from app.domain.scoring import Op, Scoring, parse_scoring
from app.i18n import say

pytestmark = pytest.mark.skipif(not DOMAIN.exists(), reason="the worked examples are not here")
GOLDENS = ["golden_example.json", "golden_example_2.json"]


@cache
def rules_text() -> str:
    return (DOMAIN / "scoring.toml").read_text(encoding="utf-8")


@cache
def rules() -> Scoring:
    return parse_scoring(rules_text())


@cache
def raw() -> dict[str, Any]:
    return tomllib.loads(rules_text())


# ------------------------------------------------------------------ an independent reading of scoring.toml


def fires(trigger: Mapping[str, Any], answer: str) -> bool:
    chosen = answer.split()
    return {
        "in": lambda: answer in trigger["arg"],
        "ge": lambda: answer != "" and float(answer) >= trigger["arg"],
        "count_ge": lambda: len(chosen) >= trigger["arg"],
        "any_but": lambda: len(chosen) > 0 and trigger["arg"] not in chosen,
        "filled": lambda: len(answer) > 0,
    }[trigger["op"]]()


def half_up(number: float | Fraction | Decimal, places: str) -> Decimal:
    exact = (
        Decimal(number.numerator) / Decimal(number.denominator)
        if isinstance(number, Fraction)
        else Decimal(str(number))
    )
    return exact.quantize(Decimal(places), ROUND_HALF_UP)


def independent(answers: Mapping[str, str], relevant: frozenset[str]) -> dict[str, dict[str, Any]]:
    """The rules as the page words them, in decimals, without a line of the code that is tested."""
    said = {name: value for name, value in answers.items() if value and name in relevant}
    out: dict[str, dict[str, Any]] = {
        key: {}
        for key in ("maturity", "section_need", "section_coverage", "activity_need", "activity_coverage")
    }
    for key, section in raw()["section"].items():
        items = [int(said[item]) for item in section["maturity"] if item in said]
        out["maturity"][key] = float(half_up(Fraction(sum(items), len(items)), "0.1")) if items else None
        out["section_need"][key] = None
        if items and section["priority"] in said:
            shortfall = 5 * len(items) - sum(items)
            need = Fraction(shortfall * int(said[section["priority"]]) * 4, len(items))
            out["section_need"][key] = int(half_up(need, "1"))
        asked = [item for item in section["maturity"] if item in relevant]
        out["section_coverage"][key] = (len(items), len(asked))
    for code, rule in raw()["activity"].items():
        points = sum(t["points"] for t in rule.get("trigger", []) if fires(t, said.get(t["question"], "")))
        points = min(points, raw()["trigger_cap"])
        weights = {key: Fraction(str(weight)) for key, weight in rule["weights"].items()}
        counted = {k: w for k, w in weights.items() if out["section_need"][k] is not None}
        asked = {k: w for k, w in weights.items() if out["section_coverage"][k][1]}
        coverage = None
        if asked:
            parts = [w * Fraction(*out["section_coverage"][k]) for k, w in asked.items()]
            coverage = float(half_up(sum(parts, Fraction()) / sum(asked.values(), Fraction()), "0.0001"))
        out["activity_coverage"][code] = coverage
        if points == 0 and (code in raw()["gated"] or not counted):
            out["activity_need"][code] = None
            continue
        base = Fraction()
        if counted:
            base = sum((w * out["section_need"][k] for k, w in counted.items()), Fraction())
            base /= sum(counted.values(), Fraction())
        lifted = base + (100 - base) * Fraction(str(raw()["trigger_lift"])) * points / raw()["trigger_cap"]
        out["activity_need"][code] = int(half_up(lifted, "1"))
    return out


def shown(found: AnalysisFigures) -> dict[str, dict[str, Any]]:
    return {
        "maturity": found.maturity,
        "section_need": found.section_need,
        "section_coverage": found.section_coverage,
        "activity_need": found.activity_need,
        "activity_coverage": found.activity_coverage,
    }


# ------------------------------------------------------------------ answers


@cache
def kinds() -> dict[str, str]:
    """What sort of answer each scored question takes, by how the rules use it."""
    kinds: dict[str, str] = {}
    for section in raw()["section"].values():
        kinds |= dict.fromkeys([*section["maturity"], section["priority"]], "range")
    for rule in raw()["activity"].values():
        for trigger in rule.get("trigger", []):
            kinds[trigger["question"]] = trigger["op"]
    return kinds


def random_answers(chance: random.Random, density: float) -> dict[str, str]:
    answers = {"a02_omfattning": chance.choice(["djup", "djup", "kort"])}
    for name, kind in kinds().items():
        if chance.random() > density:
            continue
        if kind in ("range", "ge"):
            answers[name] = str(chance.randint(0, 5))
        elif kind == "in":
            answers[name] = chance.choice(
                ["ja", "kanske", "nej", "inom2", "2till5", "ejaktuellt", "idag", "vill"]
            )
        elif kind == "filled":
            answers[name] = chance.choice(["x", "plockcell vid svarven", " "])
        else:
            values = ["ingen", "no", "fi", "de", "vind"]
            answers[name] = " ".join(chance.sample(values, chance.randint(1, 4)))
    if chance.random() < 0.6:
        answers["l01_kritiska"] = str(chance.randint(0, 5))
    return answers


# ------------------------------------------------------------------ tests


@pytest.mark.parametrize("name", GOLDENS)
def test_a_worked_example_is_met_exactly(name: str) -> None:
    golden = json.loads((DOMAIN / name).read_text(encoding="utf-8"))
    answers = golden["answers"]
    found = figures(rules(), answers, form().relevant(answers))
    for figure, expected in golden.items():
        if figure in ("answers", "note"):
            continue
        if figure == "section_coverage":
            expected = {key: tuple(pair) for key, pair in expected.items()}
        assert shown(found)[figure] == expected, figure
    assert found.unreadable == ()


def test_what_the_first_example_recommends() -> None:
    golden = json.loads((DOMAIN / GOLDENS[0]).read_text(encoding="utf-8"))
    found = figures(rules(), golden["answers"], form().relevant(golden["answers"]))
    assert [(one.activity, one.need, one.coverage) for one in found.recommended] == [
        ("HA2.1", 80, 0.5),
        ("HA2.2", 64, 0.5067),
        ("HA2.3", 43, 0.85),
    ]
    standing = {one.activity: one.standing for one in found.activities}
    assert [code for code, one in standing.items() if one is Standing.CONSIDERED] == ["HA1.1", "HA1.2"]
    assert standing["HA1.3"] is Standing.NOT_SCORED
    assert [code for code, one in standing.items() if one is Standing.BASIS_MISSING] == [
        "HA3.1",
        "HA3.2",
        "HA4.1",
        "HA4.2",
        "HA4.3",
    ]


def test_reasons_become_sentences() -> None:
    golden = json.loads((DOMAIN / GOLDENS[0]).read_text(encoding="utf-8"))
    found = figures(rules(), golden["answers"], form().relevant(golden["answers"]))
    first = found.recommended[0]
    assert [say(reason.code, "sv", **reason.params("sv")) for reason in first.reasons] == [
        "E Kompetens och personal: mognad 1,7 av 5 och prioritet 5 av 5 ger behov 67 (vikt 100 %)",
        "e08_ensamma är 4, alltså minst 3: behovet lyfts med 3 poäng",
        "e15_vill_matris är besvarad med ”ja”: behovet lyfts med 5 poäng",
    ]
    trigger = first.reasons[2]
    assert trigger.question == "e15_vill_matris"
    labelled = trigger.params("en", question="Would you like a matrix?", answer="Yes")
    assert say(trigger.code, "en", **labelled) == (
        "Would you like a matrix? is answered with “Yes”: the need is lifted by 5 points"
    )
    english = say(first.reasons[0].code, "en", **first.reasons[0].params("en"))
    assert english.startswith("E Competence and people: maturity 1.7 of 5")
    codes = {reason.code for one in found.activities for reason in one.reasons}
    for one in found.activities:
        for reason in one.reasons:
            for language in ("sv", "en"):
                assert say(reason.code, language, **reason.params(language))
    assert codes >= {"domain.why.section", "domain.why.in", "domain.why.count_ge", "domain.why.any_but"}


def test_300_random_interviews_agree_with_an_independent_reading() -> None:
    chance = random.Random(20220512)
    scored = 0
    for number in range(300):
        answers = random_answers(chance, density=(0.3, 0.6, 0.95)[number % 3])
        relevant = form().relevant(answers)
        found = figures(rules(), answers, relevant)
        assert shown(found) == independent(answers, relevant), answers
        scored += sum(need is not None for need in found.activity_need.values())
        recommended = [(one.need, one.coverage) for one in found.recommended]
        assert all(need >= 40 and coverage >= 0.5 for need, coverage in recommended)
        assert [need for need, _ in recommended] == sorted((need for need, _ in recommended), reverse=True)
    assert scored > 1500


def test_the_form_itself_reckons_the_same() -> None:
    chance = random.Random(7)
    for _ in range(60):
        answers = random_answers(chance, density=0.7)
        relevant = form().relevant(answers)
        kept = {name: value for name, value in answers.items() if name in relevant}
        results = form().results(kept)
        found = figures(rules(), answers, relevant)
        for key, maturity in found.maturity.items():
            assert results[f"mognad_{key.lower()}"] == ("" if maturity is None else f"{maturity:g}")
            need = found.section_need[key]
            assert results[f"behov_{key.lower()}"] == ("" if need is None else str(need))
        for code, need in found.activity_need.items():
            result = results["insats_" + code.lower().replace(".", "_")]
            if need is None:
                assert result == ""
            elif str(need) != result:
                # Binary floats may fall on the other side of an exact half.
                assert need - int(result) == 1 and any(
                    math.isclose(half, need - 0.5) for half in [exact_need(answers, relevant, code)]
                )


def exact_need(answers: Mapping[str, str], relevant: frozenset[str], code: str) -> float:
    said = {name: value for name, value in answers.items() if value and name in relevant}
    needs = independent(answers, relevant)["section_need"]
    rule = raw()["activity"][code]
    points = min(
        10, sum(t["points"] for t in rule.get("trigger", []) if fires(t, said.get(t["question"], "")))
    )
    weights = {k: w for k, w in rule["weights"].items() if needs[k] is not None}
    base = sum(w * needs[k] for k, w in weights.items()) / sum(weights.values()) if weights else 0.0
    return float(base + (100 - base) * points * 0.05)


def everything() -> frozenset[str]:
    return rules().questions()


def test_halves_are_rounded_up_exactly() -> None:
    answers = {"j03_process": "0", "j04_test": "0", "j05_tjanst": "0", "j06_krav": "1"}
    assert figures(rules(), answers, everything()).maturity["J"] == 0.3  # 0.25
    # 0.7 * 48 + 0.3 * 3 = 34.5; in binary floats it falls just below, and would become 34
    answers = {"i02_kopplade": "2", "i10_prio": "4", "j10_prio": "1"}
    answers |= {"j03_process": "5", "j04_test": "4", "j05_tjanst": "4", "j06_krav": "4"}
    found = figures(rules(), answers, everything())
    assert (found.section_need["I"], found.section_need["J"]) == (48, 3)
    assert math.floor(48 * 0.7 + 3 * 0.3 + 0.5) == 34
    assert found.activity_need["HA4.1"] == 35


def test_blank_is_not_zero_and_nothing_gives_nothing() -> None:
    found = figures(rules(), {}, everything())
    assert set(found.maturity.values()) == set(found.section_need.values()) == {None}
    assert set(found.activity_need.values()) == {None}
    assert set(found.activity_coverage.values()) == {0.0}
    assert found.recommended == ()
    zero = figures(rules(), {"c01_plan": "0", "c10_prio": "5"}, everything())
    assert (zero.maturity["C"], zero.section_need["C"]) == (0.0, 100)
    blank = figures(rules(), {"c01_plan": "", "c10_prio": "5"}, everything())
    assert blank.maturity["C"] is None
    assert set(figures(rules(), {}, frozenset()).activity_coverage.values()) == {None}


def test_an_answer_that_is_not_relevant_counts_nowhere() -> None:
    answers = {"d04_plan": "1", "d05_kunskap": "3", "d09_prio": "2", "d02_nar": "inom2"}
    all_in = figures(rules(), answers, everything())
    left_out = figures(rules(), answers, everything() - {"d04_plan", "d02_nar"})
    assert (all_in.maturity["D"], left_out.maturity["D"]) == (2.0, 3.0)
    assert left_out.section_coverage["D"] == (1, 2)
    assert left_out.activity_need["HA2.2"] == 16  # without the trigger


@pytest.mark.parametrize("value", ["6", "-1", "tre", "1/2", "1e0", "٣"])
def test_a_value_that_is_no_level_is_left_out_and_named(value: str) -> None:
    found = figures(rules(), {"c01_plan": value, "c02_mal": "2", "c10_prio": "5"}, everything())
    assert found.unreadable == ("c01_plan",)
    assert found.maturity["C"] == 2.0 and found.section_coverage["C"] == (1, 5)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_higher_priority_never_lowers_and_a_higher_maturity_never_raises_a_need(
    data: st.DataObject,
) -> None:
    chance = random.Random(data.draw(st.integers(0, 10**6)))
    answers = random_answers(chance, density=0.8)
    section = data.draw(st.sampled_from(rules().sections))
    before = figures(rules(), answers, everything())
    if answers.get(section.priority, "5") != "5":
        more = figures(rules(), answers | {section.priority: "5"}, everything())
        for code, need in before.activity_need.items():
            assert need is None or more.activity_need[code] >= need
    item = section.maturity[0]
    if item in answers:
        better = figures(rules(), answers | {item: "5"}, everything())
        for code, need in before.activity_need.items():
            assert need is None or better.activity_need[code] <= need
    for need in before.activity_need.values():
        assert need is None or 0 <= need <= 100
    for coverage in before.activity_coverage.values():
        assert coverage is not None and 0 <= coverage <= 1


@settings(max_examples=40)
@given(st.integers(0, 2**32))
def test_figures_after_a_change_are_the_figures(seed: int) -> None:
    """Answers, blanks, nonsense and relevance, one or a few at a time; what is untouched is not even made again."""
    chance = random.Random(seed)
    scoring = rules()
    names = sorted(scoring.questions())
    answers: dict[str, str] = {}
    relevant = set(names)
    kept = figures(scoring, answers, relevant)
    for _ in range(30):
        changed = set(chance.sample(names, chance.choice([1, 1, 1, 2, 5])))
        for name in changed:
            answers[name] = chance.choice(["", "0", "1", "3", "5", "6", "x", "ja", "ja nej", "inom2", "2.5"])
            if chance.random() < 0.2:
                relevant ^= {name}
        before, kept = kept, figures_after(kept, scoring, answers, relevant, changed)
        assert kept == figures(scoring, answers, relevant)
        for section, old, new in zip(scoring.sections, before.sections, kept.sections, strict=True):
            if changed.isdisjoint((*section.maturity, section.priority)):
                assert new is old


def test_the_rules_are_read_whole() -> None:
    scoring = rules()
    assert (scoring.recommend_at, scoring.consider_at, scoring.trigger_cap) == (40, 25, 10)
    assert (scoring.trigger_lift, scoring.min_coverage) == (Fraction(1, 2), Fraction(1, 2))
    assert [one.key for one in scoring.sections] == list("BCDEFGHIJKLMN")
    assert sum(len(one.maturity) for one in scoring.sections) == 50
    assert [one.code for one in scoring.activities if one.gated] == ["HA1.2", "HA1.3"]
    assert all(sum(weight for _, weight in one.weights) == 1 for one in scoring.activities)
    assert {trigger.op for one in scoring.activities for trigger in one.triggers} == set(Op)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda _: "x = 1", "none"),
        (lambda _: "[section", "not_toml"),
        (lambda text: text.replace("format = 1", "format = 9"), "format"),
        (lambda text: text.replace("trigger_cap = 10", ""), "missing"),
        (lambda text: text.replace("trigger_cap = 10", "trigger_cap = 0"), "wrong_type"),
        (lambda text: text.replace('op = "filled"', 'op = "full"'), "wrong_type"),
        (lambda text: text.replace("{ M = 1.0 }", "{ Z = 1.0 }"), "reference"),
        (lambda text: text.replace("{ M = 1.0 }", "{ M = 0 }"), "wrong_type"),
        (lambda text: text.replace('gated = ["HA1.2"', 'gated = ["HA9.2"'), "reference"),
    ],
)
def test_wrong_rules_are_refused(change: Callable[[str], str], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_scoring(change(rules_text()))
    assert refused.value.code == f"domain.scoring.{code}"


def test_respondents_who_differ_most_come_first() -> None:
    found = disagreements(
        {
            "/data/c01": (("ägare", "4"), ("produktion", "1"), ("ekonomi", "")),
            "/data/c02": (("ägare", "3"), ("produktion", "3.0")),
            "/data/d02": (("ägare", "inom2"), ("produktion", "ejaktuellt")),
            "/data/e12": (("ägare", "cnc svetsare"), ("produktion", "svetsare cnc")),
            "/data/g14": (("ägare", "vantan fel"), ("produktion", "vantan")),
            "/data/i02": (("ägare", "2"),),
            "/data/n01": (("ägare", "1"), ("produktion", "5")),
        },
        numeric={"/data/c01", "/data/c02", "/data/i02", "/data/n01"},
        several={"/data/e12", "/data/g14"},
    )
    assert [(one.at, one.distance) for one in found] == [
        ("/data/n01", 4.0),
        ("/data/c01", 3.0),
        ("/data/d02", 1.0),
        ("/data/g14", 1.0),
    ]
    assert found[1].values == (("ägare", "4"), ("produktion", "1"))
