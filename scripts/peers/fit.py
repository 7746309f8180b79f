"""Fits 4PL curves by scipy's curve_fit, as a peer of assayd's own fit: fit.py JOBS.csv ROUNDS

JOBS.csv has job,weights,x,y and the start A0,B0,C0,D0. Prints time,JOB,SECONDS for each fit of each
round, and fit,JOB,A,B,C,D for each that converged in the last one. A fit has its covariance.
"""

import csv
import itertools
import sys
import time
import warnings

import numpy
from scipy.optimize import OptimizeWarning, curve_fit

warnings.simplefilter("ignore", OptimizeWarning)
numpy.seterr(all="ignore")


def curve(x, A, B, C, D):
    return D + (A - D) / (1 + (x / C) ** B)


def jacobian(x, A, B, C, D):
    z = (x / C) ** B
    share = 1 / (1 + z)
    change = (D - A) * z * share**2
    log_ratio = numpy.log(numpy.where(x > 0, x / C, 1))
    return numpy.column_stack((share, change * log_ratio, -change * B / C, 1 - share))


def fit(job):
    x, y = job["x"], job["y"]
    sigma = None if job["weights"] == "none" else y
    limits = {"ftol": 1e-12, "xtol": 1e-12, "maxfev": 2000}
    try:
        found, _ = curve_fit(curve, x, y, job["start"], sigma, jac=jacobian, **limits)
    except RuntimeError:
        return None
    return found if numpy.isfinite(found).all() else None


def job_from(rows):
    first = rows[0]
    return {
        "name": first["job"],
        "weights": first["weights"],
        "x": numpy.array([float(row["x"]) for row in rows]),
        "y": numpy.array([float(row["y"]) for row in rows]),
        "start": [float(first[name]) for name in ("A0", "B0", "C0", "D0")],
    }


with open(sys.argv[1], newline="") as file:
    rows = sorted(csv.DictReader(file), key=lambda row: row["job"])
jobs = [job_from(list(of_job)) for _, of_job in itertools.groupby(rows, lambda row: row["job"])]

for _ in range(int(sys.argv[2])):
    found = {}
    for job in jobs:
        began = time.perf_counter()
        found[job["name"]] = fit(job)
        print(f"time,{job['name']},{time.perf_counter() - began:.9f}")
for name, values in found.items():
    if values is not None:
        print("fit", name, *(repr(float(value)) for value in values), sep=",")
