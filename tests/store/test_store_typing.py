"""Typing on: one field, one minute, one act; everywhere else it is as if the last text had been typed at once."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from _store_laptops import Dump, Laptop, birth, dump, log_dump, reprojected, row_of, shown, to, tombstone
from hypothesis import event, given, settings
from hypothesis import strategies as st

from app.domain.refusal import Refusal
from app.store import outbox
from app.store.rows import AnswerRow, QuestionNoteRow, SessionRow
from app.store.store import Store
from app.store.units import Act, Change, ChangeSet

MINUTE = 60_000


@pytest.fixture
def anna(tmp_path: Path) -> Iterator[Laptop]:
    laptop = Laptop(tmp_path, "anna")
    yield laptop
    laptop.close()


def typed(laptop: Laptop, *changes: Change, verb: str = "interview answer", ms: int = 400) -> ChangeSet:
    laptop.wall.step(ms)
    return laptop.store.commit_typing(Act(verb, None, changes))


def seal(laptop: Laptop) -> None:
    """All that is here is in a segment."""
    with laptop.store.writing() as connection:
        if waiting := outbox.unsealed(connection):
            outbox.mark_sealed(connection, [number for number, _ in waiting], 1)


def text(laptop: Laptop, index: int = 0) -> str | None:
    with laptop.store.reading() as reader:
        found = {row.question: row.value for row in reader.rows(AnswerRow)}
    return found.get(f"question {index}")


def sound(laptop: Laptop) -> None:
    stands, again = reprojected(laptop.store)
    assert stands == again


def type_word(laptop: Laptop, word: str, index: int = 0) -> None:
    typed(laptop, birth("answer", index), *to("answer", index, value=word[:1]))
    for end in range(2, len(word) + 1):
        typed(laptop, *to("answer", index, value=word[:end]))


def test_a_word_is_one_act_and_one_undo(anna: Laptop) -> None:
    before = shown(anna.store)
    type_word(anna, "Ställtider")
    (unit,) = anna.log()
    assert text(anna) == "Ställtider" and len(unit.operations) == 2
    assert unit.at == anna.wall.at, "the act says when its text was typed"
    sound(anna)
    after = shown(anna.store)
    for _ in range(2):
        anna.store.undo()
        assert shown(anna.store) == before
        anna.store.redo()
        assert shown(anna.store) == after
    sound(anna)


def test_a_text_that_was_there_before_comes_back(anna: Laptop) -> None:
    anna.act("interview answer", birth("answer", 0), *to("answer", 0, value="Förr"))
    for word in ("F", "Fö", "För"):
        typed(anna, *to("answer", 0, value=word))
    first, last = anna.log()
    (op,) = last.operations
    assert op.bases == first.stamp, "it keeps what the first letter replaced"
    anna.store.undo()
    assert text(anna) == "Förr"
    sound(anna)


def test_numbers_of_acts_only_go_up(anna: Laptop) -> None:
    """Who remembers a number, as the search index does, sees each text that came after."""
    numbers = []
    for word in ("a", "ab", "abc"):
        changes = (birth("answer", 0), *to("answer", 0, value=word))
        typed(anna, *changes)
        with anna.store.connected() as connection:
            numbers.append(connection.exec_driver_sql("SELECT max(number) FROM unit").scalar_one())
    assert numbers == sorted(set(numbers)) and len(anna.log()) == 1


def test_after_a_minute_another_act_begins(anna: Laptop) -> None:
    type_word(anna, "ab")
    for _ in range(10):  # each within a minute of the one before, all together longer
        typed(anna, *to("answer", 0, value="abc"), ms=20_000)
    assert len(anna.log()) == 4
    sound(anna)


def test_a_clock_that_was_set_back_begins_another(anna: Laptop) -> None:
    type_word(anna, "ab")
    typed(anna, *to("answer", 0, value="abc"), ms=-3_600_000)
    assert len(anna.log()) == 2 and text(anna) == "abc"


@pytest.mark.parametrize("between", ["other field", "other verb", "plain", "undo", "seal", "restart", "news"])
def test_what_comes_between_ends_an_act(anna: Laptop, tmp_path: Path, between: str) -> None:
    anna.act("interview start", birth("answer", 0), birth("answer", 1))
    typed(anna, *to("answer", 0, value="a"))
    acts = len(anna.log())
    after: dict[str, object] = {"interview answer": None}
    match between:
        case "other field":
            typed(anna, *to("answer", 1, value="b"))
            acts += 1
        case "other verb":
            typed(anna, *to("answer", 0, value="ab"), verb="interview amend")
            acts += 1
        case "plain":
            anna.act("interview answer", *to("answer", 0, value="ab"))
            acts += 1
        case "undo":
            anna.store.undo()
            acts += 1
        case "seal":
            seal(anna)
        case "restart":
            anna.close()
            anna.open()
        case "news":  # somebody else has typed in the same field meanwhile: both stand
            bo = Laptop(tmp_path, "bo", anna.wall.at)
            bo.act("interview answer", birth("answer", 0), *to("answer", 0, value="bo"))
            anna.take(bo.own())
            bo.close()
            acts += 1
    typed(anna, *to("answer", 0, value="abc"))
    assert len(anna.log()) == acts + 1 and text(anna) == "abc" and after
    if between == "news":
        assert anna.contests() == (), "a local act has seen both"
    sound(anna)


def test_plain_acts_never_merge(anna: Laptop) -> None:
    for word in ("a", "ab", "abc"):
        anna.act("interview answer", birth("answer", 0), *to("answer", 0, value=word))
    assert len(anna.log()) == 3


def test_a_second_window_does_not_continue_the_first(anna: Laptop) -> None:
    type_word(anna, "ab")
    other = Store.open(
        anna.path, bytes(range(32)), device=anna.store.device, person="anna", incarnation=1, now=anna.wall
    )
    anna.wall.step()
    other.commit_typing(Act("interview answer", None, to("answer", 0, value="abc")))
    other.close()
    typed(anna, *to("answer", 0, value="abcd"))
    assert len(anna.log()) == 3
    sound(anna)


def test_news_about_another_field_does_not_end_an_act(anna: Laptop, tmp_path: Path) -> None:
    bo = Laptop(tmp_path, "bo", anna.wall.at)
    bo.act("company add", birth("company", 0), *to("company", 0, name="Alfa"))
    type_word(anna, "ab")
    anna.take(bo.own())
    typed(anna, *to("answer", 0, value="abc"))
    assert len(anna.own()) == 1 and len(anna.log()) == 2
    sound(anna)
    bo.take(anna.own())
    assert bo.dump() == anna.dump()
    bo.close()


def test_typing_settles_a_conflict_once(anna: Laptop, tmp_path: Path) -> None:
    bo = Laptop(tmp_path, "bo", anna.wall.at)
    for laptop, said in ((anna, "anna"), (bo, "bo")):
        laptop.act("interview answer", birth("answer", 0), *to("answer", 0, value=said))
    anna.take(bo.own())
    assert len(anna.contests()) == 1
    for word in ("b", "bå", "båda"):
        typed(anna, *to("answer", 0, value=word))
        assert anna.contests() == ()
        sound(anna)
    assert len(anna.own()) == 2
    bo.take(anna.own())
    assert bo.contests() == () and bo.dump() == anna.dump()
    anna.store.undo()
    sound(anna)
    bo.close()


def test_a_row_that_was_taken_away_is_typed_again(anna: Laptop) -> None:
    anna.act(
        "interview answer", birth("question_note", 0), *to("question_note", 0, note="x", missing="unknown")
    )
    anna.store.undo()
    for word in ("n", "ny"):
        typed(anna, birth("question_note", 0), *to("question_note", 0, note=word), verb="interview note")
    assert len(anna.log()) == 3
    with anna.store.reading() as reader:
        (row,) = reader.rows(QuestionNoteRow)
    assert (row.note, row.missing) == ("ny", None)
    sound(anna)
    anna.store.undo()
    assert shown(anna.store)[QuestionNoteRow] == ()
    sound(anna)


def test_what_is_no_setting_of_fields_is_an_act_of_its_own(anna: Laptop) -> None:
    typed(anna, birth("session", 0), *to("session", 0, note="a"))
    typed(anna, tombstone("session", 0))
    typed(anna, tombstone("session", 0, back=True))
    assert len(anna.log()) == 3
    with pytest.raises(ValueError, match="changes something"):
        anna.store.commit_typing(Act("interview answer", None, ()))
    with pytest.raises(Refusal, match=r"store\.field_twice"):
        typed(anna, *to("session", 0, note="a"), *to("session", 0, note="b"))
    with anna.store.reading() as reader:
        assert [row.note for row in reader.rows(SessionRow)] == ["a"]
    sound(anna)


def test_a_failure_in_the_middle_leaves_the_earlier_act(anna: Laptop) -> None:
    """The earlier text is out of the log and the new one not yet in it: nothing of that is seen if it ends here."""
    type_word(anna, "ab")
    before = _all(anna)
    for statement in range(1, 40):
        left = statement
        with anna.store._engines.writer.connect() as connection:
            driver = connection.connection.dbapi_connection
            assert driver is not None

            def stop() -> int:
                nonlocal left
                left -= 1
                return left <= 0

            try:
                driver.set_progress_handler(stop, 20)  # type: ignore[attr-defined]
                with connection.begin():
                    anna.store.commit_typing_in(
                        connection, Act("interview answer", None, to("answer", 0, value="abc"))
                    )
                    driver.set_progress_handler(None, 0)  # type: ignore[attr-defined]
                    raise KeyboardInterrupt
            except KeyboardInterrupt:
                break
            except Exception as error:
                assert "interrupted" in str(error)
            finally:
                driver.set_progress_handler(None, 0)  # type: ignore[attr-defined]
        assert _all(anna) == before
    assert statement > 3, "it was stopped in several places"
    assert _all(anna) == before
    typed(anna, *to("answer", 0, value="abc"))
    assert text(anna) == "abc"
    sound(anna)


def _all(laptop: Laptop) -> Dump:
    with laptop.store.connected() as connection:
        return log_dump(connection)


# --- random days ---


@dataclass(frozen=True)
class Type:
    who: int
    index: int
    text: str
    ms: int


@dataclass(frozen=True)
class Plain:
    who: int
    index: int
    text: str


@dataclass(frozen=True)
class Back:
    who: int
    redo: bool


@dataclass(frozen=True)
class Seal:
    """Publishing: the other hears all."""

    who: int


@dataclass(frozen=True)
class Restart:
    who: int


WHO, INDEX = st.integers(0, 1), st.integers(0, 1)
TEXT = st.text("abå", max_size=3)
STEP = st.one_of(
    *[st.builds(Type, WHO, INDEX, TEXT, st.sampled_from([1, 400, 25_000, 61_000]))] * 4,
    st.builds(Plain, WHO, INDEX, TEXT),
    *[st.builds(Back, WHO, st.booleans())] * 2,
    st.builds(Seal, WHO),
    st.builds(Restart, WHO),
)
Step = Type | Plain | Back | Seal | Restart


@dataclass
class Model:
    """What undo and redo give on a laptop that is alone: states before each act, with the burst that is open."""

    done: list[dict[int, str]] = field(default_factory=list)
    undone: list[dict[int, str]] = field(default_factory=list)
    now: dict[int, str] = field(default_factory=dict)
    burst: tuple[int, int] | None = None  # the field, and when it began


def _change(laptop: Laptop, index: int, said: str) -> tuple[Change, ...]:
    """A row is born where it is not there: whoever bears it takes it away by undo."""
    with laptop.store.reading() as reader:
        there = reader.row(AnswerRow, row_of("answer", index)) is not None
    return (*(() if there else (birth("answer", index),)), *to("answer", index, value=said))


@settings(max_examples=60)
@given(st.lists(STEP, min_size=3, max_size=25))
def test_undo_and_redo_take_a_burst_as_one(day: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        laptop, model = Laptop(Path(folder), "anna"), Model()
        for step in day:
            match step:
                case Type() | Plain():
                    ms = step.ms if isinstance(step, Type) else 1
                    now = laptop.wall.step(ms)
                    act = Act("interview answer", None, _change(laptop, step.index, step.text))
                    goes_on = (
                        isinstance(step, Type)
                        and model.burst is not None
                        and model.burst[0] == step.index
                        and now - model.burst[1] < MINUTE
                    )
                    if isinstance(step, Type):
                        laptop.store.commit_typing(act)
                        began = model.burst[1] if goes_on and model.burst else now
                        model.burst = (step.index, began)
                    else:
                        laptop.store.commit(act)
                        model.burst = None
                    if not goes_on:
                        model.done.append(dict(model.now))
                    model.undone.clear()
                    model.now[step.index] = step.text
                    event(f"goes on: {goes_on}")
                case Back():
                    stack, other = (model.undone, model.done) if step.redo else (model.done, model.undone)
                    laptop.wall.step(1)
                    if not stack:
                        with pytest.raises(Refusal):
                            laptop.store.redo() if step.redo else laptop.store.undo()
                        continue
                    laptop.store.redo() if step.redo else laptop.store.undo()
                    other.append(dict(model.now))
                    model.now = stack.pop()
                    model.burst = None
                case Seal():
                    seal(laptop)
                    model.burst = None
                case Restart():
                    laptop.close()
                    laptop.open()
                    model.burst = None
            stood = {index: said for index in (0, 1) if (said := text(laptop, index)) is not None}
            assert stood == model.now
        sound(laptop)
        laptop.close()


@settings(max_examples=40)
@given(st.lists(STEP, min_size=4, max_size=25))
def test_two_who_type_and_publish_agree(day: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        laptops = [Laptop(Path(folder), name) for name in ("anna", "bo")]
        for step in day:
            at, other = laptops[step.who], laptops[1 - step.who]
            match step:
                case Type():
                    at.wall.step(step.ms)
                    at.store.commit_typing(Act("interview answer", None, _change(at, step.index, step.text)))
                case Plain():
                    at.act("interview answer", *_change(at, step.index, step.text))
                case Back():
                    at.wall.step(1)
                    try:
                        at.store.redo() if step.redo else at.store.undo()
                    except Refusal as refusal:
                        assert refusal.code.startswith(("store.undo", "store.redo"))
                case Seal():
                    _publish(at, other)
                case Restart():
                    at.close()
                    at.open()
        for at in laptops:
            sound(at)
        for at, other in (laptops, laptops[::-1]):
            _publish(at, other)
            sound(other)
        first, second = (laptop.dump() for laptop in laptops)
        assert first == second
        assert laptops[0].contests() == laptops[1].contests()
        event(f"conflicts: {bool(laptops[0].contests())}")
        with laptops[0].store.connected() as connection:
            assert dump(connection) == first
        for laptop in laptops:
            laptop.close()


def _publish(at: Laptop, other: Laptop) -> None:
    """What waits at one is sealed and read by the other."""
    from dataclasses import replace

    with at.store.writing() as connection:
        waiting = outbox.unsealed(connection)
        mine = [(number, unit) for number, unit in waiting if unit.stamp[8:] == at.store.device]
        if mine:
            outbox.mark_sealed(connection, [number for number, _ in mine], 1)
    if mine:
        other.take([replace(unit, sequence=1) for _, unit in mine])
