"""The command `simmitt`: find the verb, run it, say how it went."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from app.command_line.call import Call
    from app.i18n import Language


def main() -> int:
    """Run the command line. Returns the exit code (command-line.md, General)."""
    from app.command_line.words import Misread, read

    words = sys.argv[1:]
    try:
        spoken = read(words)
    except Misread as misread:
        _say(misread.code, misread.language, misread.params)
        return 2
    if spoken.help_wanted:
        from app.command_line.help import help_text

        _print(help_text(spoken.words, spoken.language))
        return 0
    from app.command_line.call import Call

    return _run(Call(spoken))


def _check_language(call: Call) -> None:
    from app.domain.refusal import Refusal

    typed = call.maybe("language")
    if typed is not None and typed not in ("sv", "en"):
        raise Refusal("words.language", typed=typed[:20])


def _run(call: Call) -> int:
    import json
    from importlib import import_module

    from app.domain.refusal import Refusal

    module = import_module(f"app.command_line.{call.verb.module}")
    try:
        _check_language(call)
        answer = getattr(module, call.verb.function)(call)
    except Refusal as refusal:
        _say(refusal.code, call.language, refusal.params)
        return refusal.exit_code
    if call.json:
        _print(json.dumps(answer.json, ensure_ascii=False))
    else:
        _print(answer.text)
    return int(answer.exit_code)


def _say(code: str, language: Language, params: dict[str, str | int]) -> None:
    from app.domain.identity_numbers import without_personal_numbers
    from app.i18n import say

    by_language = {
        name[: -len(language) - 1]: text for name, text in params.items() if name.endswith(f"_{language}")
    }
    sys.stderr.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sentence = say(code, language, **{**by_language, **params})
    print(without_personal_numbers(sentence), file=sys.stderr)


def _print(text: str) -> None:
    import os

    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        if text:
            print(text, flush=True)
    except BrokenPipeError:  # the reader has seen enough; what was done is done
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
