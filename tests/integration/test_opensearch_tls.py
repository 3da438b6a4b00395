"""The OpenSearch index over TLS, with a user and a password, by a proxy in front of the real server."""

import base64
import datetime
import http.client
import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from curbside.errors import SearchIndexError
from curbside.retrieval.opensearch import OpenSearchIndex, OpenSearchSettings
from curbside.testing.index_rows import fill, found, row
from curbside.testing.opensearch_fixtures import opensearch, opensearch_settings

__all__ = ["opensearch", "opensearch_settings"]
pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def _write_certificate(folder: Path) -> Path:
    """A key and a certificate of its own for 127.0.0.1, in one file, made for this test."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "invented for a test")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file = folder / "certificate.pem"
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return file


class _Proxy(BaseHTTPRequestHandler):
    """Hands requests of the right user on to `target`."""

    target = ""
    wanted = "Basic " + base64.b64encode(b"reader:open sesame").decode()

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.headers.get("authorization") != self.wanted:
            self._answer(401, b"Unauthorized")
            return
        behind = http.client.HTTPConnection(self.target)
        behind.request(self.command, self.path, sent, {"content-type": "application/json"})
        answer = behind.getresponse()
        self._answer(answer.status, answer.read())
        behind.close()

    do_GET = do_PUT = do_DELETE = do_HEAD = do_POST  # noqa: N815 (the names that http.server looks for)

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class _QuietServer(ThreadingHTTPServer):
    """A client that trusts no one hangs up; the server says nothing of it."""

    def handle_error(self, *_: object) -> None:
        pass


@pytest.fixture
def secured(opensearch_settings: OpenSearchSettings, tmp_path: Path) -> Iterator[OpenSearchSettings]:
    file = _write_certificate(tmp_path)
    handler = type("Handler", (_Proxy,), {"target": urlsplit(opensearch_settings.urls[0]).netloc})
    server = _QuietServer(("127.0.0.1", 0), handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    url = f"https://127.0.0.1:{server.server_port}"
    yield replace(opensearch_settings, urls=(url,), user="reader", password="open sesame", ca_file=file, patience=2.0)
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_index_is_used_over_tls_by_who_may(secured: OpenSearchSettings) -> None:
    index = OpenSearchIndex(secured)
    fill(index, row("s1", "a"))
    assert found(index, "a") == ["s1"]
    index.close()


def test_a_wrong_password_is_told(secured: OpenSearchSettings) -> None:
    with pytest.raises(SearchIndexError, match=r"does not let this user in \(401\)") as told:
        OpenSearchIndex(replace(secured, password="geheim"))
    assert "geheim" not in str(told.value)


def test_a_server_that_no_authority_vouches_for_is_not_trusted(secured: OpenSearchSettings) -> None:
    with pytest.raises(SearchIndexError, match=r"^The certificate of https://127\.0\.0\.1:\d+ is not trusted: "):
        OpenSearchIndex(replace(secured, ca_file=None))
