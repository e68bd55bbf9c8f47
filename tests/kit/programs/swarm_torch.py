"""A few bodies that attract each other, with PyTorch; a program that knows nothing of taps. swarm_torch.py [STEPS]"""

import sys

import torch


def accelerations(x, mass):
    d = x[None, :, :] - x[:, None, :]
    r2 = (d * d).sum(dim=2) + 0.01
    pull = mass / (r2 * torch.sqrt(r2))
    return torch.einsum("ij,ijk->ik", pull, d)


def main(steps):
    x = torch.tensor([[0.0, 0.5], [1.0, -0.25], [-1.5, 2.0]], dtype=torch.float64)
    v = torch.tensor([[0.0, 0.0], [0.1, 0.2], [-0.3, 0.05]], dtype=torch.float64)
    mass = torch.tensor([5.0, 3.0, 4.0], dtype=torch.float64)
    for step in range(steps):
        a = accelerations(x, mass)
        v = v + 0.01 * a
        x = x + 0.01 * v
        kinetic = 0.5 * (mass * (v * v).sum(dim=1)).sum()
    print(x.tolist(), v.tolist(), kinetic.item())


main(int((sys.argv + ["2"])[1]))
