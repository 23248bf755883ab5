"""Writes test/effects/trainer/references/*.json: what PyTorch computes for the operations and the super-networks.

Run: pip install torch numpy, then python3 scripts/networkReferences.py

The files hold results only. Inputs and weights come from `hashed`, which the tests compute too, bit for bit. Gradients
are those of a float64 run, rounded to float32 (so that they are right to the last bit); beside them stands what
PyTorch's own float32 run gives, as a measure of how near float32 can come.
"""
import base64
import json
import math
import pathlib
import re

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)
folder = pathlib.Path(__file__).parent.parent / "test/effects/trainer/references"


# Numbers that both sides compute

def words(name, count):
    """32-bit words: FNV-1a of the name, plus the index times a constant, through MurmurHash3's last mixing."""
    start = 0x811C9DC5
    for byte in name.encode("ascii"):
        start = (start ^ byte) * 0x01000193 & 0xFFFFFFFF
    x = start + np.arange(count, dtype=np.uint64) * 0x9E3779B9 & 0xFFFFFFFF
    for multiplier, shift in ((0x85EBCA6B, 16), (0xC2B2AE35, 13)):
        x = (x ^ x >> shift) * multiplier & 0xFFFFFFFF
    return x ^ x >> 16


def hashed(name, shape, scale=1.0, middle=0.0):
    """Uniform in [middle - scale, middle + scale), of 24 bits, rounded to float32."""
    unit = (words(name, math.prod(shape)) >> 8).astype(np.float64) / 2**23 - 1
    return torch.from_numpy((middle + scale * unit).astype(np.float32).reshape(shape))


def hashed_parameter(name, shape):
    """As wide as PyTorch's default initialisation; normalisation around 1 and 0."""
    if "normalisation" in name:
        return hashed(name, shape, 0.5, 1.0 if name.endswith("weight") else 0.0)
    inputs = 64 if name == "classifier.bias" else math.prod(shape[1:])
    return hashed(name, shape, 1 / math.sqrt(inputs))


# Networks: DARTS (Liu et al., 2019) and NAS-Bench-201 (Dong and Yang, 2020)

def normalise(x):
    """Batch normalisation without weights of its own."""
    return F.batch_norm(x, None, None, training=True)


def convolution(inputs, outputs, kernel, stride=1, dilation=1, groups=1):
    padding = dilation * (kernel - 1) // 2
    return nn.Conv2d(inputs, outputs, kernel, stride, padding, dilation, groups, bias=False)


class Separable(nn.Module):
    def __init__(self, channels, kernel, stride, dilation):
        super().__init__()
        self.depthwise = convolution(channels, channels, kernel, stride, dilation, channels)
        self.pointwise = convolution(channels, channels, 1)

    def forward(self, x):
        return normalise(self.pointwise(self.depthwise(F.relu(x))))


class Normal(nn.Module):
    def __init__(self, inputs, outputs, kernel, stride=1):
        super().__init__()
        self.convolution = convolution(inputs, outputs, kernel, stride)

    def forward(self, x):
        return normalise(self.convolution(F.relu(x)))


