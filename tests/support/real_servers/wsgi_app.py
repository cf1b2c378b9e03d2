"""A site with more than files: what runs inside gunicorn. It answers by itself, without a framework."""
import gzip
import pathlib

PLAIN, BIG = (pathlib.Path("pages", name).read_bytes() for name in ("plain", "big"))  # from the folder it is started in
PACKED = gzip.compress(BIG)
TEXT = ("Content-Type", "text/plain")


def plain(_, start):
    return whole(start, PLAIN)


def big(_, start):
    return whole(start, BIG)


def chunked(_, start):
    start("200 OK", [TEXT])
    return (BIG[at:at + 50000] for at in range(0, len(BIG), 50000))


def compressed(request, start):
    if "gzip" not in request.get("HTTP_ACCEPT_ENCODING", ""):
        return whole(start, BIG)
    return whole(start, PACKED, ("Content-Encoding", "gzip"))


def redirect(_, start):
    return whole(start, b"", ("Location", "/plain"), status="302 Found")


def cookie(request, start):
    """Says which cookie it was sent, and sets one."""
    return whole(start, request.get("HTTP_COOKIE", "none").encode(), ("Set-Cookie", "session=42; Path=/"))


def echo(request, start):
    return whole(start, request["wsgi.input"].read(int(request.get("CONTENT_LENGTH") or 0)))


def events(_, start):
    """A stream of server-sent events."""
    start("200 OK", [("Content-Type", "text/event-stream"), ("Cache-Control", "no-store")])
    return (f"id: {number}\ndata: token {number}\n\n".encode() for number in range(10))


def whole(start, body, *headers, status="200 OK"):
    start(status, [TEXT, ("Content-Length", str(len(body))), *headers])
    return [body]


SITE = {"/plain": plain, "/big": big, "/chunked": chunked, "/gzip": compressed, "/redirect": redirect, "/cookie": cookie,
        "/echo": echo, "/events": events}


def application(request, start):
    page = SITE.get(request["PATH_INFO"])
    return page(request, start) if page else whole(start, b"no such page\n", status="404 Not Found")
