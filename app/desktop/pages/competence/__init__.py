"""The competence matrix: the companies that have one, the grid with its editing, and a workbook before it is imported.

For: rating people by arrows and digits, seeing what a cell, a skill and a person mean, and taking in a company's own
Excel file. `page` talks to the worker; `editing` paints before the record has answered and takes back what it refuses;
`filters`, `side` and `entry` stand around the grid; `import_view` is the state in which a workbook is looked at.
Always true: what is painted is what the record has, and on top of it what has been asked of it; a range is one act;
nothing of a workbook is kept before somebody has seen what was understood.
Must not know: how ratings are kept, what counts as covered, how a workbook is read.
"""
