"""A server of others that runs for a test, and what its access log says in the end."""
import collections
import contextlib
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile

from support.programs import PATIENCE, free_port, until

from . import pages

LOG_LINE = re.compile(r'"(?P<method>[A-Z]+) (?P<path>\S+) (?P<version>HTTP/[\d.]+)" (?P<status>\d+)(?: (?P<client>\d+))?')
NOBODY = "www-data"  # whom a server becomes that root has started

# A request in an access log. The version is HTTP/1.1 or the like; the client is its port, where the log tells it.
Logged = collections.namedtuple("Logged", "method path version status client")


class RealServer:
    """Use it as a context. A subclass says what it is called, what to start and what it cannot do."""
    program = None  # its name on PATH or in /usr/sbin
    speaks = {"http"}  # of http, https, h2 (over TLS), h2c; each on a port of its own, but h2 on that of https
    offers = pages.PAGES
    keeps_alive = True  # unless the client does not want it
    tells_clients = True  # its log names the port of each client

    @classmethod
    def path(cls):
        return shutil.which(cls.program) or shutil.which(cls.program, path="/usr/sbin:/usr/local/sbin")

    @classmethod
    def missing(cls):
        """Why it cannot be started here; empty when it can."""
        return "" if cls.path() else f"{cls.program} is not installed; cure: scripts/deps test"

    def command(self):
        """Prepares its folder and gives its command line; it must stay in the foreground and log to access.log."""
        raise NotImplementedError

    def stop_signal(self):
        return signal.SIGTERM

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            self.folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
            self.pages_folder = pages.make(self.folder)
            self.certificate, self.key = pages.make_certificate(self.folder) if "https" in self.speaks else (None, None)
            self.ports = {scheme: free_port() for scheme in self.speaks if scheme != "h2"}
            self.access_log, self.output = self.folder / "access.log", self.folder / "output"
            with self.output.open("wb") as output:
                self.process = subprocess.Popen([str(word) for word in self.command()], cwd=self.folder, stdout=output,
                                                stderr=output, stdin=subprocess.DEVNULL, start_new_session=True)
            stack.callback(self.kill)
            for port in self.ports.values():
                until(lambda port=port: self.listens(port), f"{self.program} to listen")
            self.cleaning = stack.pop_all()
        return self

    def __exit__(self, *_):
        self.cleaning.close()

    def url(self, speaking):
        port = self.ports["https" if speaking == "h2" else speaking]
        return f"{'https' if speaking in ('https', 'h2') else 'http'}://127.0.0.1:{port}"

    def listens(self, port):
        if self.process.poll() is not None:
            raise AssertionError(f"{self.program} ended in {self.process.returncode}: {self.output.read_text()}")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    def stop(self):
        """Ends it gently, so that its log is whole. Returns the requests it has logged."""
        self.process.send_signal(self.stop_signal())
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired as late:
            raise AssertionError(f"{self.program} does not stop: {self.output.read_text()}") from late
        text = self.access_log.read_text(encoding="latin-1")
        logged = [Logged(**match.groupdict()) for match in LOG_LINE.finditer(text)]
        return [each for each in logged if each.method != "PRI"]  # how a connection of HTTP/2 begins, in lighttpd's log

    def kill(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def as_nobody(line):
    """The line of a configuration that makes the server leave root; empty when it is not root."""
    return line if os.geteuid() == 0 else ""
