import { ROOT_CONTEXT, type Context, diag, DiagLogLevel, SpanKind, SpanStatusCode, trace, TraceFlags } from '@opentelemetry/api';
import { parseTraceParent } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { Span, SpanBeginning } from '@docket/gateway';
import { ABOUT } from '../about.js';
import type { ClosableTracing, TracingLog } from './tracing.js';
import { ToldExporter } from './told-exporter.js';

/** Milliseconds that what was recorded is given to be sent off when the program stops. */
const FLUSH_MS_MAX = 3_000;

const KINDS = { server: SpanKind.SERVER, consumer: SpanKind.CONSUMER, internal: SpanKind.INTERNAL } as const;

/** The environment's word for the service wins. */
const resource = () =>
  defaultResource()
    .merge(resourceFromAttributes({ 'service.name': ABOUT.name.toLowerCase(), 'service.version': ABOUT.version }))
    .merge(detectResources({ detectors: [envDetector] }));

/** The SDK says what is wrong with its settings (a sampler that there is none of) while it reads them. */
const provider = (log: TracingLog): NodeTracerProvider => {
  const warn = (message: string): void => log.warn({ reason: message }, 'a setting of the traces is wrong');
  const nothing = (): void => undefined;
  diag.setLogger({ error: warn, warn, info: nothing, debug: nothing, verbose: nothing }, { logLevel: DiagLogLevel.WARN });
  try {
    const exporter = new ToldExporter(new OTLPTraceExporter(), log);
    return new NodeTracerProvider({ resource: resource(), spanProcessors: [new BatchSpanProcessor(exporter)] });
  } finally {
    diag.disable();
  }
};

const contextOf = (traceparent: string | undefined): Context => {
  const parent = traceparent === undefined ? null : parseTraceParent(traceparent);
  return parent ? trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true }) : ROOT_CONTEXT;
};

/** Records traces and sends them to where OTEL_EXPORTER_OTLP_ENDPOINT says, as the SDK of OpenTelemetry does it. This file alone loads it. */
export const startTracing = (log: TracingLog): ClosableTracing => {
  const spans = provider(log);
  const tracer = spans.getTracer(ABOUT.name.toLowerCase(), ABOUT.version);
  const begin = (name: string, { kind, parent, beganAt, attributes }: SpanBeginning): Span | undefined => {
    const options = { kind: KINDS[kind], attributes, ...(beganAt === undefined ? {} : { startTime: beganAt }) };
    const span = tracer.startSpan(name, options, contextOf(parent));
    const { traceId, spanId, traceFlags } = span.spanContext();
    if ((traceFlags & TraceFlags.SAMPLED) === 0) return undefined;
    return {
      traceparent: `00-${traceId}-${spanId}-01`,
      end: (last, failed) => {
        if (last) span.setAttributes(last);
        if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      },
    };
  };
  return { begin, close: () => inTime(spans.shutdown(), log) };
};

/** What has not been sent by then is lost: the program stops all the same. */
const inTime = async (sent: Promise<void>, log: TracingLog): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      log.warn({}, 'traces could not be sent in the time that a stop has for it, and are lost');
      resolve();
    }, FLUSH_MS_MAX);
  });
  // Why it could not be sent has been said by the exporter.
  await Promise.race([sent.catch(() => undefined), late]);
  clearTimeout(timer);
};
