"""The company register: add, edit, find, show, list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from app.domain.collation import swedish_key
from app.domain.company import (
    Municipality,
    SniDivision,
    Stage,
    find_municipality,
    find_sni,
    parse_municipalities,
    parse_sni_divisions,
    stage,
)
from app.domain.evidence import CompanyId, CompanyRef
from app.domain.identity_numbers import (
    organisation_number,
    parse_sole_trader_serial,
    safe_to_show,
    sole_trader_serial,
)
from app.domain.refusal import Refusal
from app.operations.workspace import Workspace
from app.paths import resource
from app.store.ids import RowId, hyphenated, new_id, parse_id
from app.store.rows import AliasRow, CompanyRow
from app.store.units import ChangeSet, born, change

if TYPE_CHECKING:
    from app.store.reading import Reader

_CLASSIFICATION = "SNI 2007"
_LEGAL_FORMS = ("ab", "hb", "ekfor", "enskild", "annan")


@dataclass(frozen=True, slots=True)
class CompanySnapshot:
    """A company as it is shown; `ids` holds every row that stands for it, the shown one first."""

    id: RowId
    ids: tuple[RowId, ...]
    orgnr: str | None
    serial: str | None
    name: str
    also_known_as: tuple[str, ...]
    municipality: Municipality | None
    sni: str | None
    sni_name: tuple[str, str] | None
    sni_version: str | None
    legal_form: str | None
    women: int | None
    men: int | None
    stage: Stage

    @property
    def ref(self) -> CompanyRef:
        return CompanyRef(CompanyId(hyphenated(self.id)), self.name)


@cache
def municipalities() -> tuple[Municipality, ...]:
    """The municipalities of the programme's two counties (swedish-facts 3)."""
    return parse_municipalities(resource("catalogues", "municipalities.csv").read_text(encoding="utf-8"))


@cache
def sni_divisions() -> tuple[SniDivision, ...]:
    return parse_sni_divisions(resource("catalogues", "sni2007_divisions.csv").read_text(encoding="utf-8"))


@cache
def divisions() -> Mapping[str, SniDivision]:
    """The same by their two digits."""
    return {division.code: division for division in sni_divisions()}


def plain_text(text: str, where: str, *, most: int = 200) -> str:
    """A short text as typed, without stray spaces.

    Raises Refusal where it is empty, too long, holds control characters or a personal identity number.
    """
    from app.operations.texts import checked_text

    found = checked_text(" ".join(text.split()), where, most=most)
    if not found:
        raise Refusal("companies.empty", where=where)
    return found


