"""The training loop of the small proof models (decoder_lm.py, translation.py): AdamW, warm-up and cosine, an epoch at a time, resumable."""
import math
import os
import zlib

import torch


def add_fitting_flags(parser, epochs, rate):
    parser.add_argument("--epochs", type=int, default=epochs)
    parser.add_argument("--rate", type=float, default=rate)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="cpu")


def prepare(seed):
    """One thread, so that the same seed gives the same bits; denormals flushed, which cost ten times the time."""
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    torch.manual_seed(seed)


def key_of(args, paths):
    """What a saved state must be of: flags and the files' bytes."""
    flags = {name: value for name, value in vars(args).items() if name not in ("out", "save", "device")}
    contents = []
    for path in paths:
        with open(path, "rb") as file:
            contents.append(zlib.crc32(file.read()))
    return flags, contents


def steps_of(items, args):
    return math.ceil(items / args.batch) * args.epochs


def fit(model, items, loss_of, args, saved, key):
    """Trains on `items` of them; loss_of(numbers) is the mean loss of a batch and its tokens. Returns the mean loss of the last epoch, in
    nats. Each epoch is saved in `saved` (if given); those that it has, under the same key, are not run again."""
    steps = steps_of(items, args)
    warm = max(1, steps // 20)
    optimizer = torch.optim.AdamW(model.parameters(), lr=args.rate, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, 0.5 + 0.5 * math.cos(math.pi * min(step, steps) / max(1, steps))))
    first, loss_of_epoch = 0, float("nan")
    if saved and os.path.exists(saved):
        state = torch.load(saved, map_location=args.device)
        if state["key"] == key:
            model.load_state_dict(state["model"])
            optimizer.load_state_dict(state["optimizer"])
            schedule.load_state_dict(state["schedule"])
            first, loss_of_epoch = state["epoch"], state["loss"]
    for epoch in range(first, args.epochs):
        torch.manual_seed(args.seed * 1000 + epoch)  # order and dropout: of the epoch, wherever the run began
        order, total, tokens = torch.randperm(items), 0.0, 0
        model.train()
        for at in range(0, items, args.batch):
            loss, n = loss_of(order[at:at + args.batch])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total, tokens = total + loss.item() * n, tokens + n
        loss_of_epoch = total / max(1, tokens)
        if saved:
            torch.save({"key": key, "model": model.state_dict(), "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict(),
                        "epoch": epoch + 1, "loss": loss_of_epoch}, saved + ".part")
            os.replace(saved + ".part", saved)
    return loss_of_epoch
