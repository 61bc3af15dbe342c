"""A run: exact changes, repeats by opaque keys, restoring, and that the order of acts leaves no trace."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from _forms_samples import MIXED, asked, bind, environment, started, xform
from hypothesis import given, settings
from hypothesis import strategies as st

from app.forms import (
    Change,
    FormFault,
    FormRun,
    Leaf,
    NodeRef,
    RepeatKey,
    compile_form,
)

FORM = compile_form(MIXED)
QUESTIONS = ("/data/on", "/data/need", "/data/g/a", "/data/g/b", "/data/g/h/c")


def places(run: FormRun) -> list[NodeRef]:
    """Places in the repeat of PLACES, by key."""
    return [NodeRef("/data/r", (key,)) for key in run.rows(NodeRef("/data/r"))]


def key(name: str) -> RepeatKey:
    return RepeatKey(name)


# -- repeats -------------------------------------------------------------------------------------------------


def test_rows_have_opaque_keys_and_positions_are_derived() -> None:
    run = FormRun(FORM, environment(), instances=())
    repeat = run.ref("/data/r")
    assert run.rows(repeat) == ()
    for name in ("k1", "k2", "k3"):
        outcome = run.add(repeat, key(name))
        assert outcome.key == name and outcome.changes[0].what == "count"
    run.answer(NodeRef("/data/r/x", (key("k1"),)), "1")
    run.answer(NodeRef("/data/r/x", (key("k2"),)), "2")
    run.answer(NodeRef("/data/r/x", (key("k3"),)), "3")
    third = NodeRef("/data/r/x", (key("k3"),))
    assert run.path(third) == "/data/r[3]/x"
    assert run.ref("/data/r[2]/x") == NodeRef("/data/r/x", (key("k2"),))
    assert run.value(run.ref("all")) == "246"

    outcome = run.remove(run.ref("/data/r[2]"))
    assert Change(NodeRef("/data/r"), "count", 3, 2) in outcome.changes
    assert Change(NodeRef("/data/all"), "value", "246", "26") in outcome.changes
    assert run.rows(repeat) == ("k1", "k3")
    assert run.path(third) == "/data/r[2]/x"
    assert run.value(third) == "3"
    with pytest.raises(FormFault):
        run.value(NodeRef("/data/r/x", (key("k2"),)))
    with pytest.raises(FormFault):
        run.ref("/data/r[3]/x")

    run.add(repeat, key("k0"), position=1)
    assert run.rows(repeat) == ("k0", "k1", "k3")
    assert run.path(third) == "/data/r[3]/x"


def test_a_new_form_has_the_rows_that_it_declares() -> None:
    run = started(MIXED)
    assert [leaf.at for leaf in run.leaves()][5:8] == ["/data/r[1]/x", "/data/r[1]/y", "/data/r[1]/s[1]/z"]
    run.add(run.ref("/data/r"))
    # jr:template alone is no row; the template of the outer repeat holds an inner template only
    assert len(run.rows(run.ref("/data/r[2]/s"))) == 0
    run.add(run.ref("/data/r[2]/s"), key("inner"))
    assert (
        run.path(NodeRef("/data/r/s/z", (run.rows(run.ref("/data/r"))[1], key("inner"))))
        == "/data/r[2]/s[1]/z"
    )


def test_new_rows_start_as_the_template_says() -> None:
    with_template = started(
        xform(
            '<r jr:template=""><x>7</x></r><r><x>5</x></r>',
            "",
            f'<group ref="/data/r"><repeat nodeset="/data/r">{asked("/data/r/x")}</repeat></group>',
        )
    )
    with_template.add(with_template.ref("/data/r"))
    assert [leaf.value for leaf in with_template.leaves()] == ["5", "7"]
    without = started(
        xform(
            "<r><x>5</x></r><r><x>6</x></r>",
            "",
            f'<group ref="/data/r"><repeat nodeset="/data/r">{asked("/data/r/x")}</repeat></group>',
        )
    )
    without.add(without.ref("/data/r"))
    assert [leaf.value for leaf in without.leaves()] == ["5", "6", ""]


def test_rows_of_a_repeat_that_is_not_relevant() -> None:
    run = started(MIXED)
    run.answer(run.ref("/data/r[1]/x"), "4")
    outcome = run.answer(run.ref("on"), "5")
    assert Change(NodeRef("/data/r"), "relevant", True, False) in outcome.changes
    assert Change(run.ref("/data/r[1]/x"), "value", "4", "") in outcome.changes
    assert run.value(run.ref("all")) == ""
    assert run.add(run.ref("/data/r")).refused == "not relevant"
    assert run.remove(run.ref("/data/r[1]")).refused == "not relevant"
    assert run.add(run.ref("/data/r"), key("k"), keep_irrelevant=True).refused is None
    assert not run.leaf(run.ref("/data/r[2]/x")).relevant
    run.answer(run.ref("on"), "1")
    assert run.value(run.ref("/data/r[1]/x")) == "4"
    assert run.leaf(run.ref("/data/r[2]/x")).relevant


@pytest.mark.parametrize(
    "address",
    [
        "/data/nope",
        "nope",
        "/data/r[9]/x",
        "/data/r/x",
        "x",
        "/data/on[2]",
        "/data/r[0]",
        "",
        "/",
        "/data//on",
        "[1]",
    ],
)
def test_addresses_that_lead_nowhere(address: str) -> None:
    with pytest.raises(FormFault):
        started(MIXED).ref(address)


def test_acts_on_the_wrong_kind_of_node() -> None:
    run = started(MIXED)
    for act in (
        lambda: run.answer(run.ref("/data/g"), "1"),
        lambda: run.answer(run.ref("/data/r"), "1"),
        lambda: run.add(run.ref("/data/g")),
        lambda: run.add(run.ref("/data/r[1]")),
        lambda: run.add(run.ref("on")),
        lambda: run.remove(run.ref("/data/r")),
        lambda: run.remove(run.ref("on")),
        lambda: run.add(run.ref("/data/r"), position=5),
        lambda: run.add(run.ref("/data/r"), run.rows(run.ref("/data/r"))[0]),
        lambda: run.set_language("Norsk"),
    ):
        before = run.leaves()
        with pytest.raises(FormFault):
            act()
        assert run.leaves() == before


# -- exact changes -------------------------------------------------------------------------------------------


def test_conditions_flags_and_labels_are_told() -> None:
    run = started(MIXED)
    on = run.answer(run.ref("on"), "2")
    assert {(one.node.path, one.what, one.before, one.after) for one in on.changes} == {
        ("/data/on", "value", "", "2"),
        ("/data/g", "relevant", False, True),
        ("/data/g/a", "relevant", False, True),
        ("/data/g/b", "relevant", False, True),
        ("/data/need", "required", False, True),
        ("/data/need", "valid", True, False),
    }
    three = run.answer(run.ref("a"), "3")
    told = {(one.node.path, one.what, one.before, one.after) for one in three.changes}
    assert ("/data/g/h/c", "readonly", False, True) in told
    assert ("/data/g/h/c", "relevant", False, True) in told
    assert ("/data/g/h/c", "label", "C  of ", "C 3 of ") in told
    assert run.answer(run.ref("c"), "x").refused == "readonly"
    assert run.answer(run.ref("b"), "2").refused == "constraint"
    assert run.answer(run.ref("b"), "4").refused is None
    five = run.answer(run.ref("a"), "5")
    assert Change(run.ref("b"), "valid", True, False) in five.changes
    assert run.leaf(run.ref("b")).message


def test_the_same_answer_again_changes_nothing() -> None:
    run = started(MIXED)
    run.answer(run.ref("on"), "2")
    before = run.evaluations
    assert run.answer(run.ref("on"), "02").changes == ()
    assert run.evaluations == before


def test_numbers_are_written_one_way() -> None:
    run = started(
        xform(
            "<n/><d/>",
            bind("/data/n", "int") + bind("/data/d", "decimal"),
            asked("/data/n") + asked("/data/d"),
        )
    )
    for typed, kept in (("007", "7"), ("+5", "5"), ("-0", "0"), (" 3 ", "3")):
        assert run.answer(run.ref("n"), typed).value == kept
    for typed, kept in (
        ("2.50", "2.5"),
        ("2.0", "2"),
        (".5", "0.5"),
        ("12345678.5", "12345678.5"),
        ("-0.0", "0"),
    ):
        assert run.answer(run.ref("d"), typed).value == kept
    for typed in ("1e3", "0x1", "1 000", "NaN", "٣", "1.2.3", "--1", "9" * 40):
        assert run.answer(run.ref("d"), typed).refused == "constraint", typed


# -- any order of acts ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Act:
    """One random act: an answer, a row more, a row less. Numbers choose among what there is."""

    kind: str
    which: int
    value: str


ACTS = st.lists(
    st.builds(
        Act,
        st.sampled_from(
            ["answer"] * 6 + ["row answer"] * 5 + ["inner answer"] * 2 + ["add", "add inner", "remove"]
        ),
        st.integers(0, 4),
        st.sampled_from(["", "0", "1", "2", "3", "5", "9", "12", "x"]),
    ),
    max_size=25,
)


def acted(run: FormRun, act: Act) -> tuple[Change, ...]:
    """Does an act, refused or not, and gives its changes."""
    rows = places(run)
    row = rows[act.which % len(rows)] if rows else None
    if act.kind == "answer":
        return run.answer(run.ref(QUESTIONS[act.which]), act.value, keep_irrelevant=act.which == 3).changes
    if act.kind == "add":
        return run.add(run.ref("/data/r"), position=1 if act.which == 0 else None).changes
    if row is None:
        return ()
    if act.kind == "row answer":
        return run.answer(NodeRef("/data/r/x", row.keys), act.value).changes
    if act.kind == "remove":
        return run.remove(row).changes if len(rows) > 1 or act.which == 0 else ()
    inner = NodeRef("/data/r/s", row.keys)
    if act.kind == "add inner":
        return run.add(inner).changes
    keys = run.rows(inner)
    if not keys:
        return ()
    return run.answer(NodeRef("/data/r/s/z", (*row.keys, keys[0])), act.value).changes


def again(run: FormRun) -> FormRun:
    """A run restored from what another one keeps."""
    instances = []
    for row in places(run):
        instances.append(("/data/r", (), row.keys[0]))
        instances.extend(("/data/r/s", row.keys, one) for one in run.rows(NodeRef("/data/r/s", row.keys)))
    return FormRun(
        run.definition,
        environment(),
        answers=[(leaf.ref, leaf.stored) for leaf in run.leaves() if leaf.stored],
        instances=instances,
    )


@settings(max_examples=150, deadline=None)
@given(ACTS)
def test_step_by_step_is_as_all_anew(acts: list[Act]) -> None:
    run = started(MIXED)
    for act in acts:
        acted(run, act)
    restored = again(run)
    assert restored.leaves() == run.leaves()
    assert restored.ignored == ()
    assert restored.missing_required() == run.missing_required()


FLAGS = ("value", "relevant", "required", "readonly", "valid", "label")


def _shown(leaves: tuple[Leaf, ...]) -> dict[tuple[NodeRef, str], object]:
    return {(leaf.ref, what): getattr(leaf, what) for leaf in leaves for what in FLAGS}


@settings(max_examples=150, deadline=None)
@given(ACTS)
def test_changes_are_exactly_what_is_shown_otherwise(acts: list[Act]) -> None:
    run = started(MIXED)
    for act in acts:
        before = _shown(run.leaves())
        changes = acted(run, act)
        after = _shown(run.leaves())
        leaves = {ref for ref, _ in after}
        told = {(one.node, one.what): (one.before, one.after) for one in changes if one.node in leaves}
        seen = {
            place: (before[place], after[place])
            for place in after
            if place in before and before[place] != after[place]
        }
        assert told == seen
        assert len(told) == len([one for one in changes if one.node in leaves])


@settings(max_examples=100, deadline=None)
@given(ACTS, st.integers(0, 4), st.sampled_from(["0", "1", "2", "3", "5", "9"]))
def test_an_answer_taken_back_leaves_no_trace(acts: list[Act], which: int, value: str) -> None:
    run = started(MIXED)
    for act in acts:
        acted(run, act)
    ref = run.ref(QUESTIONS[which])
    before, old = run.leaves(), run.stored(ref)
    if run.answer(ref, value).refused is None:
        run.answer(ref, old, keep_irrelevant=True)
    if run.stored(ref) == old:
        assert run.leaves() == before


@settings(max_examples=60, deadline=None)
@given(st.permutations([("on", "2"), ("need", "x"), ("a", "4"), ("c", "y"), ("/data/r[1]/x", "6")]))
def test_any_order_of_independent_answers_gives_the_same_state(answers: list[tuple[str, str]]) -> None:
    run, straight = started(MIXED), started(MIXED)
    for name, value in answers:
        run.answer(run.ref(name), value, keep_irrelevant=True)
    for name, value in sorted(answers):
        straight.answer(straight.ref(name), value, keep_irrelevant=True)
    assert run.leaves() == straight.leaves()


# -- restoring -----------------------------------------------------------------------------------------------


def test_restoring_refuses_nothing_and_reckons_each_rule_once() -> None:
    answers = [
        (NodeRef("/data/on"), "2"),
        (NodeRef("/data/g/a"), "abc"),
        (NodeRef("/data/g/b"), "1"),
        (NodeRef("/data/gone"), "1"),
        (NodeRef("/data/r/x", (key("k9"),)), "1"),
        (NodeRef("/data/r/x", (key("k1"),)), "2"),
    ]
    run = FormRun(
        FORM,
        environment(),
        answers=answers,
        instances=[
            ("/data/r", (), key("k1")),
            ("/data/nope", (), key("k2")),
            ("/data/r/s", (key("zz"),), key("k3")),
        ],
    )
    assert [ref.path for ref in run.ignored] == ["/data/nope", "/data/r/s", "/data/gone", "/data/r/x"]
    assert not run.leaf(run.ref("a")).valid
    assert "abc" in run.leaf(run.ref("a")).message
    assert run.value(run.ref("/data/r[1]/x")) == "2"
    assert run.evaluations <= len(FORM.program.rules) + 3


def test_no_instances_and_none_differ() -> None:
    assert len(places(FormRun(FORM, environment()))) == 1
    assert len(places(FormRun(FORM, environment(), instances=()))) == 0