def _count(text: str, where: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise Refusal("companies.count", where=where, typed=safe_to_show(text))
    return int(text)


def _legal_form(text: str) -> str:
    typed = text.strip().lower()
    if typed not in _LEGAL_FORMS:
        raise Refusal("companies.legal_form", typed=safe_to_show(text), known=", ".join(_LEGAL_FORMS))
    return typed


def add(
    workspace: Workspace,
    *,
    orgnr: str | None,
    sole_trader: bool,
    name: str,
    municipality: str,
    sni: str | None = None,
    legal_form: str | None = None,
    women: str | None = None,
    men: str | None = None,
) -> tuple[RowId, ChangeSet]:
    """Register a company (swedish-facts 1 and 3). Raises Refusal for anything that is wrong, or there already."""
    if sole_trader == (orgnr is not None):
        raise Refusal("companies.number_or_sole_trader")
    number = organisation_number(orgnr) if orgnr is not None else None
    known = find_sni(sni, sni_divisions()) if sni is not None else None
    fields: dict[str, str | int | None] = {
        "name": plain_text(name, "--name"),
        "municipality": find_municipality(municipality, municipalities()).code,
        "sni": known.code if known else None,
        "sni_version": _CLASSIFICATION if known else None,
        "legal_form": "enskild" if sole_trader else _legal_form(legal_form) if legal_form else None,
        "women": _count(women, "--women") if women is not None else None,
        "men": _count(men, "--men") if men is not None else None,
    }
    with workspace.reading() as reader:
        companies = reader.rows(CompanyRow)
    if number is not None:
        _refuse_twice(companies, number)
        fields["orgnr"] = number
    else:
        fields["serial"] = _next_serial(workspace, companies)
    company = RowId(new_id())
    changes = workspace.commit("company add", company, born("company", company, **fields), new_company=True)
    return company, changes


def _refuse_twice(companies: Iterable[CompanyRow], number: str, but: frozenset[RowId] = frozenset()) -> None:
    for row in companies:
        if row.orgnr == number and row.id not in but:
            raise Refusal("companies.twice", orgnr=number, name=row.name or "")


def _next_serial(workspace: Workspace, companies: Iterable[CompanyRow]) -> str:
    """The next of this device's own serials (record.md 4), so that two laptops never give the same."""
    taken: set[object] = {row.serial for row in companies}
    with workspace.store.connected() as connection:
        from app.store.history import once_held

        taken |= once_held(connection, "company", "serial")
    for number in range(workspace.laptop.first_serial, workspace.laptop.last_serial + 1):
        serial = sole_trader_serial(number)
        if serial not in taken:
            return serial
    raise Refusal("companies.serials_spent", last=workspace.laptop.last_serial)


def edit(workspace: Workspace, company: str | RowId, field: str, value: str) -> ChangeSet:
    """Change one field; '' empties one that need not be known. Raises Refusal for an unknown field or a wrong value.

    Where nothing is different nothing is done, and the ChangeSet is empty.
    """
    with workspace.reading() as reader:
        group = find(reader, company)
        rows = {row.id: row for row in reader.rows(CompanyRow)}
    shown = rows[group[0]]
    new: dict[str, str | int | None]
    match field.replace("-", "_"):
        case "name":
            new = {"name": plain_text(value, "name")}
        case "municipality":
            new = {"municipality": find_municipality(value, municipalities()).code}
        case "orgnr":
            number = organisation_number(value)
            _refuse_twice(rows.values(), number, frozenset(group))
            new = {"orgnr": number}
        case "sni":
            known = find_sni(value, sni_divisions()) if value.strip() else None
            new = {
                "sni": known.code if known else None,
                "sni_version": _CLASSIFICATION if known else None,
            }
        case "legal_form":
            new = {"legal_form": _legal_form(value) if value.strip() else None}
        case "women" | "men" as name:
            new = {name: _count(value.strip(), name) if value.strip() else None}
        case _:
            raise Refusal(
                "companies.field",
                typed=safe_to_show(field),
                known="name, municipality, orgnr, sni, legal_form, women, men",
            )
    changes = tuple(
        change("company", shown.id, name, content)
        for name, content in new.items()
        if content != getattr(shown, name)
    )
    if not changes:
        return ChangeSet(None, "company edit", frozenset(), frozenset(), undoable=False)
    return workspace.commit("company edit", shown.id, changes)


def groups(reader: Reader) -> Mapping[RowId, tuple[RowId, ...]]:
    """Every company row -> all rows that stand for the same company, the one to show first.

    Two ids joined by an alias are one, however many aliases lead from one to the other.
    """
    rows = {row.id for row in reader.rows(CompanyRow)}
    leads: dict[RowId, RowId] = {}

    def top(row: RowId) -> RowId:
        while row in leads:
            row = leads[row]
        return row

    for alias in reader.rows(AliasRow):
        one, other = sorted((top(alias.company), top(alias.same_as)))
        if one != other:
            leads[other] = one
    members: dict[RowId, list[RowId]] = {}
    for row in sorted(rows):
        members.setdefault(top(row), []).append(row)
    return {row: tuple(found) for found in members.values() for row in found}


def find(reader: Reader, company: str | RowId) -> tuple[RowId, ...]:
    """All rows that stand for a company named by organisation number, serial or id; the one to show first.

    Raises Refusal where there is none.
    """
    if isinstance(company, bytes):
        company = hyphenated(company)
    rows = reader.rows(CompanyRow)
    together = groups(reader)
    shown = safe_to_show(company)
    if (wanted := parse_id(company)) is not None:
        found = [row for row in rows if row.id == wanted]
    elif company.strip().upper().startswith("EF"):
        serial = parse_sole_trader_serial(company)
        found = [row for row in rows if row.serial == serial]
    else:
        shown = organisation_number(company)
        found = [row for row in rows if row.orgnr == shown]
    if not found:
        raise Refusal("companies.unknown", typed=shown)
    return together[found[0].id]


def show_company(workspace: Workspace, company: str | RowId, *, as_of: int | None = None) -> CompanySnapshot:
    """A company as it is, or as it was at an instant. Raises Refusal where there is none (then)."""
    with workspace.reading() as reader:
        group = find(reader, company)
        if as_of is None:
            return _snapshots(workspace, reader, {group[0]: group}, workspace.today())[0]
    with workspace.store.as_it_was(group, as_of) as past:
        living = tuple(row.id for row in past.rows(CompanyRow) if row.id in group)
        if not living:
            named = hyphenated(company) if isinstance(company, bytes) else company
            raise Refusal("companies.not_then", typed=named)
        from app.operations.workspace import local_time

        return _snapshots(workspace, past, {living[0]: living}, local_time(as_of).date())[0]


def list_companies(workspace: Workspace) -> tuple[CompanySnapshot, ...]:
    """Every company once, by name in Swedish order."""
    with workspace.reading() as reader:
        together = {group[0]: group for group in groups(reader).values()}
        found = _snapshots(workspace, reader, together, workspace.today())
    return tuple(sorted(found, key=lambda company: (swedish_key(company.name), company.id)))


def _snapshots(
    workspace: Workspace, reader: Reader, shown: Mapping[RowId, tuple[RowId, ...]], day: date
) -> list[CompanySnapshot]:
    from app.operations.facts import facts_of

    rows = {row.id: row for row in reader.rows(CompanyRow)}
    canonical = {row: first for first, group in shown.items() for row in group}
    facts = facts_of(workspace, reader, canonical, day)
    programme = workspace.programme()
    places = {place.code: place for place in municipalities()}
    found: list[CompanySnapshot] = []
    for first, group in shown.items():
        row = rows[first]
        own = facts.get(first)
        names = dict.fromkeys(rows[other].name or "" for other in group)
        division = divisions().get((row.sni or "")[:2])
        found.append(
            CompanySnapshot(
                id=row.id,
                ids=group,
                orgnr=row.orgnr,
                serial=row.serial,
                name=row.name or "",
                also_known_as=tuple(name for name in names if name != row.name),
                municipality=places.get(row.municipality or ""),
                sni=row.sni,
                sni_name=(division.sv, division.en) if division is not None else None,
                sni_version=row.sni_version,
                legal_form=row.legal_form,
                women=row.women,
                men=row.men,
                stage=stage(own.interviews, own.sessions, programme, day) if own else Stage.CONTACTED,
            )
        )
    return found
