"""The running average of a network's weights while it is trained: what is measured and kept.

In: a network, and the number of each step. Out: averaged weights, and the network with them in place for a while.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn

AVERAGING = 0.99
"""Share of the average that a step leaves, once there have been many."""


class Average:
    """The average over the steps of one network."""

    def __init__(self, network: nn.Module) -> None:
        self.network = network
        self.weights = {name: tensor.clone() for name, tensor in network.state_dict().items()}

    def add(self, step: int) -> None:
        """Takes the network's weights after a step, counted from 1, into the average."""
        decay = min(AVERAGING, step / (step + 10))
        with torch.no_grad():
            for name, tensor in self.network.state_dict().items():
                self.weights[name].lerp_(tensor, 1 - decay)

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """The network computes with the averaged weights."""
        kept = {name: tensor.clone() for name, tensor in self.network.state_dict().items()}
        self.network.load_state_dict(self.weights)
        yield
        self.network.load_state_dict(kept)
