"""Which companies have a matrix here, and who may read and change one."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "journeys"))

from _day import ANNA, BO, OFFICE, Project, orgnr, project_in, work

from app.domain.refusal import Refusal
from app.operations import companies
from app.operations.matrix_edits import start_empty
from app.operations.matrix_list import show_matrix_list, show_matrix_page


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return project_in(tmp_path)


def test_those_with_a_matrix_come_first_then_by_name(project: Project) -> None:
    work(project, name="Zinkverken AB")
    with project.at(ANNA) as workspace:
        for number, name in ((1, "Öbergs Smide AB"), (2, "Ahlins Verkstad AB")):
            companies.add(workspace, orgnr=orgnr(number), sole_trader=False, name=name, municipality="Krokom")
        lines = show_matrix_list(workspace)
        assert [(line.name, line.begun) for line in lines] == [
            ("Zinkverken AB", True),
            ("Ahlins Verkstad AB", False),
            ("Öbergs Smide AB", False),
        ]
        first = lines[0]
        assert (first.people, first.skills, first.municipality) == (3, 3, "Krokom")
        assert first.share is not None and 0 < first.share < 1
        view = show_matrix_page(workspace, first.id).view
        assert view is not None
        assert (first.share, first.critical) == (view.totals.share, view.totals.critical)
        start_empty(workspace, company=lines[1].id)
        begun = {line.name: line for line in show_matrix_list(workspace)}["Ahlins Verkstad AB"]
        assert (begun.begun, begun.people, begun.skills, begun.share) == (True, 0, 0, None)


def test_a_page_says_who_may_read_and_change(project: Project) -> None:
    company = work(project).company
    project.settle(OFFICE, ANNA, BO)
    with project.at(ANNA) as anna:
        page = show_matrix_page(anna, company.replace("-", ""))
        assert page.view is not None and page.reads and page.writes
        assert page.name == "Exempel Mekaniska AB"
        made, _ = companies.add(anna, orgnr=orgnr(5), sole_trader=False, name="Ny AB", municipality="Åre")
        fresh = show_matrix_page(anna, made)
        assert fresh.view is None and fresh.reads and fresh.writes
    with project.at(OFFICE) as office:
        away = show_matrix_page(office, company)
        assert away.view is None and not away.reads and not away.writes
        assert [line.begun for line in show_matrix_list(office)] == [False]


def test_a_company_that_is_not_there(project: Project) -> None:
    with project.at(ANNA) as workspace, pytest.raises(Refusal, match="companies.unknown"):
        show_matrix_page(workspace, "0" * 32)
