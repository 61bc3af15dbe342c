"""Verbs of the company register."""

from __future__ import annotations

from app.command_line.call import Answer, Call, Json, table
from app.operations import companies
from app.operations.companies import CompanySnapshot
from app.operations.workspace import Workspace, parse_instant
from app.store.ids import hyphenated


def company_add(call: Call) -> Answer:
    with call.workspace() as workspace:
        company, _ = companies.add(
            workspace,
            orgnr=call.maybe("orgnr"),
            sole_trader=call.flag("sole-trader"),
            name=call.value("name"),
            municipality=call.value("municipality"),
            sni=call.maybe("sni"),
            legal_form=call.maybe("legal-form"),
            women=call.maybe("women"),
            men=call.maybe("men"),
        )
        return _shown(call, workspace, hyphenated(company))


def company_edit(call: Call) -> Answer:
    company = call.place("COMPANY")
    with call.workspace() as workspace:
        changed = companies.edit(workspace, company, call.place("FIELD"), call.place("VALUE"))
        return _shown(call, workspace, hyphenated(next(iter(changed.rows))))


def company_show(call: Call) -> Answer:
    with call.workspace() as workspace:
        return _shown(call, workspace, call.place("COMPANY"))


def company_list(call: Call) -> Answer:
    with call.workspace() as workspace:
        found = companies.list_companies(workspace)
    heads = [call.say(f"head.{name}") for name in ("orgnr", "name", "municipality", "stage")]
    rows = [
        [
            company.orgnr or company.serial or "",
            company.name,
            company.municipality.name if company.municipality else "",
            call.say(f"domain.stage.{company.stage.value}"),
        ]
        for company in found
    ]
    return Answer({"companies": [_json(company) for company in found]}, table(heads, rows))


def _shown(call: Call, workspace: Workspace, company: str) -> Answer:
    typed = call.maybe("as-of")
    found = companies.show_company(
        workspace, company, as_of=parse_instant(typed) if typed is not None else None
    )
    lines = [
        f"{call.say('head.name')}: {found.name}",
        f"{call.say('head.orgnr')}: {found.orgnr or found.serial}",
        f"{call.say('head.municipality')}: {found.municipality.name if found.municipality else '–'}",
        f"{call.say('head.stage')}: {call.say(f'domain.stage.{found.stage.value}')}",
        f"id: {hyphenated(found.id)}",
    ]
    return Answer(_json(found), "\n".join(lines))


def _json(company: CompanySnapshot) -> dict[str, Json]:
    place = company.municipality
    return {
        "id": hyphenated(company.id),
        "orgnr": company.orgnr,
        "serial": company.serial,
        "name": company.name,
        "also_known_as": list(company.also_known_as),
        "municipality": place.name if place else None,
        "municipality_code": place.code if place else None,
        "county": place.county if place else None,
        "county_code": place.county_code if place else None,
        "sni": company.sni,
        "sni_name": company.sni_name[0] if company.sni_name else None,
        "sni_version": company.sni_version,
        "legal_form": company.legal_form,
        "women": company.women,
        "men": company.men,
        "stage": company.stage.value,
    }
