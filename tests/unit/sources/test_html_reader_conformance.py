"""The conformance suite over pages of HTML; every page here is invented."""

import pytest

from curbside.sources.html import HtmlReader
from curbside.testing.reader_conformance import ReaderConformance, Sample

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="{charset}"><title>Invented page</title>
<meta name="DC.date" content="2024-05"><link rel="canonical" href="https://example.org/a">
<style>.x {{display: none}}</style></head><body><nav><a href="/">Home</a></nav><main><h1 id="top">Inventol</h1>
<p>Give inventol if platelets are above 100 × 10<sup>9</sup>/L.<sup><a href="#r1">1</a></sup>
<span class="x">Secret.</span></p>
<p>Do not give it to people with:</p><ul><li>itch<ul><li>at night</li></ul></li><li>gout</li></ul>
<table><caption>Doses</caption><thead><tr><th>Group</th><th>Dose</th></tr></thead><tr><td rowspan="2">Adults</td>
<td>5 mg</td></tr><tr><td>10 mg</td></tr></table><dl><dt>Children</dt><dd>Not known</dd></dl></main></body></html>"""


class TestConformance(ReaderConformance):
    @pytest.fixture
    def make_reader(self):
        return HtmlReader

    @pytest.fixture
    def samples(self):
        return (
            Sample("page.html", PAGE.format(charset="utf-8").encode()),
            Sample("western.htm", PAGE.format(charset="windows-1252").encode("windows-1252")),
            Sample("wide.html", PAGE.format(charset="utf-8").encode("utf-16")),
            Sample("bare.html", b"<p>Give inventol 5 mg once a day.</p>"),
        )
