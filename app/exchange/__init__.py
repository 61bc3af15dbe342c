"""The exchange: many laptops, one office, a dumb shared folder between them.

For: the file formats, their signatures and seals, the folder, and enrolment by invitation (exchange.md 1-2,
4). Always true here: what is corrupt, forged or meant for somebody else is refused with file and reason
before a byte of its content is used, and changes nothing; nothing unsigned is parsed beyond its header;
only `sealing` calls a cryptography library; a device writes in its own directory alone; an absent file
means nothing. Clock and random source are given by the caller.
Must not know: what an operation means. Companies, fields, rights and tables belong to the store; screens and
commands belong to those who call `operations`.
"""
