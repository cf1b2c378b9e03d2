#!/usr/bin/python3
"""Speaks as a language model does: a token every 20 ms, as server-sent events. usage: server.py [PORT]"""
import http.server
import sys
import time

TOKENS = "Because air scatters blue light more than red light .".split()


class Model(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        time.sleep(0.1)  # thinking
        for token in TOKENS:
            self.say(f'data: {{"text": "{token} "}}\n\n')
            time.sleep(0.02)
        self.say("data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def say(self, event):
        self.wfile.write(f"{len(event):x}\r\n{event}\r\n".encode())
        self.wfile.flush()

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8091
    http.server.ThreadingHTTPServer(("127.0.0.1", port), Model).serve_forever()
