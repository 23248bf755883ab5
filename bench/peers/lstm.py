"""The fit of the estimator in PyTorch, on one thread: nn.LSTM, mean squared error, Adam, mini-batches.

Reads one JSON document a line from standard input, answers one a line: first the samples ({edges, operations, hidden,
count, inputs, losses, batch}; answer {"torch": version}), then any number of {"dtype", "passes"}, each answered by
{"seconds"}. Ends with its input.
"""
import json
import sys
import time

import torch
from torch import nn


class Psi(nn.Module):
    def __init__(self, operations, hidden):
        super().__init__()
        self.lstm = nn.LSTM(operations, hidden)
        self.output = nn.Linear(hidden, 1)

    def forward(self, weights):  # [E, batch, K]
        _, (last, _) = self.lstm(weights)
        return 2 * torch.sigmoid(self.output(last[0]).squeeze(1))


def fit(task, dtype, passes):
    """Seconds of one fit from fresh weights."""
    shape = (task["count"], task["edges"], task["operations"])
    inputs = torch.tensor(task["inputs"], dtype=dtype).reshape(shape).transpose(0, 1).contiguous()
    losses = torch.tensor(task["losses"], dtype=dtype)
    torch.manual_seed(1)
    psi = Psi(task["operations"], task["hidden"]).to(dtype)
    adam = torch.optim.Adam(psi.parameters(), 0.1, betas=(0.5, 0.999))
    start = time.perf_counter()
    for _ in range(passes):
        for batch in torch.randperm(task["count"]).split(task["batch"]):
            adam.zero_grad()
            loss = nn.functional.mse_loss(psi(inputs.index_select(1, batch)), losses[batch])
            loss.backward()
            adam.step()
    return time.perf_counter() - start


def answer(document):
    print(json.dumps(document), flush=True)


torch.set_num_threads(1)
torch.set_num_interop_threads(1)
task = json.loads(sys.stdin.readline())
answer({"torch": torch.__version__})
for line in sys.stdin:
    request = json.loads(line)
    answer({"seconds": fit(task, getattr(torch, request["dtype"]), request["passes"])})
