"""nginx with a port for each certificate of tests/support/certificates, and one that wants to see the client's."""
import subprocess

from support.programs import ROOT

from .nginx import Nginx
from .running import NOBODY, as_nobody

CONFIGURATION = """
daemon off; worker_processes 1; {user} pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ }}
http {{
  log_format line '"$request" $status $remote_port'; access_log {folder}/access.log line;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  default_type text/plain; root {folder}/pages;
  server {{ listen 127.0.0.1:{http}; }}
{servers}
}}
"""
SERVER = ("  server {{ listen 127.0.0.1:{port} ssl http2; ssl_certificate {folder}/{certificate}.pem;"
          " ssl_certificate_key {folder}/{certificate}.key;{more} }}")


class NginxTls(Nginx):
    # A port each: http, those named like the certificate they show, and one with that of `server` for known clients.
    speaks = {"http", "server", "expired", "wrong-host", "self-signed", "known-clients"}

    def command(self):
        subprocess.run([ROOT / "tests/support/certificates", self.folder], check=True)
        servers = [SERVER.format(folder=self.folder, port=port,
                                 certificate="server" if name == "known-clients" else name,
                                 more=f" ssl_client_certificate {self.folder}/ca.pem; ssl_verify_client on;"
                                      " ssl_session_tickets off;" if name == "known-clients" else "")
                   for name, port in self.ports.items() if name != "http"]
        configuration = self.folder / "nginx.conf"
        configuration.write_text(CONFIGURATION.format(folder=self.folder, servers="\n".join(servers), http=self.ports["http"],
                                                      user=as_nobody(f"user {NOBODY};")))
        return [self.path(), "-p", self.folder, "-e", self.folder / "error.log", "-c", configuration]

    def url(self, speaking):
        return f"{'http' if speaking == 'http' else 'https'}://127.0.0.1:{self.ports[speaking]}"
