"""Small good inputs of every format that is read. All of it is invented: no such article, label or drug exists.

They are written from what the formats' own documentation says (the PubMed DTD, the JATS tag library, SPL's
implementation guide, openFDA's field reference), as little as each needs.
"""

from __future__ import annotations

import json
from typing import Final

from curbside.testing._hostile import Sample
from curbside.testing._hostile_documents import TEXT, pdf, stream, word

_SETID: Final = "00000000-0000-4000-8000-0000000000aa"

MARKDOWN: Final = b"""---
kind: guideline
title: "The invented rash"
date: "2026-02"
identifiers: ["doi:10.9999/rash"]
---

# The invented rash

## Dose

Adults are given exemplamine 5 mg by mouth twice daily.

- over 12 years: 5 mg
- 6 to 12 years: 2 mg

| age | dose |
|---|---|
| adults | 5 mg |
"""

PLAIN: Final = b"INVENTED LEAFLET\n\nGive exemplamine 5 mg twice daily.\n\n- over 12 years: 5 mg\n- under: 2 mg\n"

JSON_LINES: Final = b"\n".join(
    json.dumps(record).encode()
    for record in (
        {"kind": "label", "title": "Invented", "text": "Give exemplamine 5 mg.", "markup": "none"},
        {"kind": "guideline", "title": "B", "sections": [{"heading": "Dose", "text": "Give 2 mg."}], "id": "local:b"},
    )
)

BEIR: Final = b'{"_id": "d1", "title": "Invented", "text": "The rash cleared. It stayed away.", "metadata": {}}\n'

RETRACTIONS: Final = (
    b"Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,"
    b"RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason,"
    b"Paywalled,Notes,\r\n"
    b'7,"An ""invented"" paper,\r\nin two lines",,,J,P,,A,,Research Article;,3/9/2021 0:00,10.9999/notice,0,'
    b"1/2/2020 0:00,10.9999/paper,99999,Retraction,+Error in Data;+Unreliable Results;,No,,\r\n"
    b"8,Another,,,J,P,,A,,Research Article;,3/9/2022 0:00,unavailable,0,"
    b"1/2/2020 0:00,10.9999/other,0,Reinstatement,,No,,\r\n"
)

PUBMED: Final = b"""<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN"
 "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">
<PubmedArticleSet>
<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">99999901</PMID>
<Article PubModel="Print"><Journal><ISSN IssnType="Print">0000-0000</ISSN><JournalIssue CitedMedium="Print">
<Volume>1</Volume><Issue>2</Issue><PubDate><Year>2020</Year><Month>Mar</Month></PubDate></JournalIssue>
<Title>Journal of invented things</Title><ISOAbbreviation>J Inv</ISOAbbreviation></Journal>
<ArticleTitle>Exemplamine in the invented rash: a randomised trial.</ArticleTitle>
<Pagination><MedlinePgn>1-9</MedlinePgn></Pagination>
<ELocationID EIdType="doi" ValidYN="Y">10.9999/Trial.1</ELocationID>
<Abstract><AbstractText Label="METHODS" NlmCategory="METHODS">We gave 5 mg to 10 people &amp; looked.</AbstractText>
<AbstractText Label="RESULTS" NlmCategory="RESULTS">It cleared in 3 of 10<sup>1</sup> (p&lt;0.05).
</AbstractText></Abstract>
<AuthorList CompleteYN="Y"><Author ValidYN="Y"><LastName>Invented</LastName><ForeName>Ann</ForeName>
<Initials>A</Initials></Author><Author ValidYN="Y"><CollectiveName>Invented Group</CollectiveName></Author></AuthorList>
<Language>eng</Language><PublicationTypeList><PublicationType UI="D016449">Randomized Controlled Trial</PublicationType>
</PublicationTypeList></Article><MedlineJournalInfo><Country>England</Country><MedlineTA>J Inv</MedlineTA>
<NlmUniqueID>0</NlmUniqueID></MedlineJournalInfo><MeshHeadingList><MeshHeading>
<DescriptorName UI="D005076" MajorTopicYN="N">Exanthema</DescriptorName>
<QualifierName UI="Q000188" MajorTopicYN="Y">drug therapy</QualifierName></MeshHeading></MeshHeadingList>
</MedlineCitation><PubmedData><PublicationStatus>ppublish</PublicationStatus><ArticleIdList>
<ArticleId IdType="pubmed">99999901</ArticleId><ArticleId IdType="doi">10.9999/Trial.1</ArticleId></ArticleIdList>
</PubmedData></PubmedArticle>
</PubmedArticleSet>
"""

JATS: Final = b"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD v1.3 20210610//EN"
 "JATS-archivearticle1-3.dtd">
