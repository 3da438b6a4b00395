"""Answer machines and digests, by host and by name: what they publish is an answer made from sources, not a source.

A reference to one of them is a reference to somebody's own summary (the clinical rules, section 1, last row of the
table). Hosts count with everything under them; names where an entry begins with them or names them as its publisher.
"""

from __future__ import annotations

from typing import Final

HOSTS: Final = (
    "openevidence.com",
    "droracle.ai",
    "uptodate.com",
    "chatgpt.com",
    "chat.openai.com",
    "perplexity.ai",
    "claude.ai",
    "gemini.google.com",
    "bard.google.com",
    "copilot.microsoft.com",
    "consensus.app",
    "elicit.com",
    "elicit.org",
    "you.com",
    "glass.health",
    "poe.com",
    "character.ai",
)
NAMES: Final = (
    "OpenEvidence",
    "Open Evidence",
    "Dr. Oracle",
    "Dr Oracle",
    "DrOracle",
    "UpToDate",
    "ChatGPT",
    "GPT-4",
    "OpenAI",
    "Perplexity",
    "Perplexity AI",
    "Claude",
    "Google Gemini",
    "Gemini",
    "Microsoft Copilot",
    "Copilot",
    "Consensus AI",
    "Elicit",
    "Glass Health",
    "AI overview",
    "AI-generated summary",
)
