import type { Health } from '../health.js';
import type { Operation } from '../operation.js';
import { type About, openApiDocument } from './document.js';
import { documentationPage } from './documentation-page.js';
import { startPage } from './start-page.js';
import { JsonText } from '../operation.js';

/** The documents made from the operations, each when it is first asked for. */
export class Documentation {
  #openApi: JsonText | undefined;
  #page: string | undefined;

  constructor(
    private readonly operations: readonly Operation[],
    private readonly program: About,
  ) {}

  get about(): object {
    return { ...this.program, documentation: '/docs', openApi: '/docs/openapi.json', health: '/health/ready', metrics: '/metrics' };
  }

  openApi(): JsonText {
    return (this.#openApi ??= new JsonText(JSON.stringify(openApiDocument(this.operations, this.program))));
  }

  page(): string {
    return (this.#page ??= documentationPage(this.operations, this.program));
  }

  startPage(health: Health): string {
    return startPage(this.program, health);
  }
}
