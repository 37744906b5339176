/** The style of a timeline's page. No text is smaller than 12 pixels. */
export const timelineStyle = `:root {
  color-scheme: light dark;
  --ink: light-dark(#17181a, #f1f1ee);
  --soft: light-dark(#5a5c63, #a6a8b0);
  --line: light-dark(#dededa, #303238);
  --empty: light-dark(#f0f0f0, #242529);
  font: 15px/1.5 system-ui, sans-serif;
}
* { box-sizing: border-box; margin: 0; }
body {
  max-width: 1100px; margin: 0 auto; padding: 16px;
  background: light-dark(#ffffff, #121212); color: var(--ink);
}
h1 { font-size: 1.3rem; line-height: 1.3; overflow-wrap: anywhere; }
h2 { font-size: 1rem; }
p { color: var(--soft); font-size: 14px; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 14px; margin: 8px 0; padding: 0; list-style: none; font-size: 14px; }
.legend i { display: inline-block; width: 12px; height: 12px; margin-right: 6px; border-radius: 3px; }
.tools { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin: 8px 0; }
button {
  min-height: 44px; padding: 0 16px; border: 1px solid var(--line); border-radius: 10px;
  background: transparent; color: inherit; font: inherit; cursor: pointer;
}
button { color: var(--ink); }
video { display: block; max-width: 100%; max-height: 45vh; margin: 8px 0; border-radius: 10px; background: #000; }
video[hidden] { display: none; }
section { margin-top: 22px; }
section header { display: flex; align-items: center; gap: 12px; margin-bottom: 6px; }
section img { flex: none; border-radius: 10px; }
canvas { display: block; width: 100%; height: 152px; border-radius: 6px; touch-action: pan-y; cursor: crosshair; }
:focus-visible { outline: 3px solid light-dark(#0067a3, #6cbcf0); outline-offset: 2px; }
.values { min-height: 1.5em; color: var(--ink); font-variant-numeric: tabular-nums; }`;
