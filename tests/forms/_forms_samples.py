"""Small forms for the tests of this room, and the words that the program gives a run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from app.forms import Environment, FormDefinition, FormError, FormRun, compile_form
from app.i18n import say
from app.paths import resource

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
NOON = datetime(2022, 6, 30, 12)


def words(code: str, tag: str, params: Mapping[str, str | int]) -> str:
    """The program's sentence, Swedish where the form's language is none of ours."""
    return say(code, "en" if tag == "en" else "sv", **params)


def sentence(error: FormError, language: str = "sv") -> str:
    """The sentence of a fault; fails where the code or a parameter of it is missing."""
    return say(error.code, "en" if language == "en" else "sv", **error.params)


def environment(now: datetime = NOON, seed: int = 1) -> Environment:
    return Environment.fixed(now, seed=seed, say=words)


@cache
def djupanalys() -> FormDefinition:
    """The shipped form."""
    return compile_form(resource("forms", "djupanalys.xml").read_text(encoding="utf-8"))


def xform(instance: str, binds: str = "", body: str = "", model: str = "") -> str:
    """An XForm around the children of /data, its binds and its body."""
    return (
        '<?xml version="1.0"?><h:html xmlns="http://www.w3.org/2002/xforms"'
        ' xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">'
        f"<h:head><h:title>Prov</h:title><model><instance><data id='prov' version='1'>{instance}</data></instance>"
        f"{model}{binds}</model></h:head><h:body>{body}</h:body></h:html>"
    )


def bind(path: str, kind: str = "string", **properties: str) -> str:
    """A bind; properties are attributes, `jr_` standing for the prefix."""
    written = "".join(
        f" {name.replace('jr_', 'jr:')}={quoteattr(value)}" for name, value in properties.items()
    )
    return f'<bind nodeset="{path}" type="{kind}"{written}/>'


def asked(path: str, label: str = "") -> str:
    """An input."""
    return f'<input ref="{path}"><label>{escape(label or path)}</label></input>'


def started(xml: str) -> FormRun:
    """A new run of a form."""
    return FormRun(compile_form(xml), environment())


# A form with a bit of everything: a condition on a group, a nested repeat, a row's own calculation, one that goes
# through all rows, a constraint between questions, a required question with a condition, a label with a value.
MIXED = xform(
    "<on/><need/><g><a/><b/><h><c/></h></g>"
    '<r jr:template=""><x/><y/><s jr:template=""><z/></s></r><r><x/><y/><s><z/></s></r><all/><sum/><far/>',
    bind("/data/on", "int")
    + bind("/data/need", "string", required="/data/on = 2")
    + bind("/data/g", relevant="/data/on > 0")
    + bind("/data/g/a", "int", constraint=". < 10")
    + bind("/data/g/b", "int", constraint=". >= /data/g/a")
    + bind("/data/g/h", relevant="/data/g/a != ''")
    + bind("/data/g/h/c", "string", readonly="/data/g/a = 3")
    + bind("/data/r", relevant="/data/on != 5")
    + bind("/data/r/x", "int")
    + bind("/data/r/y", "string", calculate="../x * 2 + coalesce(/data/g/a, 0)")
    + bind("/data/r/s/z", "int", relevant="../../x > 1", constraint=". > ../../x")
    + bind("/data/all", "string", calculate="concat(/data/r/y)")
    + bind("/data/sum", "string", calculate="/data/g/a + string-length(/data/all)")
    + bind("/data/far", "string", calculate="if(/data/sum > 3, 'far', '')"),
    asked("/data/on")
    + asked("/data/need")
    + f'<group ref="/data/g">{asked("/data/g/a")}{asked("/data/g/b")}<group ref="/data/g/h">'
    '<input ref="/data/g/h/c"><label>C <output value="/data/g/a"/> of <output value="/data/far"/></label></input>'
    '</group></group><group ref="/data/r"><label>R</label><repeat nodeset="/data/r">'
    f'{asked("/data/r/x")}<group ref="/data/r/s"><repeat nodeset="/data/r/s">{asked("/data/r/s/z")}'
    "</repeat></group></repeat></group>",
)
