"""Two groups in strata: risk ratios, Mantel-Haenszel, Breslow-Day with Tarone's correction."""
import numpy as np, statsmodels.api as sm, json
sets={
 "forces":[((30,400),(25,500)),((12,150),(20,310)),((0,20),(3,60)),((44,700),(51,640)),((9,90),(4,120))],
 "berkeley":[((512,825),(89,108)),((353,560),(17,25)),((120,325),(202,593)),((138,417),(131,375)),((53,191),(94,393)),((22,373),(24,341))],
 "one":[((7,34),(1,34))],
}
with open('disparity_input.csv','w') as f:
    f.write('set,a,of_a,b,of_b\n')
    for k,s in sets.items():
        for (a,n),(b,m) in s: f.write(f'{k},{a},{n},{b},{m}\n')
with open('disparity_expected.csv','w') as f:
    f.write('set,measure,estimate,lower,upper,statistic,p\n')
    for k,s in sets.items():
        t=sm.stats.StratifiedTable([np.array([[a,n-a],[b,m-b]],float) for (a,n),(b,m) in s])
        lo,hi=t.oddsratio_pooled_confint()
        f.write(f'{k},mh_odds,{float(t.oddsratio_pooled)!r},{float(lo)!r},{float(hi)!r},,\n')
        f.write(f'{k},mh_risk,{float(t.riskratio_pooled)!r},,,,\n')
        r=t.test_null_odds(correction=False); f.write(f'{k},cmh,,,,{float(r.statistic)!r},{float(r.pvalue)!r}\n')
        if len(s)>1:
          for adj in (False,True):
            r=t.test_equal_odds(adjust=adj); f.write(f'{k},{"tarone" if adj else "breslow_day"},,,,{float(r.statistic)!r},{float(r.pvalue)!r}\n')
        a,n=map(sum,zip(*[x[0] for x in s])); b,m=map(sum,zip(*[x[1] for x in s]))
        T=sm.stats.Table2x2(np.array([[a,n-a],[b,m-b]],float)); lo,hi=T.riskratio_confint()
        f.write(f'{k},katz_all,{float(T.riskratio)!r},{float(lo)!r},{float(hi)!r},,\n')
