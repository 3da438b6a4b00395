"""What the services answer when nothing is wrong, over records made by rule; all of it is invented."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final
from xml.sax.saxutils import escape

FIRST_PMID: Final = 90_000_001
LISTED: Final = 9_999
_DOCTYPE: Final = '<?xml version="1.0" encoding="UTF-8" ?>\n'
_NEWEST: Final = date(2024, 12, 31)
SETIDS: Final = tuple(f"00000000-0000-4000-8000-{n:012d}" for n in range(1, 8))


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer before any fault."""

    status: int
    kind: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Services:
    """The records, and what a test may change about them while it runs.

    records: of PubMed, PMIDs from `FIRST_PMID`, newest first in a search, `a_day` for each day of entry. withheld:
    PMIDs that are listed and not handed over. unheld: those that are left out of what comes by the history server.
    kept: what the history server has. unknown: phrases that the search does not know. labels: openFDA's and DailyMed's.
    """

    records: int
    a_day: int = 10
    withheld: set[str] = field(default_factory=set)
    unheld: set[str] = field(default_factory=set)
    kept: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    labels: int = len(SETIDS)
    articles: int = 230
    _keys: int = 0

    def reply(self, path: str, params: Mapping[str, str]) -> Reply:
        """The answer to one request."""
        if path.startswith("/europepmc/") and path.endswith("/fullTextXML"):
            return self._full_text(path.split("/")[2])
        if path.startswith("/dailymed/spls/"):
            return self._label(path.rpartition("/")[2].removesuffix(".xml"))
        answers = {
            "/eutils/esearch.fcgi": self._esearch,
            "/eutils/efetch.fcgi": self._efetch,
            "/europepmc/search": self._europepmc,
            "/openfda/drug/label.json": self._openfda,
            "/retractions.csv": self._retractions,
        }
        return answers[path](params) if path in answers else Reply(404, "text/plain", b"Not found")

    def lose_history(self) -> None:
        """The history server forgets all searches."""
        self.kept.clear()

    def found(self, term: str, params: Mapping[str, str]) -> list[str]:
        """The PMIDs of a search, newest first: none where the term has "nothing" in it, else all of its days."""
        if "nothing" in term:
            return []
        dated = [(str(FIRST_PMID + n), _NEWEST - timedelta(days=n // self.a_day)) for n in range(self.records)]
        first = params.get("mindate", "1000/01/01").replace("/", "-")
        last = params.get("maxdate", "3000/01/01").replace("/", "-")
        return [pmid for pmid, added in dated if first <= added.isoformat() <= last]

    def _esearch(self, params: Mapping[str, str]) -> Reply:
        if not params.get("term"):
            return _xml("<eSearchResult><ERROR>Empty term and query_key - nothing todo</ERROR></eSearchResult>")
        ids = self.found(params["term"], params)
        most = min(int(params.get("retmax", "20")), LISTED)
        self._keys += 1
        key = (f"INVENTED_{self._keys}", "1")
        self.kept[key] = tuple(ids[:LISTED])
        listed = "".join(f"<Id>{pmid}</Id>\n" for pmid in ids[:most])
        phrases = [p for p in self.unknown if p in params["term"]]
        errors = "".join(f"<PhraseNotFound>{escape(p)}</PhraseNotFound>" for p in phrases)
        return _xml(
            f"<eSearchResult><Count>{len(ids)}</Count><RetMax>{min(most, len(ids))}</RetMax><RetStart>0</RetStart>"
            f"<QueryKey>{key[1]}</QueryKey><WebEnv>{key[0]}</WebEnv><IdList>{listed}</IdList><TranslationSet/>"
            f'<QueryTranslation>"{escape(params["term"])}"[All Fields]</QueryTranslation>'
            + (f"<ErrorList>{errors}</ErrorList>" if errors else "")
            + ("" if ids else "<WarningList><OutputMessage>No items found.</OutputMessage></WarningList>")
            + "</eSearchResult>"
        )

    def _efetch(self, params: Mapping[str, str]) -> Reply:
        if "WebEnv" in params:
            kept = self.kept.get((params["WebEnv"], params.get("query_key", "")))
            if kept is None:
                return _xml("<eFetchResult>\n\t<ERROR>Unable to obtain query #1</ERROR>\n</eFetchResult>")
            start = int(params.get("retstart", "0"))
            wanted = [p for p in kept[start : start + int(params.get("retmax", "20"))] if p not in self.unheld]
        else:
            wanted = [pmid for pmid in params.get("id", "").split(",") if pmid]
        ids = [pmid for pmid in wanted if pmid not in self.withheld]
        if not ids:
            body = b'{"error":"error forwarding request: ID list is empty! Possibly it has no correct IDs."}'
            return Reply(400, "application/json", body)
        return _xml(f"<PubmedArticleSet>{''.join(pubmed_article(pmid) for pmid in ids)}</PubmedArticleSet>")

    def _europepmc(self, params: Mapping[str, str]) -> Reply:
        if int(params.get("pageSize", "25")) > 1000:
            message = {"errCode": 404, "errMsg": "Invalid page size provided. Valid size is between 1 and 1000"}
            return _json(message)
        start = 0 if params.get("cursorMark", "*") == "*" else int(params["cursorMark"].removeprefix("after-"))
        total = 0 if "nothing" in params["query"] else self.articles
        results = [europepmc_record(n) for n in range(start, min(start + int(params["pageSize"]), total))]
        following = {"nextCursorMark": f"after-{start + len(results)}"} if results else {}
        request = {"queryString": params["query"], "resultType": "core", "cursorMark": params.get("cursorMark", "*")}
        return _json(
            {"version": "6.9", "hitCount": total, **following, "request": request, "resultList": {"result": results}}
        )

    def _full_text(self, identifier: str) -> Reply:
        number = int(identifier.removeprefix("PMC")) - 9_900_000
        if number % 3:
            return Reply(404, "text/plain", b"")
        return _xml(
            '<article xmlns:xlink="http://www.w3.org/1999/xlink" article-type="research-article"><front><article-meta>'
            f'<article-id pub-id-type="pmcid">{identifier}</article-id><title-group><article-title>Invented article '
            f"{number}</article-title></title-group></article-meta></front><body><sec><title>Results</title><p>An "
            f"invented sentence of article {number}.</p></sec></body></article>"
        )

    def _label(self, setid: str) -> Reply:
        if setid not in SETIDS[: self.labels]:
            return Reply(404, "text/html", b"<html><head><title>404 Not Found</title></head></html>")
        return _xml(
            f'<document xmlns="urn:hl7-org:v3"><setId root="{setid}"/><versionNumber value="1"/>'
            "<title>Invented label</title></document>"
        )

    def _openfda(self, params: Mapping[str, str]) -> Reply:
        skip, limit = int(params.get("skip", "0")), int(params.get("limit", "1"))
        if skip > 25_000:
            return _json({"error": {"code": "BAD_REQUEST", "message": "Skip value must 25000 or less."}}, 400)
        wanted = [s for s in SETIDS[: self.labels] if s in params["search"]] or list(SETIDS[: self.labels])
        total = 0 if "nothing" in params["search"] else len(wanted)
        results = [openfda_label(setid) for setid in wanted[skip : skip + limit]]
        if not total or not results:
            return _json({"error": {"code": "NOT_FOUND", "message": "No matches found!"}}, 404)
        meta = {"last_updated": "2024-12-31", "results": {"skip": skip, "limit": limit, "total": total}}
        return _json({"meta": meta, "results": results})

    def _retractions(self, _: Mapping[str, str]) -> Reply:
        rows = [
            "Record ID,Title,RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDOI,OriginalPaperPubMedID,"
            "RetractionNature,Reason",
            f"1,Invented article,1/31/2024 0:00,,0,10.99999/invented.{FIRST_PMID},{FIRST_PMID},Retraction,+Invented;",
        ]
        return Reply(200, "text/csv", "\r\n".join([*rows, ""]).encode())


def pubmed_article(pmid: str) -> str:
    """An invented PubmedArticle; every tenth is a book article."""
    title = f"Invented record {pmid}: a sentence made by rule."
    text = f"Invented result {pmid}: the value was {int(pmid) % 97}."
    if int(pmid) % 10 == 0:
        return (
            f'<PubmedBookArticle><BookDocument><PMID Version="1">{pmid}</PMID><Book>'
            f"<BookTitle>Invented book</BookTitle></Book><ArticleTitle>{title}</ArticleTitle>"
            f"<Abstract><AbstractText>{text}</AbstractText></Abstract>"
            "</BookDocument></PubmedBookArticle>\n"
        )
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID><Article>'
        "<Journal><Title>Invented journal</Title><JournalIssue><PubDate><Year>2024</Year></PubDate></JournalIssue>"
        f"</Journal><ArticleTitle>{title}</ArticleTitle><Abstract><AbstractText>{text}</AbstractText></Abstract></Article>"
        '<CommentsCorrectionsList><CommentsCorrections RefType="CommentIn"><RefSource>Invented</RefSource>'
        '<PMID Version="1">1</PMID></CommentsCorrections></CommentsCorrectionsList></MedlineCitation></PubmedArticle>\n'
    )


def europepmc_record(number: int) -> dict[str, Any]:
    """An invented record of `resultType=core`: every seventh a preprint, every second said to be open."""
    preprint = number % 7 == 0
    identifier = f"PPR{number + 900_000}" if preprint else str(FIRST_PMID + number)
    common = {
        "id": identifier,
        "source": "PPR" if preprint else "MED",
        "doi": f"10.99999/invented.{number}",
        "title": f"Invented record {number}.",
        "abstractText": f"<h4>Results</h4>The invented value was {number}.",
        "pubYear": "2024",
        "pubTypeList": {"pubType": ["Preprint" if preprint else "Journal Article"]},
        "isOpenAccess": "Y" if number % 2 == 0 else "N",
        "inEPMC": "Y" if number % 2 == 0 else "N",
        "inPMC": "N",
        "license": "cc by",
        "firstPublicationDate": "2024-05-06",
    }
    if preprint:
        return {**common, "bookOrReportDetails": {"publisher": "Invented server", "yearOfPublication": 2024}}
    full = {"pmcid": f"PMC{9_900_000 + number}"} if number % 2 == 0 else {}
    return {**common, "pmid": identifier, **full}


def openfda_label(setid: str) -> dict[str, Any]:
    """An invented label."""
    return {
        "set_id": setid,
        "id": setid.replace("0000", "1111", 1),
        "effective_time": "20240131",
        "version": "1",
        "indications_and_usage": ["1 INDICATIONS AND USAGE Invented."],
        "openfda": {"generic_name": ["INVENTED"]},
    }


def _xml(body: str) -> Reply:
    return Reply(200, "text/xml; charset=UTF-8", (_DOCTYPE + body + "\n").encode())


def _json(value: object, status: int = 200) -> Reply:
    return Reply(status, "application/json", json.dumps(value).encode())
