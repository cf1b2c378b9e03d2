"""Proves that the clients that are compared send the same request, by catching one of each."""

import re
import socket
import sys
import threading

import machine
from generators import GENERATORS
from loads import H2C, HTTP1, Failed, Load
from servers import VERBOSE_NGHTTPD, RunningServer


def check(names, request, protocol, out):
    """Names of headers are compared without case, their order is not. What a client is known to do otherwise must be
    exactly that. Looked at without TLS, which adds nothing to a request."""
    as_sent = as_sent_by_http1 if protocol == HTTP1 else as_sent_by_http2
    line, headers, body = as_sent(names[0], request, out)
    print(f"{request}, the same request from each client: {', '.join(f'{k}: {v}' for k, v in headers.items())}")
    for name in names:
        different = GENERATORS[name].differs(request)
        expected, sent = (line, headers | different, body), as_sent(name, request, out)
        if sent != expected:
            sys.exit(f"bench: {name} does not send the same request:\n{sent}\ninstead of\n{expected}")
        if different:
            print(f"  but {name} sends {', '.join(f'{k}: {v!r}' for k, v in different.items())}")


def as_sent_by_http1(name, request, out):
    """The request line, the headers and the body that this client really sends."""
    sent, log = [], out / "probe.log"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        catcher = threading.Thread(target=catch, args=(listener, sent), daemon=True)
        catcher.start()
        address = f"127.0.0.1:{listener.getsockname()[1]}"
        command = GENERATORS[name].command(Load(request, f"http://{address}", 1, 1, out))
        process = machine.start(command, machine.GENERATOR_CORE, log)
        catcher.join(60)
        process.kill()
        process.wait()
    if not sent:
        raise Failed(f"{name} has sent nothing: {log.read_text()}")
    head, body = sent[0].decode().replace(address, "HOST").split("\r\n\r\n", 1)
    line, *headers = head.split("\r\n")
    pairs = (header.split(":", 1) for header in headers)
    return line, {key.lower(): value.strip() for key, value in sorted(pairs)}, body


def as_sent_by_http2(name, request, out):
    """The same, as nghttpd has read it from the client's first stream: the line is in pseudo-headers, and of a body there
    is nothing."""
    with RunningServer(VERBOSE_NGHTTPD, out) as server:
        command = GENERATORS[name].command(Load(request, server.url, 1, 1, out, H2C))
        machine.start(command, machine.GENERATOR_CORE, out / "probe.log").wait()
        server.stop()
        text = server.log.read_text().replace(f"127.0.0.1:{server.port}", "HOST")
    fields = re.findall(r"recv \(stream_id=(\d+)\) (:?[^:]+): (.*)", text)
    if not fields:
        raise Failed(f"{name} has sent nothing: {(out / 'probe.log').read_text()}")
    return "", {key: value for stream, key, value in sorted(fields) if stream == fields[0][0]}, ""


def catch(listener, sent):
    while not sent:
        connection, _ = listener.accept()
        with connection:
            data = b""
            while not is_whole(data) and (more := connection.recv(65536)):  # wrk first connects just to see
                data += more
            if is_whole(data):
                sent.append(data)


def is_whole(request):
    head, end, body = request.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head, re.I)
    return bool(end) and len(body) >= (int(length[1]) if length else 0)
