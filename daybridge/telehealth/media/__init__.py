"""The servers that carry pictures and sound, behind one small interface. None of them decides who is in a room."""
