"""The states of a revision, verdicts, decisions and lapses."""
