"""`python3 -m http.server`, by HTTP/1.0, as it is unless asked otherwise, and by HTTP/1.1."""
import signal
import sys

from .running import RealServer


class PythonHttp10(RealServer):
    program = "python3"
    offers = {"plain", "big", "missing"}
    keeps_alive = False
    tells_clients = False
    version = "HTTP/1.0"

    def command(self):
        self.access_log = self.output
        return [sys.executable, "-m", "http.server", self.ports["http"], "--bind", "127.0.0.1", "--directory",
                self.pages_folder, "--protocol", self.version]

    def stop_signal(self):
        return signal.SIGINT


class PythonHttp11(PythonHttp10):
    keeps_alive = True
    version = "HTTP/1.1"
