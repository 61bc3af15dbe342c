"""What was otherwise before the act that is under way: the first state of every slot that it touched."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from app.forms.xpath.row import Row

Slot: TypeAlias = tuple[Row, int]


@dataclass(slots=True)
class Journal:
    """States before, by slot. `strangers` are rows that came or went with the act."""

    text: dict[Slot, str] = field(default_factory=dict)
    relevant: dict[Slot, bool] = field(default_factory=dict)
    required: dict[Slot, bool] = field(default_factory=dict)
    readonly: dict[Slot, bool] = field(default_factory=dict)
    wrong: dict[Slot, int] = field(default_factory=dict)
    label: dict[Slot, str] = field(default_factory=dict)
    strangers: set[Row] = field(default_factory=set)
