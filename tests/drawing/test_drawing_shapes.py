"""Glyphs, cells, bars and emblem: what they look like, alike on paper and screen."""

from __future__ import annotations

import itertools
import math
from typing import get_args

import pytest
from PIL import Image, ImageChops, ImageStat

from app.drawing.bars import draw_share, draw_warning
from app.drawing.emblem import BLUE, YELLOW, block_width, draw_block, draw_emblem, star, star_centres
from app.drawing.level_glyph import draw_level
from app.drawing.licence_glyph import LicenceMark
from app.drawing.matrix_cell import CellMark, draw_cell
from app.drawing.palette import LIGHT
from app.drawing.surface import Face, Surface, upright

DOTS = 8
INK, PAPER = LIGHT.glyph, LIGHT.glyph_paper
MARKS = [
    # No requirement is above level 4.
    *(CellMark(level=level, gap=gap) for level in range(5) for gap in range(min(2, 4 - level) + 1)),
    *(CellMark(licence=mark, gap=gap) for mark in get_args(LicenceMark) for gap in (0, 1)),
    CellMark(),
    CellMark(asked=True),
]


def at(picture: Image.Image, x: float, y: float) -> str:
    red, green, blue = picture.getpixel((round(x * DOTS), round(y * DOTS)))
    return f"#{red:02X}{green:02X}{blue:02X}"


@pytest.mark.parametrize("backend", ["on_paper", "on_screen"])
@pytest.mark.parametrize("level", range(5))
def test_a_level_fills_as_many_quarters_clockwise_from_twelve(
    request: pytest.FixtureRequest, backend: str, level: int
) -> None:
    picture = request.getfixturevalue(backend)(lambda s: draw_level(s, 10, 10, 8, level, LIGHT), 20, 20)
    quarters = [at(picture, 10 + dx, 10 + dy) for dx, dy in ((3, -3), (3, 3), (-3, 3), (-3, -3))]
    assert quarters == [INK] * level + [PAPER] * (4 - level)
    assert at(picture, 0.5, 0.5) == "#FFFFFF"


def test_no_other_level_is_drawn(on_paper) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="0-4"):
        on_paper(lambda s: draw_level(s, 10, 10, 8, 5, LIGHT), 20, 20)


def test_every_cell_is_told_from_every_other_in_grey(on_paper) -> None:  # type: ignore[no-untyped-def]
    def cell(mark: CellMark) -> Image.Image:
        return on_paper(lambda s: draw_cell(s, 22, 12, mark, LIGHT), 22, 12).convert("L")

    pictures = {mark: cell(mark) for mark in MARKS}
    for one, other in itertools.combinations(MARKS, 2):
        difference = ImageChops.difference(pictures[one], pictures[other])
        assert difference.point(lambda value: 255 if value > 60 else 0).getbbox() is not None, (one, other)


def test_gap_marks_lie_in_the_corner_and_around(on_paper) -> None:  # type: ignore[no-untyped-def]
    one = on_paper(lambda s: draw_cell(s, 22, 12, CellMark(level=3, gap=1), LIGHT), 22, 12)
    two = on_paper(lambda s: draw_cell(s, 22, 12, CellMark(level=1, gap=2), LIGHT), 22, 12)
    assert at(one, 21, 1.2) == LIGHT.gap and at(one, 1, 6) == LIGHT.levels[3]
    assert {at(two, 1, 6), at(two, 21, 6), at(two, 11, 1), at(two, 11, 11)} == {LIGHT.gap}


@pytest.mark.parametrize("mark", MARKS, ids=str)
def test_paper_and_screen_show_the_same_cell(on_paper, on_screen, mark: CellMark) -> None:  # type: ignore[no-untyped-def]
    def draw(surface: Surface) -> None:
        surface.stamp(mark, 2, 3, 22, 12, lambda s: draw_cell(s, 22, 12, mark, LIGHT))

    difference = ImageChops.difference(on_paper(draw, 26, 18), on_screen(draw, 26, 18))
    assert max(ImageStat.Stat(difference).mean) < 2.5


