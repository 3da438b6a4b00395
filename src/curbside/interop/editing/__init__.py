"""Editing the statements of an answer by hand: every change passes the gates, and the whole is derived again.

What comes out is an answer like any other: printed as `ask --json` and kept by the library, `interop.saved` reads it
again and the exports print it.
"""

from curbside.interop.editing.desk import EditingDesk
from curbside.interop.editing.opening import emptied, opened
from curbside.interop.editing.rebuilding import rebuilt

__all__ = ["EditingDesk", "emptied", "opened", "rebuilt"]
