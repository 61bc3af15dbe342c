"""The same verbs for terminals, scheduled tasks and tests: `simmitt VERB …`.

For: turning words into one call of `operations`, and its snapshot into JSON or plain text (command-line.md).
Always true: with --json there is one JSON document on stdout and nothing else; a refusal is one sentence on stderr
with exit code 1 (input), 2 (words and options) or 3 (profile or folder); nothing heavy is imported before the verb
that needs it is chosen.
Must not know: tables, files of the exchange, how figures are reckoned. It holds no rule of the field.
"""