def test_paper_and_screen_move_turn_and_set_text_alike(on_paper, on_screen) -> None:  # type: ignore[no-untyped-def]
    def draw(surface: Surface) -> None:
        upright(surface, 12, 70, "Ångström", Face.REGULAR, 9, LIGHT.ink)
        surface.text(70, 30, "1 111", Face.BOLD, 9, LIGHT.gap, anchor="right", tabular=True, stretch=0.9)
        surface.save()
        surface.move(20, 40)
        surface.line(0, 0, 40, 10, LIGHT.bar, line_width=1.5, dash=(4, 2))
        surface.rect(5, 14, 20, 10, fill=LIGHT.wash, stroke=LIGHT.ink, line_width=1, radius=3)
        surface.poly([(30, 14), (44, 14), (37, 26)], stroke=LIGHT.gap, line_width=1.2)
        surface.restore()
        draw_share(surface, 20, 8, 40, 5, 0.6, LIGHT, low=False)
        draw_warning(surface, 66, 60, 8, LIGHT, filled=False)

    paper, screen = on_paper(draw, 80, 80), on_screen(draw, 80, 80)
    difference = ImageChops.difference(paper, screen)
    assert max(ImageStat.Stat(difference).mean) < 2.5
    assert max(ImageStat.Stat(ImageChops.invert(paper)).mean) > 5


@pytest.mark.parametrize("share", [-0.2, 0.0, 0.25, 1.0, 1.7])
def test_a_bar_is_as_long_as_its_share_and_never_longer_than_its_track(on_paper, share: float) -> None:  # type: ignore[no-untyped-def]
    picture = on_paper(lambda s: draw_share(s, 5, 5, 40, 6, share, LIGHT, low=True), 50, 16)
    row = [at(picture, x + 0.5, 8) for x in range(50)]
    assert row.count(LIGHT.gap) == round(40 * min(1, max(0, share)))
    assert row.count(LIGHT.gap) + row.count(LIGHT.track) == 40


def test_the_emblem_keeps_its_geometric_specification(on_paper) -> None:  # type: ignore[no-untyped-def]
    height = 54.0
    centres = star_centres(3, 2, height)
    assert len(centres) == 12
    middle = (3 + 0.75 * height, 2 + height / 2)
    assert all(math.dist(centre, middle) == pytest.approx(height / 3) for centre in centres)
    assert centres[0] == pytest.approx((middle[0], middle[1] - height / 3))
    assert centres[3] == pytest.approx((middle[0] + height / 3, middle[1]))

    points = star(0, 0, height / 18)
    assert len(points) == 10
    assert points[0] == pytest.approx((0, -height / 18)), "one point straight up"
    assert all(math.hypot(*points[tip]) == pytest.approx(height / 18) for tip in range(0, 10, 2))
    # The inner corners lie where lines between points two apart cross.
    (x0, y0), (x4, y4), (x1, y1) = points[0], points[4], points[1]
    assert (x4 - x0) * (y1 - y0) - (y4 - y0) * (x1 - x0) == pytest.approx(0, abs=1e-9)

    picture = on_paper(lambda s: draw_emblem(s, 3, 2, height), 90, 60)
    assert at(picture, 4, 3) == BLUE and at(picture, 3 + 1.5 * height - 1, 2 + height - 1) == BLUE
    assert at(picture, 3 + 1.5 * height + 1, 20) == "#FFFFFF"
    assert [at(picture, x, y) for x, y in centres] == [YELLOW] * 12
    assert at(picture, *middle) == BLUE


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("Medfinansieras av", "Europeiska unionen"),
        ("Europeiska unionen", "Europeiska regionala", "utvecklingsfonden"),
    ],
)
def test_the_words_stand_beside_the_emblem_and_no_taller(on_paper, words: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    widths: list[float] = []

    def draw(surface: Surface) -> None:
        widths.append(block_width(surface, 30, words))
        assert draw_block(surface, 4, 10, 30, words) == widths[0]

    picture = on_paper(draw, 260, 50)
    left, top, right, bottom = ImageChops.invert(picture).getbbox()
    assert (left / DOTS, top / DOTS) == pytest.approx((4, 10), abs=0.2)
    assert bottom / DOTS == pytest.approx(40, abs=0.3)
    assert right / DOTS <= 4 + widths[0] + 0.5
