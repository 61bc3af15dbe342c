"""Reading a programme file (TOML text) into a Programme, with a clear refusal for a file that is none."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.programme_shape import (
    Activity,
    Application,
    Budget,
    BudgetGroup,
    BudgetLine,
    DerivedFigure,
    EuBlock,
    Financing,
    FinancingShare,
    FinancingSource,
    FinancingSubtotal,
    Governance,
    Inconsistency,
    Indicator,
    Organisation,
    Programme,
    Target,
)
from app.domain.refusal import Refusal
from app.domain.toml_table import Table, read_toml

__all__ = [
    "Activity",
    "Application",
    "Budget",
    "BudgetGroup",
    "BudgetLine",
    "DerivedFigure",
    "EuBlock",
    "Financing",
    "FinancingShare",
    "FinancingSource",
    "FinancingSubtotal",
    "Governance",
    "Inconsistency",
    "Indicator",
    "Organisation",
    "Programme",
    "Target",
    "parse_programme",
]

_FORMAT = 1


def parse_programme(toml_text: str) -> Programme:
    """A programme from its file.

    Raises Refusal: `domain.programme.not_toml` (line), `.none` (TOML, but no programme), `.format` (made for
    another version), `.missing` and `.wrong_type` (place), `.twice` (a code or id used twice), `.reference`
    (a code that the file does not define), `.period` (ends before it starts). Sums are not checked: an
    application prints what it prints, and its known differences stand in the file.
    """
    file = read_toml("programme", toml_text)
    if not (file.has("programme") and file.has("activity")):
        raise Refusal("domain.programme.none")
    if file.whole("format") != _FORMAT:
        raise Refusal("domain.programme.format", format=file.whole("format"), known=_FORMAT)
    head = file.table("programme")
    activities = tuple(_activity(table, parent=None) for table in file.tables("activity"))
    budget = _budget(file.table("budget"))
    programme = Programme(
        name=head.text("name"),
        acronym=head.text("acronym"),
        en=head.text("en"),
        start=head.day("start"),
        end=head.day("end"),
        application=_application(head),
        activities=activities,
        budget=budget,
        financing=_financing(file.table("financing"), years=len(budget.years)),
        targets=tuple(_target(table) for table in file.tables("target")),
        indicators=tuple(_indicator(table) for table in file.tables("indicator")),
        organisations=tuple(_organisation(table) for table in file.tables("organisation")),
        governance=_governance(file.table("governance")),
        derived=_derived(file.table("derived")) if file.has("derived") else (),
        inconsistencies=tuple(_inconsistency(table) for table in file.tables("inconsistency")),
        eu_block=_eu_block(file.table("eu_block")) if file.has("eu_block") else None,
    )
    _check(programme)
    return programme


def _application(head: Table) -> Application:
    return Application(
        nuts2=head.text("nuts2"),
        counties=head.texts("counties"),
        thematic_objective=head.text("thematic_objective"),
        investment_priority=head.text("investment_priority"),
        specific_objective=head.text("specific_objective"),
        total_cost=head.whole("total_cost"),
        applied_amount=head.whole("applied_amount"),
        method=head.text("method"),
        target_group=head.text("target_group"),
        advance_requested=head.truth("advance_requested"),
        net_income_expected=head.truth("net_income_expected"),
        esf_character=head.truth("esf_character"),
        outside_programme_area=head.truth("outside_programme_area"),
        signature=head.text("signature"),
        flat_social_pct=head.number("flat_social_pct"),
        flat_indirect_pct=head.number("flat_indirect_pct"),
        supports_individual_firms=head.truth("supports_individual_firms"),
        supports_individual_firms_activities=head.texts("supports_individual_firms_activities"),
        supports_individual_firms_cost=head.whole("supports_individual_firms_cost"),
    )


def _activity(table: Table, parent: str | None) -> Activity:
    code = table.text("code")
    return Activity(
        code=code,
        sv=table.text("sv"),
        en=table.text("en"),
        start=table.day("start"),
        end=table.day("end"),
        cost=table.whole("cost"),
        main=table.truth("main", absent=False),
        parent=parent,
        individual_firms=table.truth("individual_firms", absent=False),
        external_budget=table.whole_or_none("external_budget"),
        form=table.text_or_none("form"),
        # Two levels, as applications have them: a sub-activity of a sub-activity is not read.
        sub=tuple(_activity(sub, parent=code) for sub in table.tables("sub")) if parent is None else (),
    )


def _budget(table: Table) -> Budget:
    years = table.wholes("years")
    groups = tuple(
        BudgetGroup(
            id=group.text("id"),
            sv=group.text("sv"),
            en=group.text("en"),
            printed=group.wholes("printed", len(years)),
            printed_total=group.whole("printed_total"),
            lines=tuple(
                BudgetLine(
                    id=line.text("id"),
                    sv=line.text("sv"),
                    activity=line.text_or_none("activity"),
                    amounts=line.wholes("amounts", len(years)),
                )
                for line in group.tables("line")
            ),
        )
        for group in table.tables("group")
    )
    return Budget(
        years=years,
        totals=table.wholes("totals", len(years)),
        total=table.whole("total"),
        groups=groups,
        zero_groups=table.table("zero_groups").texts("sv") if table.has("zero_groups") else (),
    )


def _financing(table: Table, years: int) -> Financing:
    return Financing(
        cofinancing_printed=table.wholes("cofinancing_printed", years),
        cofinancing_printed_total=table.whole("cofinancing_printed_total"),
        total_printed=table.wholes("total_printed", years),
        total_printed_total=table.whole("total_printed_total"),
        sources=tuple(
            FinancingSource(
                source.text("id"), source.text("sv"), source.text("kind"), source.wholes("amounts", years)
            )
            for source in table.tables("source")
        ),
        subtotals=tuple(
            FinancingSubtotal(
                kind=subtotal.text("kind"),
                sv=subtotal.text("sv"),
                printed=subtotal.wholes("printed", years),
                printed_total=subtotal.whole("printed_total"),
            )
            for subtotal in table.tables("subtotal")
        ),
        shares=tuple(
            FinancingShare(share.text("kind"), share.text("sv"), share.numbers("printed_pct", years + 1))
            for share in table.tables("share")
        ),
    )


def _target(table: Table) -> Target:
    target = Target(
        id=table.text("id"),
        name_sv=table.text_or_none("name_sv") or table.text("quote"),
        name_en=table.text_or_none("name_en") or table.text("en"),
        activity=table.text("activity"),
        also_activity=table.text_or_none("also_activity"),
        sv=table.text("quote"),
        en=table.text("en"),
        count=table.text("count"),
        min=table.whole_or_none("min"),
        max=table.whole_or_none("max"),
        per_series_min=table.whole_or_none("per_series_min"),
        per_series_max=table.whole_or_none("per_series_max"),
    )
    if target.min is not None and target.max is not None and target.min > target.max:
        raise table.wrong("max", f">= {target.min}")
    return target


def _indicator(table: Table) -> Indicator:
    return Indicator(
        id=table.text("id"),
        sv=table.text("sv"),
        en=table.text("en"),
        target=table.whole("target"),
        unit=table.text("unit"),
        comment=table.text("comment"),
    )


def _organisation(table: Table) -> Organisation:
    return Organisation(
        id=table.text("id"),
        name=table.text("name"),
        short=table.text("short"),
        roles=table.texts("role"),
        members=table.whole_or_none("members"),
    )


def _governance(table: Table) -> Governance:
    return Governance(
        steering_group=table.texts("steering_group"),
        reference_groups=table.text("reference_groups"),
        project_leader=table.text("project_leader"),
        economists=table.text("economists_text"),
        procurement=table.text("procurement"),
        horizontal=table.texts("horizontal"),
        agenda2030_goal=table.whole("agenda2030_goal"),
    )


def _derived(table: Table) -> tuple[DerivedFigure, ...]:
    def figure(name: str) -> DerivedFigure:
        value = table.content[name]
        if isinstance(value, str):
            return DerivedFigure(name, (), table.text(name))
        if isinstance(value, list):
            return DerivedFigure(name, table.numbers(name), None)
        return DerivedFigure(name, (table.number(name),), None)

    return tuple(figure(name) for name in table.names())


def _inconsistency(table: Table) -> Inconsistency:
    return Inconsistency(
        id=table.text("id"),
        kind=table.text("kind"),
        # A file may give one text for both languages.
        sv=table.text("sv" if table.has("sv") else "text"),
        en=table.text("en" if table.has("en") else "text"),
        diff=table.whole_or_none("diff"),
    )


def _eu_block(table: Table) -> EuBlock:
    return EuBlock(table.text("programming_period"), table.texts("sv"), table.texts("en"))


def _once(names: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise Refusal("domain.programme.twice", what=what, name=name)
        seen.add(name)


def _check(programme: Programme) -> None:
    """What the parts must agree about: ids stand once, references lead somewhere, periods run forward."""
    activities = tuple(programme.every_activity())
    _once((activity.code.casefold() for activity in activities), "activity")
    _once((target.id for target in programme.targets), "target")
    _once((indicator.id for indicator in programme.indicators), "indicator")
    _once((organisation.id for organisation in programme.organisations), "organisation")
    _once((line.id for group in programme.budget.groups for line in group.lines), "budget.group.line")
    _once((source.id for source in programme.financing.sources), "financing.source")
    codes = {activity.code for activity in activities}
    references = [(f"target {target.id}", code) for target in programme.targets for code in target.activities]
    references += [
        (f"budget.group.line {line.id}", line.activity)
        for group in programme.budget.groups
        for line in group.lines
        if line.activity is not None
    ]
    references += [
        ("programme.supports_individual_firms_activities", code)
        for code in programme.application.supports_individual_firms_activities
    ]
    for place, code in references:
        if code not in codes:
            raise Refusal("domain.programme.reference", place=place, name=code)
    for name, start, end in [
        (programme.acronym, programme.start, programme.end),
        *((activity.code, activity.start, activity.end) for activity in activities),
    ]:
        if end < start:
            raise Refusal("domain.programme.period", name=name, start=start.isoformat(), end=end.isoformat())
