"""nginx: files, gzip, and chunks by server-side includes, which make it forget the length."""
from .running import NOBODY, RealServer, as_nobody

CONFIGURATION = """
daemon off; worker_processes 1; {user} pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ }}
http {{
  log_format line '"$request" $status $remote_port'; access_log {folder}/access.log line;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  default_type text/plain; root {folder}/pages;
  ssl_certificate {certificate}; ssl_certificate_key {key};
  server {{
    listen 127.0.0.1:{http};
    listen 127.0.0.1:{https} ssl http2;
    listen 127.0.0.1:{h2c} http2;
    location = /chunked {{ ssi on; ssi_types text/plain; }}
    location = /gzip {{ gzip on; gzip_types text/plain; }}
  }}
}}
"""


class Nginx(RealServer):
    program = "nginx"
    speaks = {"http", "https", "h2", "h2c"}

    def command(self):
        configuration = self.folder / "nginx.conf"
        configuration.write_text(CONFIGURATION.format(folder=self.folder, certificate=self.certificate, key=self.key,
                                                      user=as_nobody(f"user {NOBODY};"), **self.ports))
        return [self.path(), "-p", self.folder, "-e", self.folder / "error.log", "-c", configuration]
