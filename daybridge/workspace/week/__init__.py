"""When people come: hours, needs, absences, and who must be kept apart."""
