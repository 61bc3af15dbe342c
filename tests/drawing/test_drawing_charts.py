"""Radar, curve and target bar: what they show where, alike on paper and screen, in every palette."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from app.drawing.bars import TargetBar, draw_target
from app.drawing.curve import Curve, draw_curve
from app.drawing.palette import DARK, HIGH_CONTRAST, LIGHT, Palette, contrast
from app.drawing.radar import Axis, draw_radar
from app.drawing.surface import Face, Surface

DOTS = 8
NAMES = (
    "Affär", "Strategi", "Ägande", "Kompetens", "Produktion", "Automation", "Produkter", "Kluster", "Hållbarhet",
)  # fmt: skip
LONG = (
    "Affär och kunder", "Strategi och ledning", "Ägande och ägarskifte", "Kompetens och personal",
    "Skola och examensarbete", "Produktion", "Automation", "Digitalisering", "Produkter och tjänster",
    "Nya marknader", "Försörjningskedja", "Kluster och samverkan", "Hållbarhet", "Ekonomi", "Golvrunda",
    "AI, VR och data", "Säkerhet",
)  # fmt: skip
DATES = Curve(
    start=0,
    end=26,
    highest=40,
    done=((2, 1), (5, 4), (10, 12), (16, 21)),
    plan=((2, 0), (12, 13), (22, 35), (30, 35)),
    target=35,
    target_label="mål 35",
    today=16.4,
    today_label="i dag",
    value_label="21",
    forecast=22.6,
    forecast_label="nås i november",
    times=((0, "2021"), (12, "2022"), (24, "2023")),
    heights=tuple((value, str(value)) for value in (0, 10, 20, 30, 40)),
)


def at(picture: Image.Image, x: float, y: float) -> str:
    red, green, blue = picture.getpixel((round(x * DOTS), round(y * DOTS)))
    return f"#{red:02X}{green:02X}{blue:02X}"


class Noted:
    """A surface that notes where text stands, and draws nothing else. Letters are 0.55 of their size wide."""

    def __init__(self) -> None:
        self.texts: list[tuple[str, float, float, float, float, str]] = []

    def text(self, x, y, text, face, size, colour, *, anchor="left", stretch=1.0, tabular=False) -> None:  # type: ignore[no-untyped-def]
        wide = self.text_width(text, face, size, stretch=stretch)
        left = x - {"left": 0, "middle": wide / 2, "right": wide}[anchor]
        self.texts.append((text, left, y - 0.73 * size, wide, 0.73 * size, colour))

    def text_width(
        self, text: str, face: Face, size: float, *, stretch: float = 1.0, tabular: bool = False
    ) -> float:
        return len(text) * size * 0.55 * stretch

    def nothing(self, *where: object, **how: object) -> None:
        pass

    rect = line = poly = circle = pie = nothing


def as_surface(noted: Noted) -> Surface:
    return noted  # type: ignore[return-value]


@pytest.mark.parametrize("backend", ["on_paper", "on_screen"])
def test_points_lie_at_their_values_clockwise_from_the_top(
    request: pytest.FixtureRequest, backend: str
) -> None:
    values = (5, 3, None, 1)
    radii: list[float] = []
    picture = request.getfixturevalue(backend)(
        lambda s: radii.append(
            draw_radar(s, 5, 5, 150, 110, [Axis(n, v) for n, v in zip("NÖSV", values, strict=True)], LIGHT)
        ),
        160,
        120,
    )
    radius = radii[0]
    assert 30 < radius < 55
    for number, value in enumerate(values):
        if value is not None:
            reach = radius * value / 5
            turn = math.tau * number / 4
            assert at(picture, 80 + reach * math.sin(turn), 60 - reach * math.cos(turn)) == LIGHT.paper
    # Between north and east it is filled; beside the axis without a figure it is not.
    assert at(picture, 80 + radius * 0.22, 60 - radius * 0.22) == LIGHT.bar_soft
    assert at(picture, 80 + radius * 0.22, 60 + radius * 0.22) == LIGHT.paper


@given(
    count=st.integers(3, len(LONG)),
    first=st.integers(0, 16),
    width=st.integers(330, 460),
    height=st.integers(240, 330),
    size=st.sampled_from([10.0, 11.0, 12.0]),
)
@settings(max_examples=60, deadline=None)
def test_names_never_meet_and_stay_inside(
    count: int, first: int, width: int, height: int, size: float
) -> None:
    noted = Noted()
    names = [LONG[(first + number) % len(LONG)] for number in range(count)]
    draw_radar(as_surface(noted), 10, 20, width, height, [Axis(name, 2) for name in names], LIGHT, size=size)
    said = " ".join(text for text, *_ in noted.texts)
    assert all(name in said for name in names), "whole, on one line or two"
    for number, (text, left, top, wide, tall, _) in enumerate(noted.texts):
        assert left >= 10 - 0.1 and left + wide <= 10 + width + 0.1, text
        assert top >= 20 - 0.1 and top + tall <= 20 + height + 0.1, text
        for other, x, y, w, h, _ in noted.texts[number + 1 :]:
            apart = (
                left + wide <= x + 0.1 or x + w <= left + 0.1 or top + tall <= y + 0.1 or y + h <= top + 0.1
            )
            assert apart, (text, other)


def test_what_is_needed_is_told_by_the_colour_of_its_name() -> None:
    noted = Noted()
    axes = [Axis(name, 2, needed=name == "Ägande") for name in NAMES]
    draw_radar(as_surface(noted), 0, 0, 300, 200, axes, LIGHT)
    assert {text: colour for text, *_, colour in noted.texts} == {
        name: LIGHT.gap if name == "Ägande" else LIGHT.muted for name in NAMES
    }


def test_an_earlier_round_is_seen_behind(on_paper) -> None:  # type: ignore[no-untyped-def]
    def radar(earlier: float | None) -> Image.Image:
        axes = [Axis(name, 2, earlier) for name in NAMES]
        return on_paper(lambda s: draw_radar(s, 5, 5, 250, 170, axes, LIGHT), 260, 180)

    without, with_it, same = radar(None), radar(4.5), radar(None)
    assert ImageChops.difference(without, same).getbbox() is None
    assert ImageChops.difference(without, with_it).getbbox() is not None


def test_a_radar_has_three_axes() -> None:
    with pytest.raises(ValueError, match="three axes"):
        draw_radar(as_surface(Noted()), 0, 0, 100, 100, [Axis("A", 1), Axis("B", 2)], LIGHT)


@pytest.mark.parametrize(
    "values", [(None,) * 5, (3, None, None, None, None), (3, 2, None, None, 1), (9, -4, 2, 5, 0)]
)
def test_any_figures_can_be_drawn(on_paper, values: tuple[float | None, ...]) -> None:  # type: ignore[no-untyped-def]
    axes = [Axis(name, value, value) for name, value in zip(NAMES, values, strict=False)]
    assert on_paper(lambda s: draw_radar(s, 5, 5, 150, 110, axes, LIGHT), 160, 120) is not None


@pytest.mark.parametrize("palette", [LIGHT, DARK, HIGH_CONTRAST], ids=["light", "dark", "contrast"])
def test_paper_and_screen_show_the_same_charts(on_paper, on_screen, palette: Palette) -> None:  # type: ignore[no-untyped-def]
    axes = [Axis(name, number % 6, (number + 2) % 5, number == 3) for number, name in enumerate(NAMES)]

    def draw(surface: Surface) -> None:
        surface.rect(0, 0, 520, 220, fill=palette.paper)
        draw_radar(surface, 5, 5, 200, 150, axes, palette)
        draw_curve(surface, 215, 5, 300, 190, DATES, palette)
        for number, done in enumerate((0, 4, 8)):
            bar = TargetBar(done, 3, 12, 7, 5)
            draw_target(surface, 10, 170 + number * 15, 100, 6, bar, palette, late=done < 5)

    paper, screen = on_paper(draw, 520, 220), on_screen(draw, 520, 220)
    assert max(ImageStat.Stat(ImageChops.difference(paper, screen)).mean) < 2.5


def test_the_curve_steps_and_stops_today(on_paper) -> None:  # type: ignore[no-untyped-def]
    bare = Curve(0, 10, 10, done=((2, 4), (6, 8), (9, 10)), today=7)
    picture = on_paper(lambda s: draw_curve(s, 0, 0, 108, 116.4, bare, LIGHT), 110, 120)
    # The field is 0-100 wide and 15.4-115.4 high.
    assert at(picture, 40, 75.4) == LIGHT.bar, "after the first step"
    assert at(picture, 20, 95) == LIGHT.bar, "the riser itself"
    assert at(picture, 65, 35.4) == LIGHT.bar, "after the second step"
    assert at(picture, 40, 100) == LIGHT.bar_soft and at(picture, 10, 100) == LIGHT.paper
    assert at(picture, 85, 100) == LIGHT.paper, "nothing is done after today"
    assert at(picture, 70, 100) == LIGHT.ctl and at(picture, 70, 35.4) == LIGHT.paper


def test_every_line_of_the_curve_is_labelled_in_place() -> None:
    noted = Noted()
    draw_curve(as_surface(noted), 0, 0, 332, 214, DATES, LIGHT)
    places = {text: (x, y) for text, x, y, *_ in noted.texts}
    assert set(places) == {
        "mål 35", "i dag", "21", "nås i november", "2021", "2022", "2023", "0", "10", "20", "30", "40",
    }  # fmt: skip
    assert places["21"][0] > places["i dag"][0] and places["mål 35"][1] < places["30"][1]


@given(today=st.floats(0, 26), total=st.integers(0, 60))
@settings(max_examples=40, deadline=None)
def test_labels_of_the_curve_stay_inside(today: float, total: int) -> None:
    noted = Noted()
    curve = Curve(
        0, 26, 40, ((0, total),), DATES.plan, 35, "mål 35", today, "i dag", str(total), times=DATES.times,
        heights=DATES.heights,
    )  # fmt: skip
    draw_curve(as_surface(noted), 10, 10, 332, 214, curve, LIGHT)
    for text, left, top, wide, tall, _ in noted.texts:
        assert left >= 9.9 and left + wide <= 342.1 and top >= 9.9 and top + tall <= 224.1, text


def test_a_curve_spans_something() -> None:
    for curve in (Curve(3, 3, 10, ()), Curve(0, 3, 0, ())):
        with pytest.raises(ValueError, match="spans"):
            draw_curve(as_surface(Noted()), 0, 0, 100, 100, curve, LIGHT)
    draw_curve(as_surface(Noted()), 0, 0, 100, 100, Curve(0, 3, 10, ()), LIGHT)


@pytest.mark.parametrize("late", [False, True])
def test_the_bar_of_a_target_has_all_its_parts(on_paper, late: bool) -> None:  # type: ignore[no-untyped-def]
    bar = TargetBar(done=8, under_way=3, most=24, least=14, plan=11)
    picture = on_paper(lambda s: draw_target(s, 10, 10, 96, 8, bar, LIGHT, late=late), 116, 30)
    colour = LIGHT.gap if late else LIGHT.bar
    assert at(picture, 30, 14) == colour
    assert at(picture, 48, 14) == LIGHT.bar_soft
    assert at(picture, 48, 10.4) == colour, "its outline"
    assert at(picture, 60, 14) == LIGHT.track
    assert at(picture, 10 + 96 * 14 / 24, 7) == LIGHT.ink
    assert at(picture, 10 + 96 * 11 / 24, 23) == LIGHT.muted


def test_parts_that_are_not_there_are_not_drawn(on_paper) -> None:  # type: ignore[no-untyped-def]
    def drawn(bar: TargetBar) -> Image.Image:
        return on_paper(lambda s: draw_target(s, 10, 10, 96, 8, bar, LIGHT, late=False), 116, 30)

    nothing = drawn(TargetBar(0, 0, 10, None, None))
    assert ImageChops.difference(nothing, drawn(TargetBar(0, 0, 10, 10, 0))).getbbox() is None
    full, more = drawn(TargetBar(10, 0, 10)), drawn(TargetBar(14, 5, 10))
    box = ImageChops.difference(full, more).getbbox()
    assert box is None or (box[2] / DOTS <= 106.5 and box[0] / DOTS >= 9.5)
    with pytest.raises(ValueError, match="promises"):
        drawn(TargetBar(0, 0, 0))


@pytest.mark.parametrize("palette", [LIGHT, DARK, HIGH_CONTRAST], ids=["light", "dark", "contrast"])
def test_the_parts_can_be_told_apart(palette: Palette) -> None:
    """3:1 for parts (WCAG 2.2, 1.4.11): done, outline and today against what they lie on."""
    assert contrast(palette.bar, palette.paper) >= 3 and contrast(palette.gap, palette.paper) >= 3
    assert contrast(palette.bar, palette.track) >= 3 and contrast(palette.gap, palette.track) >= 3
    assert contrast(palette.ctl, palette.paper) >= 3 and contrast(palette.muted, palette.paper) >= 4.5
