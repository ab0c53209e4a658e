"""What can be said beside a screen: why nothing happened, or what to do instead."""

from enum import Enum


class Notice(Enum):
    """Each has its words in render/templates/notices.j2, under the value as name."""

    PAST = "past"
    ANSWERED = "answered"
    NOTHING_TICKED = "nothing_ticked"
    NOT_ALL = "not_all"
    NOT_OFFERED = "not_offered"
    NO_NUMBER = "no_number"
    TOO_LONG = "too_long"
    TIME_OVER = "time_over"
    GONE = "gone"
    JUNK = "junk"
    UNKNOWN_COMMAND = "unknown_command"
    STRAY = "stray"
    NOT_TEXT = "not_text"
    EDITED = "edited"
    NO_PICTURE = "no_picture"
    NO_GLOSSARY = "no_glossary"
    UNKNOWN_SOURCE = "unknown_source"
    INSTRUCTORS_ONLY = "instructors_only"
    UNKNOWN_MODULE = "unknown_module"
    GROUP = "group"
    BROKEN = "broken"
