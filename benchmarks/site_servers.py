"""Which web server carries the article pages best: pages a second, and processor time a page.

    python benchmarks/site_servers.py [--seconds 6] [--connections 12] [--json FILE]

The home and the load are those of `benchmarks/site_load.py`, each server with two processes. Processor time is that of
the server's own processes, so that it holds on a busy machine too; pages a second do not. Over ASGI a request gets a
thread of its own from Django, which cannot keep its connection to SQLite, so there each request opens one. A server
that is not installed is left out.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from site_load import _fill, _free_port, _pages, _summed, _wait

WSGI, ASGI = "django.core.wsgi:get_wsgi_application", "django.core.asgi:get_asgi_application"
SERVERS = {
    "granian, WSGI, 64 threads": ["granian", "--interface", "wsgi", "--factory", WSGI, "--blocking-threads", "64"],
    "granian, ASGI": ["granian", "--interface", "asginl", "--factory", ASGI],
    "uvicorn, ASGI": ["uvicorn", "--factory", ASGI, "--lifespan", "off", "--no-access-log"],
    "gunicorn, WSGI, 32 threads": ["gunicorn", "django.core.wsgi:get_wsgi_application()", "--threads", "32"],
}
PER_REQUEST = "from curbside_site.settings import *\nDATABASES['default']['CONN_MAX_AGE'] = 0\n"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--connections", type=int, default=12)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    told = []
    with tempfile.TemporaryDirectory(prefix="curbside-servers-") as home:
        (Path(home) / "per_request.py").write_text(PER_REQUEST)
        environment = {**os.environ, "CURBSIDE_HOME": home, "CURBSIDE_JURISDICTION": "uk"}
        environment["DJANGO_SETTINGS_MODULE"] = "curbside_site.settings"
        slug, session = _fill(environment)
        environment["PYTHONPATH"] = os.pathsep.join((home, environment.get("PYTHONPATH", "")))
        for name, command in SERVERS.items():
            if find_spec(command[0]) is None:
                print(f"{name}: not installed")
                continue
            settings = "per_request" if "ASGI" in name else "curbside_site.settings"
            told += _measured(name, command, {**environment, "DJANGO_SETTINGS_MODULE": settings}, slug, session, given)
    if given.json:
        given.json.write_text(json.dumps(told, indent=1) + "\n")


def _measured(
    name: str, command: list[str], environment: dict[str, str], slug: str, session: str, given: argparse.Namespace
) -> list[dict[str, object]]:
    port = _free_port()
    where = ["--bind", f"127.0.0.1:{port}"] if command[0] == "gunicorn" else ["--port", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen([sys.executable, "-m", *command, *where, "--workers", "2"], env=environment, **quiet)
    found = []
    try:
        _wait(port)
        for who, cookie in (("without an account", ""), ("with an account", f"sessionid={session}")):
            asyncio.run(_pages(port, f"/articles/{slug}/", cookie, 4, 1.0))
            before = _ticks(server.pid)
            pages = asyncio.run(_pages(port, f"/articles/{slug}/", cookie, given.connections, given.seconds))
            spent = (_ticks(server.pid) - before) * 1000 / os.sysconf("SC_CLK_TCK") / len(pages)
            summed = _summed(who, pages, given.seconds)
            print(f"{name}, {who}: {spent:.2f} ms of processor time a page, {summed.per_second:.0f}/s, ", end="")
            print(f"p95 {summed.p95:.1f} ms, {summed.failed} failed (load of the machine {os.getloadavg()[0]:.1f})")
            found.append({"server": name, "who": who, "milliseconds": spent, "per_second": summed.per_second})
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
        time.sleep(0.5)
    return found


def _ticks(pid: int) -> int:
    """Processor time of a process and its children, in clock ticks."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(fields[11]) + int(fields[12]) + sum(_ticks(int(child)) for child in children)


if __name__ == "__main__":
    main()
