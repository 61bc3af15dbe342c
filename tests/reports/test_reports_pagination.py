"""Pages: everything once and in order, whole groups where they fit, as few pages as that allows."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports.pagination import Room, Run, pages_of

sizes_ = st.lists(st.integers(0, 90), min_size=0, max_size=14)
rooms_ = st.builds(Room, st.integers(1, 45), st.floats(30, 1000), st.floats(8, 25), st.floats(0, 20))


@given(sizes_, rooms_)
@settings(max_examples=200)
def test_everything_once_in_order_and_groups_whole(sizes: list[int], room: Room) -> None:
    pages = pages_of(sizes, room)
    seen = [(run.group, at) for page in pages for run in page for at in range(run.start, run.stop)]
    assert seen == [(group, at) for group, size in enumerate(sizes) for at in range(size)]
    for page in pages:
        items = sum(run.count for run in page)
        assert items >= 1
        # A page that holds not even one item still gets one.
        assert room.holds(items, len(page)) or items == 1
    cut = {run.group for page in pages for run in page if run.continued}
    assert all(sizes[group] > room.largest for group in cut)


@given(st.lists(st.integers(1, 35), min_size=1, max_size=10))
@settings(max_examples=100)
def test_no_fewer_pages_would_do(sizes: list[int]) -> None:
    room = Room(35, 1e9, 1, 0)
    # Filling each page as long as the next group fits is the fewest for groups in a fixed order.
    fewest, load = 1, 0
    for size in sizes:
        if load + size > 35:
            fewest, load = fewest + 1, 0
        load += size
    assert len(pages_of(sizes, room)) == fewest


def test_pages_are_even() -> None:
    pages = pages_of([12, 9, 11, 8], Room(35, 1e9, 1, 0))
    assert [sum(run.count for run in page) for page in pages] == [21, 19]


def test_a_group_larger_than_a_page_is_cut_evenly() -> None:
    assert pages_of([60], Room(40, 1e9, 1, 0)) == ((Run(0, 0, 30),), (Run(0, 30, 60),))


def test_nothing_gives_no_page() -> None:
    assert pages_of([0, 0], Room(40, 100, 1, 0)) == ()
