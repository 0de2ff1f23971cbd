#!/usr/bin/python3
"""AE and LIS-AE once more, in PyTorch, from algorithm 1 and equation 1 of the paper: an independent check of lisae.

Usage: replica.py [--data DIR] [--seeds N] [--sets "fashion-mnist cifar10 svhn"] > replica.csv

Trains both on two tasks of each set and prints their AUCs: dataset,positive,detector,seed,auc. Fashion-MNIST: negatives
are the next class, as they are, anomalies all others (experiments/replica.ini). CIFAR-10 and SVHN: negatives are the
other half of the classes, anomalies the rest of the own half (experiments/table2-*.ini). Of lisae it shares the
prepared images and what the paper leaves open (the sizes of the network, its start, epochs, gamma and beta); network,
training, scores and AUC are PyTorch's and SciPy's. Needs python3-torch and python3-scipy.
"""
import argparse
import os
import sys
from dataclasses import dataclass

os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
import torch
from scipy.stats import rankdata
from torch import nn

from prepared import read_archive

BATCH, SHAPE_RATE = 128, 0.001


@dataclass
class Setting:
    """What a data set's spec says, and the positives of its two tasks."""
    tasks: tuple
    latent: int
    epochs: int
    rate: float
    shape_epochs: int
    gamma: float
    beta: float
    halves: bool


SETTINGS = {
    "fashion-mnist": Setting((0, 6), latent=8, epochs=15, rate=0.002, shape_epochs=15, gamma=12, beta=2, halves=False),
    "cifar10": Setting((0, 5), latent=256, epochs=15, rate=0.001, shape_epochs=10, gamma=25, beta=1, halves=True),
    "svhn": Setting((0, 5), latent=256, epochs=15, rate=0.001, shape_epochs=10, gamma=15, beta=1, halves=True),
}


def started(layer):
    """He's start for LeakyReLU(.2)."""
    nn.init.kaiming_normal_(layer.weight, a=0.2)
    nn.init.zeros_(layer.bias)
    return layer


class Autoencoder(nn.Module):
    def __init__(self, shape, latent, mean):
        super().__init__()
        channels, height, width = shape
        small = (64, height // 4, width // 4)
        size = 64 * (height // 4) * (width // 4)
        leaky = nn.LeakyReLU(0.2)
        self.encoder = nn.Sequential(
            started(nn.Conv2d(channels, 32, 4, 2, 1)), leaky,
            started(nn.Conv2d(32, 64, 4, 2, 1)), leaky,
            nn.Flatten())
        self.latent = started(nn.Linear(size, latent))
        last = started(nn.Conv2d(32, channels, 3, 1, 1))
        nn.init.constant_(last.bias, float(np.log(mean / (1 - mean))))  # the sigmoid's inverse: the mean image
        self.decoder = nn.Sequential(
            nn.Tanh(),
            started(nn.Linear(latent, size)), leaky, nn.Unflatten(1, small),
            started(nn.ConvTranspose2d(64, 32, 4, 2, 1)), leaky,
            started(nn.ConvTranspose2d(32, 32, 4, 2, 1)), leaky,
            last, nn.Sigmoid())

    def forward(self, x):
        return self.decoder(self.latent(self.encoder(x)))

    def errors(self, x):
        """||y - x||, an image each."""
        return (self(x) - x).flatten(1).norm(dim=1)


def batches(n):
    return torch.randperm(n).split(BATCH)


def extract_features(net, positives, setting):
    """Phase 1: the whole network reconstructs."""
    adam = torch.optim.Adam(net.parameters(), lr=setting.rate)
    for _ in range(setting.epochs):
        for rows in batches(len(positives)):
            adam.zero_grad()
            net.errors(positives[rows]).mean().backward()
            adam.step()


def shape_latent_layer(net, positives, negatives, setting):
    """Phase 2: the latent layer alone; the negatives' errors are to reach gamma."""
    adam = torch.optim.Adam(net.latent.parameters(), lr=SHAPE_RATE)
    steps = setting.shape_epochs * len(batches(len(positives)))
    course = torch.optim.lr_scheduler.CosineAnnealingLR(adam, steps, eta_min=SHAPE_RATE / 100)
    for _ in range(setting.shape_epochs):
        drawn = torch.randperm(len(negatives))
        for i, rows in enumerate(batches(len(positives))):
            beside = drawn[(i * BATCH + torch.arange(len(rows))) % len(negatives)]
            loss = net.errors(positives[rows]).mean()
            loss = loss + setting.beta * (setting.gamma - net.errors(negatives[beside])).abs().mean()
            adam.zero_grad()
            loss.backward()
            adam.step()
            course.step()


def scores(net, images):
    with torch.no_grad():
        return torch.cat([net.errors(part) for part in images.split(500)]).numpy()


def auc(normal, anomalies):
    """Mann and Whitney's: the share of pairs in which the anomaly's score is the higher one, ties half."""
    ranks = rankdata(np.concatenate([anomalies, normal]))[:len(anomalies)]
    return (ranks.sum() - len(anomalies) * (len(anomalies) + 1) / 2) / (len(anomalies) * len(normal))


def classes_of(positive, halves):
    """Classes of negatives and of anomalies."""
    if halves:
        own = range(0, 5) if positive < 5 else range(5, 10)
        return [c for c in range(10) if c not in own], [c for c in own if c != positive]
    negative = (positive + 1) % 10
    return [negative], [c for c in range(10) if c not in (positive, negative)]


def read_set(path):
    d = read_archive(path)
    return ({s: torch.from_numpy(d[f"{s}/images"].transpose(0, 3, 1, 2).astype(np.float32) / 255)
             for s in ("train", "test")},
            {s: d[f"{s}/labels"] for s in ("train", "test")})


def train_and_judge(name, data, setting, positive, seed):
    images, labels = data
    taken = {"positives": [positive]}
    taken["negatives"], taken["anomalies"] = classes_of(positive, setting.halves)

    def choose(split, part):
        return images[split][np.isin(labels[split], taken[part])]
    positives, negatives = choose("train", "positives"), choose("train", "negatives")
    normal, anomalies = choose("test", "positives"), choose("test", "anomalies")
    torch.manual_seed(seed)
    net = Autoencoder(positives.shape[1:], setting.latent, float(positives.mean()))
    for detector in ("ae", "lis-ae"):
        if detector == "ae":
            extract_features(net, positives, setting)
        else:
            shape_latent_layer(net, positives, negatives, setting)
        value = auc(scores(net, normal), scores(net, anomalies))
        print(f"{name},{positive},{detector},{seed},{value:.6f}", flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", default=os.environ.get("LISAE_DATA", "datasets/prepared"))
    options.add_argument("--seeds", type=int, default=3)
    options.add_argument("--sets", default=" ".join(SETTINGS))
    o = options.parse_args()
    torch.set_num_threads(1)
    print("dataset,positive,detector,seed,auc")
    for name in o.sets.split():
        if name not in SETTINGS:
            sys.exit(f"replica.py: expected sets of {', '.join(SETTINGS)}, found '{name}'")
        data = read_set(os.path.join(o.data, f"{name}.lisae"))
        for seed in range(1, o.seeds + 1):
            for positive in SETTINGS[name].tasks:
                train_and_judge(name, data, SETTINGS[name], positive, seed)


if __name__ == "__main__":
    main()
