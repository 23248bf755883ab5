"""Training steps of the sampled super-network in PyTorch: only the chosen operations run, each times its soft weight.

Reads one JSON document a line from standard input, answers one a line. First the network
({channels, cells, classes, size, batch, threads, channelsLast}; answer {"torch": version}), then any
number of {"train": architecture} and {"validate": architecture, "statistics": "running" or "batch"}, each answered by {"seconds", "loss"}, {"peak": true},
answered by {"mebibytes"} of memory at its highest, and {"count": true}, answered by {"parameters"}. An architecture is
{"normal": cell, "reduction": cell}, a cell a list of [operation, soft weight], edge by edge. Ends with its input.
"""
import json
import resource
import sys
import time

import torch
from torch import nn
from torch.nn.functional import cross_entropy

OPERATIONS = (
    "none", "max_pool_3x3", "avg_pool_3x3", "skip_connect",
    "sep_conv_3x3", "sep_conv_5x5", "dil_conv_3x3", "dil_conv_5x5",
)
NODES = 4


def normalised(channels):
    return nn.BatchNorm2d(channels, affine=False)


def relu_conv_norm(inputs, outputs):
    return nn.Sequential(nn.ReLU(), nn.Conv2d(inputs, outputs, 1, bias=False), normalised(outputs))


def depthwise_unit(channels, kernel, stride, dilation):
    """ReLU, depthwise, pointwise, batch normalisation."""
    return nn.Sequential(
        nn.ReLU(),
        nn.Conv2d(
            channels, channels, kernel, stride=stride, padding=dilation * (kernel // 2),
            dilation=dilation, groups=channels, bias=False,
        ),
        nn.Conv2d(channels, channels, 1, bias=False),
        normalised(channels),
    )


class FactorisedReduction(nn.Module):
    """Halves height and width: 1x1 convolutions of the even and of the odd pixels, joined."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.even = nn.Conv2d(inputs, outputs // 2, 1, stride=2, bias=False)
        self.odd = nn.Conv2d(inputs, outputs - outputs // 2, 1, stride=2, bias=False)
        self.norm = normalised(outputs)

    def forward(self, x):
        x = torch.relu(x)
        return self.norm(torch.cat([self.even(x), self.odd(x[:, :, 1:, 1:])], dim=1))


def operation(name, channels, stride):
    """A candidate of an edge; None: it adds nothing."""
    if name == "none":
        return None
    if name == "max_pool_3x3":
        return nn.Sequential(nn.MaxPool2d(3, stride, 1), normalised(channels))
    if name == "avg_pool_3x3":
        return nn.Sequential(nn.AvgPool2d(3, stride, 1, count_include_pad=False), normalised(channels))
    if name == "skip_connect":
        return nn.Identity() if stride == 1 else FactorisedReduction(channels, channels)
    kernel = int(name[-1])
    if name.startswith("dil"):
        return depthwise_unit(channels, kernel, stride, dilation=2)
    return nn.Sequential(
        depthwise_unit(channels, kernel, stride, dilation=1),
        depthwise_unit(channels, kernel, 1, dilation=1),
    )


class Cell(nn.Module):
    def __init__(self, before_last, last, channels, reduces, last_reduced):
        super().__init__()
        self.reduces = reduces
        adapt = FactorisedReduction if last_reduced else relu_conv_norm
        self.inputs = nn.ModuleList([adapt(before_last, channels), relu_conv_norm(last, channels)])
        self.edges = nn.ModuleList()
        for node in range(NODES):
            for source in range(2 + node):
                stride = 2 if reduces and source < 2 else 1
                candidates = {name: operation(name, channels, stride) for name in OPERATIONS}
                self.edges.append(nn.ModuleDict({k: v for k, v in candidates.items() if v is not None}))

    def forward(self, before_last, last, architecture):
        states = [self.inputs[0](before_last), self.inputs[1](last)]
        chosen = iter(zip(self.edges, architecture))
        for _ in range(NODES):
            node = None
            for source in states:
                edge, (name, weight) = next(chosen)
                if name == "none":
                    continue
                y = edge[name](source)
                node = y * weight if node is None else torch.add(node, y, alpha=weight)
            states.append(self.nothing(states) if node is None else node)
        return torch.cat(states[2:], dim=1)

    def nothing(self, states):
        """A node that no operation feeds."""
        step = 2 if self.reduces else 1
        return torch.zeros_like(states[1][:, :, ::step, ::step])


class SuperNetwork(nn.Module):
    def __init__(self, channels, cells, classes):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 3 * channels, 3, padding=1, bias=False), nn.BatchNorm2d(3 * channels))
        self.cells = nn.ModuleList()
        before_last = last = 3 * channels
        last_reduced = False
        for index in range(cells):
            reduces = index in (cells // 3, 2 * cells // 3)
            channels = 2 * channels if reduces else channels
            self.cells.append(Cell(before_last, last, channels, reduces, last_reduced))
            before_last, last, last_reduced = last, NODES * channels, reduces
        self.classifier = nn.Linear(last, classes)

    def forward(self, images, architecture):
        before_last = last = self.stem(images)
        for cell in self.cells:
            kind = "reduction" if cell.reduces else "normal"
            before_last, last = last, cell(before_last, last, architecture[kind])
        return self.classifier(last.mean((2, 3)))


def answer(document):
    print(json.dumps(document), flush=True)


def main():
    task = json.loads(sys.stdin.readline())
    torch.set_num_threads(task["threads"])
    torch.set_num_interop_threads(1)
    torch.manual_seed(1)
    layout = torch.channels_last if task["channelsLast"] else torch.contiguous_format
    network = SuperNetwork(task["channels"], task["cells"], task["classes"]).to(memory_format=layout)
    parameters = list(network.parameters())
    descent = torch.optim.SGD(parameters, 0.025, momentum=0.9, weight_decay=3e-4)
    images = torch.randn(task["batch"], 3, task["size"], task["size"]).contiguous(memory_format=layout)
    labels = torch.randint(task["classes"], (task["batch"],))

    def train(architecture):
        network.train()
        descent.zero_grad(set_to_none=True)
        loss = cross_entropy(network(images, architecture), labels)
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 5.0)
        descent.step()
        return loss.item()

    def validate(architecture, by_batch):
        network.train(by_batch)
        with torch.no_grad():
            return cross_entropy(network(images, architecture), labels).item()

    answer({"torch": torch.__version__})
    for line in sys.stdin:
        request = json.loads(line)
        if "peak" in request:
            answer({"mebibytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024})
            continue
        if "count" in request:
            answer({"parameters": sum(p.numel() for p in parameters)})
            continue
        start = time.perf_counter()
        if "train" in request:
            loss = train(request["train"])
        else:
            loss = validate(request["validate"], request["statistics"] == "batch")
        answer({"seconds": time.perf_counter() - start, "loss": loss})


main()
