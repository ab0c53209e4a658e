"""The only room that imports telegram: it translates, and nothing else.

Updates are stored before they are confirmed, worked off in order per student, and answered
by the screen that belongs to what is stored.
"""
