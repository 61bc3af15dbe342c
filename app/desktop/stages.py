"""How a company's stage is shown wherever it is: its word, its tone and its icon."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.desktop.words import say
from app.domain.company import Stage

if TYPE_CHECKING:
    from app.desktop.widgets.chip import Tone

SHOWN: Mapping[Stage, tuple[Tone, str]] = {
    Stage.CONTACTED: ("neutral", "send"),
    Stage.SHORT_INTERVIEW: ("neutral", "message-square-text"),
    Stage.DEEP_ANALYSIS: ("info", "clipboard-list"),
    Stage.INTERVENTION: ("info", "circle-dot"),
    Stage.DONE: ("ok", "check"),
    Stage.FOLLOWED_UP: ("ok", "badge-check"),
}


def stage_chip(stage: Stage) -> tuple[str, Tone, str]:
    """Word, tone and icon, as `Chip.set_state` takes them."""
    tone, icon = SHOWN[stage]
    return say(f"domain.stage.{stage.value}"), tone, icon
