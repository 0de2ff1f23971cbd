#!/usr/bin/python3
"""lisae beside PyTorch and scikit-learn: the same networks, batches, data and one thread.

Usage: peers.py [-r ROUNDS] [BENCH [LISAE]]     (default: build/bench build/lisae)

Prints CSV: name,ours,peer,unit,speedup. Ours and the peer's measurement take turns; `speedup` is
the median over the rounds of peer / ours (both are times), empty where there is nothing to speed
up. Where Fashion-MNIST is prepared (in $LISAE_DATA or datasets/prepared), KDE, OC-SVM and PCA are
also compared on its class 0, with the AUC of both; then exit code 1 says that the AUCs differ.

Needs the Debian packages python3-torch and python3-sklearn.
"""
import argparse
import csv
import io
import os
import statistics
import subprocess
import sys
import tempfile
import time

# Before the libraries are loaded: they read these once.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np
import sklearn
import torch
from scipy.special import logsumexp
from sklearn.decomposition import PCA
from sklearn.ensemble import IsolationForest
from sklearn.metrics import euclidean_distances, roc_auc_score
from sklearn.neighbors import KernelDensity
from sklearn.svm import OneClassSVM
from torch import nn

from prepared import pixels_of, read_archive, read_rows

BATCH = 128
EPOCHS = 3  # the first one is for warming up
AUC_TOLERANCE = 0.002
SLOPE = 0.2
VAE_SIGMA, SLOTS, SHRINK = 0.2, 100, 1

# As in bench.c: row, height, width, channels, latent, encoder, decoder, images in an epoch.
NETWORKS = [
    ("step_cifar10", 32, 32, 3, 128, (32, 64), (32, 32), 640),
    ("step_28x28", 28, 28, 1, 32, (16, 32), (16, 16), 3840),
    ("step_28x28_wide", 28, 28, 1, 32, (32, 64), (32, 32), 2560),
]

DSVDD_IMAGES = 3840
DSVDD_SLOPE = 0.01

SPEC = """
[data]
dataset = fashion-mnist
positive = 0
anomaly = rest
test_limit = 200
[kde]
select = fixed
bandwidth = 1
[pca]
components = 32
[detectors]
run = kde, ocsvm, pca
"""


def images_of(n, h, w, c):
    """The images of bench.c, bytes (n, h, w, c)."""
    i, y, x, k = np.ogrid[:n, :h, :w, :c]
    stripes = (x * (i % 7 + 1) + y * (i % 5 + 1)) * 4
    return ((stripes + 40 * k + i * 13 + x * y * (i + 11) % 31) & 255).astype(np.uint8)


