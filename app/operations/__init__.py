"""What a person can do with the program: one module a noun, one public function a verb.

The window and the command line call these and nothing else. A verb checks its input, gives `store` one act and
returns what changed; beside the verbs stand `show_*` functions that return frozen snapshots.
Always true: nothing is changed but through `Workspace.commit`; what is refused has changed nothing; a read goes
through aliases, so that a company added twice is one. Dates are business dates, instants are UTC milliseconds.
Must not know: Qt, how things are printed on a terminal, tables and SQL.
"""
