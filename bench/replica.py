#!/usr/bin/python3
"""AE and LIS-AE once more, in PyTorch, from algorithm 1 and equation 1 of the paper: an independent check of lisae.

Usage: replica.py [--data DIR] [--seeds N] [--tasks "0 6"] > replica.csv

Trains both on Fashion-MNIST, one class against the rest, the next class as negatives, as they are, in the settings of
experiments/replica.ini, and prints the AUC of each: dataset,positive,detector,seed,auc. Of lisae it
shares the prepared images and what the paper leaves open (the sizes of the network, its start, epochs, gamma and beta);
network, training, scores and AUC are PyTorch's and SciPy's. Needs python3-torch and python3-scipy.
"""
import argparse
import os
import sys

os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
import torch
from scipy.stats import rankdata
from torch import nn

from prepared import read_archive

LATENT, EPOCHS, RATE, BATCH = 8, 15, 0.002, 128
SHAPE_EPOCHS, SHAPE_RATE, GAMMA, BETA = 15, 0.001, 12, 2


def started(layer):
    """He's start for LeakyReLU(.2)."""
    nn.init.kaiming_normal_(layer.weight, a=0.2)
    nn.init.zeros_(layer.bias)
    return layer


class Autoencoder(nn.Module):
    def __init__(self, mean):
        super().__init__()
        leaky = nn.LeakyReLU(0.2)
        self.encoder = nn.Sequential(
            started(nn.Conv2d(1, 32, 4, 2, 1)), leaky,
            started(nn.Conv2d(32, 64, 4, 2, 1)), leaky,
            nn.Flatten())
        self.latent = started(nn.Linear(64 * 7 * 7, LATENT))
        last = started(nn.Conv2d(32, 1, 3, 1, 1))
        nn.init.constant_(last.bias, float(np.log(mean / (1 - mean))))  # the sigmoid's inverse: the mean image
        self.decoder = nn.Sequential(
            nn.Tanh(),
            started(nn.Linear(LATENT, 64 * 7 * 7)), leaky, nn.Unflatten(1, (64, 7, 7)),
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


def extract_features(net, positives):
    """Phase 1: the whole network reconstructs."""
    adam = torch.optim.Adam(net.parameters(), lr=RATE)
    for _ in range(EPOCHS):
        for rows in batches(len(positives)):
            adam.zero_grad()
            net.errors(positives[rows]).mean().backward()
            adam.step()


def shape_latent_layer(net, positives, negatives):
    """Phase 2: the latent layer alone; the negatives' errors are to reach gamma."""
    adam = torch.optim.Adam(net.latent.parameters(), lr=SHAPE_RATE)
    steps = SHAPE_EPOCHS * len(batches(len(positives)))
    course = torch.optim.lr_scheduler.CosineAnnealingLR(adam, steps, eta_min=SHAPE_RATE / 100)
    for _ in range(SHAPE_EPOCHS):
        drawn = torch.randperm(len(negatives))
        for i, rows in enumerate(batches(len(positives))):
            beside = drawn[(i * BATCH + torch.arange(len(rows))) % len(negatives)]
            loss = net.errors(positives[rows]).mean()
            loss = loss + BETA * (GAMMA - net.errors(negatives[beside])).abs().mean()
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


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", default=os.environ.get("LISAE_DATA", "datasets/prepared"))
    options.add_argument("--seeds", type=int, default=3)
    options.add_argument("--tasks", default="0 6")
    o = options.parse_args()
    torch.set_num_threads(1)
    d = read_archive(os.path.join(o.data, "fashion-mnist.lisae"))
    images = {s: torch.from_numpy(d[f"{s}/images"].reshape(-1, 1, 28, 28).astype(np.float32) / 255)
              for s in ("train", "test")}
    labels = {s: d[f"{s}/labels"] for s in ("train", "test")}
    print("dataset,positive,detector,seed,auc")
    for seed in range(1, o.seeds + 1):
        for positive in map(int, o.tasks.split()):
            negative = (positive + 1) % 10
            positives = images["train"][labels["train"] == positive]
            negatives = images["train"][labels["train"] == negative]
            normal = images["test"][labels["test"] == positive]
            torch.manual_seed(seed)
            net = Autoencoder(float(positives.mean()))
            for detector in ("ae", "lis-ae"):
                if detector == "ae":
                    extract_features(net, positives)
                else:
                    shape_latent_layer(net, positives, negatives)
                rest = (labels["test"] != positive) & (labels["test"] != negative)
                value = auc(scores(net, normal), scores(net, images["test"][rest]))
                print(f"fashion-mnist,{positive},{detector},{seed},{value:.6f}")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
