"""Who is connected to which room now, in this process: sockets, the waiting room, and what is handed from one to another.

What must outlast the process (admission, mute, lock, connections) is told to `telehealth.actions`; all else is forgotten with it.
"""
