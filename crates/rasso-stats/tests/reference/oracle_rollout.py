"""Roll-outs: an interrupted series by statsmodels, and a staggered panel by diff-diff."""
import csv, random, numpy as np, statsmodels.api as sm
r = random.Random(5)
n, start = 40, 24
y = [10 + 0.1 * t + (2 + 0.3 * (t - start) if t >= start else 0) for t in range(n)]
e = 0.0
for t in range(n):
    e = 0.5 * e + r.gauss(0, 1); y[t] = round(y[t] + e, 4)
with open("its_input.csv", "w") as f:
    f.write("time,y\n"); [f.write(f"{t},{v}\n") for t, v in enumerate(y)]
t = np.arange(n); post = (t >= start) * 1.0
X = np.column_stack([np.ones(n), t, post, post * (t - start)])
with open("its_expected.csv", "w") as f:
    f.write("lags,corrected,term,coef,se\n")
    for lags in (0, 3):
        for c in (False, True):
            m = sm.OLS(np.array(y), X).fit(cov_type="HAC", cov_kwds=dict(maxlags=lags, use_correction=c))
            for k, name in enumerate(["level", "slope", "level_change", "slope_change"]):
                f.write(f"{lags},{str(c).upper()},{name},{float(m.params[k])!r},{float(m.bse[k])!r}\n")
units, periods = 42, 8
with open("did_input.csv", "w") as f:
    f.write("unit,start,period,y\n")
    for u in range(units):
        s = [None, 3, 4, 6][u % 4] if u % 8 else None
        a = r.gauss(0, 1)
        for p in range(periods):
            v = a + 0.2 * p + r.gauss(0, 0.4) + (0.5 + 0.1 * (p - s) if s is not None and p >= s else 0)
            f.write(f"{u},{'' if s is None else s},{p},{round(v, 4)}\n")
import pandas as pd
from diff_diff import CallawaySantAnna
d=pd.read_csv('did_input.csv'); d['first']=d.start.fillna(0).astype(int); 
with open('did_expected.csv','w') as f:
    f.write('controls,start,period,att,se\n')
    for c in ('never_treated','not_yet_treated'):
        m=CallawaySantAnna(control_group=c,n_bootstrap=0); r=m.fit(d,outcome='y',unit='unit',time='period',first_treat='first')
        for (g,t),v in sorted(r.group_time_effects.items()):
            if t>=g: f.write(f"{c},{g},{t},{float(v['effect'])!r},{float(v['se'])!r}\n")
        f.write(f"{c},all,,{float(r.overall_att)!r},{float(r.overall_se)!r}\n")
