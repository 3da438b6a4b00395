"""The site: ask, read, review, approve. Django around the engine; it imports `curbside`, never the other way.

Rooms: `audit_trail` (what was done, by whom), `accounts` (people, roles, credentials), `articles` (texts and their
revisions), `review` (states, verdicts, decisions, lapses), `asking` (questions as runs), `api` (for programs).
"""
