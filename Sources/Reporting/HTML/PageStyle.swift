/// The style sheet of a page: one column for a phone, charts side by side where there is room, dark
/// on dark screens, and always light on paper.
enum PageStyle {
  static let css = """
    :root{--paper:#fff;--ink:#1f2328;--muted:#59636e;--line:#d8dee4;--shade:#f6f8fa;\
    --good:#00704f;--bad:#b34700;--open:#7a5200}
    @media screen and (prefers-color-scheme:dark){:root{--paper:#0d1117;--ink:#e6edf3;\
    --muted:#a3adb8;--line:#2d343c;--shade:#161b22;--good:#3cc79c;--bad:#f58d4e;--open:#e69f00}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,\
    "Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;-webkit-text-size-adjust:100%}
    main{max-width:68rem;margin:0 auto;padding:1rem;overflow-wrap:break-word}
    h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0 1rem}
    h2{font-size:1.2rem;line-height:1.3;margin:2.2rem 0 .6rem;padding-top:.6rem;\
    border-top:1px solid var(--line)}
    p,ul{max-width:46rem;margin:.6rem 0}
    ul{padding-left:1.2rem}
    h1+p{font-size:1.1rem}
    .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,15rem),1fr));\
    gap:.75rem;margin:1rem 0}
    .figures div{border:1px solid var(--line);border-radius:.5rem;background:var(--shade);\
    padding:.7rem .9rem}
    .figures dt{color:var(--muted);font-size:.9rem}
    .figures dd{margin:.1rem 0 0;font-size:1.35rem;font-weight:600;line-height:1.3}
    .figures small{display:block;font-size:.85rem;font-weight:400;color:var(--muted);\
    margin-top:.2rem}
    .gallery{columns:2 24rem;column-gap:1rem;margin:1rem 0}
    figure{margin:0 0 1rem;border:1px solid var(--line);border-radius:.5rem;padding:.25rem;\
    max-width:38rem;width:100%;break-inside:avoid}
    svg{display:block;width:100%;height:auto}
    summary{cursor:pointer;color:var(--muted);font-size:.85rem;padding:.3rem .4rem}
    .frame{overflow-x:auto;margin:.6rem 0}
    table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
    th,td{text-align:left;vertical-align:top;padding:.35rem .8rem .35rem 0;\
    border-bottom:1px solid var(--line)}
    th{font-weight:600}
    tbody th{font-weight:400;min-width:8rem}
    .number{text-align:right}
    td.number{white-space:nowrap}
    td:not(.number){min-width:9rem}
    caption{text-align:left;font-weight:600;padding:.3rem 0}
    .heat td,.heat thead th.number{padding-left:.5rem;padding-right:.5rem}
    .heat td{print-color-adjust:exact;-webkit-print-color-adjust:exact}
    .above-1{background:rgba(0,114,178,.1)}.above-2{background:rgba(0,114,178,.22)}
    .above-3{background:rgba(0,114,178,.36)}.below-1{background:rgba(213,94,0,.1)}
    .below-2{background:rgba(213,94,0,.22)}.below-3{background:rgba(213,94,0,.36)}
    .checks{list-style:none;padding:0;max-width:60rem}
    .checks li{display:grid;grid-template-columns:8.5rem 1fr;gap:.2rem .8rem;padding:.45rem 0;\
    border-bottom:1px solid var(--line)}
    .verdict{font-weight:600}
    .passed .verdict{color:var(--good)}
    .failed .verdict{color:var(--bad)}
    .inconclusive .verdict{color:var(--open)}
    .checks strong{margin-right:.3rem}
    .checks strong::after{content:"."}
    @media (max-width:34rem){.checks li{grid-template-columns:1fr}h1{font-size:1.35rem}\
    td.number{white-space:normal}main{padding:.75rem}figure{width:auto;margin:0 -.4rem .75rem;padding:0}}
    @page{size:A4;margin:16mm 14mm}
    @media print{body{font-size:10pt}table{font-size:8.5pt}td.number{white-space:normal}\
    .figures{grid-template-columns:repeat(2,minmax(0,1fr))}main{max-width:none;padding:0 .5mm}details{display:none}\
    h1,h2{break-after:avoid}tr,.figures div,.checks li{break-inside:avoid}\
    .gallery{columns:2}.frame{overflow:visible}thead{display:table-header-group}}

    """

  /// What a brief adds: narrower on a screen, smaller on paper, where it fills one sheet of A4.
  static let brief = """
    .brief main{max-width:52rem}
    .brief ul{max-width:none}
    .brief .gallery{columns:2 20rem}
    @page{size:A4;margin:12mm}
    @media print{.brief{font-size:9.5pt;line-height:1.35}.brief h1{font-size:15pt;margin:0 0 2mm}\
    .brief h2{font-size:11.5pt;margin:3mm 0 1mm;padding-top:1mm}\
    .brief ul,.brief p{margin:1.5mm 0}.brief .figures{grid-template-columns:repeat(3,minmax(0,1fr));gap:2mm;\
    margin:1.5mm 0}.brief .figures div{padding:1.5mm 2mm}.brief .figures dd{font-size:11.5pt}\
    .brief .figures dt,.brief .figures small{font-size:8pt}.brief .gallery{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:3mm;margin:2mm 0}\
    .brief figure{margin:0;padding:1mm}.brief svg{max-height:74mm}}

    """
}
