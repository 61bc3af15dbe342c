"""Dokument: what can be made on paper of a company, seen before it is printed.

For: choosing company, document, paper and language; looking at every page; the system's print dialog; a PDF. Always
true: what is seen, printed and saved is one drawing; pages are drawn beside the main thread; a fault is a sentence in
place. Must not know: what a document holds, or how it is laid out.
"""
