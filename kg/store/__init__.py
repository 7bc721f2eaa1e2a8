"""Graph stores: a folder (embedded Oxigraph) or a URL (any SPARQL 1.1 server), behind one protocol."""

from kg.store.embedded import EmbeddedStore
from kg.store.opening import open_store
from kg.store.protocol import Answer, Rows, Store, Term, group_by_graph
from kg.store.remote import RemoteStore

__all__ = ["Answer", "EmbeddedStore", "RemoteStore", "Rows", "Store", "Term", "group_by_graph", "open_store"]
