"""The engine that finds everyone's week: who sits in which session, and which groups open, with whom and where.

Owns the instance that is written down in docs/schedule.md, the model, the checker that shares no code with it, the reasons why a
week cannot be, and the public timetabling formats. Plain Python: it knows no database, no request and no clock of the wall but the
seconds that it may use. It never applies anything: it proposes, and a person accepts. `ortools` is imported only where solving
happens, never by a web process.
"""
