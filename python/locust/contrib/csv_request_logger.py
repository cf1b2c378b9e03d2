"""A CSV file with a row for each request."""

import csv
import os
import time

import gevent

CSV_COLUMNS = ["timestamp", "request_type", "name", "response_time_ms", "response_length", "status_code", "exception"]


class CsvRequestLogger:
    """Writes requests to a file. `CsvRequestLogger("requests.csv").register(environment)`, in a listener of `init`.

    path: of the file, which is begun anew, its folders made; flush_interval: after how many seconds at the latest a row is on
    the disk.
    """

    def __init__(self, path, flush_interval=1.0):
        self.path = os.fspath(path)
        self.flush_interval = flush_interval
        self._file = None
        self._writer = None
        self._flusher = None

    def register(self, environment):
        """Writes all requests of the environment from now on, until it quits."""
        folder = os.path.dirname(self.path)
        if folder:
            os.makedirs(folder, exist_ok=True)
        self._file = open(self.path, "w", newline="", encoding="utf-8")
        self._writer = csv.writer(self._file)
        self._writer.writerow(CSV_COLUMNS)
        environment.events.request.add_listener(self._on_request)
        environment.events.quitting.add_listener(self._on_quitting)
        self._flusher = gevent.spawn(self._flush_forever)

    def _on_request(self, request_type, name, response_time, response_length, response=None, exception=None, start_time=None,
                    **_):
        if self._file is None:
            return
        began = time.time() - (response_time or 0) / 1000 if start_time is None else start_time
        took = "" if response_time is None else round(response_time, 2)
        status = getattr(response, "status_code", 0) or 0
        error = "" if exception is None else exception
        self._writer.writerow([began, request_type, name, took, response_length or 0, status, error])

    def _flush_forever(self):
        while True:
            gevent.sleep(self.flush_interval)
            self._file.flush()

    def _on_quitting(self, **_):
        if self._file is not None:
            self._flusher.kill()
            self._file.close()
            self._file = None
