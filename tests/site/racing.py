"""A program for `test_at_once.py`: reviewers in processes of their own decide at the same moment, on one real file.

    python tests/site/racing.py HOME

prints, as JSON, what each was told of each article and where each article stands. Everything in it is invented.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import runpy
import sys
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROUNDS, ENTRIES = 4, 15
WHO = ("ben", "cleo", "dora")


def prepared() -> None:
    """People, and for each kind of race some articles under review with all verdicts given."""
    from curbside_site.accounts.models import Person
    from curbside_site.articles import services as articles
    from curbside_site.review import services as review
    from curbside_site.review.models import HighRisk

    # By their files: a package named "tests" of another distribution may come first.
    body = runpy.run_path(str(HERE / "test_workflow.py"))["body"]
    runpy.run_path(str(HERE / "casting.py"))["people"]()
    HighRisk.objects.create(word="perilous", kind="topic", why="the tests", added_by="the tests")
    ada = Person.objects.get(username="ada")
    for kind in ("plain", "perilous", "contested"):
        for n in range(ROUNDS):
            text = body(f"An invented sentence, {kind} {n}.")
            text["question"]["text"] = f"an invented {kind} question {n}?"
            made = articles.create(by=ada, body=text, answer="a", title=f"{kind} {n}").latest
            review.submit(by=ada, revision=made)
            review.take(by=Person.objects.get(username="ben"), revision=made)
            for name in WHO:
                reviewer = Person.objects.get(username=name)
                review.give_verdict(by=reviewer, revision=made, statement="s1", verdict="sound")


def decide(name: str, barrier: Barrier, told: Any) -> None:
    """As one reviewer: decide on every article at the same moment as the others."""
    from curbside.errors import CurbsideError
    from curbside_site.accounts.models import Person
    from curbside_site.articles.models import Revision
    from curbside_site.audit_trail.trail import record
    from curbside_site.review import services as review

    me = Person.objects.get(username=name)
    for revision in Revision.objects.order_by("pk").select_related("article", "author"):
        contested = "contested" in revision.title
        barrier.wait()
        try:
            if contested and name == "cleo":
                review.request_changes(by=me, revision=revision, comment="another source")
            else:
                review.approve(by=me, revision=revision, text_hash=revision.text_hash)
            said = "done"
        except CurbsideError as error:
            said = str(error)
        told.put((revision.title, name, said))
    barrier.wait()
    for n in range(ENTRIES):
        record(by=me, action="raced", about=f"race:{n}")


def main(home: str) -> None:
    os.environ["CURBSIDE_HOME"] = home
    os.environ["DJANGO_SETTINGS_MODULE"] = "curbside_site.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    prepared()
    connections.close_all()
    context = multiprocessing.get_context("fork")
    barrier, told = context.Barrier(len(WHO)), context.Queue()
    running = [context.Process(target=decide, args=(name, barrier, told)) for name in WHO]
    for one in running:
        one.start()
    outcomes = [told.get(timeout=60) for _ in range(len(WHO) * ROUNDS * 3)]
    for one in running:
        one.join()

    from curbside_site.articles import states
    from curbside_site.articles.models import Revision
    from curbside_site.audit_trail import trail
    from curbside_site.audit_trail.models import Entry

    rows = [
        {
            "title": r.title,
            "state": str(states.of(r)),
            "approvals": r.decisions.filter(approves=True).count(),
            "decisions": r.decisions.count(),
            "told": {name: said for title, name, said in outcomes if title == r.title},
        }
        for r in Revision.objects.order_by("pk")
    ]
    raced = Entry.objects.filter(action="raced").count()
    print(json.dumps({"rows": rows, "breaks": len(list(trail.breaks())), "raced": raced}))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
