"""Public timetabling formats, so that anyone can hold the engine against published results; each with a checker of its own rules."""
