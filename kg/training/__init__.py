"""Train the joint recogniser: data, network, loop and export. Needs the ``train`` extra (PyTorch)."""
