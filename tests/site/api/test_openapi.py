"""Every operation of the OpenAPI document, called with generated values: no 500, no answer that it does not tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Role
from curbside_site.api.models import SCOPES
from curbside_site.api.v1.api import document
from curbside_site.api.v1.rights import RIGHTS
from curbside_site.articles.models import Revision
from curbside_site.asking.models import Run

pytestmark = pytest.mark.django_db
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
OPERATIONS = {o.ok().label: o.ok() for o in schemathesis.openapi.from_dict(document()).get_all_operations()}
BOUNDED = settings(
    max_examples=6, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@dataclass(frozen=True)
class Served:
    """A token for everything, and what is there: a slug, a source, a run of its person."""

    header: dict[str, str]
    known: dict[str, str]


@pytest.fixture
def served(
    publish: Callable[..., Revision], person: Callable[..., Person], bearer: Callable[..., Any], settings: Any
) -> Served:
    """The site with an approved article; nothing is counted."""
    settings.ENGINE = replace(django_settings.ENGINE, allow=("criteria",))
    settings.LIMITS = dict.fromkeys(django_settings.LIMITS, 1_000_000)
    article, eve = publish("fhir", "feed", "jsonld").article, person("eve", Role.READER)
    run = Run.objects.create(person=eve, text="a question of the tests")
    source = article.latest.cited.first().source
    known = {"slug": article.slug, "source_id": source, "run_id": str(run.pk), "number": "1"}
    return Served(bearer(eve, *SCOPES), known)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.name.lower())
@pytest.mark.parametrize("label", OPERATIONS)
def test_no_answer_is_a_fault_or_undocumented(
    label: str, mode: GenerationMode, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("curbside_site.asking.streams.LONGEST", 0.01)
    monkeypatch.setattr("curbside_site.api.v1.asking.LONGEST_WAIT", 0)
    app = get_wsgi_application()

    @BOUNDED
    @given(st.data(), st.booleans())
    def called(data: Any, known: bool) -> None:
        case = data.draw(OPERATIONS[label].as_strategy(generation_mode=mode))
        case.headers = {**(case.headers or {}), **served.header}
        if known and isinstance(case.path_parameters, dict):
            case.path_parameters |= {k: v for k, v in served.known.items() if k in case.path_parameters}
        case.validate_response(case.call(app=app, base_url="http://localhost"), checks=CHECKS)

    called()


def test_every_operation_is_told_with_its_scope_and_its_errors() -> None:
    told = document()
    operations = {o["operationId"]: o for methods in told["paths"].values() for o in methods.values()}
    assert set(operations) == set(RIGHTS)
    assert told["openapi"].startswith("3.1")
    for name, operation in operations.items():
        assert operation["x-scope"] == RIGHTS[name].scope
        assert operation["description"], name
        assert {"401", "403"} <= set(operation["responses"])


def test_the_document_is_served(client: Any) -> None:
    served = client.get("/api/v1/openapi.json")
    assert (served.json(), served["Content-Type"]) == (document(), "application/json")
