"""One company: what is known of it, what has happened there, and the one thing to do next.

For: six views of one snapshot (overview, interviews, competence, coaching, documents, history) under one head, whose
primary button is what the record says is next. `shown` reads everything at once on the worker, rows and sentences
made; each view is a part of its own that shows its share of it, when it is looked at.
Always true: facts are changed where they stand and saved as they are typed; while the entry of a new session is open,
its button is the primary one; what this laptop may not read is said, and what it may not do is not offered.
Must not know: by which rules a stage, a next step or the one button is found.
"""
