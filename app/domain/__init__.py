"""What the field means: organisation numbers, programmes, analyses, matrices, sessions, targets.

For every other room: the rules of the programme and of the trade, written once.
Always true here: frozen dataclasses and pure functions. The same input gives the same answer; nothing is read
or written, and there is no clock: the day is an argument. Files come in as text, money is whole SEK, business
dates are `datetime.date`, shares are exact until they are shown. What is blank is not assessed, never zero.
What is refused is a `Refusal` with a code; its sentence stands in `resources/translations/domain.toml`. No
parameter of a refusal ever holds a personal identity number.
Must not know: SQL, files, Qt, the questionnaire engine, languages beyond the pairs sv and en of its data, or
any other room of the program.
"""
