"""The shipped programme against the application's own text, and what happens to a file that is none."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from app.domain.programme import Activity, Programme, parse_programme
from app.domain.refusal import Refusal
from app.paths import resource

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
APPLICATION = SHARED / "seed" / "simmitt-application.txt"
SOURCE = SHARED / "domain" / "programme.toml"
SHIPPED = resource("programmes", "simmitt.toml").read_text(encoding="utf-8")
SIMMITT = parse_programme(SHIPPED)

needs_application = pytest.mark.skipif(not APPLICATION.exists(), reason="the application's text is not here")
needs_source = pytest.mark.skipif(not SOURCE.exists(), reason="the transcribed programme is not here")


def application() -> str:
    return APPLICATION.read_text(encoding="utf-8")


def tight(text: str) -> str:
    return re.sub(r"\s+", "", text)


# Thousands are parted by a no-break space, columns by a plain one.
NUMBER = r"[0-9]{1,3}(?:\u00a0[0-9]{3})*"

DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


def whole(printed: str) -> int:
    return int(printed.replace("\u00a0", ""))


def pattern_of(label: str) -> str:
    """A label wherever its letters stand in a row; the tables break lines within words."""
    return r"\s*".join(re.escape(letter) for letter in tight(label))


def printed_rows(text: str, label: str, count: int) -> list[tuple[int, ...]]:
    """The figures after each occurrence of a label, which must be `count` columns."""
    rows = [
        tuple(whole(number) for number in found[1].split(" "))
        for found in re.finditer(rf"{pattern_of(label)}\s+({NUMBER}(?: {NUMBER})*)\n", text)
    ]
    assert all(len(row) == count for row in rows), (label, rows)
    return rows


@pytest.fixture
def costs() -> str:
    """The cost table of section 9."""
    text = application()
    return text[text.index("Kostnadstyp 2021") : text.index("Finansiär Beskrivning")]


@pytest.fixture
def financing() -> str:
    """The financing table of section 9."""
    text = application()
    return text[text.index("Finansiär Beskrivning") : text.index("9.4 ")]


@needs_application
def test_every_activity_with_period_and_cost() -> None:
    text = application()
    sevens = text[text.index("7. Aktiviteter") : text.index("7.2 ")]
    for activity in SIMMITT.every_activity():
        name = (
            f"{activity.code} {activity.sv}"
            if activity.parent in ("HA1", "HA2", "HA3", "HA4")
            else activity.sv
        )
        row = rf"{pattern_of(name)}\s+({DAY}) ({DAY}) ({NUMBER}) "
        found = [(start, end, whole(cost)) for start, end, cost in re.findall(row, sevens)]
        assert found == [(activity.start.isoformat(), activity.end.isoformat(), activity.cost)], activity.code
    assert len(re.findall(rf"{DAY} {DAY} {NUMBER} ", sevens)) == len(list(SIMMITT.every_activity()))


@needs_application
def test_every_line_of_the_budget(costs: str) -> None:
    for group in SIMMITT.budget.groups:
        assert printed_rows(costs, group.sv, 4) == [(*group.printed, group.printed_total)], group.id
        names = dict.fromkeys(line.sv for line in group.lines)
        for name in names:
            lines = [line.amounts for line in group.lines if line.sv == name]
            assert printed_rows(costs, f"- {name}", 3) == lines, name
    for name in SIMMITT.budget.zero_groups:
        assert printed_rows(costs, name, 4) == [(0, 0, 0, 0)], name
    everything = (*SIMMITT.budget.totals, SIMMITT.budget.total)
    assert printed_rows(costs, "Summa, faktiska kostnader", 4) == [everything]
    assert printed_rows(costs, "Summa, kostnader", 4) == [everything]
    lines = sum(len(group.lines) for group in SIMMITT.budget.groups)
    assert lines == len(re.findall(r"^ -", costs, flags=re.MULTILINE)) == 24


@needs_application
def test_every_line_of_the_financing(financing: str) -> None:
    described = {"region_jh": "Region JH JH", "region_vn": "Region VN VN"}
    for source in SIMMITT.financing.sources:
        if source.kind == "eu":
            continue
        assert printed_rows(financing, f"- {described.get(source.id, source.sv)}", 3) == [source.amounts]
    for subtotal in SIMMITT.financing.subtotals:
        row = (*subtotal.printed, subtotal.printed_total)
        assert printed_rows(financing, subtotal.sv, 4) == [row], subtotal.kind
    cofinancing = (*SIMMITT.financing.cofinancing_printed, SIMMITT.financing.cofinancing_printed_total)
    assert printed_rows(financing, "Summa, kontant medfinansiering", 4) == [cofinancing]
    assert printed_rows(financing, "Summa, medfinansiering", 4) == [cofinancing]
    total = (*SIMMITT.financing.total_printed, SIMMITT.financing.total_printed_total)
    assert printed_rows(financing, "Total finansiering", 4) == [total]
    for share in SIMMITT.financing.shares:
        printed = " ".join(
            f"{str(pct).rstrip('0').rstrip('.')} %".replace(".", ",") for pct in share.printed_pct
        )
        assert tight(share.sv + printed) in tight(financing), share.kind
    assert printed_rows(financing, "Sökt belopp", 1) == [(SIMMITT.application.applied_amount,)]


def sums(rows: Sequence[Sequence[int]]) -> tuple[int, ...]:
    return tuple(sum(column) for column in zip(*rows, strict=True))


def test_the_sums_of_the_budget() -> None:
    budget = SIMMITT.budget
    for group in budget.groups:
        assert sums([line.amounts for line in group.lines]) == group.printed
        assert sum(group.printed) == group.printed_total
    assert sums([group.printed for group in budget.groups]) == budget.totals
    assert sum(budget.totals) == budget.total == SIMMITT.application.total_cost
    external = next(group for group in budget.groups if group.id == "externa_tjanster")
    by_activity = {line.activity: sum(line.amounts) for line in external.lines}
    for activity in SIMMITT.every_activity():
        if activity.external_budget is not None:
            assert by_activity.get(activity.code, 0) == activity.external_budget, activity.code


def test_the_sums_of_the_financing() -> None:
    financing = SIMMITT.financing
    for subtotal in financing.subtotals:
        of_kind = [source.amounts for source in financing.sources if source.kind == subtotal.kind]
        assert sums(of_kind) == subtotal.printed
        assert sum(subtotal.printed) == subtotal.printed_total
    others = [source.amounts for source in financing.sources if source.kind != "eu"]
    assert sums(others) == financing.cofinancing_printed
    assert sum(financing.cofinancing_printed) == financing.cofinancing_printed_total
    everything = sums([source.amounts for source in financing.sources])
    assert everything == financing.total_printed == SIMMITT.budget.totals
    wholes = (*SIMMITT.budget.totals, SIMMITT.budget.total)
    for share in financing.shares:
        subtotal = next(one for one in financing.subtotals if one.kind == share.kind)
        parts = (*subtotal.printed, subtotal.printed_total)
        for part, total, printed in zip(parts, wholes, share.printed_pct, strict=True):
            reckoned = (Decimal(part) * 100 / total).quantize(Decimal("0.01"), ROUND_HALF_UP)
            assert reckoned == printed, share.kind


def difference(activity: Activity) -> int:
    return sum(sub.cost for sub in activity.sub) - activity.cost if activity.sub else 0


def test_known_inconsistencies_are_exactly_those_of_the_figures() -> None:
    known = {one.id: one for one in SIMMITT.inconsistencies}
    assert [one.id for one in SIMMITT.inconsistencies] == [f"I{number:02d}" for number in range(1, 22)]
    off = {activity.code: difference(activity) for activity in SIMMITT.activities if difference(activity)}
    assert off == {"HA3": known["I01"].diff, "HA4": known["I02"].diff} == {"HA3": -1, "HA4": 1}
    tops = sum(activity.cost for activity in SIMMITT.activities) - SIMMITT.application.total_cost
    leaves = sum(sub.cost for one in SIMMITT.activities for sub in (one.sub or (one,)))
    assert tops == leaves - SIMMITT.application.total_cost == known["I03"].diff == 1
    staff, flat = (next(g for g in SIMMITT.budget.groups if g.id == id) for id in ("personal", "schablon"))
    social, indirect = (line.amounts for line in flat.lines)
    exact = [Decimal(wage) * SIMMITT.application.flat_social_pct / 100 for wage in staff.printed]
    assert [int(amount.quantize(Decimal(1), ROUND_HALF_UP)) for amount in exact] == list(social)
    exact = [
        Decimal(wage + fee) * SIMMITT.application.flat_indirect_pct / 100
        for wage, fee in zip(staff.printed, social, strict=True)
    ]
    assert exact == [Decimal("255083.55"), Decimal("611567.25"), Decimal("27918.75")]
    assert indirect == (255083, 611567, 27919)  # I04: down, down, up
    assert SIMMITT.financing.cofinancing_printed_total - SIMMITT.application.applied_amount == 533  # I05
    per_year = [sum(share.printed_pct[year] for share in SIMMITT.financing.shares) for year in range(3)]
    assert per_year == [Decimal("100.00"), Decimal("100.01"), Decimal("100.01")]  # I06
    names = [line.sv for line in staff.lines]
    assert (names.count("Projektmedarbetare JH"), names.count("Projektmedarbetare VN")) == (4, 2)  # I07
    single = SIMMITT.application.supports_individual_firms_activities
    costs = [activity.cost for activity in SIMMITT.every_activity() if activity.code in single]
    assert sum(costs) == SIMMITT.application.supports_individual_firms_cost == 12_499_872  # I21
    assert set(single) == {one.code for one in SIMMITT.every_activity() if one.individual_firms}


def test_derived_figures() -> None:
    derived = {figure.name: figure for figure in SIMMITT.derived}
    public = sum(one.printed_total for one in SIMMITT.financing.subtotals if one.kind in ("eu", "public"))
    share = (Decimal(public) * 100 / SIMMITT.budget.total).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert derived["public_share_pct"].numbers == (share,)
    assert derived["staff_multiplier"].numbers == (Decimal("1.4524") * Decimal("1.15"),)
    deep = SIMMITT.find_activity("HA2.4").cost
    assert derived["cost_per_deep_analysis"].numbers == (Decimal(deep // 35),)
    for code, target in (("HA2.2", "M2.3"), ("HA3.2", "M3.2"), ("HA4.2", "M4.1")):
        name = "external_per_company_" + code.lower().replace(".", "_")
        external, goal = SIMMITT.find_activity(code).external_budget, SIMMITT.target(target)
        assert external is not None and goal is not None and goal.min is not None and goal.max is not None
        per_company = [Decimal(external) / goal.max, Decimal(external) / goal.min]
        assert [money.quantize(Decimal(1), ROUND_HALF_UP) for money in per_company] == list(
            derived[name].numbers
        )
    for figure, inside in (("participations_m23_outside", False), ("participations_m23_inside", True)):
        chosen = [
            t for t in SIMMITT.targets if t.id in ("M2.1", "M3.2", "M4.1") or (t.id == "M2.3" and not inside)
        ]
        series = [t for t in SIMMITT.targets if t.id in ("M2.2", "M3.1")]
        low = sum(t.min or 0 for t in chosen) + sum((t.min or 0) * (t.per_series_min or 0) for t in series)
        high = sum(t.max or 0 for t in chosen) + sum((t.max or 0) * (t.per_series_max or 0) for t in series)
        assert derived[figure].numbers == (low, high)


@needs_application
def test_targets_as_the_application_words_them() -> None:
    text = tight(application())
    assert len(SIMMITT.targets) == 15
    for target in SIMMITT.targets:
        assert tight(target.sv) in text, target.id
        assert target.en and target.en != target.sv
        numbers = re.match(r"(\d+)(?:-(\d+))?", target.sv) or re.search(r"i (\d+)-(\d+) företag", target.sv)
        if numbers and target.count != "milestone":
            assert (target.min, target.max) == (int(numbers[1]), int(numbers[2] or numbers[1])), target.id
        if places := re.search(r"(\d)-(\d) företag(?: per serie)?$", target.sv):
            assert (target.per_series_min, target.per_series_max) == (int(places[1]), int(places[2]))
    without = [target.id for target in SIMMITT.targets if target.min is None]
    assert without == ["M4.2", "M4.3"]  # I10


@needs_application
def test_indicators_organisations_and_words_as_the_application_has_them() -> None:
    text = application()
    flat, packed = " ".join(text.split()), tight(text)
    assert [(one.id, one.target) for one in SIMMITT.indicators] == [
        ("CO01", 75),
        ("CO29", 8),
        ("CO04", 75),
        ("CO08", 25),
    ]
    for indicator in SIMMITT.indicators:
        assert tight(indicator.sv) in packed and tight(indicator.comment) in packed
        assert f"{indicator.target} {indicator.unit}" in flat
    assert len(SIMMITT.organisations) == 19
    for organisation in SIMMITT.organisations:
        assert tight(organisation.name) in packed, organisation.id
    assert f"{next(o for o in SIMMITT.organisations if o.id == 'iucz').members} medlemsföretag" in flat
    for words in (
        SIMMITT.name,
        SIMMITT.application.investment_priority,
        SIMMITT.application.specific_objective,
        SIMMITT.application.target_group,
        SIMMITT.governance.project_leader,
        SIMMITT.governance.economists,
        SIMMITT.governance.procurement,
        *SIMMITT.governance.steering_group,
        *SIMMITT.governance.horizontal,
    ):
        assert tight(words) in packed, words


@needs_source
def test_nothing_of_the_transcribed_programme_is_left_out() -> None:
    def told(value: object) -> object:
        """The shipped file speaks of the application where the transcription speaks of the seed."""
        return value.replace("the seed", "the application") if isinstance(value, str) else value

    source = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    shipped = tomllib.loads(SHIPPED)
    assert shipped.pop("eu_block")
    for theirs, ours in zip(source.pop("inconsistency"), shipped.pop("inconsistency"), strict=True):
        assert ours.pop("sv") and ours.pop("en") == told(theirs.pop("text"))
        assert ours == theirs
    for target in shipped["target"]:  # short names for lists are this program's own
        assert target.pop("name_sv") and target.pop("name_en")
    assert shipped == source


@needs_source
def test_the_transcribed_programme_can_be_loaded_too() -> None:
    programme = parse_programme(SOURCE.read_text(encoding="utf-8"))
    assert programme.eu_block is None
    # It has no short names; the application's own words stand for them.
    assert [(one.id, one.sv, one.min, one.max) for one in programme.targets] == [
        (one.id, one.sv, one.min, one.max) for one in SIMMITT.targets
    ]
    assert all(one.name_sv == one.sv for one in programme.targets)
    assert programme.budget == SIMMITT.budget


def test_lookups_and_dates() -> None:
    assert SIMMITT.activity("HA2.4") == SIMMITT.find_activity(" ha2.4 ")
    assert SIMMITT.activity("ha2.4") is None and SIMMITT.target("M9") is None
    assert SIMMITT.find_activity("HA2.4").parent == "HA2"
    assert [activity.code for activity in SIMMITT.activities if activity.main] == ["HA1", "HA2", "HA3", "HA4"]
    assert len(list(SIMMITT.every_activity())) == 8 + 15
    first, last = date(2021, 1, 1), date(2023, 2, 28)
    assert SIMMITT.contains(first) and SIMMITT.contains(last)
    assert not SIMMITT.contains(date(2020, 12, 31)) and not SIMMITT.contains(date(2023, 3, 1))
    assert not SIMMITT.find_activity("AVS").contains(first)


def test_words_beside_the_emblem() -> None:
    block = SIMMITT.eu_block
    assert block is not None
    assert block.words("sv") == ("Europeiska unionen", "Europeiska regionala utvecklingsfonden")
    assert block.words("en") == ("European Union", "European Regional Development Fund")


def without(line: str) -> Callable[[str], str]:
    return lambda text: text.replace(line + "\n", "", 1)


def instead(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("change", "code", "shows"),
    [
        (lambda _: "", "none", ""),
        (lambda _: "[section.B]\nname_sv = 'x'\n", "none", ""),
        (lambda _: "PK\x03\x04\x14\x00", "not_toml", "1"),
        (lambda text: text + "\n[broken", "not_toml", ""),
        (instead("start = 2021-01-01", "start = 2021-02-30"), "not_toml", ""),
        (instead("format = 1", "format = 2"), "format", "2"),
        (without("format = 1"), "missing", "format"),
        (without('acronym = "SIMMITT"'), "missing", "programme.acronym"),
        (instead("cost = 2059781", 'cost = "mycket"'), "wrong_type", "activity[4].sub[1].cost"),
        (instead("cost = 2059781", "cost = 2059781.5"), "wrong_type", "activity[4].sub[1].cost"),
        (instead("cost = 2059781", "cost = true"), "wrong_type", "activity[4].sub[1].cost"),
        (instead("start = 2021-01-01", 'start = "2021"'), "wrong_type", "programme.start"),
        (
            instead("amounts = [243112, 564079, 94150]", "amounts = [1, 2]"),
            "wrong_type",
            "budget.group[1].line[1]",
        ),
        (instead('code = "HA1.2"', 'code = "ha1.1"'), "twice", "ha1.1"),
        (instead('id = "M1.2"', 'id = "M1.1"'), "twice", "M1.1"),
        (instead('also_activity = "HA2.2"', 'also_activity = "HA7"'), "reference", "HA7"),
        (instead("end = 2023-02-28", "end = 2020-02-28"), "period", "2020-02-28"),
        (instead("min = 12\nmax = 24", "min = 24\nmax = 12"), "wrong_type", "target[10].max"),
    ],
)
def test_a_file_that_is_none_or_wrong_is_refused_by_place(
    change: Callable[[str], str], code: str, shows: str
) -> None:
    changed = change(SHIPPED)
    assert changed != SHIPPED
    with pytest.raises(Refusal) as refused:
        parse_programme(changed)
    assert refused.value.code == f"domain.programme.{code}"
    assert shows in str(refused.value)


def test_reading_twice_gives_the_same_and_a_byte_order_mark_does_no_harm() -> None:
    again: Programme = parse_programme("\ufeff" + SHIPPED)
    assert again == SIMMITT