<article article-type="research-article" xml:lang="en" xmlns:xlink="http://www.w3.org/1999/xlink"><front><journal-meta>
<journal-id journal-id-type="nlm-ta">J Inv</journal-id><journal-title-group><journal-title>Journal of invented things
</journal-title></journal-title-group><publisher><publisher-name>Invented Press</publisher-name></publisher>
</journal-meta><article-meta><article-id pub-id-type="pmid">99999902</article-id>
<article-id pub-id-type="doi">10.9999/full.2</article-id><title-group><article-title>Exemplamine in
<italic>rash</italic></article-title></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Invented</surname>
<given-names>Ann</given-names></name></contrib></contrib-group><pub-date pub-type="epub"><day>3</day><month>2</month>
<year>2021</year></pub-date><permissions><license xlink:href="https://creativecommons.org/licenses/by/4.0/">
<license-p>Open access (CC BY 4.0).</license-p></license></permissions><abstract>
<p>It cleared in 3 of 10.</p></abstract>
</article-meta></front><body><sec><title>Methods</title><p>We gave 5 mg to 10 people.</p><table-wrap id="T1">
<label>Table 1</label><caption><p>Doses.</p></caption><table><thead><tr><th>Age</th><th>Dose</th></tr></thead><tbody>
<tr><td>Adults</td><td>5 mg</td></tr></tbody></table></table-wrap></sec>
<sec><title>Results</title><p>It cleared.</p></sec>
</body></article>
"""

SPL: Final = (
    """<?xml version="1.0" encoding="UTF-8"?>
<document xmlns="urn:hl7-org:v3"><id root="00000000-0000-4000-8000-0000000000bb"/>
<code code="34391-3" codeSystem="2.16.840.1.113883.6.1" displayName="HUMAN PRESCRIPTION DRUG LABEL"/>
<title>EXEMPLAMINE tablets (invented)</title><effectiveTime value="20240203"/><setId root="SETID"/>
<versionNumber value="3"/><author><assignedEntity><representedOrganization><name>Invented Pharma</name>
</representedOrganization></assignedEntity></author><component><structuredBody><component><section>
<id root="00000000-0000-4000-8000-0000000000cc"/>
<code code="34068-7" codeSystem="2.16.840.1.113883.6.1" displayName="DOSAGE &amp; ADMINISTRATION SECTION"/>
<title>DOSAGE AND ADMINISTRATION</title><text><paragraph>Give exemplamine 5 mg by mouth twice daily.</paragraph>
<list><item>Adults: 5 mg</item><item>Children: 2 mg</item></list></text></section></component><component><section>
<id root="00000000-0000-4000-8000-0000000000dd"/>
<code code="34070-3" codeSystem="2.16.840.1.113883.6.1" displayName="CONTRAINDICATIONS SECTION"/>
<title>CONTRAINDICATIONS</title><text><paragraph>Allergy to exemplamine.</paragraph></text></section></component>
</structuredBody></component></document>
""".replace("SETID", _SETID)
).encode()

OPENFDA: Final = json.dumps(
    {
        "meta": {"disclaimer": "Invented.", "license": "https://open.fda.gov/license/", "results": {"total": 1}},
        "results": [
            {
                "set_id": _SETID,
                "id": "00000000-0000-4000-8000-0000000000bb",
                "version": "3",
                "effective_time": "20240203",
                "dosage_and_administration": ["DOSAGE AND ADMINISTRATION Give exemplamine 5 mg by mouth twice daily."],
                "contraindications": ["CONTRAINDICATIONS Allergy to exemplamine."],
                "openfda": {
                    "brand_name": ["Invented"],
                    "generic_name": ["EXEMPLAMINE"],
                    "product_type": ["HUMAN PRESCRIPTION DRUG"],
                    "spl_set_id": [_SETID],
                },
            }
        ],
    },
    indent=1,
).encode()

HTML: Final = b"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>The invented rash</title></head><body><nav>Home</nav>
<main><h1>The invented rash</h1><h2>Dose</h2><p>Adults are given exemplamine 5 mg by mouth twice daily.</p>
<ul><li>over 12 years: 5 mg</li><li>6 to 12 years: 2 mg</li></ul>
<table><tr><th>Age</th><th>Dose</th></tr><tr><td>Adults</td><td>5 mg</td></tr></table></main></body></html>
"""


def _page(number: int) -> bytes:
    return (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {number} 0 R "
        "/Resources << /Font << /F1 6 0 R >> >> >>"
    ).encode()


PDF: Final = pdf(
    [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        _page(4),
        stream(TEXT.replace(b"20 200 Td", b"60 700 Td")),
        b"<< >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
)
DOCX: Final = word({})

SAMPLES: Final[dict[str, Sample]] = {
    "markdown": Sample("rash.md", MARKDOWN),
    "plain": Sample("leaflet.txt", PLAIN),
    "jsonl": Sample("store.jsonl", JSON_LINES, 2),
    "beir": Sample("corpus.jsonl", BEIR),
    "retraction-watch": Sample("retractions.csv", RETRACTIONS, 0, 3),
    "pubmed": Sample("pubmed.xml", PUBMED),
    "jats": Sample("article.nxml", JATS),
    "spl": Sample("label.xml", SPL),
    "openfda": Sample("label.json", OPENFDA),
    "html": Sample("rash.html", HTML),
    "pdf": Sample("rash.pdf", PDF),
    "docx": Sample("rash.docx", DOCX),
}
