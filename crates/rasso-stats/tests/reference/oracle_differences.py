"""Limits of differences: Newcombe by statsmodels, Miettinen and Nurminen in 40 digits."""
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep as c2
pairs=[(56,70,48,80),(9,10,3,10),(6,7,2,7),(5,56,0,29),(0,10,0,20),(0,10,0,10),(10,10,0,20),(10,10,0,10),(7,34,1,34),(112,3975,195,2670),(1,1,0,1),(3,3,3,3),(0,1,1,1),(40,1000,38,900),(100000,400000,99000,401000)]
import mpmath as mp
mp.mp.dps=40
def rml(x1,n1,x2,n2,d):
    if abs(d)==1: return mp.mpf(0) if d>0 else mp.mpf(1)
    # restricted maximum of the likelihood, by bisection of its derivative in 40 digits
    lo=max(mp.mpf(0),-d); hi=min(mp.mpf(1),1-d)
    def g(p):
        s=mp.mpf(0)
        if x1: s+=x1/(p+d)
        if n1-x1: s-=(n1-x1)/(1-p-d)
        if x2: s+=x2/p
        if n2-x2: s-=(n2-x2)/(1-p)
        return s
    for _ in range(110):
        m=(lo+hi)/2
        if g(m)>0: lo=m
        else: hi=m
    return (lo+hi)/2
def mn(x1,n1,x2,n2,z,corr=True):
    N=n1+n2; d=mp.mpf(x1)/n1-mp.mpf(x2)/n2
    def f(t):
        p2=rml(x1,n1,x2,n2,t); p1=p2+t
        v=p1*(1-p1)/n1+p2*(1-p2)/n2
        if corr: v=v*N/(N-1)
        return (d-t)**2-z*z*v
    def find(end):
        a,b=d,mp.mpf(end)
        if f(b)<=0: return b
        for _ in range(56):
            m=(a+b)/2
            if f(m)<=0: a=m
            else: b=m
        return (a+b)/2
    return find(-1),find(1)
with open('prop_diff_expected.csv','w') as f:
    f.write('x1,n1,x2,n2,alpha,newcombe_lo,newcombe_hi,mn_lo,mn_hi\n')
    for al in (0.05,0.002):
        z=mp.mpf(stats.norm.isf(al/2))
        for p in pairs:
            nw=c2(*p,method='newcomb',compare='diff',alpha=al)
            m=mn(*p,z)
            f.write(','.join(map(str,p))+f',{al},{float(nw[0])!r},{float(nw[1])!r},{float(m[0])!r},{float(m[1])!r}\n')
