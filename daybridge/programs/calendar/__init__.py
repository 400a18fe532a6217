"""When groups meet: weekly series, their dated occurrences, who has a seat, and what is taken when.

A participant, a member of staff or a room is taken once at a time: PostgreSQL refuses the second booking, whoever makes it.
It never decides who should sit where; whoever decides that does it through these actions.
"""
