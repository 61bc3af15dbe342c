"""Reading the words of a command line against the table of verbs."""

from __future__ import annotations

import os

from app.command_line.verbs import COMMON, COMMON_FLAGS, VERBS, Verb

TYPE_CHECKING = False
if TYPE_CHECKING:
    from app.i18n import Language


class Misread(Exception):
    """Words that are no command: an unknown or missing word or option (exit code 2)."""

    def __init__(self, code: str, language: Language, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.language = language
        self.params = params


class Spoken:
    """A command line that was understood."""

    __slots__ = ("flags", "help_wanted", "language", "places", "values", "verb", "words")

    def __init__(self) -> None:
        self.words: tuple[str, ...] = ()
        self.verb: Verb | None = None
        self.places: dict[str, str] = {}
        self.values: dict[str, str] = {}
        self.flags: set[str] = set()
        self.language: Language = "sv"
        self.help_wanted = False


def read(arguments: list[str]) -> Spoken:
    """Understand the arguments. Raises Misread for an unknown or missing word or option."""
    spoken = Spoken()
    spoken.language = _language(arguments)
    rest = _common(arguments, spoken)
    verb, after = _verb(rest)
    if "help" in spoken.flags or (verb is None and not rest):
        spoken.help_wanted = True
        spoken.words = tuple(verb.words.split()) if verb else tuple(rest[:2])
        return spoken
    if verb is None:
        known = [found.words for found in VERBS if found.words.split()[0] == rest[0]]
        code = "words.verb_unfinished" if known else "words.verb_unknown"
        raise Misread(code, spoken.language, typed=_shown(" ".join(rest[:2])), known=", ".join(known))
    spoken.verb = verb
    spoken.words = tuple(verb.words.split())
    _options(after, verb, spoken)
    return spoken


def _language(arguments: list[str]) -> Language:
    """The language of errors, before anything else is understood."""
    for place, argument in enumerate(arguments):
        value = argument[11:] if argument.startswith("--language=") else None
        if argument == "--language" and place + 1 < len(arguments):
            value = arguments[place + 1]
        if value == "sv":
            return "sv"
        if value == "en":
            return "en"
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "en" if value.lower().startswith("en") else "sv"
    return "sv"


def _common(arguments: list[str], spoken: Spoken) -> list[str]:
    """Take out what may stand before or after the verb."""
    rest: list[str] = []
    waiting = iter(enumerate(arguments))
    for place, argument in waiting:
        if argument == "--":
            rest += arguments[place:]
            break
        name, joined, value = argument[2:].partition("=")
        if argument == "-h":
            spoken.flags.add("help")
        elif not argument.startswith("--") or name not in (*COMMON, *COMMON_FLAGS):
            rest.append(argument)
            # The value of another option is taken along unseen, whatever it looks like.
            if argument.startswith("--") and not joined and _takes_value(name) and place + 1 < len(arguments):
                rest.append(next(waiting)[1])
        elif name in COMMON_FLAGS:
            spoken.flags.add(name)
        else:
            if not joined:
                following = next(waiting, None)
                if following is None:
                    raise Misread("words.value_missing", spoken.language, option=f"--{name}")
                value = following[1]
            spoken.values[name] = value
    return rest


def _takes_value(name: str) -> bool:
    return any(name in verb.valued for verb in VERBS)


def _verb(rest: list[str]) -> tuple[Verb | None, list[str]]:
    """The verb, of one word or two, and what stands after it."""
    for count in (2, 1):
        words = " ".join(rest[:count])
        for verb in VERBS:
            if len(rest) >= count and verb.words == words:
                return verb, rest[count:]
    return None, rest


def _options(rest: list[str], verb: Verb, spoken: Spoken) -> None:
    given: list[str] = []
    waiting = iter(enumerate(rest))
    for place, argument in waiting:
        if argument == "--":
            given += rest[place + 1 :]
            break
        if not argument.startswith("--"):
            given.append(argument)
            continue
        name, joined, value = argument[2:].partition("=")
        if name in verb.flags and not joined:
            spoken.flags.add(name)
        elif name in verb.valued:
            if not joined:
                following = next(waiting, None)
                if following is None:
                    raise Misread("words.value_missing", spoken.language, option=f"--{name}")
                value = following[1]
            if name in spoken.values:
                raise Misread("words.option_twice", spoken.language, option=f"--{name}")
            spoken.values[name] = value
        else:
            raise Misread(
                "words.option_unknown",
                spoken.language,
                option=_shown(argument.split("=")[0]),
                verb=verb.words,
            )
    if len(given) > len(verb.places):
        raise Misread(
            "words.too_many", spoken.language, typed=_shown(given[len(verb.places)]), verb=verb.words
        )
    spoken.places = dict(zip(verb.places, given, strict=False))
    missing = [place for place in verb.places if place not in spoken.places]
    missing += [f"--{option}" for option in verb.required if option not in spoken.values]
    if missing:
        raise Misread("words.missing", spoken.language, missing=", ".join(missing), verb=verb.words)


def _shown(text: str) -> str:
    from app.domain.identity_numbers import safe_to_show

    return safe_to_show(text)
