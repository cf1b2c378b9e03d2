"""gunicorn with wsgi_app.py: its plain worker, which closes each connection, and the one with threads, which does not."""
import shutil

from . import pages
from .running import RealServer


class Gunicorn(RealServer):
    program = "gunicorn"
    offers = pages.PAGES | {"redirect", "cookie", "echo", "events"}
    keeps_alive = False
    worker = ("--worker-class", "sync", "--workers", "2")

    def command(self):
        shutil.copy(pages.HERE / "wsgi_app.py", self.folder)
        (port,) = self.ports.values()
        return [self.path(), *self.worker, *self.tls(), "--bind", f"127.0.0.1:{port}", "--access-logfile", self.access_log,
                "--access-logformat", '"%(r)s" %(s)s %({REMOTE_PORT}e)s', "--worker-tmp-dir", self.folder,
                "--graceful-timeout", "5", "wsgi_app:application"]

    def tls(self):
        return []


class GunicornThreads(Gunicorn):
    keeps_alive = True
    worker = ("--worker-class", "gthread", "--threads", "8", "--keep-alive", "5")


class GunicornTls(GunicornThreads):
    speaks = {"https"}

    def tls(self):
        return ["--certfile", self.certificate, "--keyfile", self.key]
