"""An index in an OpenSearch cluster, for a library that outgrows one machine.

    index = OpenSearchIndex(load())         # CURBSIDE_OPENSEARCH_URL and its like: see config.py

config.py       where the cluster is and who asks
connection.py   requests that go on to the next node, and wait where the cluster asks for it
bulk.py         many documents in few requests, each of them checked
state.py        the one small document that says which rows can be seen
view.py         that, as conditions of a search
lease.py        one writer at a time
mappings.py     rows as documents, and the index that holds them
targets.py      such indices made, refreshed and dropped, and the alias of the one in use
queries.py      searches in OpenSearch's language
block.py        a block of changes on its way
reading.py      all that is asked
views.py        looks that are repeated where a block ended meanwhile
index.py        the `Index` itself
"""

from curbside.retrieval.opensearch.config import OpenSearchSettings, load
from curbside.retrieval.opensearch.index import OpenSearchIndex

__all__ = ["OpenSearchIndex", "OpenSearchSettings", "load"]
