"""Marking: English texts that stand in Python and are translated where they are shown."""


def marked(text: str) -> str:
    """The text itself: the mark is for the extraction of messages."""
    return text
