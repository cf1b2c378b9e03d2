"""The report as HTML: a name to import."""

from .exception import unavailable


def get_html_report(environment, show_download_link=True, use_modern_ui=False, theme=""):
    """A LocustError that says how acrida tells of a run."""
    raise unavailable("get_html_report()", "run `acrida -f FILE --summary FILE.json`, which writes all numbers as JSON")
