import { Html } from './html.js';

/** The look of the pages: no script, no font and no picture from anywhere, light and dark. */
export const STYLE = new Html(`
:root { color-scheme: light dark; --line: light-dark(#dfe3ea, #2c333f); --soft: light-dark(#f5f7fa, #171c24); --text: light-dark(#1c2330, #e4e8ef);
  --quiet: light-dark(#5a6577, #97a3b6); --link: light-dark(#1f5fbf, #7fb2ff); --get: light-dark(#1f6f43, #6fcf97); --post: light-dark(#1f5fbf, #7fb2ff);
  --change: light-dark(#8a5a00, #e5b567); --delete: light-dark(#a32626, #ff8f8f); }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: var(--text); background: light-dark(#fff, #10141b); }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
code, pre { font: 13px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
pre { margin: .4rem 0 0; padding: .7rem .9rem; background: var(--soft); border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; }
.page { display: grid; grid-template-columns: 17rem minmax(0, 1fr); max-width: 78rem; margin: 0 auto; }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1.6rem 1.2rem; border-right: 1px solid var(--line); font-size: 13.5px; }
nav h2 { margin: 1.1rem 0 .25rem; font-size: 12px; text-transform: uppercase; letter-spacing: .06em; color: var(--quiet); }
nav a { display: block; padding: .1rem 0; color: var(--text); }
main { padding: 1.6rem 2.2rem 4rem; min-width: 0; }
.start { max-width: 46rem; margin: 4rem auto; padding: 0 1.5rem; }
h1 { margin: 0 0 .3rem; font-size: 1.7rem; letter-spacing: -.01em; } h1 small { font-size: .9rem; font-weight: 400; color: var(--quiet); }
main > h2 { margin: 2.6rem 0 .6rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); font-size: 1.25rem; }
article { margin: 1.1rem 0; padding: 1rem 1.2rem; border: 1px solid var(--line); border-radius: 8px; }
article:target, tr:target { outline: 2px solid var(--link); }
article h3 { margin: 0; font-size: 1rem; display: flex; flex-wrap: wrap; gap: .6rem; align-items: baseline; } article h3 a { font-size: 13px; font-weight: 400; }
article p { margin: .5rem 0 0; } article h4 { margin: 1rem 0 .2rem; font-size: 12.5px; color: var(--quiet); }
.method { font: 600 12px/1 ui-monospace, Menlo, Consolas, monospace; padding: .25rem .4rem; border: 1px solid currentColor; border-radius: 4px; }
.GET { color: var(--get); } .POST { color: var(--post); } .PUT, .PATCH { color: var(--change); } .DELETE { color: var(--delete); }
.quiet { color: var(--quiet); }
.table { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: 13.5px; }
th { text-align: left; font-weight: 500; color: var(--quiet); } th, td { padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td:first-child { white-space: nowrap; } .well { color: var(--get); } .ill { color: var(--delete); }
@media (max-width: 52rem) { .page { display: block; } nav { position: static; height: auto; max-height: 13rem; border: 0; border-bottom: 1px solid var(--line); } main { padding: 1.2rem; } }
`);
