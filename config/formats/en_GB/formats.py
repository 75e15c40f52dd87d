"""One way to show a day, and all ways to write one that can be read in one way only."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
TIME_FORMAT = "H:i"
#: The first is the one in which forms show a day.
DATE_INPUT_FORMATS = [
    "%d %B %Y",  # 29 November 2026
    "%d %b %Y",  # 29 Nov 2026
    "%d/%m/%Y",  # 29/11/2026
    "%d.%m.%Y",  # 29.11.2026
    "%d-%m-%Y",  # 29-11-2026
    "%Y-%m-%d",  # 2026-11-29
    "%B %d, %Y",  # November 29, 2026
    "%b %d, %Y",  # Nov 29, 2026
]
