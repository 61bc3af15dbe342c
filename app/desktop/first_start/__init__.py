"""First start: three questions, and then a profile that can be worked on. The whole window, before there is a record.

For: office, invited person or whoever wants to practise. `answers` holds what was typed, `questions` ask, `work` is
what runs on the worker, `endings` say what is to be done next, `view` leads through.
Always true: what was typed survives Back, a refusal and another language; each answer is checked as soon as it can be;
nothing half made is left behind.
Must not know: how a profile is made, or what comes after it.
"""

from app.desktop.first_start.view import FirstStart

__all__ = ["FirstStart"]
