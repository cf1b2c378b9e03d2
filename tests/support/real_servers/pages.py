"""What every server offers, as far as it can.

/plain    a short text                              /chunked  the text of /big in chunks, without Content-Length
/big      1 MB of text                              /gzip     the same, compressed for those who accept gzip
/missing  404
"""
import pathlib
import subprocess

PLAIN = "plain text\n"
# 1 MB, which compresses to less than half; visitor.cpp makes the same.
BIG = "".join(f"{line * 2654435761 % (1 << 32):010}\n" for line in range(1 << 20 >> 3))[:1 << 20]
PAGES = {"plain", "big", "chunked", "gzip", "missing"}
HERE = pathlib.Path(__file__).resolve().parent


def make(folder):
    """Writes the pages as files, readable for a server that changes its user."""
    made = folder / "pages"
    made.mkdir()
    for name in PAGES - {"missing"}:
        (made / name).write_text(PLAIN if name == "plain" else BIG, encoding="ascii")
    for path in (folder, made):
        path.chmod(0o755)
    return made


def make_certificate(folder):
    """(certificate, key) of localhost, signed by itself."""
    files = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                    "-out", files[0], "-keyout", files[1]], check=True, capture_output=True)
    return files
