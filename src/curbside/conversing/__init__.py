"""Follow-up questions: what is taken over from the questions before, and what is new in the answer.

All of it is rules on what was understood of both questions; no model has a part in it (docs/conversation.md).
"""

from curbside.conversing.turn import Turn, asked, told, turn_of

__all__ = ["Turn", "asked", "told", "turn_of"]
