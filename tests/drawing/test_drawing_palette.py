"""The palette keeps the contrasts that the looks promise."""

from __future__ import annotations

import pytest

from app.drawing.palette import DARK, HIGH_CONTRAST, LIGHT, Palette, contrast, luminance

PALETTES = {"light": LIGHT, "dark": DARK, "high contrast": HIGH_CONTRAST}


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES.keys())
def test_text_and_parts_are_told_from_their_ground(palette: Palette) -> None:
    for text in (palette.ink, palette.muted, palette.faint, palette.accent, palette.gap, palette.ok):
        for ground in (palette.paper, palette.wash):
            assert contrast(text, ground) >= 4.5
    assert contrast(palette.gap, palette.gap_wash) >= 4.5
    assert contrast(palette.ok, palette.ok_wash) >= 4.5
    assert contrast(palette.warn, palette.warn_wash) >= 4.5
    assert contrast(palette.on_brand, palette.brand) >= 4.5
    assert contrast(palette.bar, palette.track) >= 3
    assert contrast(palette.ctl, palette.paper) >= 3
    assert all(contrast(palette.glyph, ground) >= 3 for ground in palette.levels)


def test_measured_ratios() -> None:
    # The table of the looks page, rounded there to one decimal.
    assert contrast(LIGHT.ink, LIGHT.paper) == pytest.approx(15.2, abs=0.06)
    assert contrast(LIGHT.gap, LIGHT.paper) == pytest.approx(5.6, abs=0.06)
    assert contrast(LIGHT.glyph, LIGHT.levels[4]) == pytest.approx(3.5, abs=0.06)
    assert contrast(DARK.gap, DARK.paper) == pytest.approx(7.7, abs=0.06)
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


def test_a_higher_level_is_darker_on_paper_and_lighter_in_the_dark() -> None:
    light = [luminance(ground) for ground in LIGHT.levels]
    dark = [luminance(ground) for ground in DARK.levels[1:]]
    assert light == sorted(light, reverse=True) and len(set(light)) == 5
    assert dark == sorted(dark) and len(set(dark)) == 4


def test_a_frame_is_seen_on_every_level_where_it_can_stand() -> None:
    # A gap of two or more leaves levels 0 to 2.
    assert all(contrast(LIGHT.gap, ground) >= 3 for ground in LIGHT.levels[:3])
