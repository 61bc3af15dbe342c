"""What the search costs: the first 50 hits in a full store against reading 50 rows and their companies by id.

A real profile with 750 companies, an interview each, and 200,000 answers of words as common as words are (the nth
word is met 1/n as often as the first), many of them compounds on the same stems, as in Swedish. The floor is what
nobody can go below who shows 50 hits with their companies: plain SELECTs of 50 answers by their ids, and of all
companies' names. Milliseconds stand beside the ratios.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from _bench import Bench, medians

from app.operations import enrolment, search
from app.operations.questionnaires import questionnaire
from app.operations.workspace import Surroundings, Workspace, opened
from app.store.ids import DeviceId, RowId, UnitId, new_id, stamp
from app.store.key_file import LOWEST
from app.store.registry import BY_NUMBER
from app.store.units import Act, Change, Operation, Unit, born, change, place_of

COMPANIES, ANSWERS, VOCABULARY, LETTERS = 750, 200_000, 30_000, "aeiournstlkdmgåäö"
HITS = 50


class Bed:
    """A workspace with what several years leave in it."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.random = random.Random(11)
        self.afar = DeviceId(bytes(range(16)))
        self.clock = (time.time_ns() // 1_000_000) << 16
        self.stems = [self.letters(4, 7) for _ in range(60)]
        self.words = sorted({self.word() for _ in range(VOCABULARY)}, key=lambda _: self.random.random())
        self.weights = list(accumulate(1 / (place + 1) for place in range(len(self.words))))
        texts = [one.path for one in questionnaire("djupanalys").definition.questions if one.type == "text"]
        self.asked = [path for path in texts if path.count("/") == 3]
        self.version = questionnaire("djupanalys").definition.version
        self.rows: list[RowId] = []
        self.written = self.receive()

    def letters(self, least: int, most: int) -> str:
        return "".join(self.random.choices(LETTERS, k=self.random.randint(least, most)))

    def word(self) -> str:
        if self.random.random() < 0.5:
            return self.letters(2, 8)
        return self.random.choice(self.stems) + self.letters(2, 6)

    def sentence(self) -> str:
        return " ".join(
            self.random.choices(self.words, cum_weights=self.weights, k=self.random.randint(3, 12))
        )

    def company(self, number: int) -> Iterator[Change]:
        company, interview = RowId(new_id()), RowId(new_id())
        name = f"{self.sentence().title()[:30]} AB"
        yield from born("company", company, orgnr=f"55{number:04}-0000", name=name, municipality="2309")
        yield from born("interview", interview, company, "djupanalys", self.version, status="open")
        for place in range(ANSWERS // COMPANIES):
            row, respondent = RowId(new_id()), f"roll {place // len(self.asked)}"
            question = self.asked[place % len(self.asked)]
            self.rows.append(row)
            yield from born("answer", row, interview, question, "", respondent, value=self.sentence())

    def unit(self, changes: list[Change]) -> Unit:
        self.clock += 1
        changes.sort(key=lambda one: (BY_NUMBER[one.entity].compartment, one.entity, one.field))
        operations = tuple(
            Operation(
                place_of(BY_NUMBER[one.entity].compartment, place),
                one.kind, one.entity, one.row, one.field, one.value, b"",
            )
            for place, one in enumerate(changes)
        )  # fmt: skip
        own, at = stamp(self.clock, self.afar), self.clock >> 16
        return Unit(UnitId(new_id()), own, "Bench", "bench", at, None, changes[0].row, 1, 1, operations)

    def receive(self) -> float:
        """The seconds that the record needs for all of it."""
        seconds = 0.0
        for first in range(0, COMPANIES, 25):
            units = [self.unit(list(self.company(number))) for number in range(first, first + 25)]
            begun = time.perf_counter()
            with self.workspace.store.writing() as connection:
                self.workspace.store.receive(connection, units)
            seconds += time.perf_counter() - begun
        return seconds

    def floor(self) -> None:
        """Fifty answers of anywhere, and the names of all companies."""
        wanted = self.random.sample(self.rows, HITS)
        with self.workspace.store.connected() as connection:
            connection.exec_driver_sql(
                "SELECT answer.id, answer.value, interview.company FROM answer "
                f"JOIN interview ON interview.id = answer.interview WHERE answer.id IN ({', '.join('?' * HITS)})",
                tuple(wanted),
            ).all()
            connection.exec_driver_sql("SELECT id, name FROM company").all()

    def find(self, words: str) -> int:
        return len(search.find_anywhere(self.workspace, words, most=HITS))

    def change(self) -> None:
        """Another text in an answer that is in the index already."""
        row = self.random.choice(self.rows)
        self.workspace.store.commit(Act("bench", None, (change("answer", row, "value", self.sentence()),)))

    def change_and_index(self) -> None:
        self.change()
        search.catch_up(self.workspace)


def main() -> None:
    bench = Bench("Search")
    with tempfile.TemporaryDirectory() as folder:
        shared = Path(folder) / "shared"
        shared.mkdir()
        surroundings = Surroundings(
            now=lambda: time.time_ns() // 1_000_000, passphrase="sju gröna hästar", cost=LOWEST
        )
        profile = Path(folder) / "profile"
        enrolment.create_office(
            profile,
            surroundings,
            role="office",
            name="Bench",
            organisation="Bench",
            shared=shared,
            programme=None,
        )
        with opened(profile, surroundings) as workspace:
            measure(bench, Bed(workspace))
    bench.show()


def measure(bench: Bench, bed: Bed) -> None:
    begun = time.perf_counter()
    while search.catch_up(bed.workspace):
        pass
    indexed = time.perf_counter() - begun
    bench.figure("indexing all of it, against writing it to the record", indexed / bed.written, "x", 3)
    common, other, rare = bed.words[0], bed.words[1], bed.words[-1]
    asked = {
        "the commonest word": common,
        "the two commonest": f"{common} {other}",
        "a rare word": rare,
        "one letter": LETTERS[0],
        "the first three letters of a word": bed.words[40][:3],
        "the first four of a stem": bed.stems[0][:4],
        "a stem": bed.stems[1],
        "two stems": f"{common} {bed.stems[2]}",
        "a rare word and one letter": f"{rare} {LETTERS[0]}",
        "a word that is nowhere": "xyzzy",
        "a common word and one that is nowhere": f"{common} xyzzy",
    }
    assert bed.find(common) == bed.find(bed.stems[1]) == HITS and bed.find("xyzzy") == 0
    taken = medians(
        15, floor=bed.floor, **{name: lambda words=words: bed.find(words) for name, words in asked.items()}
    )
    for name in asked:
        bench.figure(f"{name}, against the floor", taken[name] / taken["floor"], "x", 8)
    follow = medians(60, act=bed.change, both=bed.change_and_index)
    bench.figure("an act and its slice of the index, against the act", follow["both"] / follow["act"], "x", 8)
    worst = max(taken[name] for name in asked)
    bench.figure("the floor", 1000 * taken["floor"], "ms", 50)
    bench.figure("an act and its slice of the index", 1000 * follow["both"], "ms", 50)
    bench.figure("the slowest of them", 1000 * worst, "ms", 50)


if __name__ == "__main__":
    main()
