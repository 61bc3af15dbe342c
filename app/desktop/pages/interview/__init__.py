"""The interview: sections at the left, the questions of one in the middle, what they tell so far at the right.

For: asking and answering without leaving the page. `page` talks to the worker, which holds the live interview; `model`
keeps what is shown; `section` shows one section and `question` one question of it, with an editor of `editors` for
each type; `entries` has rows that come and go; `side` and `section_list` stand beside.
Always true: an answer is painted at once and told at once, the record is asked afterwards; a step changes only what
it names; nothing that is typed is lost, and what is refused stays where it was typed, with the reason.
Must not know: how answers are kept, what makes a question relevant, how a figure is reckoned.
"""
