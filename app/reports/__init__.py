"""Printed documents: one module a document, drawn with `app.drawing` on paper.

For: turning figures that somebody else has reckoned into a PDF that can hang on a wall or go to an auditor.
Always true: the same input gives the same bytes (no clock, no random id); every typeface is embedded; heads
and names stand on every page; words come from `resources/translations/reports.toml` in the language of the
print, and the words of the EU block from the programme, never from code.
Must not know: the store, the entities of the domain, or how a figure is reckoned: it gets plain frozen
dataclasses and does layout only. Never prints what its input does not hold.
"""
