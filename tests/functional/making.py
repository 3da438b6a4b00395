"""What is in the house before the first visit, made by the services and the real engine; run as a script.

CURBSIDE_HOME names the home. All people, drugs and texts are invented.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Any

from curbside_site.commands import prepare

PASSWORD = "a long pass phrase of tests"
PEOPLE = {
    "rana": ("Rana Reader", ("reader",)),
    "ada": ("Ada Author", ("author",)),
    "amir": ("Amir Author", ("author",)),
    "ben": ("Ben Reviewer", ("reviewer",)),
    "cleo": ("Cleo Reviewer", ("reviewer",)),
    "edith": ("Edith Editor", ("editor",)),
    "adam": ("Adam Admin", ("admin",)),
}


def people() -> dict[str, Any]:
    """People with their roles; reviewers with a verified credential and a declaration."""
    from curbside_site.accounts.models import Credential, Grant, Interest, Person

    made = {}
    for username, (name, roles) in PEOPLE.items():
        made[username] = Person.objects.create_user(username, password=PASSWORD, full_name=name)
        for role in roles:
            Grant.objects.create(person=made[username], role=role, granted_by="the tests")
    for username in ("ben", "cleo"):
        Credential.objects.create(
            person=made[username],
            title="MD",
            specialty="internal medicine",
            register="an invented register",
            verified_by=made["adam"],
            verified_on=date(2026, 1, 1),
        )
        Interest.objects.create(person=made[username], text="none declared")
    return made


def article(engine: Any, author: Any, question: str, length: str = "full") -> Any:
    """A draft made of what the engine answers."""
    from curbside.interop import contract
    from curbside_site.articles import services

    result = engine.ask(question, length=length)
    body = contract.as_json(result, engine.library.read_span)
    cited = [(r.source.id, r.source.content_hash) for r in result.references]
    answer = engine.library.save_answer(question, json.dumps(body, ensure_ascii=False), cited)
    return services.create(by=author, body=body, answer=answer)


def approve(revision: Any, reviewer: Any, renditions: tuple[str, ...]) -> None:
    """Review every statement of what was submitted and approve it."""
    from curbside_site.review import services as review

    review.take(by=reviewer, revision=revision)
    for statement in review.statement_ids(revision):
        review.give_verdict(by=reviewer, revision=revision, statement=statement, verdict="sound")
    review.approve(by=reviewer, revision=revision, text_hash=revision.text_hash, renditions=renditions)


def main() -> None:
    """Fill the home with what the argument, JSON, asks for; prints the slugs of the articles by name, as JSON.

    questions: by name; each becomes an article of Ada's, a draft. submitted, approved: names of those that go on.
    high_risk: a drug whose articles need two reviewers.
    """
    wanted = json.loads(sys.argv[1])
    prepare(None)
    from curbside_site import shelf
    from curbside_site.review import services as review
    from curbside_site.review.models import HighRisk

    who = people()
    HighRisk.objects.create(word=wanted["high_risk"], kind="drug", why="invented, for the tests", added_by="the tests")
    with shelf.engine() as engine:
        made = {name: article(engine, who["ada"], asked) for name, asked in wanted["questions"].items()}
    for name in wanted["submitted"] + wanted["approved"]:
        review.submit(by=who["ada"], revision=made[name].latest)
    for name in wanted["approved"]:
        approve(made[name].latest, who["ben"], review.RENDITIONS)
    print(json.dumps({name: one.slug for name, one in made.items()}))


if __name__ == "__main__":
    main()
