"""What a process that stays does about garbage; in a process of its own, since it holds for all of it."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import gc
from curbside.collecting import settle
before, held = gc.get_threshold(), gc.get_freeze_count()
settle()
assert gc.isenabled() and gc.get_freeze_count() > held, gc.get_freeze_count()
assert all(now >= then for now, then in zip(gc.get_threshold(), before)), gc.get_threshold()
class Ring: pass
import weakref
ring = Ring(); ring.ring = ring; gone = weakref.ref(ring); del ring
gc.collect()
assert gone() is None
"""


def test_what_is_there_is_left_out_and_cycles_made_later_are_still_found() -> None:
    subprocess.run([sys.executable, "-c", SCRIPT], check=True)
