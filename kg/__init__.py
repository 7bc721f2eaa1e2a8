"""Turn news text into an RDF knowledge graph in which every fact leads back to its sentence."""

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    # The products here are small: threads of NumPy's library cost more than they bring, and the order of its
    # sums must not depend on the machine. Work is shared out by documents and windows instead.
    os.environ.setdefault(_name, "1")

__version__ = "0.1.0"
