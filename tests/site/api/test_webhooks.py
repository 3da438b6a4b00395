"""Webhooks: told in the transaction of the change, signed, tried again, and never sent into the site's own network."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Role
from curbside_site.api import outbox, posting, webhooks
from curbside_site.api.models import Delivery, Webhook
from curbside_site.articles.models import Revision
from curbside_site.errors import NotAllowed, NotComplete, NotLegal
from curbside_site.review import jobs
from curbside_site.review.models import Lapse

pytestmark = pytest.mark.django_db
People = Callable[..., Person]
Publish = Callable[..., Revision]


class Receiver(HTTPServer):
    """A receiver on this machine. status: what it answers; got: the headers and bodies that came."""

    status = 204
    location = ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.got: list[tuple[dict[str, str], bytes]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook?a=1"


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), body))
        self.send_response(self.server.status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def receiver(socket_enabled: None) -> Iterator[Receiver]:
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def admin(person: People) -> Person:
    return person("root", Role.ADMIN)


def test_changes_of_status_are_told_signed_and_in_order(
    receiver: Receiver, admin: Person, publish: Publish, settings: Any
) -> None:
    settings.WEBHOOKS_ANYWHERE = True
    hook = webhooks.add(by=admin, url=receiver.url)
    revision = publish()
    now = timezone.now()
    assert outbox.send_due(now) == 4
    assert outbox.send_due(now) == 0
    told = [json.loads(body) for _, body in receiver.got]
    assert [t["state"] for t in told] == ["draft", "submitted", "under review", "approved"]
    assert {t["article"] for t in told} == {revision.article.slug}
    headers, body = receiver.got[-1]
    seconds, _, signed = headers[outbox.SIGNATURE].removeprefix("t=").partition(",v1=")
    expected = hmac.new(hook.secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(signed, expected)
    Lapse.objects.create(
        article=revision.article, revision=revision, reason="retracted", detail="invented", source="file:x",
        hides=["s1"], key="the tests", at=now,
    )  # fmt: skip
    assert outbox.send_due(timezone.now()) == 1
    assert json.loads(receiver.got[-1][1])["withheld"] == ["s1"]


def test_a_change_that_is_rolled_back_is_not_told(admin: Person, publish: Publish, settings: Any) -> None:
    settings.WEBHOOKS_ANYWHERE = True
    webhooks.add(by=admin, url="http://127.0.0.1:9/")
    with transaction.atomic():
        publish()
        assert Delivery.objects.count() == 4
        transaction.set_rollback(True)
    assert Delivery.objects.count() == 0


def test_a_receiver_that_fails_is_tried_again_with_growing_pauses_and_given_up(
    receiver: Receiver, admin: Person, publish: Publish, settings: Any
) -> None:
    settings.WEBHOOKS_ANYWHERE = True
    receiver.status = 500
    webhooks.add(by=admin, url=receiver.url)
    publish()
    Delivery.objects.exclude(pk=Delivery.objects.order_by("pk").first().pk).delete()
    now, pauses = timezone.now(), []
    for _ in range(len(webhooks.PAUSES)):
        assert outbox.send_due(now) == 0
        due = Delivery.objects.get().due_at
        pauses.append(due - now)
        now = due
    assert tuple(pauses) == webhooks.PAUSES
    outbox.send_due(now)
    one = Delivery.objects.get()
    assert (one.given_up_at is not None, one.last_error) == (True, "It answered with status 500.")
    assert len(receiver.got) == len(webhooks.PAUSES) + 1
    receiver.status = 204
    webhooks.again(by=admin, delivery=one)
    assert outbox.send_due(timezone.now()) == 1
    with pytest.raises(NotLegal):
        webhooks.again(by=admin, delivery=one)


def test_an_address_that_fails_holds_up_no_other(
    receiver: Receiver, admin: Person, publish: Publish, settings: Any
) -> None:
    settings.WEBHOOKS_ANYWHERE = True
    webhooks.add(by=admin, url="http://127.0.0.1:9/")
    webhooks.add(by=admin, url=receiver.url)
    publish()
    assert outbox.send_due(timezone.now()) == 4
    failing = Delivery.objects.filter(webhook__url="http://127.0.0.1:9/").order_by("pk")
    assert [d.tries for d in failing] == [1, 0, 0, 0]
    assert failing[0].last_error.startswith("It could not be reached")


def test_the_worker_sends_them(receiver: Receiver, admin: Person, publish: Publish, settings: Any) -> None:
    settings.WEBHOOKS_ANYWHERE = True
    webhooks.add(by=admin, url=receiver.url)
    publish()
    job = jobs.JOBS["send-webhooks"]
    assert job.run(timezone.now()) == "4 sent"


def test_a_stopped_webhook_is_told_nothing_more(
    receiver: Receiver, admin: Person, publish: Publish, settings: Any
) -> None:
    settings.WEBHOOKS_ANYWHERE = True
    hook = webhooks.add(by=admin, url=receiver.url)
    publish()
    webhooks.stop(by=admin, webhook=hook)
    assert outbox.send_due(timezone.now() + timedelta(days=9)) == 0
    assert receiver.got == []


def test_a_redirect_is_not_followed(receiver: Receiver, settings: Any) -> None:
    settings.WEBHOOKS_ANYWHERE = True
    receiver.status, receiver.location = 307, "http://127.0.0.1:1/"
    assert posting.post(receiver.url, b"{}", {}) == "It answered with status 307."
    assert len(receiver.got) == 1


def test_two_workers_send_a_message_once(receiver: Receiver, admin: Person, publish: Publish, settings: Any) -> None:
    settings.WEBHOOKS_ANYWHERE = True
    webhooks.add(by=admin, url=receiver.url)
    publish()
    one = Delivery.objects.select_related("webhook").order_by("pk").first()
    assert one is not None
    same = Delivery.objects.select_related("webhook").get(pk=one.pk)
    now = timezone.now()
    assert (outbox._send(one, now), outbox._send(same, now)) == (True, False)
    assert len(receiver.got) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "ftp://example.org/",
        "https://",
        "https://user:pass@example.org/",
        "https://127.0.0.1/",
        "https://10.0.0.8/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::a00:1]/",
        "https://[2002:a00:1::]/",
        "https://exam ple.org/",
        "https://example.org:99999/",
        "javascript:alert(1)",
    ],
)
def test_an_address_that_may_not_be_called_is_refused(admin: Person, url: str) -> None:
    with pytest.raises(NotComplete):
        webhooks.add(by=admin, url=url)
    assert Webhook.objects.count() == 0


@pytest.mark.parametrize(
    "found", ["127.0.0.1", "10.1.2.3", "192.168.0.1", "fd00::1", "fe80::1%eth0", "0.0.0.0", "100.64.0.1"]
)
def test_a_name_that_leads_to_a_private_address_is_not_called(monkeypatch: pytest.MonkeyPatch, found: str) -> None:
    family = 10 if ":" in found else 2
    public, private = (2, 1, 6, "", ("93.184.216.34", 443)), (family, 1, 6, "", (found, 443))
    monkeypatch.setattr(posting.socket, "getaddrinfo", lambda *_, **__: [public, private])
    monkeypatch.setattr(posting, "_pool", lambda *_: pytest.fail("it was called"))
    told = posting.post("https://example.org/", b"{}", {})
    assert told == "That name leads to a private address, which webhooks do not call."


def test_the_address_that_was_looked_at_is_the_one_that_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    called = []
    monkeypatch.setattr(posting.socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("93.184.216.34", 443))])

    class StopError(OSError):
        pass

    def pool(scheme: str, host: str, port: int, address: str) -> Any:
        called.append((scheme, host, port, address))
        raise StopError

    monkeypatch.setattr(posting, "_pool", pool)
    assert posting.post("https://example.org/hook", b"{}", {}) == "It could not be reached (StopError)."
    assert called == [("https", "example.org", 443, "93.184.216.34")]
    made = posting.urllib3.HTTPSConnectionPool("93.184.216.34", 443, server_hostname="example.org")
    assert made.conn_kw["server_hostname"] == "example.org"


@given(
    st.ip_addresses(network="10.0.0.0/8")
    | st.ip_addresses(network="172.16.0.0/12")
    | st.ip_addresses(network="fc00::/7")
)
def test_no_private_address_is_public_however_it_is_wrapped(address: Any) -> None:
    assert not posting.public(str(address))
    if address.version == 4:
        assert not posting.public(f"::ffff:{address}")
        assert not posting.public(f"64:ff9b::{int(address) >> 16:x}:{int(address) & 0xFFFF:x}")
        assert not posting.public(f"2002:{int(address) >> 16:x}:{int(address) & 0xFFFF:x}::1")


@given(st.text(max_size=60))
def test_whatever_is_typed_is_refused_in_a_sentence_or_taken(typed: str) -> None:
    with suppress(NotComplete):
        posting.check(typed)


def test_only_an_admin_adds_and_stops(person: People, admin: Person, settings: Any, client: Client) -> None:
    settings.WEBHOOKS_ANYWHERE = True
    hook = webhooks.add(by=admin, url="http://127.0.0.1:9/")
    with pytest.raises(NotAllowed):
        webhooks.add(by=person("ed", Role.EDITOR), url="https://example.org/")
    with pytest.raises(NotLegal, match="already"):
        webhooks.add(by=admin, url="http://127.0.0.1:9/")
    client.force_login(admin)
    page = client.post("/webhooks/", {"url": "http://10.0.0.1:9/x"}, follow=True)
    assert page.context["made"]["secret"] in page.content.decode()
    assert page.context["made"]["secret"] not in client.get("/webhooks/").content.decode()
    assert hook.secret not in client.get("/webhooks/").content.decode()
    client.post(f"/webhooks/{hook.pk}/stop/")
    hook.refresh_from_db()
    assert hook.stopped_at is not None
