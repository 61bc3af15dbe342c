"""Expressions of the ODK dialect: tokens -> tree (Pratt) -> closures bound to the slots of a row.

What it is for: `parse` makes a tree of any XPath 1.0 expression, `problems` names everything in the tree that
this engine does not understand, `build` makes the closure that evaluates it.
Always true: text that is no expression raises `ExpressionRefused` and nothing else; a built expression always
gives a value, whatever the answers are (conversions are total); a closure has no state of its own.
Must not know: XML, binds, rules, languages, files. Paths are bound by whoever builds.
Meaning: JavaRosa's, which was run for every doubtful case (`values.py`, `functions.py`).
"""
