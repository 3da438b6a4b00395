"""What is in the house before the first visit besides the demonstration, made by the services; run as a script.

CURBSIDE_HOME names the home. All people, drugs and texts are invented.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from curbside_site.commands import prepare

PASSWORD = "a long pass phrase of tests"
PEOPLE = {
    "rana": ("Rana Reader", "reader"),
    "otis": ("Otis Reader", "reader"),
    "mona": ("Mona Reader", "reader"),
    "ada": ("Ada Author", "author"),
    "ben": ("Ben Reviewer", "reviewer"),
    "cleo": ("Cleo Reviewer", "reviewer"),
    "dora": ("Dora Both", "author", "reviewer"),
    "edith": ("Edith Editor", "editor"),
    "adam": ("Adam Admin", "admin"),
}


def people() -> dict[str, Any]:
    """People with their roles; reviewers with a verified credential. Cleo has yet to declare her interests."""
    from curbside_site.accounts.roles import Role
    from curbside_site.people import services

    made = {}
    for username, (name, *roles) in PEOPLE.items():
        made[username] = services.add(
            by=services.COMMAND_LINE, username=username, full_name=name, password=PASSWORD, invented=True
        )
        for role in roles:
            services.grant(by=services.COMMAND_LINE, person=made[username], role=Role(role))
    for username in ("ben", "cleo", "dora"):
        services.verify_credential(
            by=made["adam"],
            person=made[username],
            title="MD",
            specialty="internal medicine",
            register="an invented register",
        )
    for username in ("ben", "dora"):
        services.declare(by=made[username], text="none declared")
    return made


def approve(revision: Any, reviewer: Any) -> None:
    """Review every statement of what was submitted and approve it, in every form."""
    from curbside_site.review import services as review

    review.take(by=reviewer, revision=revision)
    for statement in review.statement_ids(revision):
        review.give_verdict(by=reviewer, revision=revision, statement=statement, verdict="sound")
    review.approve(by=reviewer, revision=revision, text_hash=revision.text_hash, renditions=review.RENDITIONS)


def main() -> None:
    """Fill the home with what the argument, JSON, asks for; writes the slugs of the articles by name, as JSON.

    questions: by name; each becomes an article of Ada's, a draft. submitted, approved: names of those that go on.
    high_risk: a drug whose articles need two reviewers.
    """
    wanted = json.loads(sys.argv[1])
    prepare(None)
    from curbside_site.articles import writing
    from curbside_site.review import policies
    from curbside_site.review import services as review

    who = people()
    policies.add_high_risk(by=who["edith"], word=wanted["high_risk"], kind="drug", why="invented, for the tests")
    asked = {"jurisdiction": "uk", "audience": "professional", "length": "full"}
    made = {name: writing.from_question(by=who["ada"], text=q, **asked) for name, q in wanted["questions"].items()}
    for name in wanted["submitted"] + wanted["approved"]:
        review.submit(by=who["ada"], revision=made[name].latest)
    for name in wanted["approved"]:
        approve(made[name].latest, who["ben"])
    sys.stdout.write(json.dumps({name: one.slug for name, one in made.items()}) + "\n")


if __name__ == "__main__":
    main()
