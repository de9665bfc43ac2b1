"""How the page looks: light and dark, on screen and on paper."""

from typing import Final

LIGHT: Final = """--ink:#1f2430;--soft:#666d7d;--page:#f6f4ef;--card:#fff;--line:#e4e0d7;--well:#eceae4;
--good:#2c7a58;--mild:#a8660b;--strong:#b8322c;--mild-wash:#fcefcf;--strong-wash:#fbdedb;--good-wash:#dcf1e6"""
DARK: Final = """--ink:#e7e5e0;--soft:#a0a7b5;--page:#15171b;--card:#1e2127;--line:#33373f;
--well:#2b2f37;--good:#78cfa4;--mild:#f0bf66;--strong:#ff8d84;--mild-wash:#42351a;--strong-wash:#4f2422;
--good-wash:#1d3b2d"""
"""The colours, by what they are for."""

STYLE: Final = (
    f"""
:root{{color-scheme:light dark;{LIGHT}}}
@media(prefers-color-scheme:dark){{:root{{{DARK}}}}}
"""
    """*{box-sizing:border-box}
html{scroll-behavior:smooth}
body{margin:0;background:var(--page);color:var(--ink);
font:1rem/1.6 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{max-width:48rem;margin:0 auto;padding:2rem 1rem 3rem}
article+article{margin-top:3rem;padding-top:2rem;border-top:1px solid var(--line)}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1.1rem 1.4rem;margin:0 0 1rem}
header.card{border-inline-start:6px solid var(--good)}
header.revise{border-inline-start-color:var(--mild)}header.hold{border-inline-start-color:var(--strong)}
h1{font-size:1.4rem;line-height:1.3;margin:0;color:var(--good)}.revise h1{color:var(--mild)}
.hold h1{color:var(--strong)}
h2{font-size:.78rem;letter-spacing:.07em;text-transform:uppercase;color:var(--soft);margin:0 0 .7rem}
header p,footer,small{color:var(--soft)}header p{margin:.15rem 0 0}footer{font-size:.85rem;text-align:center}
nav ul{list-style:none;margin:0;padding:0}nav a{color:inherit;font-weight:600}
.dot{display:inline-block;width:.7em;height:.7em;border-radius:50%;background:var(--good);margin-inline-end:.5em}
.dot.revise{background:var(--mild)}.dot.hold{background:var(--strong)}
.text p{margin:0;min-height:1.6em;white-space:pre-wrap;overflow-wrap:anywhere}
.text p[dir=rtl],:lang(ur) p[dir=rtl],[dir=auto]:dir(rtl){font-family:"Noto Nastaliq Urdu","Jameel Noori Nastaleeq",
"Noto Naskh Arabic",system-ui,sans-serif;line-height:2.3}
.text a{color:inherit;text-decoration:none;position:relative}
mark{color:inherit;background:none;padding:.05em 0}
.narrow mark{border-radius:3px;background:var(--mild-wash);box-shadow:inset 0 -2px var(--mild)}
.narrow.strong mark{background:var(--strong-wash);box-shadow:inset 0 -2px var(--strong)}
.wide mark{text-decoration:underline dotted var(--mild) 2px;text-underline-offset:.25em}
.wide.strong mark{text-decoration-color:var(--strong)}
.text sup{color:var(--soft);font-size:.68em;line-height:0;padding:0 .1em;user-select:none}
.text a::after{content:attr(data-tip);position:absolute;inset-inline-start:0;top:calc(100% + .4em);z-index:1;
width:max-content;
max-width:min(22rem,70vw);padding:.5em .8em;border-radius:8px;background:var(--ink);color:var(--card);
font:.86rem/1.45 system-ui,sans-serif;white-space:normal;visibility:hidden;opacity:0;transition:opacity .12s;
pointer-events:none}
.text a:hover::after,.text a:focus-visible::after{visibility:visible;opacity:1}
.scores{display:grid;grid-template-columns:max-content 1fr;gap:.35rem 1.2rem;margin:0}
.scores dd{margin:0;display:flex;align-items:center;gap:.7rem;color:var(--soft)}
.scores small,.scores em{white-space:nowrap}
.scores em{font-style:normal;flex:0 0 5.8em}.scores small{opacity:.8}
@media(max-width:34rem){.scores small{display:none}}
.scores b{color:var(--ink);font-weight:600;font-variant-numeric:tabular-nums}
.bar{flex:0 1 20rem;min-width:3rem;height:.6rem;border-radius:.3rem;background:var(--well);overflow:hidden}
.bar i{display:block;height:100%;border-radius:inherit;background:var(--good)}
.bar.mild i{background:var(--mild)}.bar.strong i{background:var(--strong)}
.findings{margin:0;padding-inline-start:1.6rem}.findings>li{padding:.1rem 0 .1rem .6rem;margin:0 0 1rem}
.findings>li::marker{color:var(--mild);font-weight:700}.findings>li.strong::marker{color:var(--strong)}
.findings>li:target{background:var(--well);border-radius:8px;outline:.4rem solid var(--well)}
.findings p{margin:.1rem 0}q{font-weight:600;unicode-bidi:isolate}
.try{list-style:none;display:flex;flex-wrap:wrap;gap:.35rem;margin:.35rem 0;padding:0}
.try li{background:var(--good-wash);border-radius:6px;padding:.05rem .6rem}
code{font:.92em ui-monospace,Menlo,Consolas,monospace}
.checklist{list-style:none;margin:0;padding:0}.checklist>li{display:flex;gap:.7rem;margin:.3rem 0}
.checklist span::before{content:"✓";color:var(--good);font-weight:700}
.checklist .unmet span::before{content:"○";color:var(--mild)}
bdi{font-family:system-ui,"Noto Sans",sans-serif;line-height:1}
.checklist ul{margin:.2rem 0;padding-inline-start:1.2rem}
ins{text-decoration:none;background:var(--good-wash);border-radius:3px;box-shadow:inset 0 -2px var(--good)}
del{color:var(--soft);text-decoration-color:var(--strong)}
details{margin-top:1rem;border-top:1px solid var(--line);padding-top:.6rem}
summary{cursor:pointer;color:var(--soft);margin-bottom:.5rem}
@media print{body{background:none}.card{break-inside:avoid}.text a::after{content:none}}
@media(prefers-reduced-motion){html{scroll-behavior:auto}}
"""
)
