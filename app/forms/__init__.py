"""The questionnaire engine: a runtime for the ODK XForms dialect, so far for the part that `DIALECT.md`
lists.

What it is for: `read_form` reads a workbook or an XForm, `FormRun` runs it: `answer`, `add` and `remove` say
exactly what changed; relevance, required, constraints, calculations, repeats by opaque keys, several
languages. Always true: what the engine does not understand refuses the form by name when it is read, and
never becomes a default; a refused act changes nothing; the state after any acts is the one that reckoning
all anew would give; a node that is not relevant reads as empty, keeps its value, and has it again later.
Meaning is JavaRosa's. Must not know: companies, stores, windows, this program's settings or words. Clock,
time zone, uuids and words come from the `Environment`; sentences are codes
(`resources/translations/forms.toml`). Rooms: `source` and `xlsform` read, `compile` makes the
`definition`, `xpath` the expressions, `state` reckons.
"""

from app.forms.compile import compile_form
from app.forms.definition import FormDefinition, Group, Repeat, language_tag
from app.forms.environment import Environment
from app.forms.outcome import Change, Leaf, NodeRef, Outcome, RepeatKey, ShownChoice
from app.forms.question import Choice, Question, Range
from app.forms.refusal import FormError, FormFault, FormRefused
from app.forms.run import FormRun
from app.forms.script import (
    AddStep,
    AnswerStep,
    LanguageStep,
    RefusedStep,
    RemoveStep,
    ScriptResult,
    Step,
    run_script,
    summary,
)
from app.forms.source import FormSource, read_form

__all__ = [
    "AddStep",
    "AnswerStep",
    "Change",
    "Choice",
    "Environment",
    "FormDefinition",
    "FormError",
    "FormFault",
    "FormRefused",
    "FormRun",
    "FormSource",
    "Group",
    "LanguageStep",
    "Leaf",
    "NodeRef",
    "Outcome",
    "Question",
    "Range",
    "RefusedStep",
    "RemoveStep",
    "Repeat",
    "RepeatKey",
    "ScriptResult",
    "ShownChoice",
    "Step",
    "compile_form",
    "language_tag",
    "read_form",
    "run_script",
    "summary",
]
