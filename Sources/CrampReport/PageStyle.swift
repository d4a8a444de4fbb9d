/// How a page looks: light and dark, on paper and on a phone.
enum PageStyle {
  /// The style sheet.
  ///
  /// Text keeps a contrast of 4.5 to 1 on every ground that it stands on.
  static let sheet: Markup = """
    :root{color-scheme:light dark;--ground:#fff;--card:#f6f8fa;--ink:#1b1f24;--soft:#505962;
    --line:#d0d7de;--blue:#0550ae;--orange:#b04500;--brown:#7a5000;--red:#a40e26;--grey:#848d97;
    --some:#ffe3cc;--many:#ffc9a3;--calm:#e3f1e6}
    @media (prefers-color-scheme:dark){:root{--ground:#0d1117;--card:#161b22;--ink:#e6edf3;
    --soft:#a5afba;--line:#3a424c;--blue:#79c0ff;--orange:#ffa657;--brown:#e3b341;--red:#ff8a80;
    --grey:#7d8590;--some:#4a2a10;--many:#6b3a12;--calm:#143020}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
    header,main,footer,nav{max-width:88rem;margin:0 auto;padding:0 1rem}
    header{padding-top:1.5rem}h1{font-size:1.9rem;line-height:1.2;margin:0 0 .3rem}
    h2{font-size:1.35rem;margin:2.4rem 0 .6rem;border-bottom:1px solid var(--line);
    padding-bottom:.2rem}h3{font-size:1.08rem;margin:1.2rem 0 .4rem}
    p,li{max-width:46rem}a{color:var(--blue)}.soft,figcaption,caption,dt{color:var(--soft)}
    nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1rem;list-style:none;padding:0;margin:.8rem 0 0}
    nav a{display:inline-block;padding:.2rem 0}
    .skip{position:absolute;left:-999rem}.skip:focus{position:static}
    .lead{font-size:1.12rem}.note{border-left:4px solid var(--orange);padding:.1rem 0 .1rem .8rem}
    .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.7rem;
    padding:0;margin:1rem 0}.tiles div{background:var(--card);border:1px solid var(--line);
    border-radius:.4rem;padding:.6rem .8rem}.tiles dd{margin:0;font-size:1.5rem;font-weight:600}
    .tiles dt{font-size:.86rem}
    .grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,25rem),1fr));gap:1rem}
    article{background:var(--card);border:1px solid var(--line);border-radius:.4rem;
    padding:.2rem 1rem 1rem;margin:1rem 0}
    figure{margin:0}figcaption{font-size:.86rem}
    .facts{display:flex;flex-wrap:wrap;gap:.3rem 1.6rem;margin:.3rem 0 .8rem}
    .facts div{display:flex;gap:.4rem}.facts dd{margin:0;font-weight:600}
    .wide{overflow-x:auto;margin:.6rem 0}.wide:focus-visible{outline:2px solid var(--blue)}
    table{border-collapse:collapse;font-size:.9rem;min-width:60%}
    caption{text-align:left;padding:.2rem 0;font-size:.86rem}
    th,td{padding:.25rem .6rem;border-bottom:1px solid var(--line);text-align:left;
    vertical-align:top}thead th{border-bottom:2px solid var(--soft)}thead th,thead .n{white-space:normal;
    vertical-align:bottom}.names{min-width:8rem}
    tbody th{font-weight:600;white-space:nowrap}.n{text-align:right;white-space:nowrap}
    .calendar table{table-layout:fixed;width:100%;min-width:20rem}
    .calendar td{border:1px solid var(--line);height:3.6rem;padding:.15rem .3rem;font-size:.8rem}
    .calendar tbody th{font-size:.78rem;padding:.2rem;white-space:normal}
    .calendar b{font-size:1.1rem;display:block}.calm{background:var(--calm)}
    .some{background:var(--some)}.many{background:var(--many)}
    .hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);
    white-space:nowrap}
    .tag{border:1px solid var(--soft);border-radius:.3rem;padding:0 .35rem;font-size:.82rem;
    font-weight:400;white-space:nowrap}
    svg{display:block;width:100%;height:auto}
    svg text{font:12px system-ui,sans-serif;fill:var(--soft)}
    svg path{fill:none;stroke-width:1}svg .frame{fill:var(--ground);stroke:var(--line)}
    svg .tick{stroke:var(--grey)}svg .samples{stroke:var(--grey)}
    svg .level{stroke:var(--blue);stroke-width:1.7}svg .before{stroke:var(--ink);
    stroke-dasharray:2 3;stroke-width:1.3}
    svg .rest{stroke:var(--soft);stroke-dasharray:2 3}svg .on{stroke:var(--orange);
    stroke-dasharray:8 3}svg .off{stroke:var(--brown);stroke-dasharray:8 3 2 3}
    svg .mark{stroke:var(--ink);stroke-dasharray:3 3}svg .trend{stroke:var(--ink);
    stroke-width:1.5;stroke-dasharray:8 4}
    svg .dot0{fill:var(--blue)}svg .dot1{fill:var(--orange)}svg .dot2{fill:var(--ink)}
    svg .bar{fill:var(--blue);stroke:var(--blue)}svg .hollow{fill:var(--ground)}
    summary{cursor:pointer;padding:.2rem 0}
    footer{margin-top:3rem;padding-bottom:2rem;color:var(--soft);font-size:.9rem}
    @media (max-width:36rem){body{font-size:15px}svg text{font-size:16px}article{padding:.1rem
    .6rem .6rem}.calendar td{padding:.1rem .15rem;font-size:.68rem}th,td{padding:.2rem .4rem}}
    @page{size:A4;margin:14mm}
    @media print{:root{--ground:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--blue:#0550ae;
    --orange:#b04500;--brown:#7a5000;--red:#a40e26;--grey:#777;--some:#ffe3cc;--many:#ffc9a3;
    --calm:#eef6f0;color-scheme:light}body{font-size:10pt}nav,.skip{display:none}
    header,main,footer{max-width:none;padding:0}h2{break-after:avoid}h3{break-after:avoid}
    article,figure,tr,.tiles div{break-inside:avoid}.wide{overflow:visible}
    table{font-size:8pt;width:100%}th,td{padding:.15rem .3rem}.names{min-width:5rem}
    .grid{grid-template-columns:1fr 1fr}a{color:inherit;text-decoration:none}
    #episodes{break-before:page}}
    """
}
