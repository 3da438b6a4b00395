"""An audit as people read it: a page of HTML, Markdown, PDF; of a text of others, or of an answer of this engine."""
