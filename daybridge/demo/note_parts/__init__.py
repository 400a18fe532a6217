"""The fragments of which the demo's notes are made. Data, read by `daybridge.demo.note_texts`; never asks the database.

How a fragment is written: `{sign}` stands for one of the words of that name in `words.py` (`{pull}` for those of `pull.dual` or
`pull.mind`, where it matters what somebody is here for), never the same one twice in a text. What begins in lower case goes on in a
sentence whose subject is the person and is left out ("named a tight jaw as an early sign"); what begins with a capital is a
sentence of its own. `!` before it: only of somebody who spoke.
"""