class Parts:
    """Encoder, latent layer (of `codes` numbers) and decoder of lisae's convolutional autoencoder."""

    def __init__(self, h, w, c, latent, encoder, decoder, layout, codes=None):
        features = (encoder[-1], h // 2 ** len(encoder), w // 2 ** len(encoder))
        wide = int(np.prod(features))
        down, up = [], []
        for come, go in zip((c,) + encoder, encoder):
            down += [nn.Conv2d(come, go, 4, 2, 1), nn.LeakyReLU(SLOPE)]
        for come, go in zip((encoder[-1],) + decoder, decoder):
            up += [nn.ConvTranspose2d(come, go, 4, 2, 1), nn.LeakyReLU(SLOPE)]
        self.encoder = nn.Sequential(*down, nn.Flatten()).to(memory_format=layout)
        self.latent = nn.Linear(wide, codes or latent)
        self.widen = nn.Sequential(nn.Linear(latent, wide), nn.LeakyReLU(SLOPE), nn.Unflatten(1, features))
        self.up = nn.Sequential(*up, nn.Conv2d(decoder[-1], c, 3, 1, 1), nn.Sigmoid()).to(memory_format=layout)
        self.layout = layout

    def decode(self, z):
        return self.up(self.widen(z).contiguous(memory_format=self.layout))

    def parameters(self):
        return [p for m in (self.encoder, self.latent, self.widen, self.up) for p in m.parameters()]

    def batch(self, images, rows):
        """Bytes (n, h, w, c) to floats in the order of the network."""
        return images[rows].permute(0, 3, 1, 2).contiguous(memory_format=self.layout).float().div_(255)


def errors(y, x):
    return (y - x).flatten(1).norm(dim=1)


def best_step(step, n):
    """Seconds of a step: the fastest epoch but the first, over its steps."""
    times = []
    for _ in range(EPOCHS):
        order = torch.randperm(n)
        start = time.perf_counter()
        for at in range(0, n - BATCH + 1, BATCH):
            step(order[at:at + BATCH])
        times.append((time.perf_counter() - start) / (n // BATCH))
    return min(times[1:])


def phase1_seconds(network, layout):
    _, h, w, c, latent, encoder, decoder, n = network
    net = Parts(h, w, c, latent, encoder, decoder, layout)
    adam = torch.optim.Adam(net.parameters(), lr=0.001)
    images = torch.from_numpy(images_of(n, h, w, c))

    def step(rows):
        x = net.batch(images, rows)
        adam.zero_grad(set_to_none=True)
        errors(net.decode(torch.tanh(net.latent(net.encoder(x)))), x).mean().backward()
        adam.step()

    return best_step(step, n)


def vae_seconds(network, layout):
    """A step of vae with its default settings."""
    _, h, w, c, latent, encoder, decoder, n = network
    net = Parts(h, w, c, latent, encoder, decoder, layout, codes=2 * latent)
    adam = torch.optim.Adam(net.parameters(), lr=0.001)
    images = torch.from_numpy(images_of(n, h, w, c))
    weight = 2 * VAE_SIGMA ** 2 / (h * w * c)

    def step(rows):
        x = net.batch(images, rows)
        adam.zero_grad(set_to_none=True)
        mu, log_variance = net.latent(net.encoder(x)).chunk(2, dim=1)
        z = mu + (log_variance / 2).exp() * torch.randn_like(mu)
        divergence = (mu ** 2 + log_variance.exp() - 1 - log_variance).sum(dim=1) / 2
        (nn.functional.mse_loss(net.decode(z), x) + weight * divergence.mean()).backward()
        adam.step()

    return best_step(step, n)


def mem_ae_seconds(network, layout):
    """A step of mem-ae with its default settings."""
    _, h, w, c, latent, encoder, decoder, n = network
    net = Parts(h, w, c, latent, encoder, decoder, layout)
    memory = nn.Parameter(torch.randn(SLOTS, latent))
    adam = torch.optim.Adam(net.parameters() + [memory], lr=0.001)
    images = torch.from_numpy(images_of(n, h, w, c))

    def step(rows):
        x = net.batch(images, rows)
        adam.zero_grad(set_to_none=True)
        a = net.latent(net.encoder(x))
        w = torch.softmax(nn.functional.normalize(a) @ nn.functional.normalize(memory).T, dim=1)
        above = w - SHRINK / SLOTS
        u = nn.functional.normalize(torch.relu(above) * w / (above.abs() + 1e-12), p=1)
        entropy = -(u * (u + 1e-12).log()).sum(dim=1)
        (errors(net.decode(u @ memory), x).mean() + 0.0002 * entropy.mean()).backward()
        adam.step()

    return best_step(step, n)


def phase2_seconds(network, layout):
    """The latent layer alone, on kept outputs of the encoder, as phase 2 of lis-ae."""
    _, h, w, c, latent, encoder, decoder, n = network
    net = Parts(h, w, c, latent, encoder, decoder, layout)
    for p in net.parameters():
        p.requires_grad_(False)
    for p in net.latent.parameters():
        p.requires_grad_(True)
    adam = torch.optim.Adam(net.latent.parameters(), lr=0.001)
    positive, negative = (torch.from_numpy(images_of(m, h, w, c)) for m in (n, 2 * n))

    def encode(images):
        return torch.cat([net.encoder(net.batch(images, slice(at, at + BATCH))) for at in range(0, len(images), BATCH)])

    kept_positive, kept_negative = encode(positive), encode(negative)
    others = torch.randperm(2 * n)

    def step(rows):
        beside = others[rows]
        x = torch.cat([net.batch(positive, rows), net.batch(negative, beside)])
        s = torch.cat([kept_positive[rows], kept_negative[beside]])
        adam.zero_grad(set_to_none=True)
        e = errors(net.decode(torch.tanh(net.latent(s))), x)
        (e[:BATCH].mean() + (15 - e[BATCH:]).abs().mean()).backward()
        adam.step()

    return best_step(step, n)


def dsvdd_seconds(network, layout):
    """Deep SVDD's one-class objective on the authors' network for 28x28 (the argument is unused)."""
    def block(come, go):
        return [nn.Conv2d(come, go, 5, bias=False, padding=2), nn.BatchNorm2d(go, eps=1e-4, affine=False),
                nn.LeakyReLU(DSVDD_SLOPE), nn.MaxPool2d(2)]

    phi = nn.Sequential(*block(1, 8), *block(8, 4), nn.Flatten(), nn.Linear(4 * 7 * 7, 32, bias=False))
    phi = phi.to(memory_format=layout)
    adam = torch.optim.Adam(phi.parameters(), lr=1e-4, weight_decay=5e-7)
    images = torch.from_numpy(images_of(DSVDD_IMAGES, 28, 28, 1))
    centre = torch.full((32,), 0.1)

    def step(rows):
        x = images[rows].permute(0, 3, 1, 2).contiguous(memory_format=layout).float().div_(255)
        adam.zero_grad(set_to_none=True)
        (phi(x) - centre).square().sum(1).mean().backward()
        adam.step()

    return best_step(step, DSVDD_IMAGES)


class Gan:
    """The networks of lisae's Wasserstein GAN on grey images of 28x28, and their optimisers."""

    def __init__(self, z, layout):
        def adam(net):
            return torch.optim.Adam(net.parameters(), lr=0.0005, betas=(0.5, 0.9))

        self.z, self.layout = z, layout
        self.widen = nn.Sequential(nn.Linear(z, 64 * 7 * 7), nn.LeakyReLU(SLOPE), nn.Unflatten(1, (64, 7, 7)))
        self.up = nn.Sequential(nn.ConvTranspose2d(64, 32, 4, 2, 1), nn.LeakyReLU(SLOPE),
                                nn.ConvTranspose2d(32, 32, 4, 2, 1), nn.LeakyReLU(SLOPE),
                                nn.Conv2d(32, 1, 3, 1, 1), nn.Sigmoid()).to(memory_format=layout)
        self.critic = nn.Sequential(nn.Conv2d(1, 32, 4, 2, 1), nn.LeakyReLU(SLOPE), nn.Conv2d(32, 64, 4, 2, 1),
                                    nn.LeakyReLU(SLOPE), nn.Flatten(), nn.Linear(64 * 7 * 7, 1))
        self.critic = self.critic.to(memory_format=layout)
        self.adam_generator = adam(nn.ModuleList((self.widen, self.up)))
        self.adam_critic = adam(self.critic)

    def generate(self, n):
        return self.up(self.widen(torch.randn(n, self.z)).contiguous(memory_format=self.layout))

    def critic_step(self, real):
        with torch.no_grad():
            fake = self.generate(len(real))
        u = torch.rand(len(real), 1, 1, 1)
        mixed = (real + u * (fake - real)).requires_grad_(True)
        gradient, = torch.autograd.grad(self.critic(mixed).sum(), mixed, create_graph=True)
        penalty = (gradient.flatten(1).norm(dim=1) - 1).square().mean()
        self.adam_critic.zero_grad(set_to_none=True)
        (self.critic(fake).mean() - self.critic(real).mean() + 10 * penalty).backward()
        self.adam_critic.step()

    def generator_step(self, n):
        self.critic.requires_grad_(False)
        self.adam_generator.zero_grad(set_to_none=True)
        (-self.critic(self.generate(n)).mean()).backward()
        self.adam_generator.step()
        self.critic.requires_grad_(True)


def gan_seconds(n, layout):
    """Five steps of the critic and one of the generator."""
    batch, critic_steps = 64, 5
    gan = Gan(128, layout)
    images = torch.from_numpy(images_of(n, 28, 28, 1))
    times = []
    for _ in range(EPOCHS):
        order = torch.randperm(n)
        start = time.perf_counter()
        for i, at in enumerate(range(0, n, batch), 1):
            rows = order[at:at + batch]
            gan.critic_step(images[rows].permute(0, 3, 1, 2).contiguous(memory_format=layout).float().div_(255))
            if i % critic_steps == 0:
                gan.generator_step(batch)
        times.append((time.perf_counter() - start) / (n // (batch * critic_steps)))
    return min(times[1:])


def faster_layout(seconds, network):
    """PyTorch has two orders of the pixels; the one that is faster here counts."""
    return min(seconds(network, layout) for layout in (torch.contiguous_format, torch.channels_last))


def kde_scores(train, test):
    """Scores and the seconds for them."""
    kde = KernelDensity(bandwidth=1).fit(train)
    start = time.perf_counter()
    scores = -kde.score_samples(test)
    return scores, time.perf_counter() - start


def kde_scores_by_products(train, test):
    """The same up to a constant by hand, with the distances as one matrix product."""
    start = time.perf_counter()
    scores = -logsumexp(euclidean_distances(test, train, squared=True) / -2, axis=1)
    return scores, time.perf_counter() - start


def iforest_seconds(train, test):
    """Seconds for the fit and for the scores."""
    start = time.perf_counter()
    forest = IsolationForest(n_estimators=100, max_samples=256, random_state=1).fit(train)
    fitted = time.perf_counter()
    forest.score_samples(test)
    return fitted - start, time.perf_counter() - fitted


def ocsvm_fit(train):
    """The model and the seconds for it; nu and gamma are lisae's defaults."""
    svm = OneClassSVM(nu=0.1, gamma="scale")
    start = time.perf_counter()
    svm.fit(train)
    return svm, time.perf_counter() - start


def ocsvm_score(svm, test):
    """Scores and the seconds for them."""
    start = time.perf_counter()
    scores = -svm.decision_function(test)
    return scores, time.perf_counter() - start


def ocsvm_scores(train, test):
    """Scores and the seconds for the fit."""
    svm, seconds = ocsvm_fit(train)
    return ocsvm_score(svm, test)[0], seconds


def pca_fit(train, solver):
    """The model and the seconds for it."""
    start = time.perf_counter()
    pca = PCA(n_components=32, svd_solver=solver, random_state=1).fit(train)
    return pca, time.perf_counter() - start


def pca_scores(train, test):
    """Scores and the seconds for the fit."""
    pca, seconds = pca_fit(train, "full")
    return np.linalg.norm(test - pca.inverse_transform(pca.transform(test)), axis=1), seconds


def ours(bench, row):
    """Seconds of one of bench's rows."""
    done = subprocess.run([bench, "-n", "-r", "1", row], check=True, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True)
    first = next(r for r in csv.DictReader(io.StringIO(done.stdout)) if r["name"] == row)
    return float(first["value"]) * {"ms": 1e-3, "s": 1}[first["unit"]]


def put(out, name, own, peer, unit, speedup=None):
    out.writerow([name, f"{own:.5g}", f"{peer:.5g}", unit, "" if speedup is None else f"{speedup:.3g}"])
    sys.stdout.flush()


def compare(out, name, bench, row, peer, rounds):
    pairs = [(ours(bench, row), peer()) for _ in range(rounds)]
    own, other = (statistics.median(times) for times in zip(*pairs))
    put(out, name, 1e3 * own, 1e3 * other, "ms", statistics.median(b / a for a, b in pairs))


def compare_speed(out, bench, rounds):
    for network in NETWORKS:
        compare(out, network[0], bench, network[0], lambda: faster_layout(phase1_seconds, network), rounds)
    for row, peer in (("step_vae", vae_seconds), ("step_mem_ae", mem_ae_seconds)):
        compare(out, row, bench, row, lambda: faster_layout(peer, NETWORKS[2]), rounds)
    compare(out, "phase2_cifar10", bench, "phase2_cifar10", lambda: faster_layout(phase2_seconds, NETWORKS[0]), rounds)
    compare(out, "step_dsvdd", bench, "step_dsvdd", lambda: faster_layout(dsvdd_seconds, None), rounds)
    compare(out, "step_anogan", bench, "step_anogan", lambda: faster_layout(gan_seconds, 1280), rounds)
    train, test = (pixels_of(images_of(n, 28, 28, 1)) for n in (6000, 2000))
    compare(out, "kde_score", bench, "kde_score", lambda: kde_scores(train[:5000], test)[1], 1)
    compare(out, "kde_score_by_products", bench, "kde_score",
            lambda: kde_scores_by_products(train[:5000], test)[1], rounds)
    many = pixels_of(images_of(10000, 28, 28, 1))
    for i, row in enumerate(("iforest_fit", "iforest_score")):
        compare(out, row, bench, row, lambda: iforest_seconds(train, many)[i], rounds)
    svm = ocsvm_fit(train)[0]
    compare(out, "ocsvm_fit", bench, "ocsvm_fit", lambda: ocsvm_fit(train)[1], rounds)
    compare(out, "ocsvm_score", bench, "ocsvm_score", lambda: ocsvm_score(svm, many)[1], rounds)
    for solver in ("full", "randomized"):
        compare(out, f"pca_fit_{solver}", bench, "pca_fit", lambda: pca_fit(train, solver)[1], rounds)


def compare_auc(out, lisae, data):
    """Times and AUC on Fashion-MNIST's class 0. True where the AUCs agree."""
    prepared = read_archive(os.path.join(data, "fashion-mnist.lisae"))
    train = pixels_of(prepared["train/images"][prepared["train/labels"] == 0])
    good = True
    with tempfile.TemporaryDirectory() as folder:
        spec = os.path.join(folder, "peers.ini")
        with open(spec, "w") as f:
            f.write(SPEC)
        subprocess.run([lisae, "run", "-j", "1", "--no-models", "--data", data, "--results", folder, spec],
                       check=True, stdout=subprocess.DEVNULL)
        times = {r["detector"]: r for r in read_rows(os.path.join(folder, "peers", "times.csv"))}
        for name, detector, timed, peer in (
                ("kde", "kde", "score_s", kde_scores),
                ("kde_by_products", "kde", "score_s", kde_scores_by_products),
                ("ocsvm", "ocsvm", "train_s", ocsvm_scores),
                ("pca", "pca", "train_s", pca_scores)):
            rows = read_rows(os.path.join(folder, "peers", "runs", times[detector]["run_id"], "scores.csv.gz"))
            label = np.array([int(r["label"]) for r in rows])
            score = np.array([float(r["score"]) for r in rows])
            test = pixels_of(prepared["test/images"][[int(r["index"]) for r in rows]])
            own = float(times[detector][timed])
            peer_score, other = peer(train, test)
            auc, peer_auc = roc_auc_score(label, score), roc_auc_score(label, peer_score)
            put(out, f"{name}_fashion_mnist", 1e3 * own, 1e3 * other, "ms", other / own)
            put(out, f"{name}_fashion_mnist_auc", auc, peer_auc, "AUC")
            good = good and abs(auc - peer_auc) < AUC_TOLERANCE
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-r", type=int, default=3, metavar="ROUNDS", help="measurements of each (default 3)")
    parser.add_argument("bench", nargs="?", default="build/bench")
    parser.add_argument("lisae", nargs="?", default="build/lisae")
    options = parser.parse_args()
    data = os.environ.get("LISAE_DATA", "datasets/prepared")
    torch.set_num_threads(1)
    print(f"torch {torch.__version__}, scikit-learn {sklearn.__version__}, numpy {np.__version__}", file=sys.stderr)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["name", "ours", "peer", "unit", "speedup"])
    compare_speed(out, options.bench, options.r)
    if not os.path.exists(os.path.join(data, "fashion-mnist.lisae")):
        print(f"peers.py: no fashion-mnist in '{data}': AUCs are not compared", file=sys.stderr)
    elif not compare_auc(out, options.lisae, data):
        sys.exit(f"peers.py: AUCs differ by {AUC_TOLERANCE} or more")


if __name__ == "__main__":
    main()
