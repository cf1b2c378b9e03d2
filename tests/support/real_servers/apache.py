"""Apache httpd with its event module: files, mod_deflate, chunks by server-side includes, mod_ssl and mod_http2."""
import pathlib
import signal

from . import pages
from .running import NOBODY, RealServer, as_nobody

MODULES = pathlib.Path("/usr/lib/apache2/modules")
LOADED = ("mpm_event", "authz_core", "filter", "deflate", "include", "ssl", "http2", "env", "setenvif")
CONFIGURATION = """
{modules}
{user}
ServerRoot {folder}
ServerName localhost
DefaultRuntimeDir {folder}
PidFile {folder}/apache.pid
ErrorLog {folder}/error.log
LogFormat "\\"%r\\" %>s %{{remote}}p" line
CustomLog {folder}/access.log line
StartServers 1
ServerLimit 1
ThreadsPerChild 32
MaxRequestWorkers 32
DocumentRoot {folder}/pages
<Location />
  ForceType text/plain
</Location>
<Location /chunked>
  Options +Includes
  SetOutputFilter INCLUDES
</Location>
<Location /gzip>
  SetOutputFilter DEFLATE
</Location>
Listen 127.0.0.1:{http}
Listen 127.0.0.1:{https}
Listen 127.0.0.1:{h2c}
<VirtualHost 127.0.0.1:{http}>
  Protocols http/1.1
</VirtualHost>
<VirtualHost 127.0.0.1:{h2c}>
  Protocols h2c
</VirtualHost>
<VirtualHost 127.0.0.1:{https}>
  Protocols h2 http/1.1
  SSLEngine on
  SSLCertificateFile {certificate}
  SSLCertificateKeyFile {key}
</VirtualHost>
"""


class Apache(RealServer):
    program = "apache2"
    speaks = {"http", "https", "h2", "h2c"}

    def command(self):
        # It would count the length of a whole file; what is before an include goes out before that is read.
        (self.pages_folder / "chunked").write_text(pages.BIG.replace("\n", '\n<!--#set var="page" value="chunked" -->', 20))
        modules = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in LOADED)
        user = as_nobody(f"User {NOBODY}\nGroup {NOBODY}")
        configuration = self.folder / "apache.conf"
        configuration.write_text(CONFIGURATION.format(folder=self.folder, certificate=self.certificate, key=self.key,
                                                      modules=modules, user=user, **self.ports))
        return [self.path(), "-D", "FOREGROUND", "-d", self.folder, "-f", configuration]

    def stop_signal(self):
        return signal.SIGWINCH  # gracefully: its threads may still have to log what they have answered
