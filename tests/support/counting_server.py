"""An HTTP server that counts what reaches it, independent of ours, on plain sockets and asyncio.

A path decides how its requests are answered (see Rule), and a request may ask for a status itself with ?want=404.
"""
import asyncio
import collections
import contextlib
import dataclasses
import threading
import time
import urllib.parse

CLOSED = "closed"  # the outcome of a request whose connection is closed instead of an answer


@dataclasses.dataclass
class Rule:
    body: str = "{}"
    fails_every: int = 0   # each n-th request is answered with 500
    closes_every: int = 0  # each n-th request is not answered, its connection is closed
    delay: float = 0       # seconds before the answer
    closes_after: bool = False  # closes the connection after each answer without having said so


class CountingServer:
    """Use it as a context; `arrived` counts (method, path, status class or CLOSED) as requests come in."""

    def __init__(self, rules=None):
        self.rules = collections.defaultdict(Rule, rules or {})
        self.arrived = collections.Counter()
        self.bytes_read = self.bytes_written = 0
        self.bodies = collections.defaultdict(list)
        self._seen = collections.Counter()
        self._reading = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._server = None

    def __enter__(self):
        self._thread.start()
        self._server = self._call(asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=1024))
        self.port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        return self

    def __exit__(self, *_):
        self._call(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def settle(self):
        """Waits until every byte that clients have sent is read; to be called when they are gone."""
        self._call(self._settle())
        return self

    def freeze(self, seconds):
        """Answers nobody for that long, from now on; returns at once."""
        self._loop.call_soon_threadsafe(time.sleep, seconds)

    def of(self, method=None, path=None, outcome=None):
        """How many requests arrived: of a method, of a path, of an outcome, or of all."""
        return sum(count for key, count in self.arrived.items()
                   if all(want in (None, got) for want, got in zip((method, path, outcome), key)))

    def _call(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(60)

    async def _close(self):
        self._server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _settle(self):
        # Connections are accepted in their order, so that all earlier ones are in when this one is answered.
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(b"GET /settle HTTP/1.1\r\n\r\n")
        await reader.readuntil(b"\r\n\r\n")
        while self._reading > 1:  # only our own
            await asyncio.sleep(0.005)
        writer.close()

    async def _serve(self, reader, writer):
        try:
            while await self._answer_one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):  # the last by _close()
            pass
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _answer_one(self, reader, writer):
        self._reading += 1
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            lines = head.decode("latin-1").split("\r\n")
            fields = dict(line.lower().split(": ", 1) for line in lines[1:] if line)
            body = await reader.readexactly(int(fields.get("content-length", 0)))
        finally:
            self._reading -= 1
        method, target, _ = lines[0].split(" ")
        path, _, query = target.partition("?")
        if path == "/settle":
            writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
            return True
        self.bytes_read += len(head) + len(body)
        if body:
            self.bodies[path].append(body)
        rule = self.rules[path]
        status = self._status_of(path, rule, query)
        self.arrived[method, path, status if status == CLOSED else f"{status // 100}xx"] += 1
        if rule.delay:
            await asyncio.sleep(rule.delay)
        if status == CLOSED:
            return False
        content = rule.body.encode()
        answer = f"HTTP/1.1 {status} Whatever\r\nContent-Length: {len(content)}\r\n\r\n".encode()
        if method != "HEAD":
            answer += content
        self.bytes_written += len(answer)
        writer.write(answer)
        await writer.drain()
        return not rule.closes_after

    def _status_of(self, path, rule, query):
        self._seen[path] += 1
        turn = self._seen[path]
        if rule.closes_every and turn % rule.closes_every == 0:
            return CLOSED
        if rule.fails_every and turn % rule.fails_every == 0:
            return 500
        return int(urllib.parse.parse_qs(query).get("want", ["200"])[0])