class Factorised(nn.Module):
    """Where a size is odd, the odd pixels beyond the edge are 0."""
    def __init__(self, inputs, outputs):
        super().__init__()
        self.even = nn.Conv2d(inputs, (outputs + 1) // 2, 1, 2, bias=False)
        self.odd = nn.Conv2d(inputs, outputs // 2, 1, 2, bias=False)

    def forward(self, x):
        x = F.relu(x)
        return normalise(torch.cat([self.even(x), self.odd(F.pad(x, (0, 1, 0, 1))[:, :, 1:, 1:])], 1))


class Pool(nn.Module):
    def __init__(self, pool, kernel, stride, normalised):
        super().__init__()
        self.normalised = normalised
        self.pool = (nn.MaxPool2d(kernel, stride, kernel // 2) if pool == "max"
                     else nn.AvgPool2d(kernel, stride, kernel // 2, count_include_pad=False))

    def forward(self, x):
        y = self.pool(x)
        return normalise(y) if self.normalised else y


class Nothing(nn.Module):
    def __init__(self, stride):
        super().__init__()
        self.stride = stride

    def forward(self, x):
        return x[:, :, ::self.stride, ::self.stride] * 0


def operation(name, channels, stride, stacked):
    """In DARTS pools are followed by batch normalisation, in NAS-Bench-201 they are not."""
    if name == "none":
        return Nothing(stride)
    if name == "skip_connect":
        return nn.Identity() if stride == 1 else nn.ModuleList([Factorised(channels, channels)])
    family, kernel = re.fullmatch(r"(\w+_\w+)_(\d)x\2", name).groups()
    kernel = int(kernel)
    if family in ("max_pool", "avg_pool"):
        return Pool(family[:3], kernel, stride, stacked)
    if family == "nor_conv":
        return nn.ModuleList([Normal(channels, channels, kernel, stride)])
    if family == "dil_conv":
        return nn.ModuleList([Separable(channels, kernel, stride, 2)])
    assert family == "sep_conv"
    return nn.ModuleList([Separable(channels, kernel, stride, 1), Separable(channels, kernel, 1, 1)])


class Cell(nn.Module):
    def __init__(self, space, kind, channels, stride):
        super().__init__()
        self.cell = space["cells"][kind]
        self.edges = nn.ModuleList(
            nn.ModuleDict({name: operation(name, channels, stride if edge["from"] < self.cell["inputs"] else 1,
                                           self.cell["inputs"] == 2)
                           for name in edge.get("operations", space["operations"])})
            for edge in self.cell["edges"])

    def nodes(self, inputs, chosen):
        values = list(inputs)
        for node in range(len(inputs), len(inputs) + self.cell["nodes"]):
            terms = []
            for edge, candidates, (name, weight) in zip(self.cell["edges"], self.edges, chosen):
                if edge["to"] == node:
                    value, module = values[edge["from"]], candidates[name]
                    for part in module if isinstance(module, nn.ModuleList) else [module]:
                        value = part(value)
                    terms.append(value * weight)
            values.append(sum(terms))
        return values[len(inputs):]


class StackedCell(Cell):
    def __init__(self, space, kind, before, previous, channels, stride, previous_reduced):
        super().__init__(space, kind, channels, stride)
        self.preprocess0 = Factorised(before, channels) if previous_reduced else Normal(before, channels, 1)
        self.preprocess1 = Normal(previous, channels, 1)

    def forward(self, before, previous, chosen):
        return torch.cat(self.nodes([self.preprocess0(before), self.preprocess1(previous)], chosen), 1)


class Residual(nn.Module):
    """The 2x2 average of an odd size has half-empty windows at its end: the mean over what is there."""
    def __init__(self, channels):
        super().__init__()
        self.first = convolution(channels, 2 * channels, 3, 2)
        self.second = convolution(2 * channels, 2 * channels, 3)
        self.shortcut = convolution(channels, 2 * channels, 1)

    def forward(self, x):
        y = normalise(self.second(F.relu(normalise(self.first(F.relu(x))))))
        return y + self.shortcut(F.avg_pool2d(x, 2, 2, ceil_mode=True, count_include_pad=False))


class Stem(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.convolution = convolution(inputs, outputs, 3)
        self.normalisation = nn.BatchNorm2d(outputs)

    def forward(self, x):
        return self.normalisation(self.convolution(x))


class SuperNetwork(nn.Module):
    def __init__(self, space, channels, layers, classes, inputs):
        super().__init__()
        self.space = space
        self.stacked = space["cells"][0]["inputs"] == 2
        self.reductions = (layers // 3, 2 * layers // 3)
        width = 3 * channels if self.stacked else channels
        self.stem = Stem(inputs, width)
        self.cells = nn.ModuleList()
        self.residuals = nn.ModuleList()
        before, previous, previous_reduced = width, width, False
        for i in range(layers):
            reduction = i in self.reductions
            if self.stacked:
                channels *= 2 if reduction else 1
                kind = len(space["cells"]) - 1 if reduction else 0
                self.cells.append(StackedCell(space, kind, before, previous, channels, 2 if reduction else 1,
                                              previous_reduced))
                before, previous = previous, channels * space["cells"][kind]["nodes"]
                previous_reduced = reduction
            else:
                if reduction:
                    self.residuals.append(Residual(channels))
                    channels *= 2
                self.cells.append(Cell(space, 0, channels, 1))
                previous = channels
        if not self.stacked:
            self.normalisation = nn.BatchNorm2d(previous)
        self.classifier = nn.Linear(previous, classes)

    def forward(self, x, choice):
        x = before = self.stem(x)
        residuals = iter(self.residuals)
        for i, cell in enumerate(self.cells):
            reduction = i in self.reductions
            if self.stacked:
                before, x = x, cell(before, x, choice[-1 if reduction else 0])
            else:
                x = cell.nodes([next(residuals)(x) if reduction else x], choice[0])[-1]
        if not self.stacked:
            x = F.relu(self.normalisation(x))
        return self.classifier(x.mean((2, 3)))


def logical(name):
    """A convolution's weight goes by the name of the convolution."""
    return re.sub(r"(?<!normalisation)(?<!classifier)\.weight$", "", name)


# Results

def packed(tensor):
    return base64.b64encode(tensor.detach().cpu().numpy().astype("<f4").tobytes()).decode()


def digits(number):
    return float(f"{number.item():.7g}")


def write(name, records):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    path.write_text("[\n" + ",\n".join(json.dumps(record) for record in records) + "\n]\n")
    print(path.name, path.stat().st_size, "bytes")


def operation_record(name, settings, shape, weights, compute):
    """Output and gradients of sum(output * hashed gradient), the weights being a dictionary of shapes."""
    shapes = {"input": shape, **weights}
    values = {key: hashed(f"{name}.{key}", s).double().requires_grad_() for key, s in shapes.items()}
    output = compute(values["input"], *[values[key] for key in weights])
    output.backward(hashed(f"{name}.gradient", output.shape).double())
    return {"name": name, **settings, "shapes": shapes, "outputShape": list(output.shape), "output": packed(output),
            "gradients": {key: packed(value.grad) for key, value in values.items()}}


def operation_records():
    records = []

    def add(kind, settings, channels, weights, compute, sizes=((5, 7), (6, 4), (1, 1))):
        for height, width in sizes:
            parts = [kind, *[f"{key} {value}" for key, value in settings.items()], f"{height}x{width}"]
            records.append(operation_record(
                ", ".join(parts), {"kind": kind, **settings}, [2, channels, height, width], weights, compute))

    add("relu", {}, 3, {}, F.relu, ((5, 7),))
    for stride in (1, 2):
        for kernel, dilation in ((3, 1), (5, 1), (3, 2), (5, 2)):
            padding = dilation * (kernel - 1) // 2
            add("depthwise", {"kernel": kernel, "stride": stride, "dilation": dilation}, 3,
                {"weights": [3, 1, kernel, kernel]},
                lambda x, w: F.conv2d(x, w, stride=stride, padding=padding, dilation=dilation, groups=3))
        for kernel in (1, 3):
            add("dense", {"kernel": kernel, "stride": stride, "dilation": 1}, 3, {"weights": [5, 3, kernel, kernel]},
                lambda x, w: F.conv2d(x, w, stride=stride, padding=(kernel - 1) // 2))
        for kernel in (3, 5):
            add("maxPool", {"kernel": kernel, "stride": stride}, 3, {},
                lambda x: F.max_pool2d(x, kernel, stride, kernel // 2))
            add("averagePool", {"kernel": kernel, "stride": stride}, 3, {},
                lambda x: F.avg_pool2d(x, kernel, stride, kernel // 2, count_include_pad=False))
    add("averagePool", {"kernel": 2, "stride": 2}, 3, {},
        lambda x: F.avg_pool2d(x, 2, 2, ceil_mode=True, count_include_pad=False))
    add("factorised", {}, 3, {"even": [3, 3, 1, 1], "odd": [2, 3, 1, 1]},
        lambda x, even, odd: torch.cat([
            F.conv2d(F.relu(x), even, stride=2),
            F.conv2d(F.pad(F.relu(x), (0, 1, 0, 1))[:, :, 1:, 1:], odd, stride=2)], 1))
    add("batchNormalisation", {}, 3, {"weight": [3], "bias": [3]},
        lambda x, gamma, beta: F.batch_norm(x, None, None, gamma, beta, training=True), ((5, 7), (1, 1)))
    add("weightedSum", {"factors": [0.75, -0.5]}, 3, {"second": [2, 3, 5, 7]},
        lambda x, second: 0.75 * x - 0.5 * second, ((5, 7),))
    add("head", {}, 3, {"weight": [4, 3], "bias": [4]},
        lambda x, w, b: F.cross_entropy(F.linear(x.mean((2, 3)), w, b), torch.tensor([3, 1])).reshape(1),
        ((5, 7), (1, 1)))
    return records


def dense_cell(name, inputs, nodes):
    edges = [{"from": i, "to": j} for j in range(inputs, inputs + nodes) for i in range(j)]
    return {"name": name, "inputs": inputs, "nodes": nodes, "edges": edges}


nasnet = {
    "name": "nasnet", "derivation": "two-inputs",
    "operations": ["none", "max_pool_3x3", "avg_pool_3x3", "skip_connect",
                   "sep_conv_3x3", "sep_conv_5x5", "dil_conv_3x3", "dil_conv_5x5"],
    "cells": [dense_cell("normal", 2, 4), dense_cell("reduce", 2, 4)],
}
nb201 = {
    "name": "nb201", "derivation": "every-edge",
    "operations": ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"],
    "cells": [dense_cell("cell", 1, 3)],
}
# not every pair of nodes has an edge, and edges differ in what may stand on them
own = {
    "name": "own", "derivation": "no-genotype",
    "operations": ["nor_conv_3x3", "skip_connect", "max_pool_3x3", "dil_conv_3x3", "sep_conv_7x7"],
    "cells": [
        {"name": "plain", "inputs": 2, "nodes": 3, "edges": [
            {"from": 0, "to": 2}, {"from": 1, "to": 2, "operations": ["skip_connect", "nor_conv_3x3"]},
            {"from": 0, "to": 3}, {"from": 2, "to": 4}, {"from": 3, "to": 4}]},
        {"name": "halving", "inputs": 2, "nodes": 2, "edges": [
            {"from": 0, "to": 2}, {"from": 1, "to": 2}, {"from": 1, "to": 3, "operations": ["skip_connect"]},
            {"from": 2, "to": 3, "operations": ["max_pool_3x3", "sep_conv_7x7"]}]},
    ],
}


def choice_of(space, architecture):
    """By kind of cell, for each edge the chosen operation and its soft weight, 0.4 to 1."""
    weights = hashed("soft weights", [len(architecture)], 0.3, 0.7).tolist()
    named = [(space["operations"][k], weight) for k, weight in zip(architecture, weights)]
    return [[named.pop(0) for _ in cell["edges"]] for cell in space["cells"]]


def build(shape, double):
    model = SuperNetwork(shape["space"], shape["channels"], shape["layers"], shape["classes"], shape["images"][1])
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(hashed_parameter(logical(name), list(parameter.shape)))
    return model.double() if double else model


def batch(shape, double, name):
    images = hashed(name, shape["images"], 1.7)
    labels = torch.from_numpy((words(f"{name}.labels", shape["images"][0]) >> 8).astype(np.int64) % shape["classes"])
    return images.double() if double else images, labels


def loss_and_gradients(shape, architecture, double):
    model = build(shape, double)
    images, labels = batch(shape, double, shape["batch"])
    loss = F.cross_entropy(model(images, choice_of(shape["space"], architecture)), labels)
    loss.backward()
    return loss.item(), {logical(name): p.grad for name, p in model.named_parameters() if p.grad is not None}


def step_record(name, shape, architecture, within=None):
    """Gradients in full, or, with the deviation that a test should allow, a norm and a projection of each."""
    loss, gradients = loss_and_gradients(shape, architecture, True)
    loss32, gradients32 = loss_and_gradients(shape, architecture, False)
    total = math.sqrt(sum(g.norm().item() ** 2 for g in gradients.values()))
    # a tensor whose gradient vanishes (before a normalisation without deviation) has no direction to compare
    deviations = {key: ((gradients32[key] - g).norm() / g.norm()).item()
                  for key, g in gradients.items() if g.norm() > 1e-6 * total}
    record = {"name": name, **shape, "architecture": architecture, "loss": loss, "norm": total,
              "float32": {"loss": loss32, "worstGradientDeviation": max(deviations.values())}}
    if within is None:
        record["gradients"] = {key: packed(g) for key, g in gradients.items()}
    else:
        record["within"] = within
        directions = {key: hashed(f"projection of {key}", list(g.shape)) for key, g in gradients.items()}
        record["gradients"] = {key: [digits(g.norm()), digits((g * directions[key]).sum())]
                               for key, g in gradients.items()}
    print(f"{name}: loss {loss:.6f}, in float32 {loss32 - loss:+.1e}, gradients' worst {max(deviations.values()):.1e}")
    return record


def mixed(space, step=1, start=0):
    """Edge e has its operation number (start + step e), counted around what may stand there."""
    architecture = []
    for edge in (edge for cell in space["cells"] for edge in cell["edges"]):
        names = edge.get("operations", space["operations"])
        architecture.append(space["operations"].index(names[(start + step * len(architecture)) % len(names)]))
    return architecture


def shape_of(space, channels, layers, images, classes=10, batch="images"):
    return {"space": space, "channels": channels, "layers": layers, "classes": classes, "images": images,
            "batch": batch}


def curve_record(name, shape, architectures, steps, double):
    """Losses of steps on three batches in turn: SGD, learning rate 0.025, momentum 0.9, decay 3e-4, clip 5."""
    model = build(shape, double)
    optimiser = torch.optim.SGD(model.parameters(), lr=0.025, momentum=0.9, weight_decay=3e-4)
    losses = []
    for step in range(steps):
        images, labels = batch(shape, double, f"{shape['batch']} {step % 3}")
        optimiser.zero_grad(set_to_none=True)
        choice = choice_of(shape["space"], architectures[step % len(architectures)])
        loss = F.cross_entropy(model(images, choice), labels)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5)
        optimiser.step()
        losses.append(loss.item())
    return losses


def curve_records():
    small = shape_of(nasnet, 4, 3, [8, 3, 12, 12], batch="batch c")
    staged = shape_of(nb201, 4, 3, [8, 3, 12, 12], batch="batch c")
    cases = [
        ("nasnet, one architecture", small, [mixed(nasnet, 3, 1)]),
        ("nasnet, a new architecture at each step", small, [mixed(nasnet, 2 * (i % 4) + 1, i) for i in range(20)]),
        ("nb201, a new architecture at each step", staged,
         [[1 + (i * e + i + e) % 4 for e in range(6)] for i in range(20)]),
    ]
    records = []
    for name, shape, architectures in cases:
        losses, losses32 = (curve_record(name, shape, architectures, 20, double) for double in (True, False))
        print(f"{name}: float32 off by", *[f"{b - a:+.0e}" for a, b in zip(losses, losses32)])
        records.append({"name": name, **shape, "architectures": architectures, "losses": losses, "float32": losses32})
    return records


small = shape_of(nasnet, 4, 3, [5, 3, 12, 12])
# Where a value lies within rounding of a kink (of ReLU, of the maximum), the gradients of a float32 run jump by up to
# some 1e-2 of their norm. That is rare in small networks; at the paper's size most batches have such values, and this
# one, which has none in PyTorch's float32 run, may have some in another one.
large = shape_of(nasnet, 16, 8, [8, 3, 32, 32], batch="images 23")
assert sum(p.numel() for p in build(large, False).parameters()) == 1930618
write("operations", operation_records())
write("steps", [
    step_record("nasnet, mixed", small, mixed(nasnet, 3, 1)),
    step_record("nasnet, normal cells all none", small, [0] * 14 + mixed(nasnet)[14:]),
    step_record("nasnet, all skip", small, [3] * 28),
    step_record("nasnet, 3 channels, odd images", shape_of(nasnet, 3, 2, [3, 1, 11, 9], 7), mixed(nasnet, 5, 4)),
    step_record("nb201, mixed", shape_of(nb201, 3, 3, [5, 3, 12, 12]), [3, 1, 2, 4, 3, 2]),
    step_record("own space", shape_of(own, 4, 3, [4, 3, 8, 10], 3), mixed(own, 2, 0)),
])
write("deepSteps", [
    step_record("nasnet, C 16, L 8, 16 x 16 images", shape_of(nasnet, 16, 8, [2, 3, 16, 16], batch="images 2"),
                mixed(nasnet), 1e-3),
    step_record("nb201, C 16, L 15, 16 x 16 images", shape_of(nb201, 16, 15, [2, 3, 16, 16], batch="images 4"),
                [3, 1, 2, 4, 3, 2], 1e-3),
    step_record("nasnet, C 16, L 8, 32 x 32 images", large, mixed(nasnet), 3e-2),
])
write("curves", curve_records())
