"""A document as a Word file, by python-docx (extra "export"); quotes are Word's own end notes."""

from curbside.interop.exports.docx.writing import check_installed, file, files

__all__ = ["check_installed", "file", "files"]
