"""Invented cohorts for the tests of survival: five groups, three causes, open cases, late entries."""
import csv, random
def cohort(path, n, seed, late):
    r = random.Random(seed)
    with open(path, "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n"); w.writerow(["entry", "exit", "status", "group"])
        made = 0
        while made < n:
            g = r.randrange(5)
            scale = [0.8, 1, 1, 1.2, 1.5][g]
            t = [int(r.expovariate(h * scale)) for h in (0.0006, 0.004, 0.002)]
            day, status = min((d, k) for k, d in enumerate(t, 1))
            censor = r.randrange(60, 1300)
            if day > censor: day, status = censor, 0
            entry = ""
            if late and r.random() < 0.4:
                entry = r.randrange(0, 500)
                if entry >= day: continue
            w.writerow([entry, day, status, g]); made += 1
cohort("cohort_input.csv", 500, 11, False)
cohort("late_input.csv", 500, 12, True)
def dated(path, n, seed):
    """Cases with the day they began, so that windows of the calendar can be laid over them."""
    r = random.Random(seed)
    with open(path, "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n"); w.writerow(["origin", "last_seen", "status"])
        for _ in range(n):
            origin = r.randrange(0, 1400)
            t = [int(r.expovariate(h * (1 + origin / 2000))) for h in (0.0006, 0.004, 0.002)]
            day, status = min((d, k) for k, d in enumerate(t, 1))
            if origin + day > 1500: day, status = 1500 - origin, 0
            w.writerow([origin, origin + day, status])
dated("dated_input.csv", 900, 13)
