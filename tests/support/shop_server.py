"""An HTTP server with logins: what plan files can say is tried on it. It remembers everything that it was asked."""
import dataclasses
import http.server
import itertools
import json
import threading
import urllib.parse


@dataclasses.dataclass
class Asked:
    method: str
    path: str  # decoded, without the query
    query: dict
    headers: dict  # names in lower case
    body: bytes

    def json(self):
        return json.loads(self.body)


class ShopServer:
    """Use it as a context. /login gives a token and a cookie, /items wants the token, /echo answers with what came."""

    def __init__(self):
        self.asked = []
        self._numbers = itertools.count(1)
        shop = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            wbufsize = -1

            def log_message(self, *_):
                pass

            def handle_any(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                path, _, query = self.path.partition("?")
                asked = Asked(self.command, urllib.parse.unquote(path), urllib.parse.parse_qs(query),
                              {name.lower(): value for name, value in self.headers.items()}, body)
                shop.asked.append(asked)
                status, fields, answer = shop.answer(asked)
                self.send_response(status)
                content = json.dumps(answer).encode()
                for name, value in [*fields, ("Content-Type", "application/json"), ("Content-Length", len(content))]:
                    self.send_header(name, str(value))
                self.end_headers()
                self.wfile.write(content)
                self.wfile.flush()

            do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = handle_any

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # users who are cut off reset their connections
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def answer(self, asked):
        """Status, header fields, and what the body is to be."""
        number = next(self._numbers)
        if asked.path == "/login":
            if asked.json().get("password") != "sesame-open":
                return 401, [], {"error": "wrong password", "you_said": asked.json()}
            return 200, [("X-Session", f"s{number}"), ("Set-Cookie", f"basket=b{number}; Path=/")], {"token": f"t{number}"}
        if asked.path == "/items":
            token = asked.headers.get("authorization", "")
            return (200, [], {"items": [{"id": 7, "name": "hat"}]}) if token.startswith("Bearer t") else (403, [], {})
        if asked.path == "/echo":
            return 500, [("X-Echo", asked.headers.get("x-key", ""))], {"headers": asked.headers, "body": asked.body.decode()}
        if asked.path == "/missing":
            return 404, [], {}
        return 200, [], {"path": asked.path, "number": number}

    def of(self, path):
        return [asked for asked in self.asked if asked.path == path]

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
