"""The verb demo."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from app.command_line.call import Answer, Call, Json
from app.domain.identity_numbers import safe_to_show
from app.domain.refusal import Refusal
from app.operations import demo as played
from app.operations.demo_folder import PICTURES
from app.operations.demo_stage import Stage

_MOST_DIGITS = 12
_HEADS = ("demo.says.step",)  # these begin at the margin, with an empty line before


def demo(call: Call) -> Answer:
    """Play the day; what happens is told while it happens, save where one JSON document is asked for."""
    seed = _seed(call.maybe("seed"))
    told = _Told(call)
    now = call.surroundings().now() if os.environ.get("SIMMITT_NOW") else None
    found = played.play(
        Path(call.place("DIR")),
        seed=seed,
        language=call.language,
        tell=told,
        not_before=now,
        afterwards=(("pictures", _pictures, 5),),
    )
    for step in found.steps:
        if not step.ok:
            print(
                call.say("demo.failed", title=call.say(f"demo.step.{step.name}"), why=step.wrong),
                file=sys.stderr,
            )
    document: dict[str, Json] = {
        "folder": str(found.folder),
        "passphrase": found.passphrase,
        "seed": seed,
        "steps": [{"name": one.name, "ok": one.ok, "seconds": round(one.seconds, 3)} for one in found.steps],
        "outputs": [str(path) for path in found.outputs],
    }
    return Answer(document, _ending(call, found), 0 if found.ok else 1)


def _pictures(stage: Stage) -> None:
    """Every page of the window, without a screen: in a process of its own, since no other verb loads Qt.

    Raises Refusal `demo.pictures` with the end of what the process said.
    """
    out = stage.folder / PICTURES
    command = [sys.executable, "-m", "app.desktop.pictures", str(out), "--of", str(stage.folder)]
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Refusal("demo.pictures", why="\n".join(done.stderr.splitlines()[-3:]))
    stage.made.append(out)


def _ending(call: Call, found: played.DemoSnapshot) -> str:
    if not found.ok:
        return ""
    lines = [
        "",
        call.say(
            "demo.done", folder=str(found.folder), seconds=round(sum(step.seconds for step in found.steps))
        ),
        *(f"  {path.relative_to(found.folder)}" for path in found.outputs),
        call.say("demo.open", passphrase=found.passphrase),
    ]
    return "\n".join(lines)


def _seed(typed: str | None) -> int:
    """Raises Refusal where it is no whole number."""
    if typed is None:
        return played.DEFAULT_SEED
    if not (typed.isascii() and typed.isdigit() and len(typed) <= _MOST_DIGITS):
        raise Refusal("demo.seed", typed=safe_to_show(typed), most=_MOST_DIGITS)
    return int(typed)


class _Told:
    """Lines on standard output as things happen; nothing where JSON is asked for, or nobody reads any more."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._reads = not call.json
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]

    def __call__(self, code: str, **params: str | int) -> None:
        if not self._reads:
            return
        text = self._call.say(code, **params)
        try:
            print(f"\n{text}" if code in _HEADS else f"  {text}", flush=True)
        except BrokenPipeError:  # the reader has seen enough; what is being done goes on
            self._reads = False
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
