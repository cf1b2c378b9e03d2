"""CSV files that grow while a test runs."""

import csv
import time

import gevent

from .. import stats as settings
from ._csv_tables import StatsCSV


class StatsCSVFileWriter(StatsCSV):
    """Four files: <base>_stats.csv, _stats_history.csv, _failures.csv and _exceptions.csv. Call it in a greenlet of its own.

    full_history: whether the history has a row an endpoint.
    """

    def __init__(self, environment, percentiles_to_report, base_filepath, full_history=False):
        super().__init__(environment, percentiles_to_report)
        self.full_history = full_history
        self.base_filepath = base_filepath
        self.requests_csv_filehandle = self._open("stats")
        self.stats_history_csv_filehandle = self._open("stats_history")
        self.failures_csv_filehandle = self._open("failures")
        self.exceptions_csv_filehandle = self._open("exceptions")
        self.stats_history_csv_writer = csv.writer(self.stats_history_csv_filehandle)
        self._flushed = time.monotonic()

    def _open(self, table):
        return open(f"{self.base_filepath}_{table}.csv", "w", newline="")

    def __call__(self):
        self.stats_history_csv_writer.writerow(self.stats_history_csv_columns)
        while True:
            self._write()
            gevent.sleep(settings.CSV_STATS_INTERVAL_SEC)

    def _write(self):
        self.stats_history_csv_writer.writerows(self.history_rows(time.time(), self.full_history))
        self._write_tables()
        if time.monotonic() - self._flushed > settings.CSV_STATS_FLUSH_INTERVAL_SEC:
            for file in self._files():
                file.flush()
            self._flushed = time.monotonic()

    def _write_tables(self):
        for file, table in ((self.requests_csv_filehandle, self.requests_csv),
                            (self.failures_csv_filehandle, self.failures_csv),
                            (self.exceptions_csv_filehandle, self.exceptions_csv)):
            file.seek(0)
            table(csv.writer(file))
            file.truncate()

    def _files(self):
        return (self.requests_csv_filehandle, self.stats_history_csv_filehandle, self.failures_csv_filehandle,
                self.exceptions_csv_filehandle)

    def stats_history_file_name(self):
        """Where the history is written."""
        return self.stats_history_csv_filehandle.name

    def close_files(self):
        """Writes the tables a last time and closes all files."""
        self._write_tables()
        for file in self._files():
            file.close()
