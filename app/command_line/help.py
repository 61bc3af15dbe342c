"""What `--help` shows: every verb in a line, or one verb with its options and an example."""

from __future__ import annotations

from app.command_line import help_words as words_of
from app.command_line.verbs import VERBS, Verb

TYPE_CHECKING = False
if TYPE_CHECKING:
    from app.i18n import Language


def help_text(words: tuple[str, ...], language: Language) -> str:
    """Help on one verb, on the verbs that begin with a word, or on all."""
    named = " ".join(words)
    for verb in VERBS:
        if verb.words == named:
            return _one(verb, language)
    some = [verb for verb in VERBS if words and verb.words.split()[0] == words[0]] or list(VERBS)
    width = max(len(verb.words) for verb in some)
    which = 1 if language == "en" else 0
    lines = [f"  {verb.words.ljust(width)}  {words_of.VERBS[verb.words][which]}" for verb in some]
    return "\n".join([words_of.HEAD[which], "", *lines, "", words_of.FOOT[which]])


def _one(verb: Verb, language: Language) -> str:
    which = 1 if language == "en" else 0
    usage = ["simmitt", verb.words, *verb.places]
    lines: list[str] = []
    for place in verb.places:
        lines.append(f"  {place.ljust(20)}  {words_of.PLACES[place][which]}")
    for option in verb.options:
        name = option.rstrip("*!")
        shown = f"--{name}" if option.endswith("!") else f"--{name} {name.upper()}"
        usage.append(shown if option.endswith("*") else f"[{shown}]")
        lines.append(f"  {f'--{name}'.ljust(20)}  {words_of.OPTIONS[name][which]}")
    for name in ("profile", "json", "language"):
        lines.append(f"  {f'--{name}'.ljust(20)}  {words_of.OPTIONS[name][which]}")
    example = f"{words_of.EXAMPLE[which]}: {verb.example}"
    return "\n".join([words_of.VERBS[verb.words][which], "", "  " + " ".join(usage), "", *lines, "", example])
