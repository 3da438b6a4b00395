"""The index on one machine: words in Tantivy, vectors in flat files, in one folder beside the library."""
