"""Sources that are invented for these tests: a guideline for each invented drug, so that journeys do not meet."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True)
class Invented:
    """A guideline about a drug and a condition that do not exist. dose: milligrams."""

    drug: str
    condition: str
    dose: int = 5
    year: int = 2026

    @property
    def key(self) -> str:
        return f"invented-{self.condition.split()[-1]}-{self.year}"

    @property
    def title(self) -> str:
        return f"Treatment of the {self.condition}{', newer' if self.year > 2026 else ''}"

    @property
    def question(self) -> str:
        return f"What is the dose of {self.drug} for the {self.condition} in adults?"

    @property
    def dosing(self) -> str:
        return (
            f"Adults with the {self.condition} are given {self.drug} {self.dose} mg by mouth twice daily until the "
            f"{self.condition.split()[-1]} clears, then {self.dose} mg by mouth once weekly for four weeks"
        )

    def newer(self, dose: int) -> Invented:
        """What replaces it, with another dose."""
        return replace(self, dose=dose, year=self.year + 1)

    def markdown(self) -> str:
        name = self.drug.capitalize()
        return f"""---
id: local:{self.key}
kind: guideline
title: "{self.title}"
publisher: "Invented Hospital"
date: "2026-0{self.year - 2024}-01"
jurisdiction: uk
status: current
identifiers: ["doi:10.9999/{self.key}", "https://intranet.invented.example/{self.key}"]
text_is: original wording
seen: original text
licence: {{name: "Invented Hospital, internal use", show: yes, quote: yes, export: yes, send: no}}
topics: [{self.key}]
---

> Invented, for tests. There is no such hospital, condition or drug.

# {self.title}

## Dose

{self.dosing} (graded by the source: Grade B).

## Monitoring

The serum creatinine of people who take {self.drug} is measured every 3 months.

## Contraindications

{name} is contraindicated in people with an allergy to {self.drug}.

## Pitfalls

<script>document.title = "a source ran it"</script> {name} <b>must</b> not be given together with grapefruit & juice.
"""


RASH = Invented("rashamine", "invented rash")
"""An approved article stands on it."""
COUGH = Invented("coughidine", "invented cough", 10)
"""Waits for a reviewer, who asks for changes."""
FEVER = Invented("feverinol", "invented fever", 20)
"""Approved; withdrawn by an editor."""
CRAMP = Invented("crampazine", "invented cramp", 40)
"""For the whole way of an article, from the question to the amendment after a retraction."""
HICCUP = Invented("hazardol", "invented hiccup", 15)
"""High-risk: two reviewers."""
ITCH = Invented("itchidine", "invented itch", 25)
SHIVER = Invented("shiverate", "invented shiver", 65)
CHILL = Invented("chillamide", "invented chill", 35)
"""Drafts, for an author's edits."""
SNEEZE = Invented("sneezanib", "invented sneeze", 45)
"""Two reviewers decide on it at once."""
YAWN = Invented("yawnidone", "invented yawn", 55)
"""Nothing stands on it yet."""
TESTED = (RASH, COUGH, FEVER, CRAMP, HICCUP, ITCH, SHIVER, CHILL, SNEEZE, YAWN)


def write(folder: Path) -> Path:
    """Write them as files that `curbside ingest` reads."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in TESTED:
        (folder / f"{source.key}.md").write_text(source.markdown(), encoding="utf-8")
    return folder


def retraction(source: Invented, file: Path) -> Path:
    """A table of retractions, in the columns of the Retraction Watch Database, that names that source."""
    row = {
        "Record ID": "7",
        "Title": source.title,
        "RetractionDate": "3/9/2026 0:00",
        "RetractionDOI": f"10.9999/{source.key}-notice",
        "RetractionPubMedID": "0",
        "OriginalPaperDate": "2/1/2026 0:00",
        "OriginalPaperDOI": f"10.9999/{source.key}",
        "OriginalPaperPubMedID": "0",
        "RetractionNature": "Retraction",
        "Reason": "+Error in Data;",
    }
    columns = (
        "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,"
        "RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,"
        "Reason,Paywalled,Notes"
    ).split(",")
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, columns, restval="")
        writer.writeheader()
        writer.writerow(row)
    return file
