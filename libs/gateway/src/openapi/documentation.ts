import type { Health } from '../health.js';
import type { Capability } from '../capability.js';
import { type About, openApiDocument } from './document.js';
import { documentationPage, EXAMPLE_ORIGIN } from './documentation-page.js';
import { startPage } from './start-page.js';
import { JsonText } from '../operation.js';

/** What needs no escaping, in HTML and in a shell. */
const ORIGIN = /^https?:\/\/[A-Za-z0-9.:[\]-]{1,260}$/;

/** The documents made from the operations, each when it is first asked for. */
export class Documentation {
  #openApi: JsonText | undefined;
  #page: string | undefined;

  constructor(
    private readonly capabilities: readonly Capability[],
    private readonly program: About,
  ) {}

  get about(): object {
    return { ...this.program, documentation: '/docs', openApi: '/docs/openapi.json', health: '/health/ready', metrics: '/metrics' };
  }

  openApi(): JsonText {
    return (this.#openApi ??= new JsonText(JSON.stringify(openApiDocument(this.capabilities, this.program))));
  }

  /** Its examples ask `origin`, so that they work when they are pasted; one that is not sane is left out. */
  page(origin: string): string {
    const page = (this.#page ??= documentationPage(this.capabilities, this.program));
    return ORIGIN.test(origin) ? page.replaceAll(EXAMPLE_ORIGIN, origin) : page;
  }

  startPage(health: Health): string {
    return startPage(this.program, health);
  }
}
