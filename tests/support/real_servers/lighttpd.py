"""lighttpd: files, mod_deflate, chunks by a CGI program that tells no length, and mod_openssl."""
import pathlib

from .running import RealServer

MODULES = pathlib.Path("/usr/lib/lighttpd")
EXTRA = ("openssl", "deflate")  # packages of their own
CHUNKED = r"printf 'Content-Type: text/plain\r\n\r\n'; exec cat big"
CONFIGURATION = """
server.modules = ("mod_accesslog", "mod_deflate", "mod_cgi", "mod_openssl")
server.document-root = "{folder}/pages"
server.bind = "127.0.0.1"
server.port = {http}
server.pid-file = "{folder}/lighttpd.pid"
server.errorlog = "{folder}/error.log"
server.upload-dirs = ("{folder}")
server.stream-response-body = 1
server.feature-flags = ("server.h2proto" => "enable", "server.h2c" => "enable", "server.graceful-shutdown-timeout" => 5)
accesslog.filename = "{folder}/access.log"
accesslog.format = "\\"%r\\" %s %{{remote}}p"
mimetype.assign = ("" => "text/plain")
ssl.pemfile = "{certificate}"
ssl.privkey = "{key}"
$SERVER["socket"] == "127.0.0.1:{https}" {{ ssl.engine = "enable" }}
$SERVER["socket"] == "127.0.0.1:{h2c}" {{ }}
$HTTP["url"] == "/gzip" {{
  deflate.mimetypes = ("text/")
  deflate.allowed-encodings = ("gzip")
}}
$HTTP["url"] == "/chunked" {{ cgi.assign = ("/chunked" => "/bin/sh") }}
"""


class Lighttpd(RealServer):
    program = "lighttpd"
    speaks = {"http", "https", "h2", "h2c"}

    @classmethod
    def missing(cls):
        packages = " ".join(f"lighttpd-mod-{each}" for each in EXTRA if not (MODULES / f"mod_{each}.so").exists())
        return super().missing() or (f"{packages} is not installed; cure: scripts/deps test" if packages else "")

    def command(self):
        (self.folder / "pages/chunked").write_text(CHUNKED)
        configuration = self.folder / "lighttpd.conf"
        configuration.write_text(CONFIGURATION.format(folder=self.folder, certificate=self.certificate, key=self.key,
                                                      **self.ports))
        return [self.path(), "-D", "-f", configuration]
