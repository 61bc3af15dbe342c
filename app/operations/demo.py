"""The demo: one real day with an office, two coaches and six made-up companies, for real and without a network.

Issue 3, items 2 and 15; command-line.md, row `demo`. Everything goes through `app.operations`, as a person's acts do:
nothing is put into a store by hand, and each step checks what came of it.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from app.domain.refusal import Refusal
from app.i18n import say
from app.operations import (
    demo_matrices,
    demo_people,
    demo_results,
    demo_sharing,
    demo_visits,
)
from app.operations.demo_cast import CastData, cast
from app.operations.demo_folder import PROFILES, SHARED, take
from app.operations.demo_stage import Act, Clock, Stage, Tell, sentence
from app.operations.workspace import STOCKHOLM

if TYPE_CHECKING:
    from app.i18n import Language

DEFAULT_SEED = 1
# Name in JSON and in `demo.step.<name>`, the act, and how many minutes of the day go by before it.
STEPS: Sequence[tuple[str, Act, int]] = (
    ("office", demo_people.create_office, 0),
    ("invite", demo_people.invite, 10),
    ("join", demo_people.join, 25),
    ("register", demo_people.register, 20),
    ("interviews", demo_visits.interview, 30),
    ("workbooks", demo_matrices.write_workbooks, 15),
    ("import", demo_matrices.import_workbooks, 10),
    ("figures", demo_matrices.show_figures, 5),
    ("print", demo_matrices.print_matrices, 10),
    ("approve", demo_people.approve, 20),
    ("sync", demo_sharing.first_sync, 5),
    ("assign", demo_people.assign_the_twin, 10),
    ("coaching", demo_visits.coach, 30),
    ("undo", demo_visits.slip, 5),
    ("spoiled", demo_sharing.spoil, 10),
    ("last_sync", demo_sharing.last_sync, 10),
    ("no_people", demo_sharing.look_for_people, 5),
    ("targets", demo_results.write_targets, 5),
    ("results", demo_results.write_interviews, 5),
    ("readme", demo_results.write_readme, 5),
)


@dataclass(frozen=True, slots=True)
class StepSnapshot:
    """A step that was played. `wrong`: why it failed, in words; "" where it did not."""

    name: str
    ok: bool
    seconds: float
    wrong: str


@dataclass(frozen=True, slots=True)
class DemoSnapshot:
    """What was played and what it left. A step that failed is the last one; `expected` is how many there are."""

    folder: Path
    passphrase: str
    steps: tuple[StepSnapshot, ...]
    outputs: tuple[Path, ...]
    expected: int

    @property
    def ok(self) -> bool:
        return all(step.ok for step in self.steps) and len(self.steps) == self.expected


def play(
    folder: Path,
    *,
    seed: int,
    language: Language,
    tell: Tell,
    not_before: int | None = None,
    afterwards: Sequence[tuple[str, Act, int]] = (),
) -> DemoSnapshot:
    """Play the day into the folder. The same seed gives the same facts; ids, keys and times differ.

    `afterwards`: steps that belong to others than operations (pictures of the window), played last.
    `not_before`: UTC milliseconds; where it is later than the demo's own day, the day is moved there.
    Raises Refusal, with nothing changed, where the folder is another's or cannot be written.
    """
    found = cast(seed)
    whole = take(folder)
    stage = Stage(whole, found, Clock(max(_morning(found.data), not_before or 0)), language, tell)
    steps: list[StepSnapshot] = []
    played = (*STEPS, *afterwards)
    for number, (name, act, minutes) in enumerate(played, start=1):
        stage.clock.later(minutes)
        tell("demo.says.step", number=number, of=len(played), title=say(f"demo.step.{name}", language))
        steps.append(_played(stage, name, act))
        if not steps[-1].ok:
            break
    outputs = (*stage.made, whole / PROFILES, whole / SHARED)
    return DemoSnapshot(whole, found.data.passphrase, tuple(steps), outputs, len(played))


def _played(stage: Stage, name: str, act: Act) -> StepSnapshot:
    began = time.perf_counter()
    wrong = ""
    try:
        act(stage)
    except Refusal as refusal:
        wrong = sentence(refusal, stage.language)
    except Exception:  # a fault of the program: shown whole, and the demo has failed
        wrong = traceback.format_exc()
    return StepSnapshot(name, not wrong, time.perf_counter() - began, wrong)


def _morning(data: CastData) -> int:
    hour, minute = (int(part) for part in data.starts.split(":"))
    moment = datetime(data.day.year, data.day.month, data.day.day, hour, minute, tzinfo=ZoneInfo(STOCKHOLM))
    return int(moment.timestamp() * 1000)
