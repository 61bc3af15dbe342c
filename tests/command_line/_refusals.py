"""What a refused call must be: one sentence with the right exit code, and nothing changed."""

from __future__ import annotations

from _day import (
    ANNA,
    OFFICE,
    Project,
    Said,
    dump,
    files,
    simmitt,
)


def state(project: Project, *more: str) -> tuple[object, ...]:
    """Everything that a refused call must leave as it was: every table of the laptops, and every file."""
    dumps = []
    for who in (ANNA, OFFICE, *more):
        with project.at(who) as workspace:
            dumps.append(dump(workspace))
    return (*dumps, files(project.root))


def in_one_sentence(said: Said, code: int, fragments: tuple[str, ...]) -> None:
    assert (said.code, said.out) == (code, ""), said
    assert said.err.count("\n") == 1 and said.err.endswith("\n")
    text = said.err.strip()
    assert len(text) > 25 and text[-1] in '.:!?)”"' and "{" not in text.replace('{"', "")
    assert "Traceback" not in text and "Error" not in text
    for fragment in fragments:
        assert fragment in text, f"{fragment!r} is not said in: {text}"


def refused(
    project: Project, words: list[str], code: int, sv: tuple[str, ...], en: tuple[str, ...], who: str = ANNA
) -> str:
    """The call is refused in both languages and changes nothing; what was said."""
    before = state(project)
    swedish = simmitt(*words, "--language", "sv", project=project, who=who)
    english = simmitt(*words, "--language", "en", "--json", project=project, who=who)
    in_one_sentence(swedish, code, sv)
    in_one_sentence(english, code, en)
    assert swedish.err != english.err
    assert state(project) == before
    return swedish.err + english.err
