"""Every verb with its words and options: one table for reading the command line, for help, and for tests.

Plain tuples and strings, so that `simmitt --help` loads nothing else. An option is `--name VALUE`; with a star it is
required, with an exclamation mark it is a flag. Words in capitals are what stands after the verb, in order.
Texts are `verb.<words>` and `option.<name>` in `resources/translations/command_line.toml`.
"""

from __future__ import annotations


class Verb:
    """One verb: its words, the module and function that carry it out, what may follow, and an example."""

    __slots__ = ("example", "function", "module", "options", "places", "words")

    def __init__(self, words: str, module: str, follows: str, example: str) -> None:
        self.words = words
        self.module = module
        self.function = words.replace(" ", "_").replace("-", "_")
        parts = follows.split()
        self.places = tuple(part for part in parts if not part.startswith("--"))
        self.options = tuple(part[2:] for part in parts if part.startswith("--"))
        self.example = example

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(option[:-1] for option in self.options if option.endswith("*"))

    @property
    def flags(self) -> frozenset[str]:
        return frozenset(option[:-1] for option in self.options if option.endswith("!"))

    @property
    def valued(self) -> frozenset[str]:
        return frozenset(option.rstrip("*") for option in self.options if not option.endswith("!"))


VERBS: tuple[Verb, ...] = (
    Verb("demo", "demonstration", "DIR --seed", "simmitt demo demo-output"),
    Verb(
        "profile create",
        "enrolment",
        "--role* --name* --organisation* --shared* --programme --invitation --words",
        'simmitt --profile kontor profile create --role office --name "Eva Lind" '
        '--organisation "Region Jämtland Härjedalen" --shared S:/SIMMITT',
    ),
    Verb(
        "office invite",
        "enrolment",
        "--name* --role* --out*",
        'simmitt office invite --name "Karin Ek" --role coach --out karin.invitation',
    ),
    Verb("office approve", "enrolment", "DEVICE --fingerprint", 'simmitt office approve "Karin Ek"'),
    Verb("office targets", "office", "", "simmitt office targets"),
    Verb("device list", "enrolment", "", "simmitt device list"),
    Verb(
        "company add",
        "companies",
        "--orgnr --sole-trader! --name* --municipality* --sni --legal-form --women --men",
        'simmitt company add --orgnr 556036-0793 --name "Exempel Mekaniska AB" --municipality Krokom --sni 25.62',
    ),
    Verb(
        "company edit",
        "companies",
        "COMPANY FIELD VALUE",
        "simmitt company edit 556036-0793 municipality Åre",
    ),
    Verb(
        "company show", "companies", "COMPANY --as-of", "simmitt company show 556036-0793 --as-of 2022-05-12"
    ),
    Verb("company list", "companies", "", "simmitt company list"),
    Verb(
        "company assign", "enrolment", "COMPANY --to*", 'simmitt company assign 556036-0793 --to "Karin Ek"'
    ),
    Verb("form check", "forms", "FILE", "simmitt form check djupanalys.xlsx"),
    Verb(
        "form run",
        "forms",
        "FILE --script* --now --timezone --seed",
        "simmitt form run djupanalys.xlsx --script svar.json",
    ),
    Verb(
        "interview start",
        "interviews",
        "--company* --form --answers",
        "simmitt interview start --company 556036-0793 --answers svar.json",
    ),
    Verb(
        "interview answer",
        "interviews",
        "INTERVIEW AT VALUE --respondent",
        "simmitt interview answer 0198c1f0-… c01_plan 3 --respondent ägare",
    ),
    Verb("interview show", "interviews", "INTERVIEW --as-of", "simmitt interview show 0198c1f0-…"),
    Verb("interview finish", "interviews", "INTERVIEW", "simmitt interview finish 0198c1f0-…"),
    Verb(
        "interview amend",
        "interviews",
        "INTERVIEW --reason*",
        'simmitt interview amend 0198c1f0-… --reason "Fel omsättning"',
    ),
    Verb("interview list", "interviews", "--company*", "simmitt interview list --company 556036-0793"),
    Verb("matrix read", "matrices", "FILE", "simmitt matrix read matris.xlsx"),
    Verb(
        "matrix import",
        "matrices",
        "FILE --company* --answers",
        "simmitt matrix import matris.xlsx --company 556036-0793",
    ),
    Verb("matrix figures", "matrices", "--company* --on", "simmitt matrix figures --company 556036-0793"),
    Verb(
        "coach log",
        "coaching",
        "--company* --activity* --date* --minutes* --note --women --men --next --next-by",
        "simmitt coach log --company 556036-0793 --activity HA3.2 --date 2022-05-12 --minutes 90",
    ),
    Verb("coach list", "coaching", "--company", "simmitt coach list"),
    Verb(
        "report matrix",
        "reports",
        "--company* --out* --paper",
        "simmitt report matrix --company 556036-0793 --out matris.pdf",
    ),
    Verb("sync", "exchange", "", "simmitt sync"),
    Verb("conflict list", "look_back", "", "simmitt conflict list"),
    Verb("undo", "look_back", "", "simmitt undo"),
    Verb("redo", "look_back", "", "simmitt redo"),
    Verb("history", "look_back", "--company", "simmitt history --company 556036-0793"),
    Verb("search", "search", "WORDS", 'simmitt search "ställtid kantp"'),
)

COMMON = ("profile", "language")
COMMON_FLAGS = ("json", "help")
