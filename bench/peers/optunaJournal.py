"""Optuna's JournalStorage on a file: answers each line of JSON on standard input with one on standard output.

The first line is {folder, parameters, choices, trials}: a journal of so many trials is made for loading.
{"append": n} runs n trials by ask and tell; {"load": true} opens the journal anew and reads all trials.
"""
import json
import os
import sys
import time

import optuna
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend

optuna.logging.disable_default_handler()


def storage(path):
    return JournalStorage(JournalFileBackend(path))


def ask_and_tell(study, distributions, step):
    trial = study.ask(distributions)
    study.tell(trial, 1.0 / (step + 1))


def main():
    first = json.loads(sys.stdin.readline())
    choices = [f"operation_{k}" for k in range(first["choices"])]
    distributions = {
        f"edge_{e}": optuna.distributions.CategoricalDistribution(choices)
        for e in range(first["parameters"])
    }
    # Random sampling, so that the journal's time is measured and not a sampler's.
    paths = {name: os.path.join(first["folder"], f"optuna-{name}.log") for name in ("append", "load")}
    studies = {
        name: optuna.create_study(
            storage=storage(path), study_name=name, sampler=optuna.samplers.RandomSampler(seed=1)
        )
        for name, path in paths.items()
    }
    for step in range(first["trials"]):
        ask_and_tell(studies["load"], distributions, step)
    print(json.dumps({"ready": True}), flush=True)

    for line in sys.stdin:
        request = json.loads(line)
        if "append" in request:
            times = []
            for step in range(request["append"]):
                start = time.perf_counter()
                ask_and_tell(studies["append"], distributions, step)
                times.append(1000 * (time.perf_counter() - start))
            answer = times
        else:
            start = time.perf_counter()
            study = optuna.load_study(storage=storage(paths["load"]), study_name="load")
            trials = len(study.trials)
            answer = 1000 * (time.perf_counter() - start) / trials
        print(json.dumps({"milliseconds": answer}), flush=True)


main()
