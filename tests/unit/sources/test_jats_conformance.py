"""The conformance suite over full texts; every article here is invented."""

import pytest

from curbside.sources.jats import JatsReader
from curbside.testing.reader_conformance import ReaderConformance, Sample

ARTICLE = """<article article-type="{kind}" xml:lang="en" xmlns:xlink="http://www.w3.org/1999/xlink"><front><article-meta>
<article-id pub-id-type="pmid">{pmid}</article-id><title-group><article-title>Invented title {pmid}</article-title>
</title-group>{meta}<abstract><sec><title>Methods</title><p>We gave inventol 5 mg<sup><xref ref-type="bibr"
rid="r1">12</xref></sup> to 40 adults.</p></sec></abstract></article-meta></front><body><sec id="s1">
<title>Results</title>
<p>Itch fell by 10<sup>2</sup> units. See <xref ref-type="table" rid="t1">Table 1</xref>.</p><table-wrap id="t1"><label>
Table 1</label><table><thead><tr><th>Age</th><th>Dose</th></tr></thead><tbody><tr><td rowspan="2">Adults</td>
<td>5 mg</td>
</tr><tr><td>10 mg</td></tr></tbody></table></table-wrap><p>Give:<list><list-item><p>inventol 5 mg;</p></list-item>
<list-item><p>water.</p></list-item></list></p></sec></body>
<back><ref-list><ref id="r1"/></ref-list></back></article>"""
LINK = '<related-article related-article-type="retracted-article" ext-link-type="doi" xlink:href="10.1000/bad"/>'


def one(pmid=99999903, kind="research-article", meta=""):
    return ARTICLE.format(pmid=pmid, kind=kind, meta=meta)


class TestConformance(ReaderConformance):
    @pytest.fixture
    def make_reader(self):
        return JatsReader

    @pytest.fixture
    def samples(self):
        wrapped = f"<pmc-articleset>{one(1)}{one(2)}</pmc-articleset>"
        return (
            Sample("one.nxml", one().encode()),
            Sample("notice.xml", one(kind="retraction", meta=LINK).encode(), marks=1),
            Sample("two.xml", wrapped.encode(), sources=2),
            Sample("wide.xml", one().encode("utf-16")),
        )

    @pytest.fixture
    def large(self):
        def pieces(count):
            yield b"<pmc-articleset>"
            yield from (one(number).encode() for number in range(1, count + 1))
            yield b"</pmc-articleset>"

        return pieces
