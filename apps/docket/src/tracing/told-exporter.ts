import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-node';
import type { TracingLog } from './tracing.js';

/** Says once that the spans can't be sent, and once that they can be again. Those that could not be sent are lost. */
export class ToldExporter implements SpanExporter {
  #away = false;

  constructor(
    private readonly exporter: SpanExporter,
    private readonly log: TracingLog,
  ) {}

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.exporter.export(spans, (result) => {
      this.#tell(result);
      done(result);
    });
  }

  async shutdown(): Promise<void> {
    await this.exporter.shutdown();
  }

  #tell({ code, error }: ExportResult): void {
    const away = code !== ExportResultCode.SUCCESS;
    if (away === this.#away) return;
    this.#away = away;
    if (away) this.log.warn({ reason: error?.message ?? 'unknown' }, 'traces can’t be sent, and are lost until they can');
    else this.log.info({}, 'traces are sent again');
  }
}
