"""The verb demo."""

from __future__ import annotations

from pathlib import Path

from app.command_line.call import Answer, Call
from app.domain.refusal import Refusal
from app.operations import demo as day


def demo(call: Call) -> Answer:
    seed = call.maybe("seed") or "1"
    if not (seed.isascii() and seed.isdigit() and len(seed) <= 9):
        raise Refusal("words.seed", typed=seed[:40])

    def tell(line: str) -> None:
        if not call.json:
            print(line, flush=True)

    made = day.run(Path(call.place("DIR")), seed=int(seed), language=call.language, tell=tell)
    return Answer(
        {
            "steps": [{"name": one.name, "ok": one.ok, "seconds": one.seconds} for one in made.steps],
            "outputs": list(made.outputs),
        },
        call.say(
            "demo.done" if made.ok else "demo.stopped", folder=call.place("DIR"), files=len(made.outputs)
        ),
        exit_code=0 if made.ok else 1,
    )
