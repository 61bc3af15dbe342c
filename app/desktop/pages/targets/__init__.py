"""Måltavla: every target of the programme, how far it has come, and what each number rests on.

For: the table of targets with its bars, and beside it the chosen one's curve and evidence. Always true: a target that
nothing is registered for says so in words, and shows no zero. Must not know: how a figure is reckoned.
"""
