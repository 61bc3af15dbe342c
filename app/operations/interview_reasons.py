"""Needs with their reasons in words: what an interview's figures say to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.analysis import AnalysisFigures, Standing
from app.i18n import say
from app.operations.interview_view import Figures, Need, Recommended

if TYPE_CHECKING:
    from app.domain.analysis import ActivityFigure
    from app.i18n import Language
    from app.operations.interview_words import FormWords
    from app.operations.questionnaires import Questionnaire


def in_words(
    found: Questionnaire,
    words: FormWords,
    reckoned: AnalysisFigures,
    language: Language,
    before: Figures | None = None,
) -> Figures:
    """The figures with every activity's reasons. What has not been reckoned again since `before` is kept."""
    coverage = reckoned.section_coverage
    needs: list[Need] = []
    for place, (rule, figure) in enumerate(zip(found.scoring.activities, reckoned.activities, strict=True)):
        if before is not None and before.analysis.activities[place] is figure:
            needs.append(before.needs[place])
            continue
        asked = [coverage[key] for key, _ in rule.weights]
        needs.append(
            Need(
                activity=figure.activity,
                need=figure.need,
                coverage=figure.coverage,
                standing=figure.standing,
                answered=sum(answered for answered, _ in asked),
                asked=sum(relevant for _, relevant in asked),
                why=_why(words, figure, language),
            )
        )
    return Figures(reckoned, tuple(needs))


def recommended(words: FormWords, reckoned: AnalysisFigures, language: Language) -> tuple[Recommended, ...]:
    """The activities that the needs speak for, the greatest need first."""
    return tuple(
        Recommended(figure.activity, figure.need, figure.coverage, _why(words, figure, language))
        for figure in reckoned.recommended
        if figure.standing is Standing.RECOMMENDED
    )


def _why(words: FormWords, figure: ActivityFigure, language: Language) -> tuple[str, ...]:
    why: list[str] = []
    for reason in figure.reasons:
        answers = str(reason.params(language).get("answer", ""))
        name = reason.question or ""
        shown = ", ".join(words.choices.get((name, one), one) for one in answers.split())
        filled = reason.params(language, question=words.labels.get(name), answer=shown or None)
        why.append(say(reason.code, language, **filled))
    return tuple(why)
