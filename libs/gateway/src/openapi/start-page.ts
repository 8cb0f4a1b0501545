import type { Health, ShownBuild, ShownProgress } from '../health.js';
import type { About } from './document.js';
import { document } from './documentation-page.js';
import { type Html, html } from './html.js';

const lag = ({ lagEvents, lagSeconds }: ShownBuild): Html =>
  lagEvents === 0
    ? html`<span class="well">up to date</span>`
    : html`${lagEvents} events behind${lagSeconds === undefined ? '' : `, the last one seen is ${Math.round(lagSeconds)} s old`}`;

const stateOf = ({ state, serving, building }: ShownProgress): Html => {
  const stopped = serving?.stopped ?? building?.stopped;
  if (state === 'stopped') return html`<span class="ill">stopped at ${stopped?.position ?? ''}; the log says why</span>`;
  if (!serving) return html`not built yet`;
  return building ? html`${lag(serving)}; a new build is ${building.lagEvents} events behind` : lag(serving);
};

const projectionRow = (progress: ShownProgress): Html =>
  html`<tr>
    <td>${progress.projection}</td>
    <td>${stateOf(progress)}</td>
  </tr>`;

/** What runs here, and where to go on. */
export const startPage = ({ name, version, description }: About, health: Health): string =>
  document(
    name,
    html`<div class="start">
      <h1>${name} <small>${version}</small></h1>
      <p>${description}</p>
      <p>${health.ready ? html`<b class="well">Ready.</b>` : html`<b class="ill">Not ready.</b>`} ${health.reasons.join('; ')}</p>
      <ul>
        <li><a href="/docs">The interface</a>: every call, with an example</li>
        <li><a href="/docs/openapi.json">openapi.json</a>: the same for machines</li>
        <li><a href="/health/ready">Health</a> and <a href="/metrics">metrics</a></li>
      </ul>
      <h4 class="quiet">Read models</h4>
      <div class="table">
        <table>
          ${health.projections.map(projectionRow)}
        </table>
      </div>
    </div>`,
  );
