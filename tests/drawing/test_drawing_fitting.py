"""Names in their room: within it, whole where they can be, and never two that look alike."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.drawing.fitting import Fitted, fit_names

_WORDS = ("svets", "fräs", "Mätning", "av", "rostfritt", "stål", "MIG/MAG", "A–B", "Robotcell", "&", "nivå")
names_ = st.lists(
    st.lists(st.sampled_from(_WORDS), min_size=1, max_size=9).map(" ".join), min_size=1, max_size=12
)


def measure(text: str) -> float:
    return 5.0 * len(text)


def fit(names: list[str], room: float, lines: int = 1) -> tuple[Fitted, ...]:
    return fit_names(names, measure, [room] * len(names), lines=lines)


@given(names_, st.integers(60, 220), st.integers(1, 3))
@example(["svets fräs svets svets fräs av", "svets fräs svets fräs av"], 60, 1)
@settings(max_examples=150, deadline=None)
def test_names_fit_and_stay_apart(names: list[str], room: int, lines: int) -> None:
    fitted = fit(names, room, lines)
    for name, result in zip(names, fitted, strict=True):
        assert 1 <= len(result.lines) <= lines
        assert 0.84 <= result.stretch <= 1
        assert all(measure(line) * result.stretch <= room + 1e-9 for line in result.lines)
        if result.whole:
            assert result.words.replace(" ", "") == name.replace(" ", "")
        else:
            assert "…" in result.words
    shown = {name: result.words for name, result in zip(names, fitted, strict=True)}
    assert len(set(shown.values())) == len(shown)


@given(st.text("ab ", min_size=30, max_size=40), st.integers(2, 30))
@settings(max_examples=60, deadline=None)
def test_many_names_that_differ_only_in_the_middle_stay_apart(stem: str, count: int) -> None:
    names = [f"{stem}{number:02}{stem}" for number in range(count)]
    assert len({result.words for result in fit(names, 60)}) == count


def test_a_name_that_fits_is_left_alone() -> None:
    assert fit(["Svets"], 60) == (Fitted(("Svets",), 1.0, True),)


def test_a_little_too_long_is_condensed_rather_than_broken() -> None:
    (result,) = fit(["fjorton tecken"], 66, lines=2)
    assert result.lines == ("fjorton tecken",) and 0.9 < result.stretch < 1


def test_two_lines_rather_than_much_condensed() -> None:
    (result,) = fit(["Svetsning MIG/MAG rostfritt"], 95, lines=2)
    assert len(result.lines) == 2 and result.whole


def test_the_end_that_tells_two_names_apart_is_kept() -> None:
    one, other = fit(["Mohammad-Abdulrahman Hassan Bergström", "Mohammad-Abdulrahman Hassan Lindström"], 110)
    assert one.words.endswith("…Bergström") and other.words.endswith("…Lindström")


def test_equal_names_look_equal() -> None:
    one, other = fit(["Svensson, Anna Margareta Elisabet"] * 2, 80)
    assert one == other
