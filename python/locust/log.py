"""Logging as locustfiles expect it, and what greenlets die of."""

import logging
import logging.config
import socket

HOSTNAME = socket.gethostname()

# Set when a greenlet or an event's listener raised what nobody caught: the process then exits with 2.
unhandled_greenlet_exception = False

# How many formatted lines LogReader keeps.
_LINES_KEPT = 500


class LogReader(logging.Handler):
    """Keeps the last formatted lines, for the page's tab of logs."""

    def __init__(self):
        super().__init__()
        self.logs = []

    def emit(self, record):
        self.logs.append(self.format(record))
        del self.logs[:-_LINES_KEPT]


def setup_logging(loglevel, logfile=None):
    """Logs to stderr, or to a file; tables of statistics go to stderr in any case, without a prefix.

    loglevel: the name of a level in any case, such as "INFO"; ValueError for another.
    """
    level = loglevel.upper()
    plain = {"class": "logging.StreamHandler", "formatter": "plain"}
    handlers = {
        "console": {"class": "logging.StreamHandler", "formatter": "default"},
        "console_plain": plain,
        "log_reader": {"class": f"{__name__}.LogReader", "formatter": "default"},
    }
    if logfile:
        handlers["file"] = {"class": "logging.FileHandler", "filename": logfile, "formatter": "default"}
    logging.config.dictConfig({
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "default": {"format": f"[%(asctime)s] {HOSTNAME}/%(levelname)s/%(name)s: %(message)s"},
            "plain": {"format": "%(message)s"},
        },
        "handlers": handlers,
        "loggers": {
            "locust.stats_logger": {"handlers": ["console_plain"], "level": "INFO", "propagate": False},
        },
        "root": {"handlers": ["file" if logfile else "console", "log_reader"], "level": level},
    })


def get_logs():
    """The last lines that were logged, oldest first; none if logging was not set up here."""
    for handler in logging.root.handlers:
        if isinstance(handler, LogReader):
            return list(handler.logs)
    return []


def greenlet_exception_logger(logger, level=logging.CRITICAL):
    """A function for `greenlet.link_exception` that logs what the greenlet died of and lets the process exit with 2."""

    def log_exception(greenlet):
        global unhandled_greenlet_exception
        logger.log(level, "Unhandled exception in greenlet: %s", greenlet, exc_info=greenlet.exc_info)
        unhandled_greenlet_exception = True

    return log_exception
