"""What one answer costs while a page shows the interview: all 177 questions, with and without the record's part.

The bare side is a commit of one answer through the same store: log, heads, projection and fsync, nothing of a form.
"""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path
from statistics import median

from _bench import Bench

from app.operations import companies, enrolment, interviews
from app.operations.interview_live import open_live
from app.operations.interview_view import InterviewView, QuestionView, RepeatView
from app.operations.workspace import Surroundings, Workspace, opened
from app.store.ids import RowId
from app.store.key_file import LOWEST
from app.store.rows import AnswerRow
from app.store.units import Act, ChangeSet, change

NUMBER = "556036-0793"
TURNS = 6


class Clocked:
    """A workspace's commit, with the seconds that it took last."""

    def __init__(self, workspace: Workspace) -> None:
        self.taken = 0.0
        self._commit = workspace.commit
        workspace.commit = self.commit  # type: ignore[method-assign, assignment]

    def commit(self, *words: object, **options: object) -> ChangeSet:
        begun = time.perf_counter()
        try:
            return self._commit(*words, **options)  # type: ignore[arg-type]
        finally:
            self.taken = time.perf_counter() - begun


def questions(view: InterviewView) -> list[QuestionView]:
    found: list[QuestionView] = []
    for section in view.sections:
        entries = list(section.entries)
        while entries:
            entry = entries.pop(0)
            if isinstance(entry, RepeatView):
                entries = [one for row in entry.rows for one in row.entries] + entries
            elif entry.answerable and not entry.personal:
                found.append(entry)
    return found


def value(question: QuestionView, chance: random.Random) -> str:
    """Something that the form takes, another each time where it can be."""
    fixed = {"a02_omfattning": "djup", "a06_orgnr": NUMBER, "a07_internid": "EF-001", "l02_ensamma": "0"}
    if question.name in fixed:
        return fixed[question.name]
    match question.type:
        case "select_one" | "select_multiple":
            return chance.choice(question.choices).value
        case "date":
            return f"2022-05-{chance.randint(1, 28):02}"
        case "text":
            return f"Ord {chance.randint(0, 10**6)}"
    return str(chance.randint(0, 5))


def share(seconds: list[float], part: float) -> float:
    return sorted(seconds)[int(part * (len(seconds) - 1))]


def measure(workspace: Workspace, interview: RowId, bench: Bench) -> None:
    chance = random.Random(7)
    live = open_live(workspace, interview, language="sv")
    for path in ("/data/grp_a/a_respondenter", "/data/grp_p/p_investeringar", "/data/grp_q/q_platser"):
        live.add_row(workspace, path)
    live.add_row(workspace, "/data/grp_r/r_atgarder")
    live.answer(workspace, "a02_omfattning", "djup")
    with workspace.reading() as reader:
        row = reader.rows(AnswerRow, interview=interview)[0]
    clocked = Clocked(workspace)
    whole: list[float] = []
    form: list[float] = []
    bare: list[float] = []
    for turn in range(TURNS):
        for number, question in enumerate(questions(live.view())):
            given = value(question, chance)
            begun = time.perf_counter()
            step, _ = live.answer(workspace, question.at, given)
            taken = time.perf_counter() - begun
            if step.refused is None:
                whole.append(taken)
                form.append(taken - clocked.taken)
            act = Act("bench", None, (change("answer", row.id, "value", f"{turn} {number}"),))
            begun = time.perf_counter()
            workspace.store.commit(act)
            bare.append(time.perf_counter() - begun)
    opening: list[float] = []
    for _ in range(9):
        begun = time.perf_counter()
        open_live(workspace, interview, language="sv").view()
        opening.append(time.perf_counter() - begun)
    bench.figure("an answer without the commit, p50", 1000 * share(form, 0.5), "ms", 2)
    bench.figure("an answer without the commit, p95", 1000 * share(form, 0.95), "ms", 5)
    bench.figure("an answer with the commit and its fsync, p50", 1000 * share(whole, 0.5), "ms", 16)
    bench.figure("an answer with the commit and its fsync, p95", 1000 * share(whole, 0.95), "ms", 40)
    bench.figure("an answer against a bare commit, p50", share(whole, 0.5) / share(bare, 0.5), "x", 2)
    bench.figure("an answer against a bare commit, p95", share(whole, 0.95) / share(bare, 0.95), "x", 2)
    bench.figure("opening the interview and its whole view", 1000 * median(opening), "ms", 150)


def main() -> None:
    bench = Bench("Interview")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "shared").mkdir()
        surroundings = Surroundings(
            now=lambda: time.time_ns() // 1_000_000, passphrase="sju gröna hästar", cost=LOWEST
        )
        enrolment.create_office(
            root / "office",
            surroundings,
            role="office",
            name="Bench",
            organisation="Bench",
            shared=root / "shared",
            programme=None,
        )
        with opened(root / "office", surroundings) as workspace:
            companies.add(workspace, orgnr=NUMBER, sole_trader=False, name="Bench AB", municipality="Krokom")
            interview, _ = interviews.start(workspace, company=NUMBER)
            measure(workspace, interview, bench)
    bench.show()


if __name__ == "__main__":
    main()
