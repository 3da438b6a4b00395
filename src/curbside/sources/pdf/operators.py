"""Running the content of a PDF page for a `PageDevice`: an interpreter for pdfminer.six.

Beyond what pdfminer.six keeps by itself this follows rectangular clips (ISO 32000-1, 8.5.4), the fill's alpha and blend
mode (11.3.7, 11.3.5), layers that are switched off (8.11) and the state that a form takes over (8.10.1), and notes
where a content stream is cut off. This module imports pdfminer.six and is itself imported late.
"""

from __future__ import annotations

import zlib
from typing import Any, Final

from pdfminer.ascii85 import ascii85decode
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1, stream_value
from pdfminer.psparser import PSLiteral
from pdfminer.utils import apply_matrix_pt

from curbside.sources.pdf.painting import Box, PageDevice, bounds

DEEPEST_FORM: Final = 30
_FLATE: Final = frozenset({"FlateDecode", "Fl"})
_ASCII85: Final = frozenset({"ASCII85Decode", "A85"})


class PageInterpreter(PDFPageInterpreter):
    """Runs a content stream for a `PageDevice`. off: the object numbers of the layers that are switched off."""

    off: frozenset[int] = frozenset()
    device: PageDevice

    def __init__(self, manager: PDFResourceManager, device: PageDevice) -> None:
        super().__init__(manager, device)
        self._kept: list[tuple[Box | None, float, bool]] = []
        self._marked: list[bool] = []
        self._clipping = False
        self._inherited: tuple[Any, Any] | None = None
        self._depth = 0

    def init_state(self, ctm: Any) -> None:
        """A form starts with the graphics state of the place where it is used (ISO 32000-1, 8.10.1)."""
        super().init_state(ctm)
        if self._inherited:
            self.textstate.render = self._inherited[0].render
            self.graphicstate = self._inherited[1].copy()

    def execute(self, streams: Any) -> None:
        """Run the streams; a page of which one is cut off is marked as damaged."""
        for given in streams:
            stream = resolve1(given)
            if not isinstance(stream, PDFStream) or not is_whole(stream):
                self.device.page.damaged = True
        super().execute([s for s in streams if isinstance(resolve1(s), PDFStream)])

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802
        """Draw a form or picture, and go on with the state from before it."""
        self.device.entered()
        if self._depth < DEEPEST_FORM:
            before, off = (self.device.clip, self.device.alpha, self.device.blended), self.device.off
            self.device.off += self._is_off(self._layer_of(xobjid_arg))
            super().do_Do(xobjid_arg)
            self.device.clip, self.device.alpha, self.device.blended = before
            self.device.off = off
            self.device.set_ctm(self.ctm)

    def subinterp(self) -> PDFPageInterpreter:
        """An interpreter for a form used here."""
        found = super().subinterp()
        assert isinstance(found, PageInterpreter)
        found.off, found._depth = self.off, self._depth + 1
        found._inherited = self.textstate, self.graphicstate
        return found

    def do_q(self) -> None:
        """Keep the state."""
        super().do_q()
        self._kept.append((self.device.clip, self.device.alpha, self.device.blended))

    def do_Q(self) -> None:  # noqa: N802
        """Take the kept state again."""
        super().do_Q()
        if self._kept:
            self.device.clip, self.device.alpha, self.device.blended = self._kept.pop()

    def do_W(self) -> None:  # noqa: N802
        """The path becomes a clip when it ends."""
        self._clipping = True

    def do_W_a(self) -> None:  # noqa: N802
        """The same by the even-odd rule."""
        self._clipping = True

    def do_n(self) -> None:
        """End a path; only its bounds are kept of a clip, so that no more is clipped than is."""
        points = [apply_matrix_pt(self.ctm, s[-2:]) for s in self.curpath if len(s) > 2]
        if self._clipping and points:
            self.device.clip = self.device.placed(bounds(points))
        self._clipping = False
        super().do_n()

    def do_F(self) -> None:  # noqa: N802
        """Fill, as f does (ISO 32000-1, table 60)."""
        self.do_f()

    def do_gs(self, name: Any) -> None:
        """Alpha of fills and blend mode (ISO 32000-1, table 58)."""
        found = resolve1(_entry(self.resources, "ExtGState", name))
        if not isinstance(found, dict):
            return
        alpha, blend = resolve1(found.get("ca")), resolve1(found.get("BM"))
        if isinstance(alpha, (int, float)):
            self.device.alpha = float(alpha)
        if blend is not None:
            named = blend[0] if isinstance(blend, list) and blend else blend
            self.device.blended = _name(named) not in ("Normal", "Compatible")

    def do_BDC(self, tag: Any, props: Any) -> None:  # noqa: N802
        """Begin marked content, perhaps of a layer."""
        self._begin(_name(tag) == "OC" and self._is_off(_entry(self.resources, "Properties", props)))

    def do_BMC(self, tag: Any) -> None:  # noqa: N802
        """Begin marked content."""
        self._begin(False)

    def do_EMC(self) -> None:  # noqa: N802
        """End marked content."""
        if self._marked and self._marked.pop():
            self.device.off -= 1

    def _begin(self, off: bool) -> None:
        self._marked.append(off)
        self.device.off += off

    def _layer_of(self, name: Any) -> Any:
        found = self.xobjmap.get(_name(name))
        stream = stream_value(found) if found is not None else None
        return stream.attrs.get("OC") if stream is not None else None

    def _is_off(self, given: Any) -> bool:
        if isinstance(given, PDFObjRef) and given.objid in self.off:
            return True
        found = resolve1(given)
        if not isinstance(found, dict) or _name(resolve1(found.get("Type"))) != "OCMD":
            return False
        members = found.get("OCGs")
        listed = members if isinstance(members, list) else [members]
        refs = [m.objid for m in listed if isinstance(m, PDFObjRef)]
        return bool(refs) and all(r in self.off for r in refs)


def is_whole(stream: PDFStream) -> bool:
    """Whether the compressed data of a content stream goes to its end; unknown counts as whole.

    pdfminer.six keeps what it can decompress and says nothing of the rest.
    """
    if stream.rawdata is None or stream.decipher:
        return True
    filters = [_name(resolve1(f)) for f, _ in stream.get_filters()]
    rest = stream.rawdata
    if filters[:1] and filters[0] in _ASCII85:
        filters, rest = filters[1:], ascii85decode(rest)
    if not filters or filters[0] not in _FLATE:
        return True
    found = zlib.decompressobj()
    try:
        while rest and not found.eof:
            found.decompress(rest, 1 << 20)
            rest = found.unconsumed_tail
    except zlib.error:
        return False
    return found.eof


def _entry(resources: Any, group: str, name: Any) -> Any:
    found = resolve1(resources.get(group)) if isinstance(resources, dict) else None
    return found.get(_name(name)) if isinstance(found, dict) else None


def _name(found: Any) -> str | None:
    return str(found.name) if isinstance(found, PSLiteral) else None
