"""The demo's competence matrices: the companies' workbooks, their import with its questions, figures and prints."""

from __future__ import annotations

from app.i18n import Language
from app.operations import companies, competence, printing
from app.operations.demo_books import Book
from app.operations.demo_stage import Stage
from app.workbooks import Answer, Question

_IN_ENGLISH = "svets"  # the company that also gets its print in English


def write_workbooks(stage: Stage) -> None:
    """The companies' own workbooks, as they have kept them."""
    from app.workbooks.company_sheets import write_company_workbook

    for book in stage.books():
        file = stage.workbook(book.data.file)
        write_company_workbook(file, book.sheets, book.data.author)
        stage.made.append(file)
        stage.tell(
            "demo.says.workbook",
            company=stage.cast.companies[book.company].name,
            file=file.name,
            sheets=len(book.sheets),
            people=len(book.people),
        )


def import_workbooks(stage: Stage) -> None:
    """What is certain is kept at once; what must be asked is asked, answered by the company, and kept then."""
    from app.workbooks.json_shape import dropped_text

    for book in stage.books():
        with stage.laptop(stage.cast.companies[book.company].coach) as workspace:
            typed, file = stage.typed(book.company), stage.workbook(book.data.file)
            made, _ = competence.import_workbook(workspace, file, company=typed)
            stage.tell("demo.says.imported", file=file.name, people=made.people, skills=made.skills)
            for matrix in competence.read(file).matrices:
                for dropped in matrix.dropped:
                    stage.tell("demo.says.dropped", what=dropped_text(dropped, stage.language))
            stage.expect(bool(made.dropped) == bool(book.planted), "demo.check.dropped", file=file.name)
            stage.expect(made.people == len(book.people), "demo.check.people", file=file.name)
            if not made.questions:
                continue
            answers = tuple(answer for one in made.questions if (answer := _answered(book, one)))
            stage.tell("demo.says.asked", questions=len(made.questions), answers=len(answers))
            again, _ = competence.import_workbook(workspace, file, company=typed, answers=answers)
            stage.expect(
                len(again.questions) == len(made.questions) - len(answers),
                "demo.check.answered",
                file=file.name,
            )
            for one in again.questions:
                stage.tell("demo.says.open", where=one.where)


def _answered(book: Book, question: Question) -> Answer | None:
    """What the company says: yes to the likeliest reading, or that nobody knows any more."""
    choice = book.data.answers.get(question.about)
    if choice is None or choice != question.choices[0]:
        return None
    return Answer(question.sheet, question.about, question.where, choice)


def show_figures(stage: Stage) -> None:
    """Who can what, what hangs on one person, and which licences run out."""
    for book in stage.books():
        company = stage.cast.companies[book.company]
        with stage.laptop(company.coach) as workspace:
            figures = competence.show_matrix(workspace, stage.typed(book.company)).figures
        alone = [one.name for one in figures.skills if one.covered == 1]
        stage.tell(
            "demo.says.figures",
            company=company.name,
            people=len(figures.people),
            skills=len(figures.skills),
            alone=", ".join(alone) or "–",
            short=sum(1 for one in figures.skills if one.gap),
            expiring=len(figures.expiring),
        )


def print_matrices(stage: Stage) -> None:
    """For the wall: A3 in Swedish, and one in English for those who read that."""
    for book in stage.books():
        languages: tuple[Language, ...] = ("sv", "en") if book.company == _IN_ENGLISH else ("sv",)
        with stage.laptop(stage.cast.companies[book.company].coach) as workspace:
            typed = stage.typed(book.company)
            name = companies.show_company(workspace, typed).name.split(" (")[0]
            for language in languages:
                title = "Kompetensmatris" if language == "sv" else "Competence matrix"
                out = stage.print_file(f"{title} {name}.pdf")
                printed = printing.print_matrix(
                    workspace, company=typed, out=out, paper="A3", language=language
                )
                stage.made.append(out)
                stage.tell("demo.says.printed", file=out.name, pages=printed.pages)
