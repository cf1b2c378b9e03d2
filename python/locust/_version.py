"""Which Locust this package is like: scripts and plugins compare this number, so it is Locust's, not acrida's."""

__version__ = "2.46.3"
version = __version__
