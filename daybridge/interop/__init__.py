"""The house's door to other systems: FHIR R4 bundles in, one's own sessions as iCalendar out.

Owns file formats and keeps no tables. Never decides what follows from what a file says: that is intake's.
"""
